// Promised call-backs: recorded, listed, done. What was promised is never changed. DU2.
import type Database from 'better-sqlite3';
import type { CallBack, CallBackDone, CallBackPromise } from '../../contract/duty.ts';
import { alarmOf } from '../alarms/alarm-rows.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';

const select = `SELECT id, alarm, due_at AS dueAt, what, promised_by AS promisedBy, actor, recorded_at AS recordedAt,
    done_at AS doneAt, done_by AS doneBy, done_note AS doneNote
  FROM duty_call_back`;

/** Of those done, the newest; more are in the alarms' own lists. */
const MOST = 1000;

/** Open ones first, those due soonest before; then the done, the newest first. */
export function listCallBacks(
  db: Database.Database,
  { open, alarm }: { readonly open?: boolean | undefined; readonly alarm?: number | undefined } = {},
): CallBack[] {
  const ofAlarm = alarm === undefined ? '' : 'AND alarm = @alarm';
  const openOnes = ready(db, `${select} WHERE done_at IS NULL ${ofAlarm} ORDER BY due_at, id`);
  const doneOnes = ready(
    db,
    `${select} WHERE done_at IS NOT NULL ${ofAlarm} ORDER BY done_at DESC, id DESC LIMIT ${MOST}`,
  );
  const params = alarm === undefined ? {} : { alarm };
  return [
    ...(open === false ? [] : (openOnes.all(params) as CallBack[])),
    ...(open === true ? [] : (doneOnes.all(params) as CallBack[])),
  ];
}

/** Promised by `at` and not done then, those due soonest first. */
export function callBacksAt(db: Database.Database, at: number): CallBack[] {
  const rows = ready(
    db,
    `${select} WHERE recorded_at <= @at AND done_at IS NULL
     UNION ALL ${select} WHERE recorded_at <= @at AND done_at > @at
     ORDER BY dueAt, id`,
  ).all({ at }) as CallBack[];
  return rows.map((row) => ({ ...row, doneAt: null, doneBy: null, doneNote: null }));
}

/** The same key again gives what it gave. Throws AppError `unknown-alarm`, `alarm-key-used`, `call-back-incomplete`. */
export function promiseCallBack(db: Database.Database, promise: CallBackPromise, now: number): CallBack {
  const { alarm, dueAt, key = null } = promise;
  const [what, promisedBy, actor] = [promise.what.trim(), promise.promisedBy.trim(), promise.actor.trim()];
  if (what === '' || promisedBy === '' || actor === '') throw new AppError('call-back-incomplete', {});
  return db
    .transaction(() => {
      const known = key === null ? undefined : (ready(db, `${select} WHERE key = ?`).get(key) as CallBack | undefined);
      if (known && (known.alarm !== alarm || known.dueAt !== dueAt))
        throw new AppError('alarm-key-used', { key: key ?? '', id: known.alarm });
      if (known) return known;
      alarmOf(db, alarm);
      const { lastInsertRowid } = ready(
        db,
        `INSERT INTO duty_call_back (alarm, due_at, what, promised_by, actor, recorded_at, key)
         VALUES (@alarm, @dueAt, @what, @promisedBy, @actor, @now, @key)`,
      ).run({ alarm, dueAt, what, promisedBy, actor, now, key });
      return callBackOf(db, Number(lastInsertRowid));
    })
    .immediate();
}

/** Throws AppError `unknown-call-back`, `call-back-done` where somebody was there before. */
export function endCallBack(db: Database.Database, { id, actor, note, key }: CallBackDone, now: number): CallBack {
  return db
    .transaction(() => {
      const row = callBackOf(db, id);
      const doneKey = ready(db, 'SELECT done_key FROM duty_call_back WHERE id = ?').pluck().get(id) as string | null;
      if (row.doneAt !== null && key !== undefined && doneKey === key) return row;
      if (row.doneAt !== null) throw new AppError('call-back-done', { id, actor: row.doneBy ?? '' });
      const by = actor.trim();
      if (by === '') throw new AppError('call-back-incomplete', {});
      ready(
        db,
        'UPDATE duty_call_back SET done_at = @now, done_by = @by, done_note = @note, done_key = @key WHERE id = @id',
      ).run({ id, now, by, note: note?.trim() || null, key: key ?? null });
      return callBackOf(db, id);
    })
    .immediate();
}

function callBackOf(db: Database.Database, id: number): CallBack {
  const row = ready(db, `${select} WHERE id = ?`).get(id) as CallBack | undefined;
  if (!row) throw new AppError('unknown-call-back', { id });
  return row;
}
