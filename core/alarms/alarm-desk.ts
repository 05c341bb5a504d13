// What is put before the desk: clocks begin, floods are noticed, and what is kept quiet has no clocks. AL4, AL9.
import type Database from 'better-sqlite3';
import type { AlarmPriority } from '../../contract/alarms.ts';
import { flood } from '../../policy/alarm-clocks.ts';
import { ready } from '../readings/ready-statement.ts';
import { AlarmLog } from './alarm-log.ts';
import { deadlines, verifyBy } from './clock-rules.ts';
import { isFlood, isHeld } from './flood-rules.ts';

/** To be used within one transaction. */
export class AlarmDesk {
  readonly log: AlarmLog;
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
    this.log = new AlarmLog(db);
  }

  /** It counts from now on: in rates, in the flood, and on its clocks unless somebody has taken up verification. */
  present(alarm: number, now: number): void {
    const { priority, verifiedAt } = ready(
      this.#db,
      'SELECT priority, verified_at AS verifiedAt FROM alarm WHERE id = ?',
    ).get(alarm) as { priority: AlarmPriority; verifiedAt: number | null };
    const by = verifiedAt === null ? verifyBy(priority, now) : null;
    ready(
      this.#db,
      'UPDATE alarm SET presented_at = coalesce(presented_at, ?), held_by_flood = 0, verify_by = ? WHERE id = ?',
    ).run(now, by, alarm);
    if (isHeld(this.watchFlood(now), priority))
      ready(this.#db, 'UPDATE alarm SET held_by_flood = 1 WHERE id = ?').run(alarm);
    const add = ready(this.#db, 'INSERT OR IGNORE INTO alarm_deadline (alarm, step, due_at) VALUES (?, ?, ?)');
    if (by !== null) for (const { step, dueAt } of deadlines(priority, now)) add.run(alarm, step, dueAt);
    this.log.touch(alarm);
  }

  /** Its clocks stop: it is verified, shelved, or another alarm stands for it. Steps of the ladder that were taken stay. */
  quieten(alarm: number): void {
    ready(this.#db, 'DELETE FROM alarm_deadline WHERE alarm = ? AND fired_at IS NULL').run(alarm);
    ready(this.#db, 'UPDATE alarm SET verify_by = NULL, held_by_flood = 0 WHERE id = ?').run(alarm);
    this.log.touch(alarm);
  }

  /** It became more urgent: clocks that run now end by the new priority at the latest. */
  hurry(alarm: number, priority: AlarmPriority, now: number): void {
    const sooner = ready(
      this.#db,
      'UPDATE alarm_deadline SET due_at = min(due_at, ?) WHERE alarm = ? AND step = ? AND fired_at IS NULL',
    );
    for (const { step, dueAt } of deadlines(priority, now)) sooner.run(dueAt, alarm, step);
    ready(this.#db, 'UPDATE alarm SET verify_by = min(verify_by, ?) WHERE id = ?').run(verifyBy(priority, now), alarm);
  }

  /** Begins or ends a flood by what was put before the desk in the last ten minutes; true = one is on. */
  watchFlood(now: number): boolean {
    const lastTenMinutes = countOfWindow(this.#db, now);
    const wasFlood = floodSince(this.#db) !== null;
    const isNow = isFlood(wasFlood, lastTenMinutes);
    if (isNow && !wasFlood)
      ready(this.#db, 'INSERT INTO alarm_flood (began_at, peak) VALUES (?, ?)').run(now, lastTenMinutes);
    else if (isNow)
      ready(this.#db, 'UPDATE alarm_flood SET peak = max(peak, ?) WHERE ended_at IS NULL').run(lastTenMinutes);
    else if (wasFlood) this.#endFlood(now);
    return isNow;
  }

  #endFlood(now: number): void {
    ready(this.#db, 'UPDATE alarm_flood SET ended_at = max(began_at, ?) WHERE ended_at IS NULL').run(now);
    const held = ready(this.#db, 'UPDATE alarm SET held_by_flood = 0 WHERE held_by_flood = 1 RETURNING id');
    for (const alarm of held.pluck().all() as number[]) this.log.touch(alarm);
  }
}

/** Alarms that were put before the desk in the ten minutes up to `now`. */
export function countOfWindow(db: Database.Database, now: number): number {
  const count = ready(db, 'SELECT count(*) FROM alarm WHERE presented_at > ? AND presented_at <= ?').pluck();
  return count.get(now - flood.value.windowMs, now) as number;
}

/** When the flood that is on began; null = there is none. */
export function floodSince(db: Database.Database): number | null {
  const began = ready(db, 'SELECT began_at FROM alarm_flood WHERE ended_at IS NULL').pluck().get();
  return (began as number | undefined) ?? null;
}
