// Where each attribute of a version was read from: kept once a sheet where rows agree, apart where they do not.
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { StoredVersion } from './records.ts';

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
