// lianggao readings: files of meter readings into a workspace, and readings by quarter, hour, day or month out of it.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ReadingStep } from '../../contract/monitoring.ts';
import { AppError } from '../../core/app-error.ts';
import { loadRegistry } from '../../core/devices/registry.ts';
import type { Channel, ChannelKind } from '../../core/devices/registry-facts.ts';
import { SourceFileError } from '../../core/imports/read/source-file.ts';
import { chinaTime } from '../../core/ingest/meter-file/china-time.ts';
import { parseInterval } from '../../core/ingest/meter-file/column-meaning.ts';
import { importReadings } from '../../core/ingest/meter-file/import-readings.ts';
import type { ImportProgress, ReadingsJob } from '../../core/ingest/meter-file/readings-job.ts';
import { parseReadingsMap } from '../../core/ingest/meter-file/readings-map.ts';
import { archiveReadings } from '../../core/readings/archive.ts';
import { archiveMessages } from '../../core/readings/archived-blocks.ts';
import { readRows } from '../../core/readings/read-readings.ts';
import { readingSpan } from '../../core/readings/reading-span.ts';
import { language, log, parseSpan, parseTime, printJson, say } from './command.ts';
import { compactMonitoring } from './compact-monitoring.ts';
import { openWriter, withReadings } from './open-readings.ts';
import { tryReadings } from './readings-trial.ts';

export interface ReadingsImportOptions {
  workspace: string;
  channel?: string;
  column?: string;
  columns?: string;
  map?: string;
  timeColumn: string[];
  where: string[];
  interval?: string;
  stamp?: 'start' | 'end';
  midnight?: '0' | '24';
  dateFormat?: string;
  unit?: string;
  kind?: ChannelKind;
  quantity?: string;
  name?: string;
  decimal?: 'point' | 'comma';
  sheet?: string;
  device?: string;
  start?: string;
  dryRun?: boolean;
  json?: boolean;
}

function interval(text: string): number {
  const ms = parseInterval(text);
  if (ms === null) throw new AppError('bad-interval', { value: text });
  return ms;
}

/** `表号=1234` */
function whereOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new AppError('bad-where', { value: text });
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** One column into `--channel` (left out, of a table of a day a row), `--columns all` below it, or a `--map` of columns to channels. */
async function columnsAsked(options: ReadingsImportOptions): Promise<ReadingsJob['columns']> {
  const { map, columns, channel, column, name, unit, kind, quantity } = options;
  if (map !== undefined) {
    const text = await readFile(map, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new SourceFileError('not-found', { path: map }) : error;
    });
    return parseReadingsMap(text);
  }
  if (channel === undefined) throw new AppError('readings-map-invalid', { detail: '--channel | --map' });
  if (columns !== undefined) return { prefix: channel };
  return [{ column: column ?? '', channel, name, unit, kind, quantity }];
}

const stages = {
  hash: { zh: '校验', en: 'hashing' },
  shape: { zh: '判断格式', en: 'finding its shape' },
  rows: { zh: '导入', en: 'importing' },
};

/** Lines of a report that people are shown; --json shows all. */
const SHOWN = 20;

