// Retention: settled readings of whole days move to Parquet files, proven equal before anything is deleted.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { namedDbError, namedWriteError } from '../db/open.ts';
import type { ArchivedRow } from './archived-row.ts';
import { ChannelSums, ParquetDraft, readParquetHour, withDuckDb } from './parquet-file.ts';
import { ready } from './ready-statement.ts';
import { dayOf, dayOfHour, dayStart, firstHourOfDay, hourStart } from './time-rules.ts';

export interface ArchiveReport {
  /** Start of each day that was moved, ms since the epoch. */
  readonly days: readonly number[];
  readonly readings: number;
  /** Of the files. */
  readonly bytes: number;
}

export interface ArchiveInput {
  /** Days of Shanghai's calendar that are kept in the database besides today; at least 1. */
  readonly olderThanDays: number;
  readonly now: number;
  /** Told before each step of each day; what it throws ends the run where it stands. */
  readonly onStep?: (step: ArchiveStep, dayStart: number) => void;
}

export type ArchiveStep = 'write' | 'verify' | 'record' | 'delete' | 'finish';

interface ArchivedDay {
  readonly day: number;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly readings: number;
  readonly done: number;
}

const FOLDER = join('archive', 'readings');
/** Rows compared and deleted in one transaction, so that writers wait no longer than a moment. */
const PAGE = 20_000;

/**
 * Works beside a running host. A day's file is written, read back and compared with the database; then the day is recorded as
 * archived, and each of its rows is deleted once it has been found in the file. Interrupted at any point it loses nothing:
 * run again, it goes on where it was. A day that got late readings since is written anew, with them.
 * Throws AppError `disk-full`, `not-writable`, `archive-damaged`.
 */
export async function archiveReadings(db: Database.Database, input: ArchiveInput): Promise<ArchiveReport> {
  const before = dayOf(input.now) - Math.max(1, input.olderThanDays);
  const root = join(dirname(db.name), FOLDER);
  const report = { days: [] as number[], readings: 0, bytes: 0 };
  try {
    await mkdir(root, { recursive: true });
    await withDuckDb(root, async (connection) => {
      for (const unfinished of days(db, 'WHERE done = 0')) await finishDay(db, connection, unfinished, input);
      for (let day = firstDay(db, 0); day !== null && day < before; day = firstDay(db, day + 1)) {
        const archived = await archiveDay(db, connection, day, input);
        report.days.push(dayStart(day));
        report.readings += archived.readings;
        report.bytes += archived.bytes;
      }
    });
    return report;
  } catch (error) {
    throw namedDbError(error, db.name) ?? namedWriteError(error, root) ?? error;
  }
}

const days = (db: Database.Database, where: string): ArchivedDay[] =>
  ready(
    db,
    `SELECT day, path, sha256, bytes, readings, done FROM archived_day ${where} ORDER BY day`,
  ).all() as ArchivedDay[];

/** First day from `day` on that has readings in the database. */
function firstDay(db: Database.Database, day: number): number | null {
  const sql = 'SELECT hour FROM reading WHERE hour >= ? ORDER BY hour LIMIT 1';
  const hour = ready(db, sql).pluck().get(firstHourOfDay(day)) as number | undefined;
  return hour === undefined ? null : dayOfHour(hour);
}

async function archiveDay(
  db: Database.Database,
  connection: DuckDBConnection,
  day: number,
  { now, onStep }: ArchiveInput,
): Promise<ArchivedDay> {
  const base = dirname(db.name);
  const earlier = days(db, '').find((each) => each.day === day) ?? null;
  if (earlier) await expectUndamaged(base, earlier);
  const path = nextPath(day, earlier);
  const part = join(base, `${path}.part`);
  await mkdir(dirname(part), { recursive: true });

  onStep?.('write', dayStart(day));
  const stored = new ChannelSums();
  const draft = await ParquetDraft.begin(connection);
  for (let hour = firstHourOfDay(day); hour < firstHourOfDay(day + 1); hour++) {
    const under = earlier ? await readParquetHour(connection, join(base, earlier.path), hour) : [];
    await draft.add(counted(mergeSorted(under, databaseRows(db, hour)), stored));
  }
  await draft.write(part);

  onStep?.('verify', dayStart(day));
  const written = new ChannelSums();
  let readings = 0;
  for (let hour = firstHourOfDay(day); hour < firstHourOfDay(day + 1); hour++)
    for (const row of await readParquetHour(connection, part, hour)) {
      written.add(row);
      readings++;
    }
  const differing = stored.differsFrom(written);
  if (readings !== draft.rows || differing !== null)
    throw new AppError('archive-damaged', { path, detail: `channel ${differing}: ${readings} of ${draft.rows}` });
  await syncFile(part);
  await rename(part, join(base, path));
  await syncFile(dirname(part));

  onStep?.('record', dayStart(day));
  const file = { path, sha256: await sha256Of(join(base, path)), bytes: (await stat(join(base, path))).size, readings };
  const archived: ArchivedDay = { day, ...file, done: 0 };
  db.transaction(() => {
    ready(
      db,
      `INSERT OR REPLACE INTO archived_day (day, path, sha256, bytes, readings, archived_at, done)
       VALUES (@day, @path, @sha256, @bytes, @readings, @now, @done)`,
    ).run({ ...archived, now });
    // Writers that hold the list of archived days in memory read it again.
    ready(db, 'UPDATE reading_state SET version = version + 1').run();
  }).immediate();

  await finishDay(db, connection, archived, { now, olderThanDays: 0, ...(onStep ? { onStep } : {}) });
  return archived;
}

