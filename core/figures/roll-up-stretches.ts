// The roll-ups that a period is made of: days where they are whole, hours at its ends.
import type Database from 'better-sqlite3';
import type { TimeDimension } from './monitoring-catalogue.ts';
import { DAY, HOUR, monthNumber, ZONE } from './monitoring-steps.ts';

export interface Stretch {
  readonly byDays: boolean;
  readonly from: number;
  readonly to: number;
}

/** Of [from, to), whole hours. Whole days are read from days, what is left at either end from hours: a day is one row where its hours are twenty-four. */
export function stretchesOf(from: number, to: number, time: TimeDimension | null): Stretch[] {
  const firstDay = Math.ceil((from + ZONE) / DAY) * DAY - ZONE;
  const endOfDays = Math.floor((to + ZONE) / DAY) * DAY - ZONE;
  if (time === 'hour' || firstDay >= endOfDays) return [{ byDays: false, from, to }];
  return [
    { byDays: false, from, to: firstDay },
    { byDays: true, from: firstDay, to: endOfDays },
    { byDays: false, from: endOfDays, to },
  ].filter((stretch) => stretch.from < stretch.to);
}

export type RollUp = [channel: number, at: number, count: number, amounts: number, sum: number | null];

/** Of all channels, each channel's in the order of time. */
export function rollUpsOf(db: Database.Database, { byDays, from, to }: Stretch): Iterable<RollUp> {
  // The first column of each key is a range of days or months, so that only the period is read.
  const statement = db
    .prepare(
      byDays
        ? `SELECT channel, day AS at, count, amounts, sum FROM reading_day
           WHERE month BETWEEN ? AND ? AND day >= ? AND day < ? ORDER BY channel, day`
        : `SELECT channel, hour AS at, count, amounts, sum FROM reading_hour
           WHERE day BETWEEN ? AND ? AND hour >= ? AND hour < ? ORDER BY channel, hour`,
    )
    .raw();
  const range = byDays
    ? [monthNumber(from), monthNumber(to - 1), (from + ZONE) / DAY, (to + ZONE) / DAY]
    : [Math.floor((from + ZONE) / DAY), Math.floor((to - 1 + ZONE) / DAY), from / HOUR, to / HOUR];
  return statement.iterate(...range) as Iterable<RollUp>;
}
