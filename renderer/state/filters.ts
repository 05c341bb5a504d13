// What the reader narrowed the screen to, as the core's figures are asked and as the lists are cut. Pure.
import type { FigureDimension, FigureMeasure, FigureQuery } from '../../contract/figures.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';
import { inRing, type Ring } from './in-ring.ts';

/** Dimensions that a reader can filter by; keys as figures take them, 'null' = not stated. */
export const filterDimensions = [
  'city',
  'county',
  'industry',
  'product',
  'status',
  'place',
  'flag',
] as const satisfies readonly FigureDimension[];
export type FilterDimension = (typeof filterDimensions)[number];

/** Least and greatest value, both included; null = open. */
export type Range = readonly [number | null, number | null];

export interface Filters {
  readonly text: string;
  readonly keys: Readonly<Partial<Record<FilterDimension, readonly string[]>>>;
  readonly between: Readonly<Partial<Record<FigureMeasure, Range>>>;
  /** Only enterprises that stand inside; null = anywhere. */
  readonly lasso: Ring | null;
}

export const noFilters: Filters = { text: '', keys: {}, between: {}, lasso: null };

export function isFiltered({ text, keys, between, lasso }: Filters): boolean {
  return text !== '' || lasso !== null || Object.keys(keys).length > 0 || Object.keys(between).length > 0;
}

/**
 * `filters` with the keys of one dimension exchanged; an empty list lifts it. A range of capacities is one product's,
 * in its unit: with another product it goes.
 */
export function withKeys(filters: Filters, dimension: FilterDimension, keys: readonly string[]): Filters {
  const { [dimension]: _dropped, ...rest } = filters.keys;
  const { capacity: _range, ...between } = filters.between;
  return {
    ...filters,
    keys: keys.length === 0 ? rest : { ...rest, [dimension]: keys },
    between: dimension === 'product' ? between : filters.between,
  };
}

/** `filters` with one range exchanged; null lifts it. */
export function withRange(filters: Filters, measure: FigureMeasure, range: Range | null): Filters {
  const { [measure]: _dropped, ...rest } = filters.between;
  return { ...filters, between: range === null ? rest : { ...rest, [measure]: range } };
}

/** Narrows to that one key, or lifts the filter where it already is the only one. */
export function toggleOnly(filters: Filters, dimension: FilterDimension, key: string): Filters {
  const current = filters.keys[dimension];
  return withKeys(filters, dimension, current?.length === 1 && current[0] === key ? [] : [key]);
}

/** Shows or hides one of `all` keys, as a legend does; everything or nothing shown lifts the filter. */
export function toggleShown(
  filters: Filters,
  dimension: FilterDimension,
  key: string,
  all: readonly string[],
): Filters {
  const shown = filters.keys[dimension] ?? all;
  const next = shown.includes(key) ? shown.filter((other) => other !== key) : [...shown, key];
  return withKeys(filters, dimension, all.every((other) => next.includes(other)) ? [] : next);
}

/** The part of a figure's query that says which records it speaks of. */
export interface Narrowing {
  readonly where: NonNullable<FigureQuery['where']>;
  readonly between: NonNullable<FigureQuery['between']>;
}

/** The part of the filters that the core decides. `except` leaves one dimension or measure open, for its own counts. */
export function narrowingOf(filters: Filters, except?: FilterDimension | FigureMeasure): Narrowing {
  const where: Narrowing['where'] = {};
  for (const dimension of filterDimensions) {
    const keys = filters.keys[dimension];
    if (keys !== undefined && dimension !== except) where[dimension] = [...keys];
  }
  const between: Narrowing['between'] = {};
  for (const [measure, [least, greatest]] of Object.entries(filters.between) as [FigureMeasure, Range][])
    if (measure !== except) between[measure] = [least, greatest];
  return { where, between };
}

function mentions(
  enterprise: EnterpriseSummary,
  words: readonly string[],
  placeNames: ReadonlyMap<number, string>,
): boolean {
  const haystack = [
    enterprise.name,
    enterprise.nameEn,
    enterprise.owner,
    enterprise.ownerGroup,
    enterprise.id,
    enterprise.cityCode === null ? null : placeNames.get(enterprise.cityCode),
    enterprise.countyCode === null ? null : placeNames.get(enterprise.countyCode),
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => haystack.includes(word));
}

/**
 * Enterprises that pass: `matching` is the core's answer to `narrowingOf`; the text's words must all occur in names,
 * owners, id or place; what has no position is in no lasso.
 */
export function cutEnterprises(
  enterprises: readonly EnterpriseSummary[],
  { text, lasso }: Filters,
  matching: ReadonlySet<string>,
  placeNames: ReadonlyMap<number, string>,
): readonly EnterpriseSummary[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return enterprises.filter(
    (enterprise) =>
      matching.has(enterprise.id) &&
      (lasso === null || (enterprise.position !== null && inRing(enterprise.position, lasso))) &&
      (words.length === 0 || mentions(enterprise, words, placeNames)),
  );
}

/** What figures are narrowed by so that they speak of exactly the enterprises shown. */
export function figureNarrowing(
  filters: Filters,
  shown: readonly EnterpriseSummary[],
  except?: FilterDimension | FigureMeasure,
): Narrowing {
  const { where, between } = narrowingOf(filters, except);
  if (filters.text !== '' || filters.lasso !== null) where.enterprise = shown.map(({ id }) => id);
  return { where, between };
}
