// Rows of the roll-up tables, from and to summaries; and the readings of an hour that they are made of.
import type Database from 'better-sqlite3';
import type { BulkRows } from './bulk-rows.ts';
import { ready } from './ready-statement.ts';
import {
  AMOUNTS,
  appendSummary,
  COUNT,
  FIRST,
  FIRST_AT,
  FLAGGED,
  LAST,
  LAST_AT,
  MAX,
  MAX_AT,
  MIN,
  MIN_AT,
  newSummary,
  SUM,
  type Summaries,
} from './summary-rules.ts';
import { dayOfHour, dayStart, hourStart, monthOfDay, monthStart } from './time-rules.ts';

const columns = 'count, flagged, amounts, sum, min, min_at, max, max_at, first, first_at, last, last_at';

export const insertHour = `INSERT OR REPLACE INTO reading_hour (day, channel, hour, ${columns})`;
export const insertDay = `INSERT OR REPLACE INTO reading_day (month, channel, day, ${columns})`;
export const insertMonth = `INSERT OR REPLACE INTO reading_month (channel, month, ${columns})`;
/** Cells of a row. */
export const HOUR_WIDTH = 15;
export const DAY_WIDTH = 15;
export const MONTH_WIDTH = 14;

/** A summary with the number of its hour, day or month. */
export interface Numbered {
  readonly number: number;
  readonly summary: Summaries;
}

type Raw = readonly (number | null)[];

/** The cells of a summary, in the order of the columns. `start` = ms of its hour, day or month. */
export function putSummary(rows: BulkRows, all: Summaries, at: number, start: number): void {
  const hasReadings = (all[at + COUNT] as number) > 0;
  const hasAmounts = (all[at + AMOUNTS] as number) > 0;
  rows.put(all[at + COUNT] as number);
  rows.put(all[at + FLAGGED] as number);
  rows.put(all[at + AMOUNTS] as number);
  rows.put(hasAmounts ? (all[at + SUM] as number) : null);
  rows.put(hasAmounts ? (all[at + MIN] as number) : null);
  rows.put(hasAmounts ? (all[at + MIN_AT] as number) - start : null);
  rows.put(hasAmounts ? (all[at + MAX] as number) : null);
  rows.put(hasAmounts ? (all[at + MAX_AT] as number) - start : null);
  rows.put(hasReadings ? (all[at + FIRST] as number) : null);
  rows.put(hasReadings ? (all[at + FIRST_AT] as number) - start : null);
  rows.put(hasReadings ? (all[at + LAST] as number) : null);
  rows.put(hasReadings ? (all[at + LAST_AT] as number) - start : null);
}

function numbered(raw: Raw, startOf: (number: number) => number): Numbered {
  const number = raw[0] as number;
  const start = startOf(number);
  const summary = newSummary();
  for (const column of [COUNT, FLAGGED, AMOUNTS, SUM, MIN, MAX, FIRST, LAST]) summary[column] = raw[column + 1] ?? 0;
  for (const column of [MIN_AT, MAX_AT, FIRST_AT, LAST_AT]) summary[column] = start + (raw[column + 1] ?? 0);
  return { number, summary };
}

const list = (db: Database.Database, sql: string, startOf: (number: number) => number, ...args: number[]): Numbered[] =>
  (
    ready(db, sql)
      .raw()
      .all(...args) as Raw[]
  ).map((raw) => numbered(raw, startOf));

/** Hours of a channel in [from, to), in order. */
export function readHours(db: Database.Database, channel: number, from: number, to: number): Numbered[] {
  if (to <= from) return [];
  const sql = `SELECT hour, ${columns} FROM reading_hour WHERE day = ? AND channel = ? AND hour >= ? AND hour < ? ORDER BY hour`;
  const firstDay = dayOfHour(from);
  const lastDay = dayOfHour(to - 1);
  if (firstDay === lastDay) return list(db, sql, hourStart, firstDay, channel, from, to);
  const found: Numbered[] = [];
  // Only days that the channel has: a span of years costs what is in it.
  for (const day of daysWithReadings(db, channel, firstDay, lastDay + 1))
    for (const hour of list(db, sql, hourStart, day, channel, from, to)) found.push(hour);
  return found;
}

function monthsWithReadings(db: Database.Database, channel: number, from: number, to: number): number[] {
  const sql = 'SELECT month FROM reading_month WHERE channel = ? AND month >= ? AND month < ? ORDER BY month';
  return ready(db, sql).pluck().all(channel, from, to) as number[];
}

function daysWithReadings(db: Database.Database, channel: number, from: number, to: number): number[] {
  const sql = 'SELECT day FROM reading_day WHERE month = ? AND channel = ? AND day >= ? AND day < ? ORDER BY day';
  return monthsWithReadings(db, channel, monthOfDay(from), monthOfDay(to - 1) + 1).flatMap(
    (month) => ready(db, sql).pluck().all(month, channel, from, to) as number[],
  );
}

