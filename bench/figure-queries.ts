// What figures are asked for: the same again, something else each time, and all that a screen asks for at once.
import type { FigureDimension } from '../contract/figures.ts';
import { seededRandom } from './seeded-random.ts';

/** Dimension → accepted keys. */
export type Where = Partial<Record<FigureDimension, string[]>>;

/** What `figure.get` is asked for, all of it said. */
export interface Query {
  readonly id: 'capacity' | 'unit-count' | 'enterprise-count';
  readonly by: FigureDimension[];
  readonly where: Where;
}

/** A table of two dimensions. */
export const repeatedQuery: Query = { id: 'capacity', by: ['city', 'status'], where: {} };

/** What the first desk asks for at once when its filter or the ledger has changed: strip, lists, legend and table. */
export function deskQueries(where: Where): Query[] {
  return [
    { id: 'enterprise-count', by: ['enterprise'], where },
    { id: 'enterprise-count', by: [], where },
    { id: 'unit-count', by: [], where },
    { id: 'capacity', by: [], where },
    { id: 'enterprise-count', by: ['city'], where },
    { id: 'unit-count', by: ['city'], where },
    { id: 'capacity', by: ['city'], where },
    { id: 'capacity', by: ['enterprise'], where },
    { id: 'enterprise-count', by: ['industry'], where },
    { id: 'enterprise-count', by: ['place'], where },
  ];
}

/** Dimensions that the queries split and narrow by. */
const dimensions = ['city', 'county', 'product', 'industry', 'status', 'ownerGroup'] as const;
export type Dimension = (typeof dimensions)[number];

/**
 * `count` different queries, the same ones in every run: one or two dimensions (but not county by owner group, which would
 * give more groups than a person can read), over all or narrowed to one key or two.
 */
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
    if (by.includes('county') && by.includes('ownerGroup')) continue;
    const narrowed = pick(Object.keys(keys) as Dimension[]);
    const accepted = [...new Set([pick(keys[narrowed] ?? []), pick(keys[narrowed] ?? [])])].sort();
    const query: Query = { id: pick(ids), by, where: random() < 0.3 ? {} : { [narrowed]: accepted } };
    found.set(JSON.stringify(query), query);
  }
  return [...found.values()].slice(1);
}
