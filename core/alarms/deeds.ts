// What people did under a key: done once however often it arrives, and for ten seconds it can be taken back. AL14.
import type Database from 'better-sqlite3';
import type { Alarm } from '../../contract/alarms.ts';
import type { AlarmBulkResult, AlarmUndoRequest } from '../../contract/duty.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { alarmOf } from './alarm-rows.ts';
import { type Deed, expectUntouched, putBack } from './before-image.ts';
import { UNDO_WITHIN_MS } from './life-cycle-rules.ts';

export interface KeptDeed {
  readonly key: string;
  readonly isBulk: boolean;
  readonly action: string;
  readonly at: number;
  readonly actor: string;
  readonly alarms: readonly number[];
  readonly refused: AlarmBulkResult['refused'];
}

interface DeedRow {
  readonly bulk: number;
  readonly action: string;
  readonly at: number;
  readonly actor: string;
  readonly alarms: string;
  readonly refused: string;
  readonly before: string | null;
  readonly undoneAt: number | null;
}

/** In a transaction. */
export function keepDeed(db: Database.Database, { deed, ...kept }: KeptDeed & { readonly deed: Deed }): void {
  const late = 'UPDATE alarm_deed SET before = NULL WHERE before IS NOT NULL AND at < ?';
  ready(db, late).run(kept.at - UNDO_WITHIN_MS);
  ready(
    db,
    `INSERT INTO alarm_deed (key, bulk, action, at, actor, alarms, refused, before)
     VALUES (@key, @bulk, @action, @at, @actor, @alarms, @refused, @before)`,
  ).run({
    ...{ key: kept.key, bulk: kept.isBulk ? 1 : 0, action: kept.action, at: kept.at, actor: kept.actor },
    ...{ alarms: JSON.stringify(kept.alarms), refused: JSON.stringify(kept.refused), before: JSON.stringify(deed) },
  });
}

const rowOf = (db: Database.Database, key: string): DeedRow | undefined =>
  ready(
    db,
    'SELECT bulk, action, at, actor, alarms, refused, before, undone_at AS undoneAt FROM alarm_deed WHERE key = ?',
  ).get(key) as DeedRow | undefined;

export function findDeed(db: Database.Database, key: string): KeptDeed | null {
  const row = rowOf(db, key);
  if (!row) return null;
  const { bulk, action, at, actor, alarms, refused } = row;
  return {
    ...{ key, isBulk: bulk === 1, action, at, actor },
    alarms: JSON.parse(alarms) as number[],
    refused: JSON.parse(refused) as AlarmBulkResult['refused'],
  };
}

/**
 * Takes back what was done under a key, all of it or nothing: rows are added to the log, none is taken out. A second time
 * it does nothing. To be used within one transaction. Throws AppError `unknown-deed`, `undo-too-late`, `undo-overtaken`.
 */
export function undoDeed(db: Database.Database, { key, actor }: AlarmUndoRequest, now: number): Alarm[] {
  const row = rowOf(db, key);
  if (!row) throw new AppError('unknown-deed', { key });
  const alarms = JSON.parse(row.alarms) as number[];
  if (row.undoneAt === null) {
    // A clock that was set back in between has moved deadlines with it: what was kept of them is not to be trusted.
    const isInTime = now >= row.at && now - row.at <= UNDO_WITHIN_MS;
    if (row.before === null || !isInTime)
      throw new AppError('undo-too-late', { action: row.action, seconds: UNDO_WITHIN_MS / 1000 });
    const deed = JSON.parse(row.before) as Deed;
    expectUntouched(db, deed);
    const desk = new AlarmDesk(db);
    for (const each of deed.toReversed()) putBack(db, desk, each, { action: row.action, actor, key, now });
    const done = 'UPDATE alarm_deed SET undone_at = ?, undone_by = ?, before = NULL WHERE key = ?';
    ready(db, done).run(now, actor, key);
  }
  return alarms.map((alarm) => alarmOf(db, alarm));
}
