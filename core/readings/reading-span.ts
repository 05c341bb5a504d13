// From when to when a channel has readings.
import type Database from 'better-sqlite3';
import { readRaw } from './read-readings.ts';
import { monthStart } from './time-rules.ts';

/** Later than any reading can be. */
const END_OF_TIME = Date.UTC(2200, 0, 1);

/** Times of the first and the last reading, settled or not; null = there is none. */
export function readingSpan(
  db: Database.Database,
  channelNo: number,
): { readonly first: number; readonly last: number } | null {
  const [first] = readRaw(db, channelNo, { from: 0, to: END_OF_TIME, limit: 1 });
  if (first === undefined) return null;
  const month = db.prepare('SELECT max(month) FROM reading_month WHERE channel = ?').pluck().get(channelNo) as
    | number
    | null;
  const from = month === null ? first.time : Math.max(first.time, monthStart(month));
  const last = readRaw(db, channelNo, { from, to: END_OF_TIME }).at(-1);
  return { first: first.time, last: last?.time ?? first.time };
}
