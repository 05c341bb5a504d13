// Recorded times: each transaction that changes the ledger has its own, later than all before, so that "known at" tells any two apart.
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** ms since the epoch; 0 = nothing has been recorded yet. */
export async function lastRecordedAt(sql: Kysely<Schema>): Promise<number> {
  const last = async (table: 'import' | 'correction'): Promise<number> => {
    const row = await sql
      .selectFrom(table)
      .select((column) => column.fn.max('recorded_at').as('last'))
      .executeTakeFirst();
    return Number(row?.last ?? 0);
  };
  return Math.max(await last('import'), await last('correction'));
}

/** Now, or a moment later if something is recorded at this very millisecond or the clock was set back. */
export async function nextRecordedAt(sql: Kysely<Schema>, now: number): Promise<number> {
  return Math.max(now, (await lastRecordedAt(sql)) + 1);
}
