// The list of open alarms as the desk had it at any recorded time, and the times at which it changed. DU7.
import type Database from 'better-sqlite3';
import type { Alarm, AlarmPriority } from '../../contract/alarms.ts';
import type { AlarmReplay } from '../../contract/duty.ts';
import { flood } from '../../policy/alarm-clocks.ts';
import { toAlarm } from '../alarms/alarm-rows.ts';
import { ready } from '../readings/ready-statement.ts';

interface Step {
  readonly revision: number;
  readonly newest: number;
}

interface VersionRow {
  readonly id: number;
  readonly state: Alarm['state'];
  readonly parent: number | null;
  readonly suppressed: number;
  readonly presented_at: number | null;
  /** It has changed since, so that the alarm's own row says nothing of it. */
  readonly isPast: number;
}

/** An alarm as it was then, and whether a shelf had kept it quiet when it was raised. */
interface Stood {
  readonly alarm: Alarm;
  readonly suppressed: boolean;
}

export interface StandingAlarms {
  readonly revision: number;
  readonly knownFrom: number | null;
  /** Every alarm that was not closed, members of groups included; the most urgent first. */
  readonly open: readonly Stood[];
  readonly lastTenMinutes: number;
}

/**
 * Recorded time: what was committed up to `at`. A sentence that only counted on may be up to ten minutes old; with
 * `newestSentences`, those of alarms that have not changed since are as they stand.
 */
export function standingAt(
  db: Database.Database,
  at: number,
  { newestSentences }: { readonly newestSentences: boolean },
): StandingAlarms {
  return db.transaction(() => {
    const step = ready(
      db,
      'SELECT revision, newest_alarm AS newest FROM alarm_step WHERE revision = (SELECT max(revision) FROM alarm_step WHERE at <= ?)',
    ).get(at) as Step | undefined;
    const knownFrom = ready(db, 'SELECT min(at) FROM alarm_step').pluck().get() as number | null;
    if (!step) return { revision: 0, knownFrom, open: [], lastTenMinutes: 0 };
    const rows = versionsAt(db, step, newestSentences);
    const members = membersAt(db, step.revision, rows);
    const open = rows
      .filter(({ state }) => state !== 'closed')
      .map((row) => ({
        alarm: toAlarm({ ...row, children: members.get(row.id) ?? 0 }),
        suppressed: row.suppressed === 1,
      }))
      .sort((a, b) => byUrgency(a.alarm, b.alarm));
    return { revision: step.revision, knownFrom, open, lastTenMinutes: presentedIn(db, step.revision, rows, at) };
  })();
}

/** As `alarms.list` of what is open had it then; with `parent`, the members of that group. Counts are of all that was open. */
export function replayAlarms(db: Database.Database, at: number, parent: number | null = null): AlarmReplay {
  const { revision, knownFrom, open, lastTenMinutes } = standingAt(db, at, { newestSentences: true });
  const top = open.filter(({ alarm }) => alarm.parent === null);
  const count = (holds: (stood: Stood) => boolean): number => top.filter(holds).length;
  const since = ready(
    db,
    'SELECT max(began_at) FROM alarm_flood WHERE began_at <= @at AND (ended_at IS NULL OR ended_at > @at)',
  )
    .pluck()
    .get({ at }) as number | null;
  return {
    ...{ at, knownFrom, revision, alarms: open.flatMap(({ alarm }) => (alarm.parent === parent ? [alarm] : [])) },
    counts: {
      open: top.length,
      unacknowledged: count(({ alarm }) => alarm.state === 'new' && !alarm.shelved && !alarm.outOfService),
      shelved: count(({ alarm }) => alarm.shelved !== null),
      overdue: count(({ alarm }) => alarm.verifyBy !== null && alarm.verifyBy < at),
      suppressed: count(({ suppressed }) => suppressed),
    },
    flood: { active: since !== null, since, lastTenMinutes },
  };
}

