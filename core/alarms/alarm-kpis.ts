// Figures of the alarm page for a period, after ISA-18.2. AL11.
import type Database from 'better-sqlite3';
import type { AlarmKpis, AlarmPriority, Subject } from '../../contract/alarms.ts';
import { flood, gapRules, staleMs, verifyWithinMs } from '../../policy/alarm-clocks.ts';
import { alarmReasons } from '../../policy/alarm-reasons.ts';
import { busiest, covered, ratio, spread } from './kpi-rules.ts';

const DAY_MS = 86_400_000;
const TOP = 10;

type Row = readonly [
  presentedAt: number,
  priority: AlarmPriority,
  acknowledgedAt: number | null,
  verifiedAt: number | null,
  resolvedAt: number | null,
  closedAt: number | null,
  cause: string | null,
];

/** Of alarms that were put before the desk in [from, to). What happened after `to`, or after `now`, does not count. */
export function measureAlarms(db: Database.Database, from: number, to: number, now: number): AlarmKpis {
  const end = Math.max(from, Math.min(to, now));
  const period = { from, end };
  const rows = db
    .prepare(
      `SELECT presented_at, priority, acknowledged_at, verified_at, resolved_at, closed_at, cause
       FROM alarm WHERE presented_at >= @from AND presented_at < @end ORDER BY presented_at`,
    )
    .raw()
    .all(period) as Row[];
  const count = (sql: string): number =>
    db
      .prepare(sql)
      .pluck()
      .get({ ...period, stale: end - staleMs.value }) as number;
  const raised = rows.length;
  const windows = Math.max(1, (end - from) / flood.value.windowMs);
  const shelves = db
    .prepare(
      'SELECT since, ended_at AS endedAt FROM alarm_shelf WHERE since < @end AND (ended_at IS NULL OR ended_at > @from)',
    )
    .all(period) as { since: number; endedAt: number | null }[];
  const channels = count("SELECT count(*) FROM channel WHERE series = ''");
  const days = (end - from) / DAY_MS;
  return {
    ...{ from, to, raised, ...times(rows, end), topSources: topSources(db, period, raised) },
    perTenMinutes: {
      average: raised / windows,
      max: busiest(
        rows.map(([presentedAt]) => presentedAt),
        flood.value.windowMs,
      ),
    },
    floodShare: ratio(covered(floods(db, period), from, end), end - from) ?? 0,
    chattering: count(
      "SELECT count(DISTINCT alarm) FROM alarm_transition WHERE action = 'chatter' AND at >= @from AND at < @end",
    ),
    stale: count(
      `SELECT count(*) FROM (
         SELECT recorded_at, cleared_recorded_at FROM alarm WHERE state <> 'closed'
         UNION ALL SELECT recorded_at, cleared_recorded_at FROM alarm WHERE state = 'closed' AND closed_at > @end)
       WHERE recorded_at < @stale AND (cleared_recorded_at IS NULL OR cleared_recorded_at > @end)`,
    ),
    shelved: shelves.length,
    shelfMs: spread(shelves.map(({ since, endedAt }) => Math.min(endedAt ?? end, end) - since)),
    suppressed: count(
      'SELECT count(*) FROM alarm WHERE suppressed = 1 AND recorded_at >= @from AND recorded_at < @end',
    ),
    folded: count(
      `SELECT count(*) FROM alarm
       WHERE parent IS NOT NULL AND presented_at IS NULL AND recorded_at >= @from AND recorded_at < @end`,
    ),
    gapShare: ratio(gaps(db, period), raised),
    perHundredChannelsADay: channels > 0 && days > 0 ? (raised / channels / days) * 100 : null,
  };
}

type Timed = Pick<
  AlarmKpis,
  'acknowledgeMs' | 'verifyMs' | 'closeMs' | 'handledRate' | 'falseAlarmRate' | 'priorities'
>;

function times(rows: readonly Row[], end: number): Timed {
  const isFalse = new Set(alarmReasons.filter(({ falseAlarm }) => falseAlarm).map(({ id }) => id));
  const by = (at: number | null): at is number => at !== null && at <= end;
  const priorities = { P1: 0, P2: 0, P3: 0 };
  const [acknowledge, verify, close]: [number[], number[], number[]] = [[], [], []];
  let [due, inTime, handled, closed, falseAlarms] = [0, 0, 0, 0, 0];
  for (const [presentedAt, priority, acknowledgedAt, verifiedAt, resolvedAt, closedAt, cause] of rows) {
    priorities[priority]++;
    // An alarm that nobody has acknowledged is as old as it is: left out, it would flatter the figure.
    acknowledge.push(Math.max(0, (by(acknowledgedAt) ? acknowledgedAt : end) - presentedAt));
    const target = verifyWithinMs.value[priority];
    if (by(verifiedAt)) verify.push(Math.max(0, verifiedAt - presentedAt));
    if (by(verifiedAt) || presentedAt + target <= end) due++;
    if (by(verifiedAt) && verifiedAt - presentedAt <= target) inTime++;
    if (by(resolvedAt) || by(closedAt)) handled++;
    if (!by(closedAt)) continue;
    close.push(Math.max(0, closedAt - presentedAt));
    closed++;
    if (cause !== null && isFalse.has(cause)) falseAlarms++;
  }
  return {
    acknowledgeMs: spread(acknowledge),
    verifyMs: { ...spread(verify), inTime: ratio(inTime, due) },
    closeMs: spread(close),
    handledRate: ratio(handled, rows.length),
    falseAlarmRate: ratio(falseAlarms, closed),
    priorities,
  };
}

interface Period {
  readonly from: number;
  readonly end: number;
}

function topSources(db: Database.Database, period: Period, raised: number): AlarmKpis['topSources'] {
  const rows = db
    .prepare(
      `SELECT subject_kind AS kind, subject_id AS id, max(subject_name) AS name, count(*) AS alarms
       FROM alarm WHERE presented_at >= @from AND presented_at < @end
       GROUP BY subject_kind, subject_id ORDER BY alarms DESC, subject_kind, subject_id LIMIT ${TOP}`,
    )
    .all(period) as (Subject & { name: string; alarms: number })[];
  return rows.map(({ kind, id, name, alarms }) => ({
    ...{ subject: { kind, id }, name, alarms, share: ratio(alarms, raised) ?? 0 },
  }));
}

function floods(db: Database.Database, period: Period): { from: number; to: number | null }[] {
  return db
    .prepare(
      `SELECT began_at AS "from", ended_at AS "to" FROM alarm_flood
       WHERE began_at < @end AND (ended_at IS NULL OR ended_at > @from)`,
    )
    .all(period) as { from: number; to: number | null }[];
}

function gaps(db: Database.Database, period: Period): number {
  return db
    .prepare(
      `SELECT count(*) FROM alarm WHERE presented_at >= @from AND presented_at < @end
         AND rule IN (SELECT value FROM json_each(@rules))`,
    )
    .pluck()
    .get({ ...period, rules: JSON.stringify([...gapRules]) }) as number;
}
