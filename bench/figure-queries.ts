// Figure queries that differ from one another, and the SQL statement that asks the same of the database itself.
import type { FigureDimension, FigureResult } from '../contract/figures.ts';
import { seededRandom } from './synthetic-ledger.ts';

/** What `figure.get` is asked for, all of it said. */
export interface Query {
  readonly id: 'capacity' | 'unit-count' | 'enterprise-count';
  readonly by: FigureDimension[];
  readonly where: Partial<Record<FigureDimension, string[]>>;
}

/** What the first screen asks for again and again. */
export const repeatedQuery: Query = { id: 'capacity', by: ['city', 'status'], where: {} };

const columns = {
  city: 'u.city_code',
  county: 'u.county_code',
  product: 'u.product',
  industry: 'u.industry',
  status: 'u.status',
  ownerGroup: 'coalesce(u.owner_group, e.owner_group)',
} as const;
type Dimension = keyof typeof columns;
const dimensions = Object.keys(columns) as Dimension[];

/** The end of an open interval, as the ledger stores it. */
const OPEN_END = 8_640_000_000_000_000;

/**
 * The same figure as one grouped statement over the current versions. Right for ledgers whose every unit has a place of
 * its own and states capacity in its product's unit: neither a site's place nor a conversion is looked for.
 */
export function sqlOf({ id, by, where }: Query, now: number): { readonly sql: string; readonly parameters: unknown[] } {
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
export function expectSame(query: Query, figure: FigureResult, rows: readonly { value: number | null }[]): void {
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

/** `count` different queries, the same ones in every run: one or two dimensions, over all or narrowed to one key or two. */
export function differentQueries(
  count: number,
  keys: Readonly<Partial<Record<Dimension, readonly string[]>>>,
): Query[] {
  const random = seededRandom(3);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const ids = ['capacity', 'unit-count', 'enterprise-count'] as const;
  const found = new Map<string, Query>([[JSON.stringify(repeatedQuery), repeatedQuery]]);
  while (found.size <= count) {
    const by = [...new Set([pick(dimensions), pick(dimensions)])].sort();
    const narrowed = pick(Object.keys(keys) as Dimension[]);
    const accepted = [...new Set([pick(keys[narrowed] ?? []), pick(keys[narrowed] ?? [])])].sort();
    const query: Query = { id: pick(ids), by, where: random() < 0.3 ? {} : { [narrowed]: accepted } };
    found.set(JSON.stringify(query), query);
  }
  return [...found.values()].slice(1);
}
