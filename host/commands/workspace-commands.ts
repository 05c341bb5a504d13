// lianggao workspace create, export, check, template: what an administrator does with a workspace as a whole.
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkMonitoring } from '../../core/check/check-monitoring.ts';
import { checkWorkspace } from '../../core/check/check-workspace.ts';
import { namedWriteError } from '../../core/db/open.ts';
import { isDrillWorkspace } from '../../core/db/open-monitoring.ts';
import { type ExportFormat, exportLedger } from '../../core/exports/export-ledger.ts';
import { ledgerTemplateCsv, ledgerTemplateXlsx } from '../../core/imports/ledger-template.ts';
import { LedgerReader } from '../../core/ledger/ledger-reader.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { language, log, parseTime, printJson, say } from './command.ts';
import { reportForPeople } from './import-command.ts';
import { makeWorkspace } from './make-workspace.ts';

/** Makes a workspace and, unless it is to be empty, loads the public ledgers of its province. */
export async function workspaceCreateCommand(
  dir: string,
  options: { profile: string; empty?: boolean; json?: boolean },
): Promise<void> {
  const { profile, reports } = await makeWorkspace(dir, { profile: options.profile, empty: options.empty ?? false });
  log(
    say(
      `已建立工作区 ${resolve(dir)}（${profile.name.zh}）`,
      `Workspace created in ${resolve(dir)} (${profile.name.en})`,
    ),
  );
  if (options.json) printJson({ dir: resolve(dir), profile: profile.id, imports: reports.map(reportForPeople) });
}

/** All of a file or none of it: what stood under its name stays until the new one is whole. Throws AppError. */
export async function writeWhole(
  path: string,
  content: AsyncIterable<Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  const present = await stat(path).catch(() => null);
  // A pipe or a device cannot be replaced.
  const part = present === null || present.isFile() ? `${path}.part` : path;
  try {
    await writeFile(part, content);
    if (part !== path) await rename(part, path);
  } catch (error) {
    // A folder that may not be written to refuses this as well; the first reason is the one to tell.
    if (part !== path) await rm(part, { force: true }).catch(() => undefined);
    throw namedWriteError(error, path) ?? error;
  }
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
      { db: workspace.db, reader, boundaries: workspace.boundaries, isDrill: isDrillWorkspace(workspace.dir) },
      options.format,
      asked,
    );
    await writeWhole(options.out, file.stream);
    log(say(`已导出 ${options.out}`, `Exported ${options.out}`));
    if (options.json) printJson({ out: resolve(options.out), format: options.format });
  } finally {
    await workspace.close();
  }
}

const checkNames = {
  schema: { zh: '数据库结构与完整性', en: 'Database structure and integrity' },
  keys: { zh: '关联', en: 'Keys' },
  times: { zh: '两个时间', en: 'Two times' },
  places: { zh: '落点与行政边界', en: 'Places against the boundaries' },
  provenance: { zh: '数值与来源单元格', en: 'Values against their cells' },
  checksums: { zh: '来源文件校验和', en: 'Checksums of source files' },
  monitoring: { zh: '监测库结构与完整性', en: 'Structure and integrity of the monitoring database' },
  archive: { zh: '归档文件校验和', en: 'Checksums of archived readings' },
  'roll-ups': { zh: '时、日汇总与监测值（抽查）', en: 'Roll-ups by hour and day against their readings (a sample)' },
  duty: { zh: '交接单与告警历次状态', en: 'Handovers, and how alarms stood' },
} as const;

export async function checkCommand(options: { workspace: string; json?: boolean }): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const checks = [...(await checkWorkspace(workspace)), ...(await checkMonitoring(workspace.dir))];
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
  const content = options.format === 'csv' ? ledgerTemplateCsv(language) : await ledgerTemplateXlsx(language);
  await writeWhole(options.out, [content]);
  log(say(`已写出台账模板 ${options.out}`, `Ledger template written to ${options.out}`));
}
