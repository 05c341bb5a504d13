// Findings as they stand, for the command line, screens and the alarm book.
import type Database from 'better-sqlite3';
import type { Finding, Subject } from '../../contract/alarms.ts';
import { type FindingRow, findingOf } from './finding-store.ts';

export interface FindingScope {
  readonly id?: number;
  /** Channel id: findings of that channel alone. */
  readonly channel?: string;
  readonly subject?: Subject;
  readonly rule?: string;
  /** ms since the epoch; findings whose window touches [from, to). */
  readonly from?: number;
  readonly to?: number;
  /** Also those that later data has shown not to hold; they are left out otherwise. */
  readonly withdrawn?: boolean;
}

/** In the order of their windows. */
export function listFindings(db: Database.Database, scope: FindingScope = {}): Finding[] {
  const subject = scope.channel === undefined ? scope.subject : { kind: 'channel' as const, id: scope.channel };
  const where = [
    scope.withdrawn ? null : 'withdrawn_at IS NULL',
    scope.id === undefined ? null : 'id = @id',
    scope.rule === undefined ? null : 'rule = @rule',
    subject ? 'subject_kind = @kind AND subject = @subject' : null,
    scope.from === undefined ? null : '(to_time > @from OR cleared_at IS NULL)',
    scope.to === undefined ? null : 'from_time < @to',
  ].filter((each) => each !== null);
  const rows = db
    .prepare(
      `SELECT * FROM finding ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY from_time, rule, subject_kind, subject`,
    )
    .all({
      ...{ id: scope.id ?? null, rule: scope.rule ?? null, from: scope.from ?? null, to: scope.to ?? null },
      ...{ kind: subject?.kind ?? null, subject: subject?.id ?? null },
    }) as FindingRow[];
  return rows.map(findingOf);
}
