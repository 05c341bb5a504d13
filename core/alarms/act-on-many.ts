// One action of a person on many alarms: one transaction, one priority, and each that is refused says why. AL14.
import type Database from 'better-sqlite3';
import type { AlarmTransitionRequest } from '../../contract/alarms.ts';
import type { AlarmBulkRequest, AlarmBulkResult } from '../../contract/duty.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';
import { carryOutAsked } from './act-on-alarm.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { alarmOf } from './alarm-rows.ts';
import type { Deed } from './before-image.ts';
import { findDeed, keepDeed } from './deeds.ts';

/** To be used within one transaction. Throws AppError `bulk-priorities` where the alarms are not of one priority, `alarm-key-used`. */
export function actOnMany(db: Database.Database, request: AlarmBulkRequest, now: number): AlarmBulkResult {
  const { key, action, items, dryRun: _, ...asked } = request;
  const kept = key === undefined ? null : findDeed(db, key);
  if (kept) {
    if (!kept.isBulk || kept.action !== action)
      throw new AppError('alarm-key-used', { key: kept.key, id: kept.alarms[0] ?? 0 });
    return { done: kept.alarms.map((alarm) => alarmOf(db, alarm)), refused: [...kept.refused] };
  }
  expectOnePriority(db, items);
  const desk = new AlarmDesk(db);
  const done: number[] = [];
  const refused: AlarmBulkResult['refused'] = [];
  const deed: Deed[number][] = [];
  for (const { alarm, expectedVersion } of new Map(items.map((item) => [item.alarm, item])).values()) {
    const one: AlarmTransitionRequest = {
      ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
      ...{ alarm, action, actor: request.actor, expectedVersion },
    };
    try {
      for (const each of carryOutAsked(db, desk, one, key === undefined ? null : `bulk:${key}:${alarm}`, now))
        deed.push(each);
      done.push(alarm);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ alarm, code: error.code, zh: error.text('zh'), en: error.text('en') });
    }
  }
  if (key !== undefined)
    keepDeed(db, { key, isBulk: true, action, at: now, actor: request.actor.trim(), alarms: done, refused, deed });
  return { done: done.map((alarm) => alarmOf(db, alarm)), refused };
}

/** What is right for many of one urgency may be wrong for one of another. */
function expectOnePriority(db: Database.Database, items: AlarmBulkRequest['items']): void {
  const sql = 'SELECT DISTINCT priority FROM alarm WHERE id IN (SELECT value FROM json_each(?)) ORDER BY priority';
  const priorities = ready(db, sql)
    .pluck()
    .all(JSON.stringify(items.map(({ alarm }) => alarm))) as string[];
  if (priorities.length > 1) throw new AppError('bulk-priorities', { priorities: priorities.join(', ') });
}
