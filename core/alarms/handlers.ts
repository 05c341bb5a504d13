// Calls of the alarm desk: list, show, act, measure.
import type Database from 'better-sqlite3';
import type {
  Alarm,
  AlarmDetail,
  AlarmFilter,
  AlarmKpis,
  AlarmList,
  AlarmsChange,
  AlarmTransitionRequest,
  Finding,
  ShelfEntry,
  Subject,
} from '../../contract/alarms.ts';
import type { AlarmBulkRequest, AlarmBulkResult, AlarmUndoRequest } from '../../contract/duty.ts';
import { staleMs } from '../../policy/alarm-clocks.ts';
import { alarmRules } from '../../policy/alarm-rules.ts';
import { evidenceDifference } from '../evidence/evidence-difference.ts';
import { type FrozenReadings, readEvidence } from '../evidence/freeze-evidence.ts';
import { listFindings } from '../findings/list-findings.ts';
import { ready } from '../readings/ready-statement.ts';
import { actOnAlarm } from './act-on-alarm.ts';
import { actOnMany } from './act-on-many.ts';
import { countOfWindow, floodSince } from './alarm-desk.ts';
import { measureAlarms } from './alarm-kpis.ts';
import { alarmOf, selectAlarms, selectTransitions, toAlarm, toTransition } from './alarm-rows.ts';
import { undoDeed } from './deeds.ts';
import { keepVersions } from './keep-versions.ts';

export { alarmStateName } from '../../policy/alarm-reasons.ts';

const DEFAULT_LIMIT = 1000;

/** The most urgent first, unacknowledged before others, the newest first; members of a group only where it is asked for. */
export function listAlarms(db: Database.Database, filter: AlarmFilter, now: number): AlarmList {
  const where = [filter.parent === undefined ? 'a.parent IS NULL' : 'a.parent = @parent'];
  if (filter.open !== undefined) where.push(filter.open ? "a.state <> 'closed'" : "a.state = 'closed'");
  if (filter.states) where.push('a.state IN (SELECT value FROM json_each(@states))');
  if (filter.priorities) where.push('a.priority IN (SELECT value FROM json_each(@priorities))');
  if (filter.enterprise !== undefined) where.push('a.enterprise = @enterprise');
  if (filter.city !== undefined) where.push('a.city = @city');
  const rows = ready(
    db,
    `${selectAlarms} WHERE ${where.join(' AND ')}
       ORDER BY a.priority, a.state = 'new' DESC, a.recorded_at DESC, a.id DESC LIMIT @limit`,
  ).all({
    ...{ parent: filter.parent ?? null, enterprise: filter.enterprise ?? null, city: filter.city ?? null },
    ...{ states: JSON.stringify(filter.states ?? []), priorities: JSON.stringify(filter.priorities ?? []) },
    limit: filter.limit ?? DEFAULT_LIMIT,
  });
  return {
    revision: alarmRevision(db),
    alarms: rows.map(toAlarm),
    counts: openCounts(db, now),
    flood: floodState(db, now),
  };
}

/** Throws AppError `unknown-alarm`. */
export function showAlarm(db: Database.Database, id: number): AlarmDetail {
  const alarm = alarmOf(db, id);
  const findings = findingsOf(db, id);
  const finding = findings.find((each) => each.id === alarm.finding) ?? null;
  const rule = alarmRules.find((each) => each.id === alarm.rule);
  return {
    alarm,
    transitions: ready(db, `${selectTransitions} WHERE alarm = ? ORDER BY version`).all(id).map(toTransition),
    finding,
    rule: rule
      ? {
          ...{ id: rule.id, version: rule.version, title: rule.title, document: rule.document, clause: rule.clause },
          ...{ cause: rule.cause, consequence: rule.consequence, action: rule.response },
        }
      : null,
    evidence: alarm.evidence === null ? null : evidenceOf(db, alarm.evidence, findings),
    findings,
    children: ready(db, `${selectAlarms} WHERE a.parent = ? ORDER BY a.id`).all(id).map(toAlarm),
  };
}