/** Deletes what of a recorded day's readings lies in its file. */
async function finishDay(
  db: Database.Database,
  connection: DuckDBConnection,
  day: ArchivedDay,
  { onStep }: ArchiveInput,
): Promise<void> {
  const base = dirname(db.name);
  const start = dayStart(day.day);
  await expectUndamaged(base, day);
  for (let hour = firstHourOfDay(day.day); hour < firstHourOfDay(day.day + 1); hour++) {
    onStep?.('delete', start);
    deleteArchived(db, hour, await readParquetHour(connection, join(base, day.path), hour));
  }
  onStep?.('finish', start);
  ready(db, 'UPDATE archived_day SET done = 1 WHERE day = ?').run(day.day);
  // What runs that were interrupted have left, and the file that this one replaces.
  const folder = dirname(join(base, day.path));
  const own = dayName(day.day);
  for (const name of await readdir(folder))
    if (name !== basename(day.path) && (name.startsWith(`${own}.`) || name.startsWith(`${own}-`)))
      await rm(join(folder, name));
}

/** `2026/06/01`, by Shanghai's calendar. */
const datePath = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '/');
const dayName = (day: number): string => datePath(day).slice(-2);

/** A file is never overwritten: a day that is written anew gets the next number. */
function nextPath(day: number, earlier: ArchivedDay | null): string {
  const number = earlier ? Number(/-(\d+)\.parquet$/.exec(earlier.path)?.[1] ?? 1) + 1 : 1;
  return join(FOLDER, `${datePath(day)}${number === 1 ? '' : `-${number}`}.parquet`);
}

type DatabaseRow = readonly [
  channel: number,
  at: number,
  value: number | null,
  flag: number,
  message: number,
  digits: number | string,
];

function* databaseRows(db: Database.Database, hour: number): Generator<ArchivedRow> {
  const start = hourStart(hour);
  const sql = 'SELECT channel, at, value, flag, message, digits FROM reading WHERE hour = ? ORDER BY channel, at';
  for (const row of ready(db, sql).raw().iterate(hour) as Iterable<DatabaseRow>) yield archivedRow(start, row);
}

const archivedRow = (start: number, [channel, at, value, flag, message, digits]: DatabaseRow): ArchivedRow => ({
  ...{ channel, time: start + at, value, flag, message, digits },
});

function* counted(rows: Iterable<ArchivedRow>, sums: ChannelSums): Generator<ArchivedRow> {
  for (const row of rows) {
    sums.add(row);
    yield row;
  }
}

const compare = (a: ArchivedRow, b: ArchivedRow): number => a.channel - b.channel || a.time - b.time;

/** Both by channel and time; where both have a reading, that of `over` is taken. */
function* mergeSorted(under: readonly ArchivedRow[], over: Iterable<ArchivedRow>): Generator<ArchivedRow> {
  let next = 0;
  for (const row of over) {
    for (let low = under[next]; low && compare(low, row) <= 0; low = under[++next])
      if (compare(low, row) < 0) yield low;
    yield row;
  }
  for (; next < under.length; next++) yield under[next] as ArchivedRow;
}

/** Rows of the hour that are in the file as they are in the database; one that came or changed since stays. */
function deleteArchived(db: Database.Database, hour: number, file: readonly ArchivedRow[]): void {
  const start = hourStart(hour);
  const page = ready(
    db,
    `SELECT channel, at, value, flag, message, digits FROM reading
     WHERE hour = ? AND (channel, at) > (?, ?) ORDER BY channel, at LIMIT ${PAGE}`,
  ).raw();
  const one = ready(db, 'DELETE FROM reading WHERE hour = ? AND channel = ? AND at = ?');
  const range = ready(db, 'DELETE FROM reading WHERE hour = ? AND (channel, at) > (?, ?) AND (channel, at) <= (?, ?)');
  let [channel, at] = [-1, -1];
  let next = 0;
  for (let isMore = true; isMore; ) {
    db.transaction(() => {
      const rows = page.all(hour, channel, at) as DatabaseRow[];
      const last = rows.at(-1);
      isMore = last !== undefined;
      if (!last) return;
      const archived = rows.filter((cells) => {
        const row = archivedRow(start, cells);
        while (next < file.length && compare(file[next] as ArchivedRow, row) < 0) next++;
        return isSame(file[next], row);
      });
      if (archived.length === rows.length) range.run(hour, channel, at, last[0], last[1]);
      else for (const [of, time] of archived) one.run(hour, of, time);
      [channel, at] = last;
    }).immediate();
  }
}

const isSame = (a: ArchivedRow | undefined, b: ArchivedRow): boolean =>
  a !== undefined &&
  compare(a, b) === 0 &&
  a.value === b.value &&
  a.flag === b.flag &&
  a.message === b.message &&
  a.digits === b.digits;

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

async function expectUndamaged(base: string, { path, sha256 }: ArchivedDay): Promise<void> {
  const found = await sha256Of(join(base, path)).catch(() => null);
  if (found === sha256) return;
  throw new AppError('archive-damaged', { path, detail: found === null ? 'missing' : 'SHA-256' });
}

/** Reads every archived file again. Throws AppError `archive-damaged` at the first that is not as it was written. */
export async function verifyArchive(
  db: Database.Database,
): Promise<{ readonly days: number; readonly readings: number }> {
  const all = days(db, '');
  for (const day of all) await expectUndamaged(dirname(db.name), day);
  return { days: all.length, readings: all.reduce((sum, { readings }) => sum + readings, 0) };
}
