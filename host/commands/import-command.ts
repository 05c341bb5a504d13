// lianggao import: files into a workspace, or a trial of it.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type ImportReport, type Mapping, mappingSchema, shortMappingSchema } from '../../contract/imports.ts';
import { reasonText } from '../../contract/reasons.ts';
import { AppError } from '../../core/app-error.ts';
import { Imports } from '../../core/imports/handlers.ts';
import { SourceFileError } from '../../core/imports/read/source-file.ts';
import { runImport } from '../../core/imports/run-import.ts';
import { openWorkspace, type Workspace } from '../../core/workspace/workspace.ts';
import { language, log, parseTime, printJson, say } from './command.ts';

export interface ImportOptions {
  workspace: string;
  preset?: string;
  map?: string;
  crs?: string;
  dryRun?: boolean;
  validFrom?: string;
  actor?: string;
  reason?: string;
  json?: boolean;
}

/** Reads a mapping file, long or short form. Throws AppError `mapping-invalid` with what is wrong where, SourceFileError. */
export async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    throw missing ? new SourceFileError('not-found', { path }) : error;
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new AppError('mapping-invalid', {
      detail: `${path}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
  const isLong = typeof parsed === 'object' && parsed !== null && 'sheets' in parsed;
  const result = isLong ? mappingSchema.safeParse(parsed) : shortMappingSchema.safeParse(parsed);
  if (!result.success)
    throw new AppError('mapping-invalid', { detail: z.prettifyError(result.error).replaceAll('\n', '; ') });
  if ('sheets' in result.data) return result.data as Mapping;
  const { name, title, crs, unknownWords, ...sheet } = result.data as z.infer<typeof shortMappingSchema>;
  return {
    name,
    sheets: [sheet],
    ...(title ? { title } : {}),
    ...(crs ? { crs } : {}),
    ...(unknownWords ? { unknownWords } : {}),
  };
}

/** Imports in this process: a command has no screen to keep alive. */
export async function importFiles(
  workspace: Workspace,
  paths: readonly string[],
  options: Omit<ImportOptions, 'workspace' | 'json'>,
): Promise<ImportReport> {
  const imports = new Imports(workspace, Date.now);
  const job = await imports.job({
    files: paths.map((path) => ({ path })),
    ...(options.map ? { mapping: await readMapping(options.map) } : {}),
    ...(options.preset ? { preset: options.preset } : {}),
    ...(options.crs ? { crs: options.crs } : {}),
    ...(options.validFrom ? { validFrom: parseTime(options.validFrom, true) } : {}),
    ...(options.reason ? { reason: options.reason } : {}),
    actor: options.actor ?? process.env.USER ?? 'operator',
    dryRun: options.dryRun ?? false,
  });
  let told = Date.now();
  return runImport(
    {
      db: workspace.db,
      boundaries: workspace.boundaries,
      sourcesDir: workspace.sourcesDir,
      now: Date.now,
      onProgress: ({ file, bytes, bytesTotal, rows }) => {
        if (Date.now() - told < 2000) return;
        told = Date.now();
        log(`${file}: ${Math.floor((100 * bytes) / Math.max(1, bytesTotal))} %, ${rows} ${say('行', 'rows')}`);
      },
    },
    job,
  );
}

/** The report with its reasons as sentences, in the order of the documentation. */
export function reportForPeople(report: ImportReport): unknown {
  const sentence = ({ reason, ...finding }: ImportReport['rejected'][number]) => ({
    ...finding,
    reason: reasonText(reason, language),
    code: reason.code,
  });
  return { ...report, rejected: report.rejected.map(sentence), warnings: report.warnings.map(sentence) };
}

export async function importCommand(paths: string[], options: ImportOptions): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: options.dryRun, purpose: 'lianggao import' });
  try {
    const report = await importFiles(workspace, paths, options);
    const { rows, inserted, updated, unchanged, rejectedRows, flags } = report;
    for (const found of report.rejected.slice(0, 20))
      log(
        `${found.file} ${found.sheet} ${say('第', 'row ')}${found.row}${say(' 行 ', ' ')}${found.column}: ${reasonText(found.reason, language)}`,
      );
    if (report.rejected.length > 20)
      log(
        say(
          `…… 另有 ${report.rejected.length - 20} 条，用 --json 查看全部`,
          `… ${report.rejected.length - 20} more; --json shows all`,
        ),
      );
    log(
      say(
        `${options.dryRun ? '试运行：' : ''}${rows} 行：新增 ${inserted}，更新 ${updated}，不变 ${unchanged}，拒收 ${rejectedRows}；省外 ${flags.outsideProvince.length}，近岸 ${flags.offshore.length}，产能空白 ${flags.blankCapacity}`,
        `${options.dryRun ? 'Trial: ' : ''}${rows} rows: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${rejectedRows} rejected; ${flags.outsideProvince.length} outside the province, ${flags.offshore.length} at sea, ${flags.blankCapacity} without a capacity`,
      ),
    );
    const doubts = report.warnings.length;
    if (doubts > 0) log(say(`存疑 ${doubts} 处，用 --json 查看`, `Cells in doubt: ${doubts}; --json shows them`));
    if (options.json) printJson(reportForPeople(report));
    if (rows === 0) log(new AppError('file-without-rows', { file: paths.join('、') }).text(language));
    // Nothing of it was good: the input as a whole is refused.
    if (rejectedRows === rows) process.exitCode = 1;
  } finally {
    await workspace.close();
  }
}
