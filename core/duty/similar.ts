// Cases like this one: closed alarms of the same rule at the same place, in the same enterprise, in the same industry. DU6.
import type Database from 'better-sqlite3';
import type { SimilarAlarm } from '../../contract/duty.ts';
import { alarmOf } from '../alarms/alarm-rows.ts';
import { ready } from '../readings/ready-statement.ts';

const MOST = 10;

type Same = SimilarAlarm['same'];

/** The nearest in kind are taken first, up to ten; then in the order of their closing. Throws AppError `unknown-alarm`. */
export function similarAlarms(db: Database.Database, id: number): SimilarAlarm[] {
  const { rule, subject, enterprise } = alarmOf(db, id);
  const found = new Map<number, { readonly same: Same; readonly closedAt: number }>();
  const take = (same: Same, sql: string, of: Readonly<Record<string, string>>): void => {
    const rows = ready(db, `${sql} ORDER BY a.closed_at DESC, a.id DESC LIMIT @most`)
      .raw()
      .all({ rule, most: MOST + found.size + 1, ...of }) as [number, number][];
    for (const [alarm, closedAt] of rows)
      if (alarm !== id && !found.has(alarm) && found.size < MOST) found.set(alarm, { same, closedAt });
  };
  const closed = 'a.closed_at IS NOT NULL';
  take(
    'subject',
    `SELECT a.id, a.closed_at FROM alarm a INDEXED BY alarm_case_subject
     WHERE a.rule = @rule AND a.subject_kind = @kind AND a.subject_id = @subject AND ${closed}`,
    { kind: subject.kind, subject: subject.id },
  );
  if (enterprise !== null) {
    const ofEnterprise = `SELECT a.id, a.closed_at FROM alarm a INDEXED BY alarm_case_enterprise
      WHERE a.rule = @rule AND a.enterprise = @enterprise AND ${closed}`;
    take('enterprise', ofEnterprise, { enterprise });
    take(
      'industry',
      `SELECT a.id, a.closed_at
       FROM (SELECT DISTINCT enterprise FROM channel WHERE industry IN
         (SELECT industry FROM channel WHERE enterprise = @enterprise AND industry IS NOT NULL)) e
       CROSS JOIN alarm a INDEXED BY alarm_case_enterprise ON a.rule = @rule AND a.enterprise = e.enterprise
       WHERE ${closed}`,
      { enterprise },
    );
  }
  return [...found]
    .sort(([a, one], [b, other]) => other.closedAt - one.closedAt || b - a)
    .map(([alarm, { same, closedAt }]) => {
      const closedAlarm = alarmOf(db, alarm);
      return { alarm: closedAlarm, same, cause: closedAlarm.cause ?? '', closedAt };
    });
}
