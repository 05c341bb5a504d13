// Sums over channels by city and by industry, kept with every settling.
import type Database from 'better-sqlite3';
import type { Channel } from '../devices/registry-facts.ts';
import { ready } from './ready-statement.ts';
import { NO_HOUR, readHours } from './roll-up-rows.ts';
import { AMOUNTS, COUNT, SUM, type Summaries } from './summary-rules.ts';
import { dayOfHour } from './time-rules.ts';

interface Sum {
  count: number;
  amounts: number;
  /** sum + rest is the sum: what a double cannot hold beside the great number is kept in the small one. */
  sum: number;
  rest: number;
}

/** Group and hour, or group and day, as one number. */
const SPANS = NO_HOUR;
/** Sums held in memory beyond these are read again when they are touched. */
const MOST_SUMS = 100_000;

/** Adds without losing a digit (two-sum). */
function add(to: Sum, value: number): void {
  const sum = to.sum + value;
  const part = sum - to.sum;
  const rest = to.rest + (to.sum - (sum - part) + (value - part));
  to.sum = sum + rest;
  to.rest = rest - (to.sum - sum);
}

/** The groups that a channel is summed in; null = in none. */
export interface ChannelGroups {
  readonly city: number;
  readonly industry: number;
}

export class PlaceSums {
  readonly #db: Database.Database;
  readonly #groups = new Map<string, number>();
  readonly #hours = new Map<number, Sum>();
  readonly #days = new Map<number, Sum>();
  readonly #changedHours = new Set<number>();
  readonly #changedDays = new Set<number>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** A channel that is a part of another one, or a series of it, is not summed beside it. In a transaction. */
  groupsOf(channel: Channel): ChannelGroups | null {
    if (channel.parent !== null || channel.role === 'sub') return null;
    return {
      city: this.#groupOf('city', channel.city, channel),
      industry: this.#groupOf('industry', channel.industry, channel),
    };
  }

  #groupOf(
    scope: string,
    key: string | number | null,
    { quantity, unitOfMeasure, kind: channelKind }: Channel,
  ): number {
    const kind = channelKind === 'level' ? 'level' : 'amount';
    const id = JSON.stringify([scope, key, quantity, unitOfMeasure, kind]);
    const no = this.#groups.get(id) ?? this.#storedGroup(scope, key, quantity, unitOfMeasure, kind);
    this.#groups.set(id, no);
    return no;
  }

  #storedGroup(
    scope: string,
    key: string | number | null,
    quantity: string,
    unitOfMeasure: string,
    kind: string,
  ): number {
    const known = ready(
      this.#db,
      `SELECT no FROM sum_group
       WHERE quantity = ? AND scope = ? AND unit_of_measure = ? AND kind = ? AND ifnull(key, '') = ifnull(?, '')`,
    )
      .pluck()
      .get(quantity, scope, unitOfMeasure, kind, key) as number | undefined;
    if (known !== undefined) return known;
    const { lastInsertRowid } = ready(
      this.#db,
      'INSERT INTO sum_group (scope, key, quantity, unit_of_measure, kind) VALUES (?, ?, ?, ?, ?)',
    ).run(scope, typeof key === 'number' ? BigInt(key) : key, quantity, unitOfMeasure, kind);
    return Number(lastInsertRowid);
  }

  /** An hour of a channel came to `summary`, and had come to `count`, `amounts` and `sum` before. */
  change(
    groups: ChannelGroups,
    hour: number,
    summary: Summaries,
    at: number,
    count: number,
    amounts: number,
    sum: number,
  ): void {
    const moreCount = (summary[at + COUNT] as number) - count;
    const moreAmounts = (summary[at + AMOUNTS] as number) - amounts;
    this.#add(groups.city, hour, moreCount, moreAmounts, summary[at + SUM] as number, sum);
    this.#add(groups.industry, hour, moreCount, moreAmounts, summary[at + SUM] as number, sum);
  }

  #add(group: number, hour: number, count: number, amounts: number, sum: number, before: number): void {
    if (count === 0 && amounts === 0 && sum === before) return;
    const day = dayOfHour(hour);
    this.#addTo(this.#hours, this.#changedHours, 'place_hour', 'hour', group, hour, count, amounts, sum, before);
    this.#addTo(this.#days, this.#changedDays, 'place_day', 'day', group, day, count, amounts, sum, before);
  }

  #addTo(
    sums: Map<number, Sum>,
    changed: Set<number>,
    table: string,
    span: string,
    group: number,
    number: number,
    count: number,
    amounts: number,
    sum: number,
    before: number,
  ): void {
    const key = group * SPANS + number;
    let entry = sums.get(key);
    if (!entry) {
      const sql = `SELECT count, amounts, sum, rest FROM ${table} WHERE sum_group = ? AND ${span} = ?`;
      entry = (ready(this.#db, sql).get(group, number) as Sum | undefined) ?? { count: 0, amounts: 0, sum: 0, rest: 0 };
      sums.set(key, entry);
    }
    changed.add(key);
    entry.count += count;
    entry.amounts += amounts;
    // Infinity taken out again would be no number; readings beyond a double's range are in no sum.
    if (Number.isFinite(before)) add(entry, -before);
    if (Number.isFinite(sum)) add(entry, sum);
  }

  /** Takes a channel's hours from one pair of groups to another. In a transaction. */
  move(channel: number, from: ChannelGroups | null, to: ChannelGroups | null): void {
    for (const { number: hour, summary } of readHours(this.#db, channel, 0, NO_HOUR)) {
      const count = summary[COUNT] as number;
      const amounts = summary[AMOUNTS] as number;
      const sum = summary[SUM] as number;
      if (from && from.city !== to?.city) this.#add(from.city, hour, -count, -amounts, 0, sum);
      if (to && to.city !== from?.city) this.#add(to.city, hour, count, amounts, sum, 0);
      if (from && from.industry !== to?.industry) this.#add(from.industry, hour, -count, -amounts, 0, sum);
      if (to && to.industry !== from?.industry) this.#add(to.industry, hour, count, amounts, sum, 0);
    }
  }

  /** Writes what has changed. In a transaction. */
  flush(): void {
    this.#flush(this.#hours, this.#changedHours, 'place_hour', 'hour');
    this.#flush(this.#days, this.#changedDays, 'place_day', 'day');
  }

  #flush(sums: Map<number, Sum>, changed: Set<number>, table: string, span: string): void {
    const put = ready(
      this.#db,
      `INSERT OR REPLACE INTO ${table} (sum_group, ${span}, count, amounts, sum, rest) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const remove = ready(this.#db, `DELETE FROM ${table} WHERE sum_group = ? AND ${span} = ?`);
    for (const key of changed) {
      const group = Math.floor(key / SPANS);
      const number = key % SPANS;
      const { count, amounts, sum, rest } = sums.get(key) as Sum;
      if (count === 0 && amounts === 0) remove.run(group, number);
      else put.run(group, number, count, amounts, sum, rest);
    }
    changed.clear();
    if (sums.size > MOST_SUMS) sums.clear();
  }
}
