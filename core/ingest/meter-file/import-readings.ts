// Imports a file of meter readings: plans how it is read, feeds it to the store in blocks, and reports every doubtful row.
import type Database from 'better-sqlite3';
import { AppError } from '../../app-error.ts';
import { namedDbError } from '../../db/open.ts';
import { loadRegistry } from '../../devices/registry.ts';
import { openSourceFile, type SourceFile } from '../../imports/read/source-file.ts';
import { SourceCopies } from '../../imports/source-copies.ts';
import { chinaTime } from './china-time.ts';
import { intervalText } from './column-meaning.ts';
import type { DayTable } from './day-table.ts';
import { type ColumnAsk, type FedChannel, feedChannels, oneLine } from './file-channels.ts';
import { MeterFeed } from './meter-feed.ts';
import { type MeterAsk, type MeterPlan, planMeterFile } from './meter-plan.ts';
import { type MeterNote, meterNote } from './meter-sentences.ts';
import { findImport, keepImport } from './meter-store.ts';
import { OutcomeTap } from './outcome-tap.ts';
import type { ImportStage, ReadingsImportDeps, ReadingsJob } from './readings-job.ts';
import { FindingList, type ReadingsReport } from './readings-report.ts';

/**
 * Faults of single rows are in the report; the other rows are kept, block by block, so that an import that was broken
 * off goes on when it is run again. The same file read in the same way brings nothing again.
 * Throws AppError where something has to be stated first (nothing is written then), SourceFileError.
 */
export async function importReadings(deps: ReadingsImportDeps, job: ReadingsJob): Promise<ReadingsReport> {
  const startedAt = performance.now();
  let stage: ImportStage = 'hash';
  const copies = new SourceCopies(deps.sourcesDir);
  const file = await openSourceFile(job.path, {
    ...(deps.signal ? { signal: deps.signal } : {}),
    onProgress: (bytes, bytesTotal) => deps.onProgress?.({ stage, bytes, bytesTotal }),
  });
  try {
    stage = 'shape';
    const asked = intervalAsk(deps.db, job);
    const plan = await planMeterFile(file, asked, deps.signal);
    const asks = columnAsks(plan, job);
    const reading = readingKey(file, plan, asks, job);
    const before = findImport(deps.db, file.sha256, reading);
    if (before) return again(before, startedAt);
    await copies.add(file.path, file.sha256);
    const channels = feedChannels(deps.db, asks, {
      device: job.device ?? deviceOf(job),
      intervalMs: plan.intervalMs,
      assigned: job.startAt === null ? null : { from: job.startAt, file: file.name },
      now: deps.now(),
    });
    const tap = new OutcomeTap();
    const sink = deps.openSink((inner) => tap.listenBeside(inner));
    const findings = new FindingList();
    const feed = new MeterFeed({ ...deps, file, plan, job, channels, tap, sink, findings });
    stage = 'rows';
    const counted = await feed.run();
    const report: ReadingsReport = {
      ...counted,
      file: fileOf(file, plan),
      read: readOf(plan, job),
      notes: [...notesOf(plan, channels, job), ...severalNote(counted)],
      counts: findings.counts(),
      findings: findings.list(),
      notListed: findings.notListed,
      seconds: secondsSince(startedAt),
    };
    keepImport(deps.db, reading, report, deps.now());
    return report;
  } catch (error) {
    throw deps.signal?.aborted ? new AppError('cancelled') : (namedDbError(error, deps.sourcesDir) ?? error);
  } finally {
    await file.close();
  }
}

const secondsSince = (startedAt: number): number => Math.round(performance.now() - startedAt) / 1000;

const deviceOf = ({ columns }: ReadingsJob): string =>
  `file/${'prefix' in columns ? columns.prefix : (columns[0]?.channel ?? '')}`;

/** A registered channel's interval holds for the file, unless another one is stated. */
function intervalAsk(db: Database.Database, job: ReadingsJob): MeterAsk {
  if ('prefix' in job.columns) return { ...job, columns: 'all' };
  const registry = loadRegistry(db);
  const registered = job.columns.map(({ channel }) => registry.channel(channel)?.intervalMs).find((ms) => ms != null);
  return { ...job, columns: job.columns.map(({ column }) => column), intervalMs: job.intervalMs ?? registered ?? null };
}

function columnAsks(plan: MeterPlan, job: ReadingsJob): ColumnAsk[] {
  const { columns } = job;
  // The header as the file has it.
  if (!('prefix' in columns))
    return columns.map((ask, at) => ({ ...ask, column: plan.values[at]?.header ?? ask.column }));
  return plan.values.map(({ header }) => ({ column: header, channel: `${columns.prefix}/${oneLine(header)}` }));
}

/** Everything on which the readings of a file depend. */
function readingKey(file: SourceFile, plan: MeterPlan, asks: readonly ColumnAsk[], job: ReadingsJob): string {
  const { sheet, timeColumns, values, intervalMs, midnight, shape } = plan;
  return JSON.stringify({
    // A CSV file's only sheet is called as the file is, which may have another name by now.
    sheet: file.format === 'csv' ? null : sheet.name,
    timeColumns,
    columns: asks.map(({ channel }, at) => [values[at]?.index, values[at]?.decimal, channel]),
    ...{
      intervalMs,
      midnight,
      dates: shape?.order ?? null,
      format: job.dateFormat,
      stamp: plan.stamp,
      startAt: job.startAt,
      where: job.where,
    },
  });
}

