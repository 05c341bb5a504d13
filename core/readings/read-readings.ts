// Reads readings back: steps, single readings, series for charts, the latest of all channels. What is not settled yet counts.
import type Database from 'better-sqlite3';
import type { ReadingRow, ReadingStep } from '../../contract/monitoring.ts';
import { readAheadMs } from './ahead.ts';
import { ChannelReadings } from './channel-readings.ts';
import { textOf } from './digits-rules.ts';
import { FlagCodes } from './flag-codes.ts';
import { MessageReader } from './message-blocks.ts';
import { readLog } from './pending-log.ts';
import { ready } from './ready-statement.ts';
import type { Numbered } from './roll-up-rows.ts';
import { bucketParts, bucketWidth, type SeriesBucket, type SeriesPart } from './series-rules.ts';
import type { StoredRow } from './stored-row.ts';
import { amountsOf, isGood, summarise } from './stored-rows.ts';
import {
  AMOUNTS,
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
import {
  completenessOf,
  DAY_MS,
  dayOf,
  dayStart,
  expectedReadings,
  HOUR_MS,
  hourOf,
  hourStart,
  monthOfDay,
  monthStart,
  QUARTER_MS,
  stepEnd,
  stepStart,
} from './time-rules.ts';

export interface RawReading {
  readonly time: number;
  /** null = the text is no number. */
  readonly value: number | null;
  /** Digits as sent (before factor and shift). */
  readonly text: string;
  /** Quality mark as sent; null = none. */
  readonly flag: string | null;
  /** Number of its message: `messageBytes`. */
  readonly message: number;
  /** There are other values for the same time: `readingOrigin`. */
  readonly revised: boolean;
}

export interface LatestReading {
  readonly channel: number;
  readonly time: number;
  readonly value: number | null;
  readonly flag: string | null;
  readonly message: number;
}

/** One snapshot of the database, however many statements read it. */
const inSnapshot = <Result>(db: Database.Database, read: () => Result): Result => db.transaction(read)();

/** A row for every step of [from, to), the empty ones too; days and months of Asia/Shanghai. */
export function readRows(
  db: Database.Database,
  channelNo: number,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: ReadingStep },
): ReadingRow[] {
  return inSnapshot(db, () => {
    const readings = new ChannelReadings(db, channelNo);
    const begin = stepStart(from, step);
    const found = to > begin ? summariesOf(readings, begin, to, step) : new Map<number, Summaries>();
    const rows: ReadingRow[] = [];
    for (let start = begin; start < to; start = stepEnd(start, step)) {
      const end = stepEnd(start, step);
      const summary = found.get(start) ?? newSummary();
      const expected = expectedReadings(start, end, readings.intervalMs);
      const count = summary[COUNT] as number;
      const amounts = summary[AMOUNTS] as number;
      const has = <Value>(value: Value): Value | null => (amounts === 0 ? null : value);
      rows.push({
        from: start,
        to: end,
        sum: has(summary[SUM] as number),
        avg: has((summary[SUM] as number) / amounts),
        min: has(summary[MIN] as number),
        max: has(summary[MAX] as number),
        count,
        expected,
        completeness: completenessOf(count, expected),
      });
    }
    return rows;
  });
}

/** Summaries of the steps that have readings, by the start of the step. */
function summariesOf(readings: ChannelReadings, from: number, to: number, step: ReadingStep): Map<number, Summaries> {
  const byStart = (parts: readonly Numbered[], startOf: (number: number) => number): Map<number, Summaries> =>
    new Map(parts.map(({ number, summary }) => [startOf(number), summary]));
  const last = to - 1;
  if (step === '1h') return byStart(readings.hours(hourOf(from), hourOf(last) + 1), hourStart);
  if (step === '1d') return byStart(readings.days(dayOf(from), dayOf(last) + 1), dayStart);
  if (step === '1mo') return byStart(readings.months(monthOfDay(dayOf(from)), monthOfDay(dayOf(last)) + 1), monthStart);
  const end = stepStart(last, step) + QUARTER_MS;
  const steps = new Map<number, StoredRow[]>();
  for (const row of readings.rows(from, end)) {
    const start = stepStart(row.time, step);
    const rows = steps.get(start);
    if (rows) rows.push(row);
    else steps.set(start, [row]);
  }
  const found = new Map<number, Summaries>();
  if (readings.facts.register === null) {
    for (const [start, rows] of steps) found.set(start, summarise(rows, readings.facts, null));
    return found;
  }
  // From the last quarter back, so that each knows the good reading that follows it.
  const afterwards = readings.rows(end, hourStart(hourOf(end - 1) + 1));
  let next = summarise(afterwards, { register: null }, null);
  let good = (next[COUNT] as number) > 0 ? firstOf(next) : readings.nextGood(hourOf(end - 1));
  for (const [start, rows] of [...steps].reverse()) {
    next = summarise(rows, readings.facts, good);
    found.set(start, next);
    if ((next[COUNT] as number) > 0) good = firstOf(next);
  }
  return found;
}

