// Versions of records in two times: what is current, what a new statement changes, and how it is written.
import type { Kysely } from 'kysely';
import type { Value } from '../../contract/ledger.ts';
import { chunks } from './chunks.ts';
import { insertRows } from './insert-rows.ts';
import type { OriginMaps, OriginRef } from './origins.ts';
import {
  attributes,
  identityTable,
  type RecordKind,
  type StoredVersion,
  storedVersion,
  versionTable,
} from './records.ts';
import type { Schema } from './schema.ts';
import { OPEN_END, OPEN_START } from './times.ts';

/** What someone states of a record: only these attributes; the others stay as they are. */
export interface Statement {
  readonly recordId: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** A statement held against what is known. */
export interface Change {
  readonly recordId: string;
  readonly outcome: 'inserted' | 'updated' | 'unchanged';
  readonly values: Readonly<Record<string, Value>>;
  /** Attributes whose value is the previous version's, so that their origin is too. */
  readonly carried: readonly string[];
  readonly previous: StoredVersion | null;
  readonly validFrom: number;
  readonly validTo: number;
}

/** Rows a statement; SQLite allows 32,766 parameters, PostgreSQL 65,535. */
const ROWS_PER_INSERT = 400;
const IDS_PER_SELECT = 5_000;

/** Versions not superseded, by record, each list ordered by valid time. */
export async function currentVersions(
  sql: Kysely<Schema>,
  kind: RecordKind,
  recordIds: readonly string[],
): Promise<Map<string, StoredVersion[]>> {
  const found = new Map<string, StoredVersion[]>();
  for (const ids of chunks(recordIds, IDS_PER_SELECT)) {
    const rows = await sql
      .selectFrom(versionTable(kind))
      .selectAll()
      .where('record_id', 'in', ids)
      .where('superseded_at', '=', OPEN_END)
      .orderBy('valid_from')
      .execute();
    for (const row of rows) {
      const version = storedVersion(kind, row as unknown as Record<string, unknown>);
      const list = found.get(version.recordId);
      if (list) list.push(version);
      else found.set(version.recordId, [version]);
    }
  }
  return found;
}

/** The version that holds at a valid time, of a record's current versions. */
export const versionAt = (versions: readonly StoredVersion[], at: number): StoredVersion | null =>
  versions.find((version) => version.validFrom <= at && at < version.validTo) ?? null;

/**
 * Holds a statement against a record's current versions. It holds from `validFrom` until the next version already
 * known to begin later. Without `validFrom`, a new record holds since ever, and a changed one from `now` on.
 */
export function compare(
  statement: Statement,
  versions: readonly StoredVersion[],
  validFrom: number | null,
  now: number,
): Change {
  const at = validFrom ?? now;
  const previous = versionAt(versions, at);
  const { recordId } = statement;
  if (previous === null) {
    const next = versions.find((version) => version.validFrom > at);
    return {
      recordId,
      outcome: 'inserted',
      values: statement.values,
      carried: [],
      previous: null,
      validFrom: validFrom ?? (versions.length > 0 ? now : OPEN_START),
      validTo: next?.validFrom ?? OPEN_END,
    };
  }
  const stated = Object.entries(statement.values);
  const differs = stated.some(([attribute, value]) => (previous.values[attribute] ?? null) !== (value ?? null));
  return {
    recordId,
    outcome: differs ? 'updated' : 'unchanged',
    values: { ...previous.values, ...statement.values },
    carried: Object.keys(previous.values).filter((attribute) => !(attribute in statement.values)),
    previous,
    validFrom: at,
    validTo: previous.validTo,
  };
}

/** Who or what makes the versions of one transaction. */
export interface Authorship {
  readonly recordedAt: number;
  readonly importId: number | null;
  readonly correctionId: number | null;
}

export interface WritableChange {
  readonly change: Change;
  readonly sourceRowId: number | null;
  /** Origins of the stated attributes; those of carried ones are taken from the previous version. */
  readonly origins: ReadonlyMap<string, OriginRef>;
}

/**
 * Writes changes of one kind: supersedes the previous version, keeps what it said of the time before, adds the new one.
 * Identities must exist (`writeIdentities`).
 */
export async function writeChanges(
  sql: Kysely<Schema>,
  kind: RecordKind,
  changes: readonly WritableChange[],
  author: Authorship,
  maps: OriginMaps,
): Promise<void> {
  const superseded: number[] = [];
  const rows: Record<string, unknown>[] = [];
  for (const { change, sourceRowId, origins } of changes) {
    const { previous } = change;
    if (previous) {
      superseded.push(previous.versionId);
      if (previous.validFrom < change.validFrom) {
        rows.push({
          ...versionRow(
            kind,
            previous.recordId,
            previous.values,
            previous.validFrom,
            change.validFrom,
            author.recordedAt,
          ),
          // What it said of the time before is still its import's statement.
          import_id: previous.importId,
          correction_id: previous.correctionId,
          source_row_id: previous.sourceRowId,
          origin_map_id: previous.originMapId,
          moved_origins: previous.movedOrigins,
        });
      }
    }
    const all = new Map(origins);
    if (previous && change.carried.length > 0) {
      const before = maps.originsOf(previous);
      for (const attribute of change.carried) {
        const origin = before.get(attribute);
        if (origin && !all.has(attribute)) all.set(attribute, origin);
      }
    }
    rows.push({
      ...versionRow(kind, change.recordId, change.values, change.validFrom, change.validTo, author.recordedAt),
      import_id: author.importId,
      correction_id: author.correctionId,
      source_row_id: sourceRowId,
      ...(await maps.encode(all, sourceRowId)),
    });
  }
  for (const ids of chunks(superseded, IDS_PER_SELECT)) {
    await sql
      .updateTable(versionTable(kind))
      .set({ superseded_at: author.recordedAt })
      .where('version_id', 'in', ids)
      .execute();
  }
  await insertRows(sql, versionTable(kind), rows);
}

function versionRow(
  kind: RecordKind,
  recordId: string,
  values: Readonly<Record<string, Value>>,
  validFrom: number,
  validTo: number,
  recordedAt: number,
): Record<string, unknown> {
  const row: Record<string, unknown> = {
    record_id: recordId,
    valid_from: validFrom,
    valid_to: validTo,
    recorded_at: recordedAt,
    superseded_at: OPEN_END,
  };
  for (const [attribute, column] of attributes(kind))
    row[column] = values[attribute] ?? (attribute === 'flags' ? '' : null);
  return row;
}

/** Adds the identities that are not there yet. */
export async function writeIdentities(
  sql: Kysely<Schema>,
  kind: RecordKind,
  records: readonly { readonly id: string; readonly dataset: string }[],
): Promise<void> {
  for (const part of chunks(records, ROWS_PER_INSERT)) {
    await sql
      .insertInto(identityTable(kind))
      .values(part.map(({ id, dataset }) => ({ id, dataset })))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}
