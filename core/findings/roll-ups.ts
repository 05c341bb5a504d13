// Reads roll-ups and readings of one channel for the rules that look at windows.
import type Database from 'better-sqlite3';
import type { Channel } from '../devices/registry-facts.ts';
import { isGoodFlag } from '../readings/flag-codes.ts';
import { dayOf, dayStart, expectedReadings, HOUR_MS, hourOf, monthOfDay } from '../readings/time-rules.ts';

/** A span of a channel; sum, min and max are null where nothing good was read. */
export interface RollUp {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly flagged: number;
  /** What sum is made of: readings, or the differences of a register. */
  readonly amounts: number;
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly expected: number | null;
}

type Row = [
  at: number,
  count: number,
  flagged: number,
  amounts: number,
  sum: number | null,
  min: number | null,
  max: number | null,
];

export interface Point {
  readonly time: number;
  /** null = no number, or a mark that takes it out of judgement. */
  readonly value: number | null;
}

export class RollUps {
  readonly #hours: Database.Statement;
  readonly #days: Database.Statement;
  readonly #months: Database.Statement;
  readonly #points: Database.Statement;
  readonly #single: Database.Statement;
  readonly #marked: Database.Statement;
  readonly #revised: Database.Statement;
  readonly #archived: Database.Statement;

  constructor(db: Database.Database) {
    const columns = 'count, flagged, amounts, sum, min, max';
    this.#hours = db
      .prepare(
        `SELECT hour, ${columns} FROM reading_hour WHERE day = ? AND channel = ? AND hour >= ? AND hour <= ? ORDER BY hour`,
      )
      .raw();
    this.#days = db
      .prepare(
        `SELECT day, ${columns} FROM reading_day WHERE month = ? AND channel = ? AND day >= ? AND day < ? ORDER BY day`,
      )
      .raw();
    this.#months = db
      .prepare(
        `SELECT month, ${columns} FROM reading_month WHERE channel = ? AND month >= ? AND month < ? ORDER BY month`,
      )
      .raw();
    this.#points = db
      .prepare(
        `SELECT r.hour, r.at, r.value, r.flag FROM reading_hour h CROSS JOIN reading r ON r.hour = h.hour AND r.channel = h.channel
         WHERE h.day = ? AND h.channel = ?`,
      )
      .raw();
    this.#single = db
      .prepare(
        'SELECT hour, ifnull(last_at, 0), last, count + flagged FROM reading_hour WHERE day = ? AND channel = ? ORDER BY hour',
      )
      .raw();
    // Maintenance, calibration, fault: what takes a running instrument out of judgement.
    this.#marked = db.prepare(
      `SELECT count(*) AS marked, total(r.value >= ?) AS near FROM reading_hour h
         CROSS JOIN reading r ON r.hour = h.hour AND r.channel = h.channel
         WHERE h.day = ? AND h.channel = ? AND r.flag IN (67, 68, 77) AND r.value IS NOT NULL`,
    );
    this.#revised = db
      .prepare(
        `SELECT time FROM reading_revision WHERE channel = ? AND time >= ? AND time < ?
           AND message NOT IN (SELECT message FROM reading_correction) GROUP BY time HAVING count(*) > 1`,
      )
      .pluck();
    this.#archived = db.prepare('SELECT max(day) FROM archived_day').pluck();
  }

  /** Hours of [from, to) that have readings. */
  hours({ no, intervalMs }: Channel, from: number, to: number): RollUp[] {
    const found: RollUp[] = [];
    const [first, last] = [hourOf(from), hourOf(to - 1)];
    for (let day = dayOf(from); day <= dayOf(to - 1); day++) {
      for (const row of this.#hours.all(day, no, first, last) as Row[])
        found.push(rollUp(row, row[0] * HOUR_MS, (row[0] + 1) * HOUR_MS, intervalMs));
    }
    return found;
  }

  /** Days (numbers as in time-rules) of [first, end) that have readings. */
  days({ no, intervalMs }: Channel, first: number, end: number): RollUp[] {
    const found: RollUp[] = [];
    for (let month = monthOfDay(first); month <= monthOfDay(end - 1); month++) {
      for (const row of this.#days.all(month, no, first, end) as Row[])
        found.push(rollUp(row, dayStart(row[0]), dayStart(row[0] + 1), intervalMs));
    }
    return found;
  }

  /** Sum over the months [first, end); null = nothing was read. */
  sumOfMonths({ no }: Channel, first: number, end: number): number | null {
    const rows = this.#months.all(no, first, end) as Row[];
    const sums = rows.flatMap((row) => row[4] ?? []);
    return sums.length > 0 ? sums.reduce((a, b) => a + b, 0) : null;
  }

  /** Single readings of a day in the order of time, the last of each time. */
  points({ no, intervalMs }: Channel, day: number): Point[] {
    // Of a channel that is read once an hour, the hours say what the readings do, and lie side by side.
    const single =
      intervalMs === HOUR_MS ? (this.#single.all(day, no) as [number, number, number | null, number][]) : [];
    if (single.length > 0 && single.every(([, , , readings]) => readings === 1))
      return single.map(([hour, at, value]) => ({ time: hour * HOUR_MS + at, value }));
    const rows = this.#points.all(day, no) as [hour: number, at: number, value: number | null, flag: number][];
    return rows.map(([hour, at, value, flag]) => ({
      time: hour * HOUR_MS + at,
      value: isGoodFlag(flag) ? value : null,
    }));
  }

  /** Readings of a day that carry C, D or M and a number, and how many of them are at least `above`. */
  marked({ no }: Channel, day: number, above: number): { readonly marked: number; readonly near: number } {
    return this.#marked.get(above, day, no) as { marked: number; near: number };
  }

  /** Where senders gave more than one value: what people corrected is no contradiction. */
  revisedTimes({ no }: Channel, from: number, to: number): number[] {
    return this.#revised.all(no, from, to) as number[];
  }

  /** First day whose single readings are all here; earlier ones may lie in the archive. */
  firstWholeDay(): number {
    const last = this.#archived.get() as number | null;
    return last === null ? Number.NEGATIVE_INFINITY : last + 1;
  }
}

function rollUp(
  [, count, flagged, amounts, sum, min, max]: Row,
  from: number,
  to: number,
  intervalMs: number | null,
): RollUp {
  return { from, to, count, flagged, amounts, sum, min, max, expected: expectedReadings(from, to, intervalMs) };
}

export const meanOf = ({ sum, amounts }: RollUp): number | null =>
  sum === null || amounts === 0 ? null : sum / amounts;
