// Keeps how alarms stood: whatever a transaction has changed of them, with its time, so that any shift can be seen again. DU7.
import type Database from 'better-sqlite3';
import { ready } from '../readings/ready-statement.ts';

/** A standing condition says another number with every reading; that alone is kept this often. Ours. */
const SENTENCE_EVERY_MS = 600_000;

const kept = `priority, state, version, owner, cleared_at, withdrawn, raises, chattering, presented_at, verify_by, escalation,
  shelf, shelf_until, out_of_service, out_until, parent, finding, evidence, cause, follow_up, held_by_flood, suppressed`;
const now = kept
  .split(/,\s*/)
  .map((column) => (column === 'shelf_until' ? 's.until' : column === 'out_until' ? 'o.until' : `a.${column}`))
  .join(', ');
const was = kept
  .split(/,\s*/)
  .map((column) => `v.${column}`)
  .join(', ');

/**
 * To be called where a transaction that may have changed alarms ends. Finds by itself what is not kept yet; where nothing
 * has changed, it writes nothing.
 */
export function keepVersions(db: Database.Database, at: number): void {
  const { revision, last } = ready(
    db,
    'SELECT revision, coalesce((SELECT max(revision) FROM alarm_step), 0) AS last FROM alarm_clock',
  ).get() as { revision: number; last: number };
  if (revision === last) return;
  ready(db, 'INSERT INTO alarm_step SELECT ?, ?, coalesce(max(id), 0) FROM alarm').run(revision, at);
  ready(
    db,
    `INSERT INTO alarm_version (alarm, revision, at, ${kept}, sentence_zh, sentence_en)
     SELECT a.id, @revision, @at, ${now}, a.sentence_zh, a.sentence_en
     FROM alarm a LEFT JOIN alarm_shelf s ON s.id = a.shelf LEFT JOIN alarm_shelf o ON o.id = a.out_of_service
       LEFT JOIN alarm_version v ON v.alarm = a.id
         AND v.revision = (SELECT max(revision) FROM alarm_version WHERE alarm = a.id)
     WHERE a.revision > @last AND (v.alarm IS NULL OR (${was}) IS NOT (${now})
       OR (v.sentence_zh <> a.sentence_zh AND @at - v.at >= ${SENTENCE_EVERY_MS}))`,
  ).run({ revision, last, at });
}