const firstOf = (summary: Summaries): { time: number; value: number } => ({
  time: summary[FIRST_AT] as number,
  value: summary[FIRST] as number,
});

/** More readings than these are not read for a chart: their hours keep the same extremes. */
const MOST_RAW = 20_000;
/** Where a channel's interval is not known. */
const USUAL_INTERVAL_MS = 60_000;

interface SeriesAsk {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/**
 * At most `points` buckets over [from, to), only those that hold a number; of a register, its differences under the time
 * where each begins. From single readings where they are few, else from hours or days, whose extremes are the same.
 */
export function readSeries(db: Database.Database, channelNo: number, asked: SeriesAsk): SeriesBucket[] {
  if (asked.to <= asked.from) return [];
  return inSnapshot(db, () => {
    const { parts, begin, width } = drawnFrom(new ChannelReadings(db, channelNo), asked);
    return bucketParts(parts, begin, asked.to, width);
  });
}

export interface MarkedBucket {
  readonly from: number;
  readonly to: number;
  /** null = none of its readings is a good number. */
  readonly values: SeriesBucket | null;
  /** Readings with a mark that is not good, or without a number. */
  readonly flagged: number;
  /** Readings that were due and did not come, up to the last one of the series; null = none is expected of the channel. */
  readonly missing: number | null;
}

/** The same buckets with what their numbers do not show; those that hold no reading at all are left out. */
export function readMarkedSeries(db: Database.Database, channelNo: number, asked: SeriesAsk): MarkedBucket[] {
  if (asked.to <= asked.from) return [];
  return inSnapshot(db, () => {
    const readings = new ChannelReadings(db, channelNo);
    const { parts, tallies, begin, width, last } = drawnFrom(readings, asked);
    const values = new Map(bucketParts(parts, begin, asked.to, width).map((bucket) => [bucket.from, bucket]));
    const counted = new Map<number, { good: number; flagged: number }>();
    for (const { at, good, flagged } of tallies) {
      const from = begin + Math.floor((at - begin) / width) * width;
      const tally = counted.get(from) ?? { good: 0, flagged: 0 };
      counted.set(from, { good: tally.good + good, flagged: tally.flagged + flagged });
    }
    const { intervalMs } = readings;
    return [...counted].map(([from, { good, flagged }]) => {
      const to = Math.min(asked.to, from + width);
      // What is due after the newest reading is not missing yet.
      const expected = expectedReadings(from, Math.min(to, last + (intervalMs ?? 0)), intervalMs);
      const missing = expected === null ? null : Math.max(0, expected - good - flagged);
      return { from, to, values: values.get(from) ?? null, flagged, missing };
    });
  });
}

interface Drawn {
  /** Good numbers. */
  readonly parts: SeriesPart[];
  /** All readings, in the order of time. */
  readonly tallies: readonly { readonly at: number; readonly good: number; readonly flagged: number }[];
  readonly begin: number;
  readonly width: number;
  /** Time of the last reading; of hours and days, of the last good one. */
  readonly last: number;
}

function drawnFrom(readings: ChannelReadings, { from, to, points }: SeriesAsk): Drawn {
  const span = to - from;
  if (span / (readings.intervalMs ?? USUAL_INTERVAL_MS) <= MOST_RAW) {
    const rows = readings.rows(from, to);
    return {
      parts: [...partsOfRows(readings, rows, to)],
      tallies: rows.map((row) => ({ at: row.time, good: isGood(row) ? 1 : 0, flagged: isGood(row) ? 0 : 1 })),
      ...{ begin: from, width: bucketWidth(span, points, 1), last: rows.at(-1)?.time ?? from },
    };
  }
  const isByDay = bucketWidth(span, points, 1) >= DAY_MS;
  const [unitMs, startOf] = isByDay ? [DAY_MS, dayStart] : [HOUR_MS, hourStart];
  const begin = stepStart(from, isByDay ? '1d' : '1h');
  const parts = isByDay
    ? readings.days(dayOf(from), dayOf(to - 1) + 1)
    : readings.hours(hourOf(from), hourOf(to - 1) + 1);
  const isRegister = readings.facts.register !== null;
  const last = parts.at(-1)?.summary[LAST_AT] ?? 0;
  return {
    parts: parts.flatMap(({ summary }) => partOfSummary(summary, isRegister)),
    tallies: parts.map(({ number, summary }) => ({
      ...{ at: startOf(number), good: summary[COUNT] as number, flagged: summary[FLAGGED] as number },
    })),
    ...{ begin, width: bucketWidth(to - begin, points, unitMs), last: last > 0 ? last : begin },
  };
}

function* partsOfRows(readings: ChannelReadings, rows: readonly StoredRow[], to: number): Generator<SeriesPart> {
  const next = readings.facts.register === null ? null : readings.nextGood(hourOf(to - 1));
  for (const { time, amount } of amountsOf(rows, readings.facts, next)) {
    if (amount === null) continue;
    const point = [time, amount] as const;
    yield { count: 1, first: point, min: point, max: point, last: point };
  }
}

function partOfSummary(summary: Summaries, isRegister: boolean): SeriesPart[] {
  if ((summary[AMOUNTS] as number) === 0) return [];
  const min = [summary[MIN_AT] as number, summary[MIN] as number] as const;
  const max = [summary[MAX_AT] as number, summary[MAX] as number] as const;
  const count = summary[AMOUNTS] as number;
  // A register's first and last are registers, not amounts: of its differences only the extremes are kept.
  if (isRegister)
    return [min[0] <= max[0] ? { count, min, max, first: min, last: max } : { count, min, max, first: max, last: min }];
  const first = [summary[FIRST_AT] as number, summary[FIRST] as number] as const;
  const last = [summary[LAST_AT] as number, summary[LAST] as number] as const;
  return [{ count, min, max, first, last }];
}

/**
 * Readings of [from, to) in the order of time, the first `limit` of them. With `knownAt`, as they were known then: what had
 * not been received is left out, and of several versions the one that counted then is given.
 */
export function readRaw(
  db: Database.Database,
  channelNo: number,
  {
    from,
    to,
    limit,
    knownAt,
  }: { readonly from: number; readonly to: number; readonly limit?: number; readonly knownAt?: number },
): RawReading[] {
  return inSnapshot(db, () => {
    const flags = new FlagCodes(db);
    const rows = new ChannelReadings(db, channelNo).rows(from, to, knownAt === undefined ? limit : undefined);
    const revised = new Set(
      ready(db, 'SELECT DISTINCT time FROM reading_revision WHERE channel = ? AND time >= ? AND time < ?')
        .pluck()
        .all(channelNo, from, to) as number[],
    );
    const known = knownAt === undefined ? rows : asKnown(db, channelNo, rows, revised, knownAt).slice(0, limit);
    return known.map(({ time, value, flag, message, digits }) => ({
      time,
      value,
      text: textOf(value, digits),
      flag: flags.wordOf(flag),
      message,
      revised: revised.has(time),
    }));
  });
}

function asKnown(
  db: Database.Database,
  channel: number,
  rows: readonly StoredRow[],
  revised: ReadonlySet<number>,
  knownAt: number,
): StoredRow[] {
  const messages = new MessageReader(db);
  const version = ready(
    db,
    `SELECT time, value, flag, message, digits FROM reading_revision
     WHERE channel = ? AND time = ? AND received_at <= ? ORDER BY version DESC LIMIT 1`,
  );
  return rows.flatMap((row) => {
    if (revised.has(row.time)) {
      const known = version.get(channel, row.time, knownAt) as StoredRow | undefined;
      return known ? [known] : [];
    }
    return messages.wasReceived(row.message, knownAt) ? [row] : [];
  });
}

/** The newest reading of every channel that has one; a reading ahead of its receipt is not taken for the newest. */
export function latestReadings(db: Database.Database): LatestReading[] {
  return inSnapshot(db, () => {
    const flags = new FlagCodes(db);
    const newest = new Map<number, LatestReading>();
    const settled = ready(db, 'SELECT channel, time, value, flag, message FROM latest WHERE time IS NOT NULL')
      .raw()
      .all();
    for (const [channel, time, value, flag, message] of settled as [number, number, number | null, number, number][])
      newest.set(channel, { channel, time, value, flag: flags.wordOf(flag), message });
    const aheadMs = readAheadMs(db);
    for (const log of readLog(db)) {
      for (let row = 0; row < log.count; row++) {
        const channel = log.channel[row] as number;
        const time = log.time[row] as number;
        const value = log.value[row] as number;
        if (time > (log.receivedAt[row] as number) + aheadMs) continue;
        if (time < (newest.get(channel)?.time ?? Number.NEGATIVE_INFINITY)) continue;
        newest.set(channel, {
          ...{ channel, time, message: log.message[row] as number },
          value: Number.isNaN(value) ? null : value,
          flag: flags.wordOf(log.flag[row] as number),
        });
      }
    }
    return [...newest.values()];
  });
}

/** Good readings of [from, to), cut to whole hours, and how many were due; `expected` null = none is expected. */
export function countReadings(
  db: Database.Database,
  channelNo: number,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly count: number; readonly expected: number | null } {
  return inSnapshot(db, () => {
    const readings = new ChannelReadings(db, channelNo);
    const hours = to <= from ? [] : readings.hours(hourOf(from), hourOf(to));
    const count = hours.reduce((sum, { summary }) => sum + (summary[COUNT] as number), 0);
    return { count, expected: expectedReadings(hourStart(hourOf(from)), hourStart(hourOf(to)), readings.intervalMs) };
  });
}
