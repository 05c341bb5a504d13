// Adds many rows at once: the hot path of imports.
import { CompiledQuery, type Kysely } from 'kysely';
import { chunks } from './chunks.ts';
import type { Schema } from './schema.ts';

/** Few enough for a statement that is quickly made ready, enough for its cost to be shared. */
const ROWS_PER_STATEMENT = 100;

/** Statements by table, columns and number of rows; all but the last of an import's have the same. */
type Texts = Map<string, string>;
const textsOf = new WeakMap<Kysely<Schema>, Texts>();

/**
 * All rows have the columns of the first. Kysely writes the statement, in its own dialect, once; after that only the
 * values change, so that it does not take thousands of them apart again and the database has the statement ready.
 */
export async function insertRows(
  sql: Kysely<Schema>,
  table: keyof Schema,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const texts: Texts = textsOf.get(sql) ?? new Map();
  textsOf.set(sql, texts);
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    const key = [table, part.length, ...columns].join(' ');
    let text = texts.get(key);
    if (text === undefined) {
      // Every value a parameter, whatever it is, in the order of the columns.
      const sample = part.map(() => Object.fromEntries(columns.map((column) => [column, 0])));
      text = sql
        .insertInto(table)
        .values(sample as never)
        .compile().sql;
      texts.set(key, text);
    }
    await sql.executeQuery(
      CompiledQuery.raw(
        text,
        part.flatMap((each) => columns.map((column) => each[column])),
      ),
    );
  }
}
