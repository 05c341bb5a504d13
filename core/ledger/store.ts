// Reads the ledger as it stood at two times, and the versions and origins of single records.
import type { Kysely } from 'kysely';
import { type RecordKind, recordKinds, type StoredVersion, storedVersion, versionTable } from '../db/records.ts';
import type { Schema } from '../db/schema.ts';
import { OPEN_END, type Times } from '../db/times.ts';

/** Versions of a kind that hold at the two times: of all records, or of one enterprise, or of one record. */
export async function versionsAt(
  sql: Kysely<Schema>,
  kind: RecordKind,
  times: Times,
  only: { enterpriseId?: string; recordId?: string } = {},
): Promise<StoredVersion[]> {
  let query = sql
    .selectFrom(versionTable(kind))
    .selectAll()
    .where('recorded_at', '<=', times.knownAt)
    .where('superseded_at', '>', times.knownAt)
    .where('valid_from', '<=', times.asOf)
    .where('valid_to', '>', times.asOf);
  if (only.enterpriseId !== undefined) query = query.where('enterprise_id', '=', only.enterpriseId);
  if (only.recordId !== undefined) query = query.where('record_id', '=', only.recordId);
  const rows = await query.orderBy('record_id').execute();
  return rows.map((row) => storedVersion(kind, row as unknown as Record<string, unknown>));
}

/** Every version of a record that was ever recorded by `knownAt`, newest knowledge first. */
export async function historyOf(
  sql: Kysely<Schema>,
  kind: RecordKind,
  recordId: string,
  knownAt: number,
): Promise<StoredVersion[]> {
  const rows = await sql
    .selectFrom(versionTable(kind))
    .selectAll()
    .where('record_id', '=', recordId)
    .where('recorded_at', '<=', knownAt)
    .orderBy('recorded_at', 'desc')
    .orderBy('valid_from', 'desc')
    .execute();
  return rows.map((row) => storedVersion(kind, row as unknown as Record<string, unknown>));
}

/** When the next version begins, and the present changes without anyone doing anything. */
export async function nextValidFrom(sql: Kysely<Schema>, now: number): Promise<number> {
  let next = OPEN_END;
  for (const kind of recordKinds) {
    const row = await sql
      .selectFrom(versionTable(kind))
      .select((column) => column.fn.min('valid_from').as('next'))
      .where('superseded_at', '=', OPEN_END)
      .where('valid_from', '>', now)
      .executeTakeFirst();
    next = Math.min(next, Number(row?.next ?? OPEN_END));
  }
  return next;
}

/** Versions that were recorded or superseded after a recorded time: what a slice of that time no longer has right. */
export async function versionsSince(sql: Kysely<Schema>, kind: RecordKind, knownAt: number): Promise<StoredVersion[]> {
  const table = versionTable(kind);
  // One statement, and so one moment: what is superseded between two would be in neither.
  const rows = await sql
    .selectFrom(table)
    .selectAll()
    .where('superseded_at', '=', OPEN_END)
    .where('recorded_at', '>', knownAt)
    .unionAll(
      sql.selectFrom(table).selectAll().where('superseded_at', '>', knownAt).where('superseded_at', '<', OPEN_END),
    )
    .execute();
  return rows.map((row) => storedVersion(kind, row as unknown as Record<string, unknown>));
}

/** Dataset of the identities of a kind: of all, or of some. */
export async function datasetsOf(
  sql: Kysely<Schema>,
  kind: 'enterprise' | 'unit' | 'output',
  ids?: readonly string[],
): Promise<Map<string, string>> {
  const all = sql.selectFrom(kind).select(['id', 'dataset']);
  const rows = await (ids ? all.where('id', 'in', ids) : all).execute();
  return new Map(rows.map((row) => [row.id, row.dataset]));
}
