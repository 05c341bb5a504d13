// Proves what the duty desk keeps: handovers are what was signed, and the newest version of every alarm is the alarm itself.
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Check } from '../check/check-tally.ts';

export function checkDuty(db: Database.Database, check: Check): void {
  const handovers = db.prepare('SELECT id, sha256, content FROM duty_handover').iterate();
  for (const { id, sha256, content } of handovers as Iterable<{ id: number; sha256: string; content: string }>) {
    check.checked += 1;
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      check.problem(`handover ${id} is not what was signed`);
  }
  db.transaction(() => {
    check.checked += db.prepare('SELECT count(*) FROM alarm').pluck().get() as number;
    const strays = db
      .prepare(
        `SELECT a.id FROM alarm a LEFT JOIN alarm_version v ON v.alarm = a.id
           AND v.revision = (SELECT max(revision) FROM alarm_version WHERE alarm = a.id)
         WHERE (v.state, v.version, v.priority, v.owner, v.parent, v.cause) IS NOT
           (a.state, a.version, a.priority, a.owner, a.parent, a.cause)`,
      )
      .pluck()
      .iterate();
    for (const id of strays as Iterable<number>) check.problem(`alarm ${id} is not as it was kept last`);
  })();
}
