// A file imported again must not undo what a person corrected since: only a new statement does.
import type { Kysely } from 'kysely';
import type { Value } from '../../contract/ledger.ts';
import type { OriginMaps } from '../db/origins.ts';
import type { RecordKind, StoredVersion } from '../db/records.ts';
import type { Schema } from '../db/schema.ts';
import type { Statement } from '../db/versions.ts';

interface CorrectedValues {
  readonly from: Readonly<Record<string, Value>>;
  readonly to: Readonly<Record<string, Value>>;
}

/**
 * Drops from a statement the attributes that repeat a value which a person has since corrected, in one step or several.
 * Another value is a new statement and stays. `held` is the version that the statement is about to change.
 */
export async function keepCorrections(
  sql: Kysely<Schema>,
  maps: OriginMaps,
  kind: RecordKind,
  statement: Statement,
  held: StoredVersion,
): Promise<Statement> {
  if (held.movedOrigins === null) return statement;
  const corrected = new Map<string, number>();
  for (const [attribute, origin] of maps.originsOf(held))
    if ('correction' in origin) corrected.set(attribute, origin.correction);
  if (corrected.size === 0) return statement;
  const rows = await sql
    .selectFrom('correction')
    .select(['id', 'value'])
    .where('entity', '=', kind)
    .where('record_id', '=', statement.recordId)
    .orderBy('id', 'desc')
    .execute();
  const corrections = rows.map(({ id, value }) => ({ id, ...(JSON.parse(value) as CorrectedValues) }));

  /** Whether a person has replaced `value`, on the way back from the value of today to the last one that a file stated. */
  const wasReplaced = (attribute: string, value: Value, latest: number): boolean => {
    let today = held.values[attribute] ?? null;
    for (const { id, from, to } of corrections) {
      if (id > latest || !(attribute in to)) continue;
      if (to[attribute] !== today) return false;
      today = from[attribute] ?? null;
      if (today === value) return true;
    }
    return false;
  };
  const values = Object.fromEntries(
    Object.entries(statement.values).filter(([attribute, value]) => {
      const latest = corrected.get(attribute);
      return latest === undefined || !wasReplaced(attribute, value ?? null, latest);
    }),
  );
  return { ...statement, values };
}
