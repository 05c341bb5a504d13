// A file imported again must not undo what a person corrected since: only a new statement does.
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { OriginMaps } from '../ledger/origins.ts';
import type { StoredVersion } from '../ledger/records.ts';
import type { Statement } from '../ledger/version-store.ts';

/**
 * Drops from a statement the attributes that repeat a value which a person has since corrected. A third value is a new
 * statement and stays.
 */
export async function keepCorrections(
  sql: Kysely<Schema>,
  maps: OriginMaps,
  statement: Statement,
  versions: readonly StoredVersion[],
): Promise<Statement> {
  const corrected = new Map<string, number>();
  for (const version of versions) {
    if (version.movedOrigins === null) continue;
    for (const [attribute, origin] of maps.originsOf(version))
      if ('correction' in origin) corrected.set(attribute, origin.correction);
  }
  if (corrected.size === 0) return statement;
  const rows = await sql
    .selectFrom('correction')
    .select(['id', 'value'])
    .where('id', 'in', [...corrected.values()])
    .execute();
  const replaced = new Map(
    rows.map((row) => [row.id, (JSON.parse(row.value) as { from: Record<string, unknown> }).from]),
  );
  const values = Object.fromEntries(
    Object.entries(statement.values).filter(([attribute, value]) => {
      const correction = corrected.get(attribute);
      return correction === undefined || replaced.get(correction)?.[attribute] !== value;
    }),
  );
  return { ...statement, values };
}
