// What a correction of readings leaves of findings that rest on single readings: withdrawn where none counts any more, and back with them.
import type Database from 'better-sqlite3';
import type { Channel } from '../devices/registry-facts.ts';
import { isGoodMark } from '../readings/flag-codes.ts';
import { type RawReading, readRaw } from '../readings/read-readings.ts';
import { type FindingRow, type FindingStore, findingOf } from './finding-store.ts';
import { isSlow } from './series-of-channel.ts';
import { judgeValue } from './value-rules.ts';

/** Whether a reading speaks for a finding of the rule. */
const speaks: Readonly<Record<string, (reading: RawReading, channel: Channel) => boolean>> = {
  ...Object.fromEntries(
    ['limit-exceedance', 'out-of-range', 'negative-value'].map((rule) => [
      rule,
      ({ value }: RawReading, channel: Channel) => value !== null && judgeValue(value, channel) === rule,
    ]),
  ),
  ...Object.fromEntries(['counter-fault', 'constant-value', 'sudden-change'].map((rule) => [rule, () => true])),
};

/** Rules over hours and courses look again when the hours settle; of the others, those that the stream of readings owns. */
const ofStream = (rule: string, channel: Channel): boolean =>
  rule === 'limit-exceedance'
    ? channel.limitPeriod === 'reading'
    : !isSlow(channel) || (rule !== 'constant-value' && rule !== 'sudden-change');

/** Readings of [from, to) were corrected and are settled. In a transaction. */
export function lookAgain(
  db: Database.Database,
  store: FindingStore,
  channel: Channel,
  from: number,
  to: number,
  at: number,
): void {
  const touching = db
    .prepare("SELECT * FROM finding WHERE subject_kind = 'channel' AND subject = ? AND from_time < ? AND to_time >= ?")
    .all(channel.id, to, from) as FindingRow[];
  for (const row of touching) {
    const speaksFor = speaks[row.rule];
    if (!speaksFor || !ofStream(row.rule, channel)) continue;
    const holds = readRaw(db, channel.no, { from: row.from_time, to: row.to_time + 1 }).some(
      (reading) => reading.value !== null && isGoodMark(reading.flag) && speaksFor(reading, channel),
    );
    if (!holds && row.withdrawn_at === null) store.withdraw(row, at);
    if (holds && row.withdrawn_at !== null) store.state(findingOf(row));
  }
}
