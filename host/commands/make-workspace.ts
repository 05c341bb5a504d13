// Makes a workspace that is of use at once: with the public ledgers of its province.
import { join } from 'node:path';
import type { ImportReport } from '../../contract/imports.ts';
import { createWorkspace, openWorkspace, type Workspace } from '../../core/workspace/workspace.ts';
import { say } from './command.ts';
import { importFiles } from './import-command.ts';

export interface MadeWorkspace {
  profile: Workspace['profile'];
  reports: ImportReport[];
}

/** In a new or empty directory; `empty` leaves the bundled ledgers out. Throws AppError; nothing is left behind then. */
export async function makeWorkspace(dir: string, options: { profile: string; empty: boolean }): Promise<MadeWorkspace> {
  const undo = await createWorkspace(dir, { profile: options.profile });
  // Half a workspace would look like a whole one.
  return loadBundled(dir, options.empty).catch(async (error: unknown) => {
    await undo();
    throw error;
  });
}

async function loadBundled(dir: string, empty: boolean): Promise<MadeWorkspace> {
  const workspace = await openWorkspace(dir, { purpose: 'lianggao workspace create' });
  try {
    const reports: ImportReport[] = [];
    for (const { preset, files } of empty ? [] : workspace.profile.bundledLedgers) {
      const paths = files.map((file) => join(workspace.geodataDir, file));
      const reason = say('随产品附带的公开台账', 'public ledger bundled with the product');
      reports.push(await importFiles(workspace, paths, { preset, actor: 'lianggao', reason }));
    }
    return { profile: workspace.profile, reports };
  } finally {
    await workspace.close();
  }
}
