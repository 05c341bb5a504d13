// The SQL of imports: what was imported when by whom, from which files, sheets and rows, and the saved presets.
import type { Kysely, Transaction } from 'kysely';
import type { ImportReport, Mapping } from '../../contract/imports.ts';
import { insertRows } from '../db/insert-rows.ts';
import type { Schema } from '../db/schema.ts';

export interface NewImport {
  readonly recordedAt: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly preset: string;
  readonly mapping: string;
  readonly crs: string;
  readonly boundaries: string;
  readonly validFrom: number | null;
}

export interface NewSourceRow {
  readonly id: number;
  readonly sheetId: number;
  readonly rowNumber: number;
  /** JSON array of the cells' texts. */
  readonly cells: string;
  readonly outcome: 'inserted' | 'updated' | 'rejected' | 'context';
}

export async function insertImport(sql: Transaction<Schema>, record: NewImport): Promise<number> {
  const { id } = await sql
    .insertInto('import')
    .values({
      recorded_at: record.recordedAt,
      actor: record.actor,
      reason: record.reason,
      preset: record.preset,
      mapping: record.mapping,
      crs: record.crs,
      boundaries: record.boundaries,
      valid_from: record.validFrom,
      report: '{}',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function storeReport(sql: Transaction<Schema>, importId: number, report: ImportReport): Promise<void> {
  await sql
    .updateTable('import')
    .set({ report: JSON.stringify(report) })
    .where('id', '=', importId)
    .execute();
}

/** Id of the file with this content, added if it is new. */
export async function ensureSourceFile(
  sql: Transaction<Schema>,
  file: { sha256: string; name: string; bytes: number; format: string; encoding: string | null },
): Promise<number> {
  const known = await sql.selectFrom('source_file').select('id').where('sha256', '=', file.sha256).executeTakeFirst();
  if (known) return known.id;
  const { sha256, name, bytes, format, encoding } = file;
  return (
    await sql
      .insertInto('source_file')
      .values({ sha256, name, bytes, format, encoding })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;
}

export async function insertSourceSheet(
  sql: Transaction<Schema>,
  sheet: { importId: number; fileId: number; name: string; headerRow: number; columns: readonly string[] },
): Promise<number> {
  const { id } = await sql
    .insertInto('source_sheet')
    .values({
      import_id: sheet.importId,
      file_id: sheet.fileId,
      name: sheet.name,
      header_row: sheet.headerRow,
      columns: JSON.stringify(sheet.columns),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function lastSourceRowId(sql: Kysely<Schema>): Promise<number> {
  const row = await sql
    .selectFrom('source_row')
    .select((column) => column.fn.max('id').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

export async function insertSourceRows(sql: Transaction<Schema>, rows: readonly NewSourceRow[]): Promise<void> {
  const values = rows.map(({ id, sheetId, rowNumber, cells, outcome }) => ({
    ...{ id, sheet_id: sheetId, row_number: rowNumber, cells, outcome },
  }));
  await insertRows(sql, 'source_row', values);
}

/** Records of a dataset that are current. */
export async function countCurrentUnits(sql: Kysely<Schema>, dataset: string, openEnd: number): Promise<number> {
  const row = await sql
    .selectFrom('unit_version')
    .innerJoin('unit', 'unit.id', 'unit_version.record_id')
    .select((column) => column.fn.count<number>('unit_version.record_id').distinct().as('units'))
    .where('unit.dataset', '=', dataset)
    .where('unit_version.superseded_at', '=', openEnd)
    .executeTakeFirst();
  return Number(row?.units ?? 0);
}

export interface StoredImport {
  readonly id: number;
  readonly recordedAt: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly report: ImportReport;
}

/** Imports, newest first: the one of an id, or those that came after one. */
export async function readImports(
  sql: Kysely<Schema>,
  only: { readonly id: number } | { readonly after: number },
): Promise<StoredImport[]> {
  const all = sql.selectFrom('import').select(['id', 'recorded_at', 'actor', 'reason', 'report']).orderBy('id', 'desc');
  const query = 'id' in only ? all.where('id', '=', only.id) : all.where('id', '>', only.after);
  return (await query.execute()).map((row) => ({
    id: row.id,
    recordedAt: row.recorded_at,
    actor: row.actor,
    reason: row.reason,
    report: JSON.parse(row.report) as ImportReport,
  }));
}

export async function readSavedPresets(sql: Kysely<Schema>): Promise<Mapping[]> {
  const rows = await sql.selectFrom('preset').select('mapping').orderBy('name').execute();
  return rows.map((row) => JSON.parse(row.mapping) as Mapping);
}

export async function savePreset(sql: Kysely<Schema>, mapping: Mapping, now: number): Promise<void> {
  const text = JSON.stringify(mapping);
  await sql
    .insertInto('preset')
    .values({ name: mapping.name, mapping: text, saved_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ mapping: text, saved_at: now }))
    .execute();
}