export async function readingsImportCommand(file: string, options: ReadingsImportOptions): Promise<void> {
  const job: ReadingsJob = {
    path: file,
    columns: await columnsAsked(options),
    timeColumns: options.timeColumn,
    sheet: options.sheet ?? null,
    where: options.where.map(whereOf),
    intervalMs: options.interval === undefined ? null : interval(options.interval),
    stamp: options.stamp ?? null,
    midnight: options.midnight === undefined ? null : options.midnight === '24' ? 24 : 0,
    dateFormat: options.dateFormat ?? null,
    decimal: options.decimal ?? null,
    startAt: options.start === undefined ? null : parseTime(options.start, true),
    device: options.device,
  };
  const { dryRun = false } = options;
  await withReadings(options.workspace, {}, async (db) => {
    let told = Date.now();
    const onProgress = ({ stage, bytes, bytesTotal }: ImportProgress): void => {
      if (Date.now() - told < 2000) return;
      told = Date.now();
      log(`${stages[stage][language]} ${Math.floor((100 * bytes) / Math.max(1, bytesTotal))} %`);
    };
    const sourcesDir = join(resolve(options.workspace), 'sources');
    const report = dryRun
      ? await tryReadings(db, job, onProgress)
      : await importReadings(
          { db, openSink: (beside) => openWriter(db, beside), sourcesDir, now: Date.now, onProgress },
          job,
        );
    for (const { sentence } of report.notes) log(sentence[language]);
    for (const { column, sentence } of report.findings.slice(0, SHOWN))
      log(`${column === '' ? '' : `${column}: `}${sentence[language]}`);
    const more = report.findings.length - SHOWN + report.notListed;
    if (more > 0) log(say(`…… 另有 ${more} 条，用 --json 查看`, `… ${more} more; --json shows them`));
    const { rows, accepted, repeated, revised, rejected } = report;
    log(
      say(
        `${dryRun ? '试运行，没有写入：' : ''}${rows} 行：收入 ${accepted}，重复 ${repeated}，修订 ${revised}，拒收 ${rejected}`,
        `${dryRun ? 'Trial, nothing was kept: ' : ''}${rows} rows: ${accepted} accepted, ${repeated} repeated, ${revised} revised, ${rejected} rejected`,
      ),
    );
    if (options.json) printJson(report);
    if (rows === 0) log(new AppError('file-without-rows', { file: report.file.name }).text(language));
    // Nothing of it was good: the input as a whole is refused.
    if (accepted + repeated + revised === 0) process.exitCode = 1;
  });
}

function channelOf(channels: ReadonlyMap<number, Channel>, id: string): Channel {
  for (const channel of channels.values()) if (channel.id === id) return channel;
  throw new AppError('unknown-channel', { id });
}

export interface ReadingsQueryOptions {
  workspace: string;
  channel: string;
  from?: string;
  to?: string;
  step: ReadingStep;
  json?: boolean;
}

/** Prints exactly {"rows": […]}: with or without --json, a document is all there is to show. */
export async function readingsQueryCommand(options: ReadingsQueryOptions): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const channel = channelOf(loadRegistry(db).channels, options.channel);
    const span = readingSpan(db, channel.no);
    const { from = span?.first, to = span && span.last + (channel.intervalMs ?? 1) } = parseSpan(options);
    const rows = from === undefined || to === null ? [] : readRows(db, channel.no, { from, to, step: options.step });
    printJson({
      rows: rows.map((row) => ({
        ...row,
        ...{ from: chinaTime(row.from), to: chinaTime(row.to), sum: sure(row.sum), avg: sure(row.avg) },
      })),
    });
  });
}

/** Thousands of decimals added as doubles are right to 14 digits: 126238.29, not 126238.29000000004. */
const sure = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(14)));

/** Old readings to Parquet files, and old messages as they are; proven equal before they leave the database. */
export async function readingsArchiveCommand(options: {
  workspace: string;
  olderThanDays: string;
  compact?: boolean;
  json?: boolean;
}): Promise<void> {
  const olderThanDays = Number(options.olderThanDays);
  if (!Number.isInteger(olderThanDays) || olderThanDays < 1)
    throw new AppError('bad-days', { value: options.olderThanDays });
  const report = await withReadings(options.workspace, {}, async (db) => {
    const { days, readings, bytes } = await archiveReadings(db, { olderThanDays, now: Date.now() });
    const messages = await archiveMessages(db, { olderThanDays, now: Date.now() });
    log(
      say(
        `已归档 ${days.length} 天，${readings} 个监测值，${bytes} 字节；报文 ${messages.bytes} 字节`,
        `Archived ${days.length} days, ${readings} readings, ${bytes} bytes; messages of ${messages.bytes} bytes`,
      ),
    );
    return { days: days.map(chinaTime), readings, bytes, messages };
  });
  const compacted = options.compact ? await compactMonitoring(options.workspace) : null;
  if (compacted)
    log(
      say(
        `monitoring.sqlite 由 ${compacted.before} 字节缩小到 ${compacted.after} 字节`,
        `monitoring.sqlite shrank from ${compacted.before} to ${compacted.after} bytes`,
      ),
    );
  if (options.json) printJson({ ...report, ...(compacted && { compacted }) });
}
