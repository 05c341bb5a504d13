// Reads the ledger as it stood at two times, and the versions and origins of single records.
import type { Kysely } from 'kysely';
import type { Origin } from '../../contract/ledger.ts';
import type { Schema } from '../db/schema.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { columnLetters } from '../imports/read/table.ts';
import type { OriginRef } from './origins.ts';
import { type RecordKind, recordKinds, type StoredVersion, storedVersion, versionTable } from './records.ts';
import { chunks } from './version-store.ts';

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

/** Dataset of each identity of a kind. */
export async function datasetsOf(
  sql: Kysely<Schema>,
  kind: 'enterprise' | 'unit' | 'output',
): Promise<Map<string, string>> {
  const rows = await sql.selectFrom(kind).select(['id', 'dataset']).execute();
  return new Map(rows.map((row) => [row.id, row.dataset]));
}

interface SourceCell {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly row: number;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
  readonly importId: number;
  readonly recordedAt: number;
}

/** Turns references to cells and corrections into origins that people can look up, many at a time. */
export async function readOrigins(
  sql: Kysely<Schema>,
  refs: readonly OriginRef[],
): Promise<(ref: OriginRef) => Origin | null> {
  const rowIds = [...new Set(refs.flatMap((ref) => ('row' in ref ? [ref.row] : [])))];
  const correctionIds = [...new Set(refs.flatMap((ref) => ('correction' in ref ? [ref.correction] : [])))];
  const rows = new Map<number, SourceCell>();
  const columns = new Map<string, readonly string[]>();
  for (const ids of chunks(rowIds, 5000)) {
    const found = await sql
      .selectFrom('source_row')
      .innerJoin('source_sheet', 'source_sheet.id', 'source_row.sheet_id')
      .innerJoin('source_file', 'source_file.id', 'source_sheet.file_id')
      .innerJoin('import', 'import.id', 'source_sheet.import_id')
      .select([
        'source_row.id',
        'source_row.row_number',
        'source_row.cells',
        'source_sheet.name as sheet',
        'source_sheet.columns',
        'source_sheet.import_id',
        'source_file.name as file',
        'source_file.sha256',
        'import.recorded_at',
      ])
      .where('source_row.id', 'in', ids)
      .execute();
    for (const row of found) {
      let headers = columns.get(row.columns);
      if (!headers) {
        headers = JSON.parse(row.columns) as string[];
        columns.set(row.columns, headers);
      }
      rows.set(row.id, {
        file: row.file,
        sha256: row.sha256,
        sheet: row.sheet,
        row: row.row_number,
        columns: headers,
        cells: JSON.parse(row.cells) as string[],
        importId: row.import_id,
        recordedAt: row.recorded_at,
      });
    }
  }
  const people = new Map<number, Origin>();
  if (correctionIds.length > 0) {
    const found = await sql.selectFrom('correction').selectAll().where('id', 'in', correctionIds).execute();
    for (const row of found)
      people.set(row.id, { kind: 'person', actor: row.actor, reason: row.reason, recordedAt: row.recorded_at });
  }
  return (ref) => {
    if ('correction' in ref) return people.get(ref.correction) ?? null;
    const cell = rows.get(ref.row);
    if (!cell) return null;
    const { file, sha256, sheet, row, importId, recordedAt } = cell;
    return {
      kind: 'cell',
      file,
      sha256,
      sheet,
      row,
      column: cell.columns[ref.column] ?? '',
      letter: columnLetters(ref.column),
      text: cell.cells[ref.column] ?? '',
      importId,
      recordedAt,
    };
  };
}