/** When the list changed in [from, to], in order, each time once. */
export function replaySteps(db: Database.Database, { from, to }: { from: number; to: number }): number[] {
  return ready(db, 'SELECT DISTINCT at FROM alarm_step WHERE at >= ? AND at <= ? ORDER BY at')
    .pluck()
    .all(from, to) as number[];
}

/**
 * Alarms that may have been open: those that are, and those that have changed since. Of a year ago these are few, for what
 * had been closed by then is left out by its revision, and what was raised later by its number.
 */
function versionsAt(db: Database.Database, { revision, newest }: Step, newestSentences: boolean): VersionRow[] {
  const isKept = newestSentences ? 'a.revision > @revision' : 'TRUE';
  return ready(
    db,
    `SELECT a.id, a.rule, a.subject_kind, a.subject_id, a.subject_name, a.enterprise, a.city, a.longitude, a.latitude,
       a.raised_at, a.recorded_at, a.revision > @revision AS isPast,
       iif(${isKept}, v.sentence_zh, a.sentence_zh) AS sentence_zh,
       iif(${isKept}, v.sentence_en, a.sentence_en) AS sentence_en,
       v.priority, v.state, v.version, v.owner, v.cleared_at, v.withdrawn, v.raises, v.chattering, v.presented_at,
       v.verify_by, v.escalation, v.parent, v.finding, v.evidence, v.cause, v.follow_up, v.held_by_flood, v.suppressed,
       v.shelf_until, s.owner AS shelf_owner, s.reason AS shelf_reason,
       v.out_until, o.owner AS out_owner, o.reason AS out_reason
     FROM alarm a
       JOIN alarm_version v ON v.alarm = a.id
         AND v.revision = (SELECT max(revision) FROM alarm_version WHERE alarm = a.id AND revision <= @revision)
       LEFT JOIN alarm_shelf s ON s.id = v.shelf LEFT JOIN alarm_shelf o ON o.id = v.out_of_service
     WHERE a.id IN (SELECT id FROM alarm INDEXED BY alarm_open WHERE state <> 'closed'
       UNION SELECT id FROM alarm INDEXED BY alarm_revision WHERE revision > @revision) AND a.id <= @newest`,
  ).all({ revision, newest }) as VersionRow[];
}

/** How many alarms each stood for, closed ones among them: as they were, or as they are where nothing has changed. */
function membersAt(db: Database.Database, revision: number, rows: readonly VersionRow[]): Map<number, number> {
  const ids = rows.filter(({ state }) => state !== 'closed').map(({ id }) => id);
  const unchanged = ready(
    db,
    `SELECT parent, count(*) FROM alarm
     WHERE parent IN (SELECT value FROM json_each(?)) AND revision <= ? GROUP BY parent`,
  )
    .raw()
    .all(JSON.stringify(ids), revision) as [number, number][];
  const members = new Map(unchanged);
  for (const { parent, isPast } of rows)
    if (parent !== null && isPast === 1) members.set(parent, (members.get(parent) ?? 0) + 1);
  return members;
}

function presentedIn(db: Database.Database, revision: number, rows: readonly VersionRow[], at: number): number {
  const after = at - flood.value.windowMs;
  const unchanged = ready(
    db,
    'SELECT count(*) FROM alarm WHERE presented_at > ? AND presented_at <= ? AND revision <= ?',
  )
    .pluck()
    .get(after, at, revision) as number;
  const changed = rows.filter(
    ({ isPast, presented_at }) => isPast === 1 && presented_at !== null && presented_at > after && presented_at <= at,
  );
  return unchanged + changed.length;
}

const urgency: Readonly<Record<AlarmPriority, number>> = { P1: 1, P2: 2, P3: 3 };

/** The order of `alarms.list`. */
function byUrgency(a: Alarm, b: Alarm): number {
  return (
    urgency[a.priority] - urgency[b.priority] ||
    Number(b.state === 'new') - Number(a.state === 'new') ||
    b.recordedAt - a.recordedAt ||
    b.id - a.id
  );
}
