// One action of a person on an alarm: judged, written to the log, and carried out. AL2, AL3, AL5.
import type Database from 'better-sqlite3';
import type { Alarm, AlarmState, AlarmTransitionRequest } from '../../contract/alarms.ts';
import { alarmStateName } from '../../policy/alarm-reasons.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { standsForNobody } from './alarm-nodes.ts';
import { alarmOf } from './alarm-rows.ts';
import { type Deed, standing, touched } from './before-image.ts';
import { findDeed, keepDeed } from './deeds.ts';
import { judge, type Missing, type PersonAction, personMoves, type Verdict } from './life-cycle-rules.ts';
import { type Shelf, Shelves } from './shelves.ts';

const missingNames: Readonly<Record<Missing, { zh: string; en: string }>> = {
  actor: { zh: '操作人', en: 'actor' },
  reason: { zh: '原因', en: 'reason' },
  cause: { zh: '原因代码', en: 'cause code (reason)' },
  note: { zh: '处置说明', en: 'note' },
  owner: { zh: '责任人', en: 'owner' },
  until: { zh: '到期时间', en: 'expiry (until)' },
  evidence: { zh: '证据', en: 'evidence' },
  'follow-up': { zh: '复查日期', en: 'follow-up date' },
};

const CHINA_OFFSET_MS = 8 * 3_600_000;
const dayOf = (time: number): string => new Date(time + CHINA_OFFSET_MS).toISOString().slice(0, 10);

/** To be used within one transaction. With a key it is done once, and can be taken back. Throws AppError. */
export function actOnAlarm(db: Database.Database, request: AlarmTransitionRequest, now: number): Alarm {
  const { key, alarm: id, action } = request;
  if (key === undefined) {
    carryOutAsked(db, new AlarmDesk(db), request, null, now);
    return alarmOf(db, id);
  }
  if (isDone(db, request, key)) return alarmOf(db, id);
  const deed = carryOutAsked(db, new AlarmDesk(db), request, `client:${key}`, now);
  keepDeed(db, { key, isBulk: false, action, at: now, actor: request.actor.trim(), alarms: [id], refused: [], deed });
  return alarmOf(db, id);
}

/**
 * Judges an action and carries it out, or throws the AppError that says why not, before anything has changed. `logKey` = of
 * the row in the log. Returns how what it touched stood before and after.
 */
export function carryOutAsked(
  db: Database.Database,
  desk: AlarmDesk,
  request: AlarmTransitionRequest,
  logKey: string | null,
  now: number,
): Deed {
  const alarm = alarmOf(db, request.alarm);
  if (request.expectedVersion !== undefined && request.expectedVersion !== alarm.version) refuseChanged(db, alarm);
  const facts = {
    ...{ state: alarm.state, priority: alarm.priority, hasEvidence: alarm.evidence !== null },
    ...{ isShelved: alarm.shelved !== null, isOutOfService: alarm.outOfService !== null },
  };
  const verdict = judge(facts, request, now, dayOf(now));
  if (verdict.kind !== 'move') throw refusal(verdict, alarm, request);
  expectNoOther(db, desk, alarm, verdict.action);
  const before = touched(db, alarm.id, verdict.action).map((id) => standing(db, id));
  carryOut(db, desk, alarm, request, logKey, verdict, now);
  return before.map((stood) => ({ before: stood, after: standing(db, stood.alarm) }));
}

/** One shelf holds for a rule at a subject: an older alarm there may have it already. Throws AppError `shelf-in-force`. */
function expectNoOther(db: Database.Database, desk: AlarmDesk, { rule, subject }: Alarm, action: PersonAction): void {
  if (action !== 'shelve' && action !== 'take-out-of-service') return;
  const kind = action === 'shelve' ? 'shelf' : 'out-of-service';
  const other = new Shelves(db, desk).inForce(rule, subject).find((shelf) => shelf.kind === kind);
  if (other) throw new AppError('shelf-in-force', { id: other.alarm });
}

/** Whether the action of this key is in the log already. Throws AppError `alarm-key-used` where it was another. */
function isDone(db: Database.Database, request: AlarmTransitionRequest, key: string): boolean {
  // Apart from the keys of the desk's own events.
  const known = ready(db, 'SELECT alarm, action FROM alarm_transition WHERE key = ?').get(`client:${key}`) as
    | { alarm: number; action: string }
    | undefined;
  const deed = known ? null : findDeed(db, key);
  if (deed) throw new AppError('alarm-key-used', { key, id: deed.alarms[0] ?? 0 });
  if (!known) return false;
  if (known.alarm !== request.alarm || known.action !== request.action)
    throw new AppError('alarm-key-used', { key, id: known.alarm });
  return true;
}

function refuseChanged(db: Database.Database, { id, version, state }: Alarm): never {
  const actor = ready(db, 'SELECT actor FROM alarm_transition WHERE alarm = ? AND version = ?')
    .pluck()
    .get(id, version);
  throw new AppError('alarm-changed', { id, version, actor: String(actor), state, stateZh: alarmStateName(state).zh });
}

