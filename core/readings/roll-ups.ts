// Hours, days and months of channels, brought up to date with what a settling adds: in place where readings only went on, from the readings where anything before changed.
import type Database from 'better-sqlite3';
import { BulkRows } from './bulk-rows.ts';
import { isGoodFlag } from './flag-codes.ts';
import type { PendingLog } from './pending-log.ts';
import type { ChannelGroups, PlaceSums } from './place-sums.ts';
import type { SettledHour } from './reading-observer.ts';
import { registerAmount } from './register-rules.ts';
import {
  DAY_WIDTH,
  type GoodReading,
  HOUR_WIDTH,
  insertDay,
  insertHour,
  insertMonth,
  joinSummaries,
  lastHour,
  MONTH_WIDTH,
  nextGood,
  previousGood,
  putSummary,
  readDaysOfMonth,
  readHours,
} from './roll-up-rows.ts';
import { isGood, readHourRows, type SummaryFacts, summarise } from './stored-rows.ts';
import {
  AMOUNTS,
  addAmount,
  addFlagged,
  addReading,
  appendSummary,
  COUNT,
  clearSummary,
  LAST,
  LAST_AT,
  newSummary,
  SUM,
  SUMMARY_SIZE,
  type Summaries,
} from './summary-rules.ts';
import { dayOfHour, dayStart, firstHourOfDay, hourOf, hourStart, monthOfDay, monthStart } from './time-rules.ts';

/** What a channel's roll-ups depend on besides its readings. */
export interface RollUpFacts extends SummaryFacts {
  /** null = it is summed with no other channel. */
  readonly groups: ChannelGroups | null;
}

/** Of each channel three summaries: its newest hour, its day before that hour, its month before that day. */
const STRIDE = SUMMARY_SIZE * 3;
const DAY = SUMMARY_SIZE;
const MONTH = SUMMARY_SIZE * 2;
/** Instead of an hour: not read from the database yet; nothing is settled. */
const NOT_READ = -1;
const NONE = -2;

export class RollUps {
  readonly #db: Database.Database;
  readonly #places: PlaceSums;
  readonly #factsOf: (channel: number) => RollUpFacts;
  readonly #hourRows: BulkRows;
  readonly #dayRows: BulkRows;
  readonly #monthRows: BulkRows;
  /** Newest hour of each channel. */
  #hour = new Int32Array(0);
  #sums: Summaries = new Float64Array(0);
  /** Last good reading: a register's next difference begins there. -1 = none. */
  #goodAt = new Float64Array(0);
  #good = new Float64Array(0);
  readonly #scratch = newSummary();

  constructor(db: Database.Database, places: PlaceSums, factsOf: (channel: number) => RollUpFacts) {
    this.#db = db;
    this.#places = places;
    this.#factsOf = factsOf;
    this.#hourRows = new BulkRows(db, insertHour, HOUR_WIDTH);
    this.#dayRows = new BulkRows(db, insertDay, DAY_WIDTH);
    this.#monthRows = new BulkRows(db, insertMonth, MONTH_WIDTH);
  }

