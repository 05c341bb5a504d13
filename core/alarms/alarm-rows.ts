// Alarms as they stand in the database, and as the contract has them.
import type Database from 'better-sqlite3';
import type { Alarm, AlarmPriority, AlarmState, AlarmTransition, Subject } from '../../contract/alarms.ts';
import { AppError } from '../app-error.ts';
import { ready } from '../readings/ready-statement.ts';

interface AlarmRow {
  readonly id: number;
  readonly rule: string;
  readonly priority: AlarmPriority;
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly subject_name: string;
  readonly enterprise: string | null;
  readonly city: number | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly sentence_zh: string;
  readonly sentence_en: string;
  readonly state: AlarmState;
  readonly raised_at: number;
  readonly recorded_at: number;
  readonly cleared_at: number | null;
  readonly owner: string | null;
  readonly verify_by: number | null;
  readonly escalation: number;
  readonly parent: number | null;
  readonly children: number;
  readonly finding: number | null;
  readonly evidence: string | null;
  readonly raises: number;
  readonly chattering: number;
  readonly withdrawn: number;
  readonly cause: string | null;
  readonly follow_up: string | null;
  readonly held_by_flood: number;
  readonly version: number;
  readonly shelf_until: number | null;
  readonly shelf_owner: string | null;
  readonly shelf_reason: string | null;
  readonly out_until: number | null;
  readonly out_owner: string | null;
  readonly out_reason: string | null;
}

/** FROM clause included; WHERE speaks of `a`. */
export const selectAlarms = `SELECT a.*, s.until AS shelf_until, s.owner AS shelf_owner, s.reason AS shelf_reason,
    o.until AS out_until, o.owner AS out_owner, o.reason AS out_reason,
    (SELECT count(*) FROM alarm c WHERE c.parent = a.id) AS children
  FROM alarm a LEFT JOIN alarm_shelf s ON s.id = a.shelf LEFT JOIN alarm_shelf o ON o.id = a.out_of_service`;

/** Throws AppError `unknown-alarm`. */
export function alarmOf(db: Database.Database, id: number): Alarm {
  const row = ready(db, `${selectAlarms} WHERE a.id = ?`).get(id);
  if (row === undefined) throw new AppError('unknown-alarm', { id });
  return toAlarm(row);
}

export function toAlarm(untyped: unknown): Alarm {
  const row = untyped as AlarmRow;
  const shelved =
    row.shelf_until !== null && row.shelf_owner !== null && row.shelf_reason !== null
      ? { until: row.shelf_until, owner: row.shelf_owner, reason: row.shelf_reason }
      : null;
  const outOfService =
    row.out_owner !== null && row.out_reason !== null
      ? { until: row.out_until, owner: row.out_owner, reason: row.out_reason }
      : null;
  return {
    id: row.id,
    rule: row.rule,
    priority: row.priority,
    subject: { kind: row.subject_kind, id: row.subject_id },
    subjectName: row.subject_name,
    enterprise: row.enterprise,
    city: row.city,
    position: row.longitude !== null && row.latitude !== null ? [row.longitude, row.latitude] : null,
    sentence: { zh: row.sentence_zh, en: row.sentence_en },
    state: row.state,
    raisedAt: row.raised_at,
    recordedAt: row.recorded_at,
    clearedAt: row.cleared_at,
    returnedUnacknowledged: row.state === 'new' && row.cleared_at !== null,
    owner: row.owner,
    shelved,
    outOfService,
    verifyBy: row.verify_by,
    escalation: row.escalation,
    parent: row.parent,
    children: row.children,
    finding: row.finding,
    evidence: row.evidence,
    raises: row.raises,
    chattering: row.chattering === 1,
    quiet: quietBecause(row, shelved !== null, outOfService !== null),
    withdrawn: row.withdrawn === 1,
    cause: row.cause,
    followUp: row.follow_up,
    version: row.version,
  };
}

function quietBecause(row: AlarmRow, isShelved: boolean, isOutOfService: boolean): Alarm['quiet'] {
  if (row.parent !== null) return 'group';
  if (isShelved) return 'shelf';
  if (isOutOfService) return 'out-of-service';
  return row.held_by_flood === 1 && row.priority !== 'P1' ? 'flood' : null;
}

export const selectTransitions = `SELECT alarm, version, action, from_state AS "from", to_state AS "to", at, due_at AS dueAt,
    actor, reason, note, owner, until, follow_up AS followUp, evidence
  FROM alarm_transition`;

export const toTransition = (row: unknown): AlarmTransition => row as AlarmTransition;
