// This program's own export, imported again as the office's list: rows of other datasets would count a second time.
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { SourceRow } from './read/source-file.ts';

/** Headers of the export that say which record a row repeats. */
export const recordIdHeader = '记录号';
export const datasetHeader = '来源数据集';

export interface Repetition {
  readonly column: number;
  readonly id: string;
  readonly dataset: string;
}

/** The rows that repeat a record which this ledger holds in another dataset than the one they are imported into. */
export async function heldElsewhere(
  sql: Kysely<Schema>,
  columns: readonly string[],
  rows: readonly SourceRow[],
  dataset: string,
): Promise<ReadonlyMap<SourceRow, Repetition>> {
  const [column, datasetColumn] = [columns.indexOf(recordIdHeader), columns.indexOf(datasetHeader)];
  const repeated = new Map<SourceRow, Repetition>();
  if (column < 0 || datasetColumn < 0) return repeated;
  for (const row of rows) {
    const [id = '', of = ''] = [row.cells[column]?.trim(), row.cells[datasetColumn]?.trim()];
    if (id !== '' && of !== dataset) repeated.set(row, { column, id, dataset: of });
  }
  if (repeated.size === 0) return repeated;
  const ids = [...repeated.values()].map(({ id }) => id);
  const held = new Set<string>();
  for (const table of ['unit', 'enterprise'] as const)
    for (const { id } of await sql.selectFrom(table).select('id').where('id', 'in', ids).execute()) held.add(id);
  for (const [row, { id }] of repeated) if (!held.has(id)) repeated.delete(row);
  return repeated;
}
