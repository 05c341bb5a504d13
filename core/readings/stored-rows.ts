// Settled readings of a channel, wherever they lie: in the database, or in the Parquet file of an archived day.
import type Database from 'better-sqlite3';
import { archivedRows } from './archived-rows.ts';
import { isGoodFlag } from './flag-codes.ts';
import { ready } from './ready-statement.ts';
import { type RegisterFacts, registerAmount } from './register-rules.ts';
import { type GoodReading, readHours } from './roll-up-rows.ts';
import type { StoredRow } from './stored-row.ts';
import { addAmount, addFlagged, addReading, newSummary, type Summaries } from './summary-rules.ts';
import { HOUR_MS, hourOf, hourStart } from './time-rules.ts';

type Raw = readonly [at: number, value: number | null, flag: number, message: number, digits: number | string];

function databaseHour(db: Database.Database, channel: number, hour: number): StoredRow[] {
  const start = hourStart(hour);
  const rows = ready(
    db,
    'SELECT at, value, flag, message, digits FROM reading WHERE hour = ? AND channel = ? ORDER BY at',
  )
    .raw()
    .all(hour, channel) as Raw[];
  return rows.map(([at, value, flag, message, digits]) => ({ time: start + at, value, flag, message, digits }));
}

/** Rows in the order of time; where both have a time, the one of `over` is taken. */
export function mergeRows<Row extends { readonly time: number }>(under: readonly Row[], over: readonly Row[]): Row[] {
  if (under.length === 0) return [...over];
  if (over.length === 0) return [...under];
  const merged = new Map<number, Row>();
  for (const row of under) merged.set(row.time, row);
  for (const row of over) merged.set(row.time, row);
  return [...merged.values()].sort((a, b) => a.time - b.time);
}

/** All settled readings of a channel's hour, in the order of time. */
export function readHourRows(db: Database.Database, channel: number, hour: number): StoredRow[] {
  const start = hourStart(hour);
  return mergeRows(archivedRows(db, channel, start, start + HOUR_MS), databaseHour(db, channel, hour));
}

/** Settled readings of [from, to) in the order of time, at most `limit`. */
export function readStoredRows(
  db: Database.Database,
  channel: number,
  from: number,
  to: number,
  limit = Number.POSITIVE_INFINITY,
): StoredRow[] {
  const found: StoredRow[] = [];
  for (const { number: hour } of readHours(db, channel, hourOf(from), hourOf(to - 1) + 1)) {
    for (const row of databaseHour(db, channel, hour)) if (row.time >= from && row.time < to) found.push(row);
    if (found.length >= limit) break;
  }
  // Rows of the file that come before the last one wanted; a day that is archived has few in the database.
  const last = found.length >= limit ? (found.at(-1) as StoredRow).time + 1 : to;
  const all = mergeRows(archivedRows(db, channel, from, last, limit), found);
  return all.length > limit ? all.slice(0, limit) : all;
}

/** One settled reading; null = there is none. `inArchive` = false where it is known that its day is not archived. */
export function readStoredRow(
  db: Database.Database,
  channel: number,
  time: number,
  inArchive = true,
): StoredRow | null {
  const hour = hourOf(time);
  const raw = ready(
    db,
    'SELECT at, value, flag, message, digits FROM reading WHERE hour = ? AND channel = ? AND at = ?',
  )
    .raw()
    .get(hour, channel, time - hourStart(hour)) as Raw | undefined;
  if (raw) return { time, value: raw[1], flag: raw[2], message: raw[3], digits: raw[4] };
  return inArchive ? (archivedRows(db, channel, time, time + 1)[0] ?? null) : null;
}

/** What is to be known of a channel to sum its readings. `register` = null where it is none. */
export interface SummaryFacts {
  readonly register: RegisterFacts | null;
}

interface SummedRow {
  readonly time: number;
  readonly value: number | null;
  readonly flag: number;
}

export const isGood = (row: SummedRow): boolean => row.value !== null && isGoodFlag(row.flag);

/** Amount of each good reading, in the order of time: itself, or a register's difference to the next one. */
export function* amountsOf(
  rows: Iterable<SummedRow>,
  facts: SummaryFacts,
  next: GoodReading | null,
): Generator<{ time: number; amount: number | null }> {
  let before: GoodReading | null = null;
  for (const row of rows) {
    if (!isGood(row)) continue;
    const reading = { time: row.time, value: row.value as number };
    if (facts.register === null) yield { time: reading.time, amount: reading.value };
    else if (before) yield difference(before, reading, facts.register);
    before = reading;
  }
  if (facts.register !== null && before !== null)
    yield next ? difference(before, next, facts.register) : { time: before.time, amount: null };
}

const difference = (
  from: GoodReading,
  to: GoodReading,
  facts: RegisterFacts,
): { time: number; amount: number | null } => ({
  time: from.time,
  amount: registerAmount(from.time, from.value, to.time, to.value, facts),
});

/** Rows of a span in the order of time; `next` = the channel's next good reading after it. */
export function summarise(rows: readonly SummedRow[], facts: SummaryFacts, next: GoodReading | null): Summaries {
  const summary = newSummary();
  for (const row of rows) {
    if (isGood(row)) addReading(summary, 0, row.time, row.value as number);
    else addFlagged(summary, 0);
  }
  for (const { time, amount } of amountsOf(rows, facts, next)) if (amount !== null) addAmount(summary, 0, time, amount);
  return summary;
}
