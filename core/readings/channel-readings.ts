// All readings of a channel as they are now: settled ones, wherever they lie, and those of the log over them.
import type Database from 'better-sqlite3';
import type { ChannelKind } from '../devices/registry-facts.ts';
import { readLogOf } from './pending-log.ts';
import { ready } from './ready-statement.ts';
import type { MeterEvent } from './register-rules.ts';
import {
  type GoodReading,
  joinSummaries,
  type Numbered,
  nextGood,
  previousGood,
  readDays,
  readHours,
  readMonths,
} from './roll-up-rows.ts';
import type { StoredRow } from './stored-row.ts';
import { isGood, mergeRows, readHourRows, readStoredRows, type SummaryFacts, summarise } from './stored-rows.ts';
import { dayOfHour, firstDayOfMonth, firstHourOfDay, HOUR_MS, hourOf, hourStart, monthOfDay } from './time-rules.ts';

interface ChannelRow {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly registerMax: number | null;
  readonly rated: number | null;
  readonly intervalMs: number | null;
}

/** One channel in one snapshot of the database: to be made and used inside a transaction. */
export class ChannelReadings {
  readonly #db: Database.Database;
  readonly #channel: number;
  readonly facts: SummaryFacts;
  readonly intervalMs: number | null;
  /** What is not settled, in the order of time, the newest version of each time. */
  readonly #log: readonly StoredRow[];
  /** Hours whose roll-up the log changes. */
  readonly #changed: ReadonlySet<number>;

  constructor(db: Database.Database, channel: number) {
    this.#db = db;
    this.#channel = channel;
    const row = ready(
      db,
      'SELECT id, kind, register_max AS registerMax, rated, interval_ms AS intervalMs FROM channel WHERE no = ?',
    ).get(channel) as ChannelRow | undefined;
    this.intervalMs = row?.intervalMs ?? null;
    this.facts = { register: row?.kind === 'register' ? { ...row, events: meterEvents(db, row.id) } : null };
    const newest = new Map(
      readLogOf(db, channel).map(({ value, ...logged }) => [
        logged.time,
        { ...logged, value: Number.isNaN(value) ? null : value },
      ]),
    );
    this.#log = [...newest.values()].sort((a, b) => a.time - b.time);
    const changed = new Set(this.#log.map(({ time }) => hourOf(time)));
    // A register's difference into one of these hours belongs to the hour where it begins.
    if (this.facts.register !== null)
      for (const hour of [...changed]) {
        const before = this.#nearestGood(hour, -1);
        if (before) changed.add(hourOf(before.time));
      }
    this.#changed = changed;
  }

  #logIn(from: number, to: number): readonly StoredRow[] {
    return this.#log.length === 0 ? [] : this.#log.filter(({ time }) => time >= from && time < to);
  }

  /** Readings of [from, to) in the order of time, the first `limit`. */
  rows(from: number, to: number, limit = Number.POSITIVE_INFINITY): StoredRow[] {
    const all = mergeRows(readStoredRows(this.#db, this.#channel, from, to, limit), this.#logIn(from, to));
    return all.length > limit ? all.slice(0, limit) : all;
  }

  #hourRows(hour: number): StoredRow[] {
    const start = hourStart(hour);
    return mergeRows(readHourRows(this.#db, this.#channel, hour), this.#logIn(start, start + HOUR_MS));
  }

  /** First good reading after an hour; null = there is none. */
  nextGood(hour: number): GoodReading | null {
    return this.#nearestGood(hour, 1);
  }

  #nearestGood(hour: number, direction: 1 | -1): GoodReading | null {
    for (let from = hour; ; ) {
      const settled = (direction > 0 ? nextGood : previousGood)(this.#db, this.#channel, from);
      const logged =
        direction > 0
          ? this.#log.find(({ time }) => hourOf(time) > from)
          : this.#log.findLast(({ time }) => hourOf(time) < from);
      const near = [settled, logged].flatMap((each) => (each ? [hourOf(each.time) * direction] : []));
      if (near.length === 0) return null;
      from = Math.min(...near) * direction;
      // The log may have made a settled reading a bad one.
      const rows = this.#hourRows(from);
      const good = direction > 0 ? rows.find(isGood) : rows.findLast(isGood);
      if (good) return { time: good.time, value: good.value as number };
    }
  }

  /** Hours of [from, to) that have readings, in order. */
  hours(from: number, to: number): Numbered[] {
    return this.#over(readHours(this.#db, this.#channel, from, to), from, to, this.#changed, (hour) =>
      summarise(this.#hourRows(hour), this.facts, this.facts.register === null ? null : this.nextGood(hour)),
    );
  }

  /** Days of [from, to) that have readings. */
  days(from: number, to: number): Numbered[] {
    const changed = new Set([...this.#changed].map(dayOfHour));
    return this.#over(readDays(this.#db, this.#channel, from, to), from, to, changed, (day) =>
      joinSummaries(this.hours(firstHourOfDay(day), firstHourOfDay(day + 1))),
    );
  }

  /** Months of [from, to) that have readings. */
  months(from: number, to: number): Numbered[] {
    const changed = new Set([...this.#changed].map((hour) => monthOfDay(dayOfHour(hour))));
    return this.#over(readMonths(this.#db, this.#channel, from, to), from, to, changed, (month) =>
      joinSummaries(this.days(firstDayOfMonth(month), firstDayOfMonth(month + 1))),
    );
  }

  #over(
    settled: readonly Numbered[],
    from: number,
    to: number,
    changed: ReadonlySet<number>,
    make: (number: number) => Numbered['summary'],
  ): Numbered[] {
    const wanted = [...changed].filter((number) => number >= from && number < to);
    if (wanted.length === 0) return [...settled];
    const all = new Map(settled.map((each) => [each.number, each]));
    for (const number of wanted) all.set(number, { number, summary: make(number) });
    return [...all.values()].sort((a, b) => a.number - b.number);
  }
}

function meterEvents(db: Database.Database, channel: string): MeterEvent[] {
  return ready(
    db,
    `SELECT from_time AS "from", to_time AS "to", value FROM declaration WHERE kind = 'meter-event' AND channel = ?
     ORDER BY from_time, id`,
  ).all(channel) as MeterEvent[];
}