/**
 * One action of a person, in a transaction of its own. The same key again does nothing. Throws AppError `unknown-alarm`,
 * `unknown-alarm-action`, `alarm-move-refused`, `alarm-changed`, `alarm-incomplete`, `unknown-alarm-cause`,
 * `bad-follow-up`, `shelf-refused`, `alarm-until-past`, `alarm-key-used`.
 */
export function transition(db: Database.Database, request: AlarmTransitionRequest, now: number): Alarm {
  return written(db, now, () => actOnAlarm(db, request, now));
}

/**
 * The same on many alarms of one priority, all in one transaction; what is refused is left as it was. A trial writes
 * nothing. Throws AppError `bulk-priorities`, `alarm-key-used`.
 */
export function actOnAlarms(db: Database.Database, request: AlarmBulkRequest, now: number): AlarmBulkResult {
  if (!request.dryRun) return written(db, now, () => actOnMany(db, request, now));
  let result: AlarmBulkResult = { done: [], refused: [] };
  const trial = new Error('a trial is taken back');
  try {
    db.transaction(() => {
      result = actOnMany(db, request, now);
      throw trial;
    }).immediate();
  } catch (error) {
    if (error !== trial) throw error;
  }
  return result;
}

/** Takes back what was done under a key. Throws AppError `unknown-deed`, `undo-too-late`, `undo-overtaken`. */
export function undo(db: Database.Database, request: AlarmUndoRequest, now: number): Alarm[] {
  return written(db, now, () => undoDeed(db, request, now));
}

function written<T>(db: Database.Database, now: number, work: () => T): T {
  return db
    .transaction(() => {
      const result = work();
      keepVersions(db, now);
      return result;
    })
    .immediate();
}

/** Figures of [from, to); what happened after `to` or `now` does not count. */
export function alarmKpis(db: Database.Database, { from, to }: { from: number; to: number }, now: number): AlarmKpis {
  return measureAlarms(db, from, to, now);
}

/** Grows with every change of an alarm. */
export function alarmRevision(db: Database.Database): number {
  return ready(db, 'SELECT revision FROM alarm_clock').pluck().get() as number;
}

/** What a screen that holds `revision` misses; revision 0 or one that is not of this database: everything open. */
export function alarmsChangedSince(db: Database.Database, revision: number): AlarmsChange {
  return db.transaction(() => {
    const present = alarmRevision(db);
    const reset = revision <= 0 || revision > present;
    const where = reset ? "a.state <> 'closed'" : 'a.revision > ?';
    const rows = ready(db, `${selectAlarms} WHERE ${where} ORDER BY a.id`).all(...(reset ? [] : [revision]));
    return { from: reset ? 0 : revision, revision: present, reset, put: rows.map(toAlarm) };
  })();
}

/** Shelves in force at some time of the period, those in force now first, then the newest. Left out: every one there ever was. */
export function shelfRegister(
  db: Database.Database,
  asked: { readonly inForce?: boolean; readonly limit?: number; readonly from?: number; readonly to?: number } = {},
): ShelfEntry[] {
  const { inForce = false, limit = DEFAULT_LIMIT, from = 0, to = Number.MAX_SAFE_INTEGER } = asked;
  const rows = ready(
    db,
    `SELECT s.id, s.kind, s.alarm, a.subject_name AS subjectName, s.rule, s.subject_kind AS subjectKind,
         s.subject_id AS subjectId, s.since, s.until, s.owner, s.actor, s.reason, s.note, s.suppressed,
         s.ended_at AS endedAt, s.ended_by AS endedBy
       FROM alarm_shelf s JOIN alarm a ON a.id = s.alarm
       WHERE s.since < @to AND (s.ended_at IS NULL OR s.ended_at > @from) ${inForce ? 'AND s.ended_at IS NULL' : ''}
       ORDER BY s.ended_at IS NOT NULL, s.since DESC, s.id DESC LIMIT @limit`,
  ).all({ from, to, limit }) as (Omit<ShelfEntry, 'subject'> & { subjectKind: Subject['kind']; subjectId: string })[];
  return rows.map(({ subjectKind, subjectId, ...entry }) => ({
    ...entry,
    subject: { kind: subjectKind, id: subjectId },
  }));
}

