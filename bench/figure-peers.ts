// The peers of a figure: the same question as one SQL statement, on the workspace's file and on a copy of it in memory.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { FigureResult } from '../contract/figures.ts';
import type { App } from '../core/app.ts';
import { type Dimension, type Query, repeatedQuery } from './figure-queries.ts';
import { type Series, timeEach } from './measure.ts';

const columns: Readonly<Record<Dimension, string>> = {
  city: 'u.city_code',
  county: 'u.county_code',
  product: 'u.product',
  industry: 'u.industry',
  status: 'u.status',
  ownerGroup: 'coalesce(u.owner_group, e.owner_group)',
};

/** The end of an open interval, as the ledger stores it. */
const OPEN_END = 8_640_000_000_000_000;

/**
 * The same figure as one grouped statement over the current versions. Right for ledgers whose every unit has a place of
 * its own and states capacity in its product's unit: neither a site's place nor a conversion is looked for.
 */
function sqlOf({ id, by, where }: Query, now: number): { readonly sql: string; readonly parameters: unknown[] } {
  const split = by.map((dimension) => columns[dimension as Dimension]);
  const groups = id === 'capacity' ? [...split, 'u.product', 'u.capacity_unit'] : split;
  const value = {
    capacity: 'sum(u.capacity)',
    'unit-count': 'count(*)',
    'enterprise-count': 'count(DISTINCT u.enterprise_id)',
  }[id];
  const conditions = [
    'u.superseded_at = ? AND u.valid_from <= ? AND u.valid_to > ?',
    'e.superseded_at = ? AND e.valid_from <= ? AND e.valid_to > ?',
    "u.place <> 'outside'",
  ];
  const parameters: unknown[] = [OPEN_END, now, now, OPEN_END, now, now];
  for (const [dimension, keys] of Object.entries(where)) {
    conditions.push(`${columns[dimension as Dimension]} IN (${keys.map(() => '?').join(', ')})`);
    parameters.push(...keys.map((key) => (dimension === 'city' ? Number(key) : key)));
  }
  const sql = `SELECT ${[...groups, `${value} AS value`, 'count(*) AS inputs'].join(', ')}
    FROM unit_version u JOIN enterprise_version e ON e.record_id = u.enterprise_id
    WHERE ${conditions.join(' AND ')} ${groups.length > 0 ? `GROUP BY ${groups.join(', ')}` : ''}`;
  return { sql, parameters };
}

/** Throws unless the database says the same as the figure: a peer that computes something else is none. */
function expectSame(query: Query, figure: FigureResult, rows: readonly { value: number | null }[]): void {
  const sorted = (values: readonly (number | null)[]): number[] =>
    values.map((value) => value ?? -1).sort((a, b) => a - b);
  const [ours, theirs] = [sorted(figure.rows.map((row) => row.value)), sorted(rows.map((row) => row.value))];
  const same =
    ours.length === theirs.length &&
    ours.every(
      (value, index) => Math.abs(value - (theirs[index] ?? Number.NaN)) <= 1e-9 * Math.max(1, Math.abs(value)),
    );
  if (!same) throw new Error(`SQL and figure differ for ${JSON.stringify(query)}; the measurement would be void.`);
}

/** So many queries are compared with the figures before any is timed. */
export const comparedQueries = 50;

/** Named by the peer and by what it was asked. */
export async function measureSql(app: App, queries: readonly Query[]): Promise<Series> {
  const measured: Series = new Map();
  const onFile = new Database(join(app.workspaceDir, 'ledger.sqlite'), { readonly: true });
  const image = onFile.serialize();
  // Journal versions in the header: a database in memory can have no write-ahead log, and refuses to open with one.
  image.fill(1, 18, 20);
  const inMemory = new Database(image);
  const now = Date.now();
  for (const [name, database] of [
    ['SQL', onFile],
    ['SQL, database in memory', inMemory],
  ] as const) {
    // As large a cache as the workspace's own connection has.
    database.pragma('cache_size = -65536');
    const ask = (query: Query): { value: number | null }[] => {
      const { sql, parameters } = sqlOf(query, now);
      return database.prepare<unknown[], { value: number | null }>(sql).all(...parameters);
    };
    for (const query of [repeatedQuery, ...queries.slice(0, comparedQueries)])
      expectSame(query, await app.figures.get(query), ask(query));
    const repeated = queries.map(() => repeatedQuery);
    measured.set(`${name}: same query again`, await timeEach(repeated, ask));
    measured.set(`${name}: another query each time`, await timeEach(queries, ask));
    database.close();
  }
  return measured;
}
