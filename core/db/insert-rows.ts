// Adds many rows at once: the hot path of imports.
import { CompiledQuery, type Kysely } from 'kysely';
import { chunks } from './chunks.ts';
import type { Schema } from './schema.ts';

/** Few enough for a statement that is quickly made ready, enough for its cost to be shared. */
const ROWS_PER_STATEMENT = 100;

/**
 * All rows have the columns of the first. The statement is written out here: its text is the same for every full chunk,
 * so that SQLite has it ready, and Kysely does not take thousands of values apart.
 */
export async function insertRows(
  sql: Kysely<Schema>,
  table: keyof Schema,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const head = `insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) values `;
  const row = `(${columns.map(() => '?').join(', ')})`;
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    const values = part.flatMap((each) => columns.map((column) => each[column]));
    await sql.executeQuery(CompiledQuery.raw(head + Array(part.length).fill(row).join(', '), values));
  }
}