/** What importing the same again amounts to. */
function again(before: ReadingsReport, startedAt: number): ReadingsReport {
  const counts = <T extends { accepted: number; repeated: number; revised: number }>(each: T): T => ({
    ...each,
    ...{ accepted: 0, repeated: each.accepted + each.repeated + each.revised, revised: 0 },
  });
  const channels = before.channels.map((channel) => ({ ...counts(channel), made: false }));
  const note = meterNote('imported-before', { file: before.file.name });
  return { ...counts(before), channels, notes: [...before.notes, note], seconds: secondsSince(startedAt) };
}

/** So many conflicts are no faults of a meter: the rows are of several. */
const severalNote = ({ rows, revised }: { readonly rows: number; readonly revised: number }): MeterNote[] =>
  revised * 4 > rows ? [meterNote('several-series')] : [];

function fileOf(file: SourceFile, plan: MeterPlan): ReadingsReport['file'] {
  const { name, sha256, bytes, format, encoding } = file;
  return { name, sha256, bytes, format, encoding, sheet: plan.sheet.name };
}

function readOf(plan: MeterPlan, job: ReadingsJob): ReadingsReport['read'] {
  const { shape, intervalMs, stamp, midnight } = plan;
  const found = [
    ...(job.startAt === null && job.timeColumns.length === 0 ? ['timeColumns'] : []),
    ...(job.intervalMs === null && intervalMs !== null ? ['interval'] : []),
    ...(plan.dayTable ? ['dayTable'] : []),
    ...(shape?.orderMattered ? ['dates'] : []),
    ...(job.midnight === null && shape !== null && shape.midnights.rows > 0 && shape.hasClock ? ['midnight'] : []),
  ];
  return {
    timeColumns: plan.timeColumns.map((index) => plan.sheet.columns[index] as string),
    times: shape === null ? 'assigned' : 'file',
    dates: shape?.order ?? null,
    interval: intervalMs === null ? null : intervalText(intervalMs),
    ...{ stamp, midnight, order: shape?.rowOrder ?? 'ascending', found },
  };
}

function dayTableNote(dayTable: DayTable, stamp: 'start' | 'end'): MeterNote {
  const { first, last, parts, intervalMs, labels, quantities } = dayTable;
  const edge = labels === 'ordinals' ? 'ordinal' : stamp;
  return meterNote('day-table', {
    first,
    last,
    parts,
    edge,
    interval: intervalText(intervalMs),
    values: quantities.join('、'),
  });
}

function notesOf(plan: MeterPlan, channels: readonly FedChannel[], job: ReadingsJob): MeterNote[] {
  const { shape, intervalMs, midnight, sheet } = plan;
  const notes: MeterNote[] = [];
  if (plan.dayTable) notes.push(dayTableNote(plan.dayTable, plan.stamp));
  if (shape?.orderMattered) notes.push(meterNote('date-order', { order: shape.order }));
  if (shape?.hasClock) {
    const { rows, asEnd, asStart } = shape.midnights;
    if (job.midnight === null && midnight === 24) notes.push(meterNote('midnight-24', { rows }));
    else if (job.midnight === null && asEnd > 0) notes.push(meterNote('midnight-unclear', { rows }));
    const isContrary = midnight === 24 ? asStart > asEnd && asStart >= rows : shape.midnight === 24;
    if (job.midnight !== null && isContrary) notes.push(meterNote('midnight-differs', { midnight }));
  }
  if (plan.shiftMs > 0) notes.push(meterNote('last-moment', { seconds: plan.shiftMs / 1000 }));
  if (job.startAt !== null && intervalMs !== null)
    notes.push(meterNote('times-assigned', { from: chinaTime(job.startAt), interval: intervalText(intervalMs) }));
  else if (intervalMs === null) notes.push(meterNote(shape?.isMonthly ? 'monthly' : 'interval-unknown'));
  const step = shape?.commonStepMs ?? null;
  const registered = channels.find(
    ({ channel }) => channel.intervalMs !== null && step !== null && channel.intervalMs !== step,
  );
  if (registered && step !== null)
    notes.push(
      meterNote('interval-differs', {
        registered: intervalText(registered.channel.intervalMs ?? 0),
        found: intervalText(step),
      }),
    );
  if (shape?.rowOrder === 'none') notes.push(meterNote('no-order'));
  const unknown = channels.filter(({ channel, made }) => made && channel.unitOfMeasure === '');
  if (unknown.length > 0)
    notes.push(meterNote('unit-unknown', { columns: unknown.map(({ channel }) => channel.address).join('、') }));
  if (plan.passedOver.length > 0) notes.push(meterNote('columns-passed-over', { columns: plan.passedOver.join('、') }));
  if (plan.otherSheets.length > 0)
    notes.push(meterNote('other-sheets', { sheet: sheet.name, sheets: plan.otherSheets.join('、') }));
  return notes;
}
