// lianggao workspace create, export, check, template: what an administrator does with a workspace as a whole.
import { createWriteStream } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ImportReport } from '../../contract/imports.ts';
import { checkWorkspace } from '../../core/check/check-workspace.ts';
import { namedDbError } from '../../core/db/open.ts';
import { type ExportFormat, exportLedger } from '../../core/exports/export-ledger.ts';
import { ledgerTemplateCsv, ledgerTemplateXlsx } from '../../core/imports/ledger-template.ts';
import { LedgerReader } from '../../core/ledger/ledger-reader.ts';
import { createWorkspace, openWorkspace } from '../../core/workspace/workspace.ts';
import { language, log, parseTime, printJson, say } from './command.ts';
import { importFiles, reportForPeople } from './import-command.ts';

/** Makes a workspace and, unless it is to be empty, loads the public ledgers of its province. */
export async function workspaceCreateCommand(
  dir: string,
  options: { profile: string; empty?: boolean; json?: boolean },
): Promise<void> {
  await createWorkspace(dir, { profile: options.profile });
  const workspace = await openWorkspace(dir, { purpose: 'lianggao workspace create' });
  const reports: ImportReport[] = [];
  let failed = true;
  try {
    for (const { preset, files } of options.empty ? [] : workspace.profile.bundledLedgers) {
      const paths = files.map((file) => join(workspace.geodataDir, file));
      reports.push(
        await importFiles(workspace, paths, {
          preset,
          actor: 'lianggao',
          reason: say('随产品附带的公开台账', 'public ledger bundled with the product'),
        }),
      );
    }
    failed = false;
  } finally {
    await workspace.close();
    // Half a workspace would look like a whole one.
    if (failed) await removeContents(resolve(dir));
  }
  log(
    say(
      `已建立工作区 ${resolve(dir)}（${workspace.profile.name.zh}）`,
      `Workspace created in ${resolve(dir)} (${workspace.profile.name.en})`,
    ),
  );
  if (options.json)
    printJson({ dir: resolve(dir), profile: workspace.profile.id, imports: reports.map(reportForPeople) });
}

async function removeContents(dir: string): Promise<void> {
  for (const name of await readdir(dir)) await rm(join(dir, name), { recursive: true, force: true });
}

export async function exportCommand(options: {
  workspace: string;
  format: ExportFormat;
  out: string;
  asOf?: string;
  knownAt?: string;
  json?: boolean;
}): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const reader = new LedgerReader(workspace.db, Date.now);
    const asked = {
      ...(options.asOf ? { asOf: parseTime(options.asOf) } : {}),
      ...(options.knownAt ? { knownAt: parseTime(options.knownAt) } : {}),
    };
    const file = await exportLedger(
      { db: workspace.db, reader, boundaries: workspace.boundaries },
      options.format,
      asked,
    );
    await pipeline(file.stream, createWriteStream(options.out));
    log(say(`已导出 ${options.out}`, `Exported ${options.out}`));
    if (options.json) printJson({ out: resolve(options.out), format: options.format });
  } catch (error) {
    throw namedDbError(error, options.out) ?? error;
  } finally {
    await workspace.close();
  }
}

const checkNames = {
  schema: { zh: '数据库结构与完整性', en: 'Database structure and integrity' },
  keys: { zh: '关联', en: 'Keys' },
  times: { zh: '两个时间', en: 'Two times' },
  provenance: { zh: '数值与来源单元格', en: 'Values against their cells' },
  checksums: { zh: '来源文件校验和', en: 'Checksums of source files' },
} as const;

export async function checkCommand(options: { workspace: string; json?: boolean }): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const checks = await checkWorkspace(workspace);
    for (const check of checks) {
      log(`${check.ok ? '✓' : '✗'} ${checkNames[check.name][language]} (${check.checked})`);
      for (const problem of check.problems) log(`    ${problem}`);
    }
    const ok = checks.every((check) => check.ok);
    if (options.json) printJson({ ok, checks });
    if (!ok) process.exitCode = 1;
  } finally {
    await workspace.close();
  }
}

export async function templateCommand(options: { format: 'csv' | 'xlsx'; out: string }): Promise<void> {
  await writeFile(
    options.out,
    options.format === 'csv' ? ledgerTemplateCsv(language) : await ledgerTemplateXlsx(language),
  );
  log(say(`已写出台账模板 ${options.out}`, `Ledger template written to ${options.out}`));
}
