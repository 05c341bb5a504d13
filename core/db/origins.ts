// Where each attribute of a version was read from: kept once a sheet where rows agree, apart where they do not.
import type { Kysely } from 'kysely';
import type { Origin } from '../../contract/ledger.ts';
import { columnLetters } from '../column-letters.ts';
import { chunks } from './chunks.ts';
import type { StoredVersion } from './records.ts';
import type { Schema } from './schema.ts';

/** A cell of a stored source row, or a person's correction. */
export type OriginRef = { readonly row: number; readonly column: number } | { readonly correction: number };

/** Interns the attribute → column maps, of which a ledger has a handful. */
export class OriginMaps {
  readonly #byId = new Map<number, Record<string, number>>();
  readonly #byText = new Map<string, number>();
  readonly #sql: Kysely<Schema>;

  private constructor(sql: Kysely<Schema>) {
    this.#sql = sql;
  }

  static async load(sql: Kysely<Schema>): Promise<OriginMaps> {
    const maps = new OriginMaps(sql);
    for (const row of await sql.selectFrom('origin_map').selectAll().execute()) maps.#remember(row.id, row.columns);
    return maps;
  }

  #remember(id: number, text: string): void {
    this.#byId.set(id, JSON.parse(text));
    this.#byText.set(text, id);
  }

  /** Id of the map; stored on first use. */
  async idOf(columns: Readonly<Record<string, number>>): Promise<number> {
    const text = JSON.stringify(columns);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const { id } = await this.#sql
      .insertInto('origin_map')
      .values({ columns: text })
      .returning('id')
      .executeTakeFirstOrThrow();
    this.#remember(id, text);
    return id;
  }

  /** Origin of every attribute of a version that has one. */
  originsOf(version: Pick<StoredVersion, 'sourceRowId' | 'originMapId' | 'movedOrigins'>): Map<string, OriginRef> {
    const origins = new Map<string, OriginRef>();
    const columns = version.originMapId === null ? undefined : this.#byId.get(version.originMapId);
    if (columns && version.sourceRowId !== null) {
      for (const [attribute, column] of Object.entries(columns))
        origins.set(attribute, { row: version.sourceRowId, column });
    }
    if (version.movedOrigins !== null) {
      for (const [attribute, moved] of Object.entries(
        JSON.parse(version.movedOrigins) as Record<string, [number, number] | number>,
      )) {
        origins.set(attribute, typeof moved === 'number' ? { correction: moved } : { row: moved[0], column: moved[1] });
      }
    }
    return origins;
  }

  /** The columns to store for a version whose main source row is `sourceRowId`. */
  async encode(
    origins: ReadonlyMap<string, OriginRef>,
    sourceRowId: number | null,
  ): Promise<{ origin_map_id: number | null; moved_origins: string | null }> {
    const same: Record<string, number> = {};
    const moved: Record<string, [number, number] | number> = {};
    for (const [attribute, origin] of origins) {
      if ('correction' in origin) moved[attribute] = origin.correction;
      else if (origin.row === sourceRowId) same[attribute] = origin.column;
      else moved[attribute] = [origin.row, origin.column];
    }
    return {
      origin_map_id: Object.keys(same).length > 0 ? await this.idOf(same) : null,
      moved_origins: Object.keys(moved).length > 0 ? JSON.stringify(moved) : null,
    };
  }
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