/** Open alarms that make no sound now, by what keeps them quiet. */
export function suppressedCounts(db: Database.Database): {
  readonly group: number;
  readonly shelf: number;
  readonly outOfService: number;
  readonly flood: number;
} {
  return ready(
    db,
    `SELECT count(*) FILTER (WHERE parent IS NOT NULL) AS "group",
         count(*) FILTER (WHERE parent IS NULL AND shelf IS NOT NULL) AS shelf,
         count(*) FILTER (WHERE parent IS NULL AND shelf IS NULL AND out_of_service IS NOT NULL) AS outOfService,
         count(*) FILTER (WHERE parent IS NULL AND shelf IS NULL AND out_of_service IS NULL AND held_by_flood = 1) AS flood
       FROM alarm WHERE state <> 'closed'`,
  ).get() as ReturnType<typeof suppressedCounts>;
}

/** Standing for more than a day and not closed, the oldest first. */
export function staleAlarms(db: Database.Database, now: number): Alarm[] {
  return ready(
    db,
    `${selectAlarms} WHERE a.state <> 'closed' AND a.cleared_at IS NULL AND a.parent IS NULL AND a.recorded_at < ?
       ORDER BY a.recorded_at, a.id`,
  )
    .all(now - staleMs.value)
    .map(toAlarm);
}

/** Alarms whose condition comes and goes now, the most restless first. */
export function chatteringSources(db: Database.Database): Alarm[] {
  return ready(db, `${selectAlarms} WHERE a.chattering = 1 ORDER BY a.raises DESC, a.id`).all().map(toAlarm);
}

export function floodState(db: Database.Database, now: number): AlarmList['flood'] {
  const since = floodSince(db);
  return { active: since !== null, since, lastTenMinutes: countOfWindow(db, now) };
}

function openCounts(db: Database.Database, now: number): AlarmList['counts'] {
  return ready(
    db,
    `SELECT count(*) AS open,
         count(*) FILTER (WHERE state = 'new' AND shelf IS NULL AND out_of_service IS NULL) AS unacknowledged,
         count(*) FILTER (WHERE shelf IS NOT NULL) AS shelved,
         count(*) FILTER (WHERE verify_by < ?) AS overdue,
         count(*) FILTER (WHERE suppressed = 1) AS suppressed
       FROM alarm WHERE state <> 'closed' AND parent IS NULL`,
  ).get(now) as AlarmList['counts'];
}

/** The newest first; those that later data took back are among them. */
function findingsOf(db: Database.Database, alarm: number): Finding[] {
  const ids = ready(db, 'SELECT finding FROM alarm_finding WHERE alarm = ? ORDER BY from_time DESC LIMIT ?')
    .pluck()
    .all(alarm, DEFAULT_LIMIT) as number[];
  return ids.flatMap((id) => listFindings(db, { id, withdrawn: true }));
}

function evidenceOf(db: Database.Database, sha256: string, findings: readonly Finding[]): AlarmDetail['evidence'] {
  const evidence = readEvidence(db, sha256);
  if (!evidence) return null;
  const { content, frozenAt } = evidence;
  const { readings, more, inputs } = evidenceDifference(db, content, findings);
  return {
    sha256,
    frozenAt,
    readings: content.readings.flatMap(rowsOf),
    difference: [...readings],
    more,
    inputs: [...inputs],
  };
}

const rowsOf = ({ channel, times, values, flags }: FrozenReadings): NonNullable<AlarmDetail['evidence']>['readings'] =>
  times.map((time, index) => ({ channel, time, value: values[index] ?? null, flag: flags[index] ?? null }));
