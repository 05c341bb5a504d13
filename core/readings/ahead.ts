// How far a reading may be ahead of its receipt before its clock is taken to be wrong.
import type Database from 'better-sqlite3';
import { ready } from './ready-statement.ts';

const AHEAD_MS = 600_000;

/** In a drill the readings are the clock, and none is ahead. */
export function readAheadMs(db: Database.Database): number {
  const clock = ready(db, "SELECT value FROM setting WHERE key = 'clock'").pluck().get();
  return clock === 'readings' ? Number.POSITIVE_INFINITY : AHEAD_MS;
}
