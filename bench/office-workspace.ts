// A workspace with an invented office ledger of a given size, imported as an administrator would.
import { createRouterClient } from '@orpc/server';
import { createApp } from '../core/app.ts';
import { lianggao } from './child.ts';
import { officeLedger, officeMapping, writeCsv } from './synthetic-ledger.ts';

const actor = 'bench';

/** `path`: where the ledger is written as CSV on its way. */
export async function createOfficeWorkspace(workspaceDir: string, enterprises: number, path: string): Promise<void> {
  await lianggao('workspace', 'create', workspaceDir, '--empty');
  const app = await createApp({ workspaceDir, purpose: actor });
  try {
    const { cities, counties } = await createRouterClient(app.router, { context: { actor } }).about.get();
    const ledger = officeLedger(enterprises, cities, counties);
    await writeCsv(path, ledger);
    const job = await app.imports.job({ files: [{ path }], mapping: officeMapping, actor });
    for await (const message of app.imports.run(job, undefined)) {
      if (message.kind === 'report' && message.report.inserted !== ledger.length - 1)
        throw new Error(`${message.report.inserted} of ${ledger.length - 1} rows were imported; all should be.`);
    }
  } finally {
    await app.close();
  }
}