  /** Room for channels with numbers below `size`. */
  grow(size: number): void {
    if (size <= this.#hour.length) return;
    const capacity = Math.max(size, this.#hour.length * 2);
    const hour = new Int32Array(capacity).fill(NOT_READ);
    hour.set(this.#hour);
    this.#hour = hour;
    const enlarge = (column: Float64Array, length: number): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(length);
      larger.set(column);
      return larger;
    };
    this.#sums = enlarge(this.#sums, capacity * STRIDE);
    this.#goodAt = enlarge(this.#goodAt, capacity);
    this.#good = enlarge(this.#good, capacity);
  }

  /**
   * Readings order[from, to) of one channel, in the order of time, all of them later than what is settled. Returns the hours
   * that have to be rebuilt after `flush`: a register's difference belongs to the hour where it begins.
   */
  extend(log: PendingLog, order: Int32Array, from: number, to: number, settled: SettledHour[]): number[] {
    const channel = log.channel[order[from] as number] as number;
    if (this.#hour[channel] === NOT_READ) this.#read(channel);
    const facts = this.#factsOf(channel);
    const { register, groups } = facts;
    const sums = this.#sums;
    const at = channel * STRIDE;
    let hour = this.#hour[channel] as number;
    // What the hour had come to before, for the sums by place.
    let count = hour < 0 ? 0 : (sums[at + COUNT] as number);
    let amounts = hour < 0 ? 0 : (sums[at + AMOUNTS] as number);
    let sum = hour < 0 ? 0 : (sums[at + SUM] as number);
    const earlier: number[] = [];
    for (let index = from; index < to; index++) {
      const row = order[index] as number;
      const time = log.time[row] as number;
      const value = log.value[row] as number;
      const good = !Number.isNaN(value) && isGoodFlag(log.flag[row] as number);
      if (good && register !== null && (this.#goodAt[channel] as number) >= 0) {
        const begin = this.#goodAt[channel] as number;
        if (hourOf(begin) !== hour) earlier.push(hourOf(begin));
        else {
          const amount = registerAmount(begin, this.#good[channel] as number, time, value, register);
          if (amount !== null) addAmount(sums, at, begin, amount);
        }
      }
      const hourNow = hourOf(time);
      if (hourNow !== hour) {
        if (hour >= 0) {
          this.#putHour(channel, hour, sums, at);
          if (groups) this.#places.change(groups, hour, sums, at, count, amounts, sum);
          settled.push({ channel, hour: hourStart(hour) });
          this.#closeHour(channel, hour, hourNow);
        }
        hour = hourNow;
        clearSummary(sums, at);
        count = 0;
        amounts = 0;
        sum = 0;
      }
      if (good) {
        addReading(sums, at, time, value);
        if (register === null) addAmount(sums, at, time, value);
        this.#goodAt[channel] = time;
        this.#good[channel] = value;
      } else addFlagged(sums, at);
    }
    this.#hour[channel] = hour;
    this.#putHour(channel, hour, sums, at);
    if (groups) this.#places.change(groups, hour, sums, at, count, amounts, sum);
    settled.push({ channel, hour: hourStart(hour) });
    const day = dayOfHour(hour);
    const whole = this.#scratch;
    whole.set(sums.subarray(at + DAY, at + DAY + SUMMARY_SIZE));
    appendSummary(whole, 0, sums, at);
    this.#putDay(channel, day, whole, 0);
    const ofDay = whole.slice();
    whole.set(sums.subarray(at + MONTH, at + MONTH + SUMMARY_SIZE));
    appendSummary(whole, 0, ofDay, 0);
    this.#putMonth(channel, monthOfDay(day), whole, 0);
    return earlier;
  }

  /** The hour is over: it goes into its day, and the day into its month where that is over as well. */
  #closeHour(channel: number, hour: number, next: number): void {
    const sums = this.#sums;
    const at = channel * STRIDE;
    appendSummary(sums, at + DAY, sums, at);
    const day = dayOfHour(hour);
    const nextDay = dayOfHour(next);
    if (nextDay === day) return;
    this.#putDay(channel, day, sums, at + DAY);
    appendSummary(sums, at + MONTH, sums, at + DAY);
    clearSummary(sums, at + DAY);
    const month = monthOfDay(day);
    if (monthOfDay(nextDay) === month) return;
    this.#putMonth(channel, month, sums, at + MONTH);
    clearSummary(sums, at + MONTH);
  }

  #putHour(channel: number, hour: number, all: Summaries, at: number): void {
    this.#hourRows.put(dayOfHour(hour));
    this.#hourRows.put(channel);
    this.#hourRows.put(hour);
    putSummary(this.#hourRows, all, at, hourStart(hour));
  }

  #putDay(channel: number, day: number, all: Summaries, at: number): void {
    this.#dayRows.put(monthOfDay(day));
    this.#dayRows.put(channel);
    this.#dayRows.put(day);
    putSummary(this.#dayRows, all, at, dayStart(day));
  }

  #putMonth(channel: number, month: number, all: Summaries, at: number): void {
    this.#monthRows.put(channel);
    this.#monthRows.put(month);
    putSummary(this.#monthRows, all, at, monthStart(month));
  }

  /** What is in memory of a channel, from the database. */
  #read(channel: number): void {
    const at = channel * STRIDE;
    for (const part of [at, at + DAY, at + MONTH]) clearSummary(this.#sums, part);
    this.#goodAt[channel] = -1;
    const hour = lastHour(this.#db, channel);
    this.#hour[channel] = hour ?? NONE;
    if (hour === null) return;
    const day = dayOfHour(hour);
    const hours = readHours(this.#db, channel, firstHourOfDay(day), hour + 1);
    const newest = hours.pop()?.summary ?? newSummary();
    this.#sums.set(newest, at);
    this.#sums.set(joinSummaries(hours), at + DAY);
    this.#sums.set(
      joinSummaries(readDaysOfMonth(this.#db, channel, monthOfDay(day)).filter(({ number }) => number < day)),
      at + MONTH,
    );
    const good: GoodReading | null =
      (newest[COUNT] as number) > 0
        ? { time: newest[LAST_AT] as number, value: newest[LAST] as number }
        : previousGood(this.#db, channel, hour);
    this.#goodAt[channel] = good?.time ?? -1;
    this.#good[channel] = good?.value ?? 0;
  }

  /** Writes the rows that are waiting. Before anything is rebuilt, and before the transaction ends. */
  flush(): void {
    this.#hourRows.flush();
    this.#dayRows.flush();
    this.#monthRows.flush();
  }

  /** Makes hours of a channel anew from its settled readings, and the days and months that they are in. After `flush`. */
  rebuild(channel: number, hours: readonly number[], settled: SettledHour[]): void {
    const facts = this.#factsOf(channel);
    const before = new Map<number, Summaries>();
    this.#rebuildHours(channel, hours, facts, before);
    let touched: readonly number[] = hours;
    if (facts.register !== null) {
      // Now that first and last readings of all hours are right: the differences that lead into these hours and out of them.
      const leading = hours.map((hour) => previousGood(this.#db, channel, hour));
      touched = [...new Set([...hours, ...leading.flatMap((good) => (good ? [hourOf(good.time)] : []))])].sort(
        (a, b) => a - b,
      );
      this.#rebuildHours(channel, touched, facts, before);
    }
    for (const hour of touched) {
      settled.push({ channel, hour: hourStart(hour) });
      const [now] = readHours(this.#db, channel, hour, hour + 1);
      const was = before.get(hour) ?? newSummary();
      if (facts.groups && now)
        this.#places.change(
          facts.groups,
          hour,
          now.summary,
          0,
          was[COUNT] as number,
          was[AMOUNTS] as number,
          was[SUM] as number,
        );
    }
    this.#hour[channel] = NOT_READ;
  }

  #rebuildHours(channel: number, hours: readonly number[], facts: SummaryFacts, before: Map<number, Summaries>): void {
    const days = new Set<number>();
    for (const hour of hours) {
      if (!before.has(hour)) before.set(hour, readHours(this.#db, channel, hour, hour + 1)[0]?.summary ?? newSummary());
      const rows = readHourRows(this.#db, channel, hour);
      const next = facts.register !== null && rows.some(isGood) ? nextGood(this.#db, channel, hour) : null;
      this.#putHour(channel, hour, summarise(rows, facts, next), 0);
      days.add(dayOfHour(hour));
    }
    this.#hourRows.flush();
    const months = new Set<number>();
    for (const day of days) {
      const from = firstHourOfDay(day);
      this.#putDay(channel, day, joinSummaries(readHours(this.#db, channel, from, from + 24)), 0);
      months.add(monthOfDay(day));
    }
    this.#dayRows.flush();
    for (const month of months)
      this.#putMonth(channel, month, joinSummaries(readDaysOfMonth(this.#db, channel, month)), 0);
    this.#monthRows.flush();
  }
}