/** Days of a channel's month, in order. */
export function readDaysOfMonth(db: Database.Database, channel: number, month: number): Numbered[] {
  return list(
    db,
    `SELECT day, ${columns} FROM reading_day WHERE month = ? AND channel = ? ORDER BY day`,
    dayStart,
    month,
    channel,
  );
}

/** Days of a channel in [from, to), in order. */
export function readDays(db: Database.Database, channel: number, from: number, to: number): Numbered[] {
  if (to <= from) return [];
  const sql = `SELECT day, ${columns} FROM reading_day WHERE month = ? AND channel = ? AND day >= ? AND day < ? ORDER BY day`;
  return monthsWithReadings(db, channel, monthOfDay(from), monthOfDay(to - 1) + 1).flatMap((month) =>
    list(db, sql, dayStart, month, channel, from, to),
  );
}

/** Months of a channel in [from, to), in order. */
export function readMonths(db: Database.Database, channel: number, from: number, to: number): Numbered[] {
  const sql = `SELECT month, ${columns} FROM reading_month WHERE channel = ? AND month >= ? AND month < ? ORDER BY month`;
  return list(db, sql, monthStart, channel, from, to);
}

export function joinSummaries(parts: readonly Numbered[]): Summaries {
  const whole = newSummary();
  for (const { summary } of parts) appendSummary(whole, 0, summary, 0);
  return whole;
}

/** Beyond every hour that a reading can have (the year 2448). */
export const NO_HOUR = 2 ** 22;

export interface GoodReading {
  readonly time: number;
  readonly value: number;
}

/** First good reading of a channel after an hour, by the roll-ups. */
export function nextGood(db: Database.Database, channel: number, hour: number): GoodReading | null {
  const day = dayOfHour(hour);
  const month = monthOfDay(day);
  const inDay = ready(
    db,
    'SELECT hour, first_at, first FROM reading_hour WHERE day = ? AND channel = ? AND hour > ? AND count > 0 ORDER BY hour LIMIT 1',
  )
    .raw()
    .get(day, channel, hour) as number[] | undefined;
  if (inDay) return good(inDay, hourStart);
  const inMonth = ready(
    db,
    'SELECT day, first_at, first FROM reading_day WHERE month = ? AND channel = ? AND day > ? AND count > 0 ORDER BY day LIMIT 1',
  )
    .raw()
    .get(month, channel, day) as number[] | undefined;
  if (inMonth) return good(inMonth, dayStart);
  const later = ready(
    db,
    'SELECT month, first_at, first FROM reading_month WHERE channel = ? AND month > ? AND count > 0 ORDER BY month LIMIT 1',
  )
    .raw()
    .get(channel, month) as number[] | undefined;
  return later ? good(later, monthStart) : null;
}

/** Last good reading of a channel before an hour, by the roll-ups. */
export function previousGood(db: Database.Database, channel: number, hour: number): GoodReading | null {
  const day = dayOfHour(hour);
  const month = monthOfDay(day);
  const inDay = ready(
    db,
    'SELECT hour, last_at, last FROM reading_hour WHERE day = ? AND channel = ? AND hour < ? AND count > 0 ORDER BY hour DESC LIMIT 1',
  )
    .raw()
    .get(day, channel, hour) as number[] | undefined;
  if (inDay) return good(inDay, hourStart);
  const inMonth = ready(
    db,
    'SELECT day, last_at, last FROM reading_day WHERE month = ? AND channel = ? AND day < ? AND count > 0 ORDER BY day DESC LIMIT 1',
  )
    .raw()
    .get(month, channel, day) as number[] | undefined;
  if (inMonth) return good(inMonth, dayStart);
  const earlier = ready(
    db,
    'SELECT month, last_at, last FROM reading_month WHERE channel = ? AND month < ? AND count > 0 ORDER BY month DESC LIMIT 1',
  )
    .raw()
    .get(channel, month) as number[] | undefined;
  return earlier ? good(earlier, monthStart) : null;
}

function good(raw: readonly number[], startOf: (number: number) => number): GoodReading {
  return { time: startOf(raw[0] as number) + (raw[1] as number), value: raw[2] as number };
}

/** Last hour of a channel that has a row; null = nothing is settled. */
export function lastHour(db: Database.Database, channel: number): number | null {
  const month = ready(db, 'SELECT max(month) FROM reading_month WHERE channel = ?').pluck().get(channel) as
    | number
    | null;
  if (month === null) return null;
  const day = ready(db, 'SELECT max(day) FROM reading_day WHERE month = ? AND channel = ?').pluck().get(month, channel);
  return ready(db, 'SELECT max(hour) FROM reading_hour WHERE day = ? AND channel = ?')
    .pluck()
    .get(day, channel) as number;
}
