// Settling: the log's readings go into the clustered table, everything that is made of them is brought up to date, and the log is emptied.
import type Database from 'better-sqlite3';
import { BulkRows } from './bulk-rows.ts';
import { mergeBlocks } from './message-blocks.ts';
import type { PendingLog } from './pending-log.ts';
import type { PlaceSums } from './place-sums.ts';
import type { SettledHour } from './reading-observer.ts';
import { ready } from './ready-statement.ts';
import type { RollUpBasis } from './roll-up-basis.ts';
import type { RollUps } from './roll-ups.ts';
import { byHour, type Segment, type SortedLog, sortLog } from './sort-log.ts';
import { hourOf, hourStart } from './time-rules.ts';

export interface Settling {
  readonly db: Database.Database;
  readonly log: PendingLog;
  readonly rollUps: RollUps;
  readonly places: PlaceSums;
  readonly basis: RollUpBasis;
  /** Newest settled time of each channel, ahead of its receipt or not; brought up to date here. */
  readonly settledTo: Float64Array;
  /** A reading further ahead of its receipt than this is not a channel's latest. */
  readonly aheadMs: number;
  /** First message since the last settling. */
  readonly firstMessage: number;
}

/** In a transaction. Returns the hours whose roll-ups were made. */
export function settleLog(settling: Settling): SettledHour[] {
  const { db, log, rollUps, places, basis } = settling;
  const settled: SettledHour[] = [];
  const stale = basis.follow();
  const sorted = sortLog(log);
  storeReadings(db, log, sorted.order);
  const rebuilt: { readonly channel: number; readonly hours: readonly number[] }[] = [];
  for (const segment of sorted.segments) {
    const hours = stale.get(segment.channel);
    stale.delete(segment.channel);
    if (hours === undefined && goesOn(settling, sorted, segment)) {
      const earlier = rollUps.extend(log, sorted.order, segment.from, segment.to, settled);
      if (earlier.length > 0) rebuilt.push({ channel: segment.channel, hours: earlier });
    } else
      rebuilt.push({ channel: segment.channel, hours: [...(hours ?? []), ...hoursOf(log, sorted.order, segment)] });
  }
  rollUps.flush();
  for (const [channel, hours] of stale) rebuilt.push({ channel, hours });
  for (const { channel, hours } of rebuilt)
    rollUps.rebuild(
      channel,
      [...new Set(hours)].sort((a, b) => a - b),
      settled,
    );
  places.flush();
  storeLatest(settling, sorted);
  mergeBlocks(db, settling.firstMessage);
  ready(db, 'DELETE FROM reading_log').run();
  return settled;
}

/** Whether a channel's readings only follow what is settled of it; another version of a settled one does not. */
const goesOn = ({ log, settledTo }: Settling, { order }: SortedLog, { channel, from }: Segment): boolean =>
  (log.time[order[from] as number] as number) > (settledTo[channel] as number);

function hoursOf(log: PendingLog, order: Int32Array, { from, to }: Segment): number[] {
  const hours: number[] = [];
  for (let index = from; index < to; index++) {
    const hour = hourOf(log.time[order[index] as number] as number);
    if (hours.at(-1) !== hour) hours.push(hour);
  }
  return hours;
}

/** A cell costs as much to hand over as to store, so that two whole numbers travel in one: `at` has 22 bits, a mark 16. */
const AT = 2 ** 22;
const MARK = 2 ** 16;
const readingColumns = `column1, column2 >> 22, column2 & ${AT - 1}, column3, column4 & ${MARK - 1}, column4 >> 16,
  iif(typeof(column5) = 'text', column5, CAST(column5 AS INTEGER))`;

function storeReadings(db: Database.Database, log: PendingLog, order: Int32Array): void {
  const insert = 'INSERT OR REPLACE INTO reading (hour, channel, at, value, flag, message, digits)';
  const rows = new BulkRows(db, insert, 5, '', readingColumns);
  for (const row of byHour(order, log)) {
    const time = log.time[row] as number;
    const hour = hourOf(time);
    const value = log.value[row] as number;
    const digits = log.digits[row] as number;
    rows.put(hour);
    rows.put((log.channel[row] as number) * AT + (time - hourStart(hour)));
    rows.put(Number.isNaN(value) ? null : value);
    rows.put((log.message[row] as number) * MARK + (log.flag[row] as number));
    rows.put(digits < 0 ? (log.texts.get(row) ?? '') : digits);
  }
  rows.flush();
}

/** The newest reading of each channel, and the newest that its clock was not ahead with. */
function storeLatest({ db, log, settledTo, aheadMs }: Settling, { order, segments }: SortedLog): void {
  const rows = new BulkRows(
    db,
    'INSERT INTO latest (channel, newest, time, value, flag, message)',
    6,
    `ON CONFLICT (channel) DO UPDATE SET newest = max(newest, excluded.newest),
       value = CASE WHEN excluded.time >= ifnull(time, 0) THEN excluded.value ELSE value END,
       flag = CASE WHEN excluded.time >= ifnull(time, 0) THEN excluded.flag ELSE flag END,
       message = CASE WHEN excluded.time >= ifnull(time, 0) THEN excluded.message ELSE message END,
       time = CASE WHEN excluded.time >= ifnull(time, 0) THEN excluded.time ELSE time END`,
  );
  for (const { channel, from, to } of segments) {
    const newest = log.time[order[to - 1] as number] as number;
    let index = to - 1;
    const isAhead = (row: number): boolean => (log.time[row] as number) > (log.receivedAt[row] as number) + aheadMs;
    while (index >= from && isAhead(order[index] as number)) index--;
    const row = index < from ? -1 : (order[index] as number);
    const value = row < 0 ? Number.NaN : (log.value[row] as number);
    rows.put(channel);
    rows.put(newest);
    rows.put(row < 0 ? null : (log.time[row] as number));
    rows.put(Number.isNaN(value) ? null : value);
    rows.put(row < 0 ? null : (log.flag[row] as number));
    rows.put(row < 0 ? null : (log.message[row] as number));
    settledTo[channel] = Math.max(settledTo[channel] as number, newest);
  }
  rows.flush();
}