function refusal(verdict: Exclude<Verdict, { kind: 'move' }>, alarm: Alarm, asked: AlarmTransitionRequest): AppError {
  const { id, state, priority } = alarm;
  const { action } = asked;
  switch (verdict.kind) {
    case 'no-such-action':
      return new AppError('unknown-alarm-action', { action, accepted: Object.keys(personMoves).join(', ') });
    case 'not-from-here': {
      const possible = verdict.possible.join(', ');
      return new AppError('alarm-move-refused', { id, action, state, stateZh: alarmStateName(state).zh, possible });
    }
    case 'missing': {
      const names = verdict.missing.map((each) => missingNames[each]);
      const missing = names.map(({ en }) => en).join(', ');
      return new AppError('alarm-incomplete', { action, missing, missingZh: names.map(({ zh }) => zh).join('、') });
    }
    case 'unknown-cause':
      return new AppError('unknown-alarm-cause', { reason: asked.reason ?? '', accepted: verdict.accepted.join(', ') });
    case 'bad-follow-up':
      return new AppError('bad-follow-up', { value: asked.followUp ?? '' });
    case 'shelf-too-long':
      return new AppError('shelf-refused', { priority, hours: verdict.limitMs / 3_600_000 });
    case 'until-past':
      return new AppError('alarm-until-past', {});
  }
}

function carryOut(
  db: Database.Database,
  desk: AlarmDesk,
  alarm: Alarm,
  asked: AlarmTransitionRequest,
  logKey: string | null,
  { action, to, reason }: Extract<Verdict, { kind: 'move' }>,
  now: number,
): void {
  const { id } = alarm;
  const actor = asked.actor.trim();
  const note = asked.note?.trim() || null;
  const owner = asked.owner?.trim() || (action === 'acknowledge' ? actor : null);
  const until = asked.until ?? null;
  const followUp = asked.followUp ?? null;
  desk.log.append({
    ...{
      alarm: id,
      action,
      to,
      at: now,
      actor,
      reason,
      note,
      owner,
      until,
      followUp,
      evidence: asked.evidence ?? null,
    },
    key: logKey,
    ...(action === 'close' ? { cause: reason } : {}),
  });
  if (owner !== null && action !== 'shelve' && action !== 'take-out-of-service')
    ready(db, 'UPDATE alarm SET owner = ? WHERE id = ?').run(owner, id);
  stampTimes(db, id, action, now);
  if (['verify', 'dispatch', 'resolve', 'close'].includes(action)) desk.quieten(id);
  if (action === 'close') {
    ready(db, 'UPDATE alarm SET follow_up = ? WHERE id = ?').run(followUp, id);
    closeGroup(db, desk, alarm, { actor, cause: reason ?? '', note, now });
  }
  const shelves = new Shelves(db, desk);
  if (action === 'shelve' || action === 'take-out-of-service') {
    const kind = action === 'shelve' ? 'shelf' : 'out-of-service';
    shelves.put(id, { kind, until, owner: owner ?? actor, actor, reason: reason ?? '', note }, now);
  }
  if (action === 'unshelve' || action === 'return-to-service') {
    const column = action === 'unshelve' ? 'shelf' : 'out_of_service';
    const shelf = ready(
      db,
      `SELECT s.id, s.kind, s.alarm, s.until FROM alarm_shelf s JOIN alarm a ON a.${column} = s.id WHERE a.id = ?`,
    ).get(id) as Shelf;
    shelves.end(shelf, actor, now);
  }
}

/** When it first got there; reopening takes back what it undoes. */
function stampTimes(db: Database.Database, id: number, action: PersonAction, now: number): void {
  const stamps: Partial<Record<PersonAction, string>> = {
    acknowledge: 'acknowledged_at = @now',
    verify: 'verified_at = coalesce(verified_at, @now)',
    dispatch: 'verified_at = coalesce(verified_at, @now)',
    resolve: 'verified_at = coalesce(verified_at, @now), resolved_at = @now',
    close: 'verified_at = coalesce(verified_at, @now), resolved_at = coalesce(resolved_at, @now), closed_at = @now',
    reopen: 'resolved_at = NULL, closed_at = NULL, cause = NULL, follow_up = NULL',
  };
  if (stamps[action] !== undefined) ready(db, `UPDATE alarm SET ${stamps[action]} WHERE id = @id`).run({ id, now });
}

/** A group alarm is closed with all that it stands for. */
function closeGroup(
  db: Database.Database,
  desk: AlarmDesk,
  alarm: Alarm,
  { actor, cause, note, now }: { actor: string; cause: string; note: string | null; now: number },
): void {
  standsForNobody(db, alarm.id);
  const children = ready(db, "SELECT id FROM alarm WHERE parent = ? AND state <> 'closed'").pluck().all(alarm.id);
  const stamp = ready(
    db,
    `UPDATE alarm SET verified_at = coalesce(verified_at, @now), resolved_at = coalesce(resolved_at, @now), closed_at = @now
     WHERE id = @id`,
  );
  for (const id of children as number[]) {
    const to: AlarmState = 'closed';
    desk.log.append({ alarm: id, action: 'close-with-group', to, at: now, actor, reason: cause, note, cause });
    stamp.run({ id, now });
    desk.quieten(id);
  }
}
