// What the reader narrowed the screen to, as the core's figures are asked and as the lists are cut. Pure.
import type { FigureDimension, FigureQuery } from '../../contract/figures.ts';
import type { EnterpriseSummary, RecordFlag } from '../../contract/ledger.ts';

/** Dimensions that a reader can filter by; keys as figures take them, 'null' = not stated. */
export const filterDimensions = [
  'city',
  'industry',
  'product',
  'status',
  'place',
] as const satisfies readonly FigureDimension[];
export type FilterDimension = (typeof filterDimensions)[number];

export interface Filters {
  readonly text: string;
  readonly flags: readonly RecordFlag[];
  readonly keys: Readonly<Partial<Record<FilterDimension, readonly string[]>>>;
}

export const noFilters: Filters = { text: '', flags: [], keys: {} };

export function isFiltered(filters: Filters): boolean {
  return filters.text !== '' || filters.flags.length > 0 || Object.keys(filters.keys).length > 0;
}

/** `filters` with the keys of one dimension exchanged; an empty list lifts it. */
export function withKeys(filters: Filters, dimension: FilterDimension, keys: readonly string[]): Filters {
  const { [dimension]: _dropped, ...rest } = filters.keys;
  return { ...filters, keys: keys.length === 0 ? rest : { ...rest, [dimension]: keys } };
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

type Where = NonNullable<FigureQuery['where']>;

/** The part of the filters that the core decides. `except` leaves one dimension open, for that dimension's own counts. */
export function whereOf(filters: Filters, except?: FilterDimension): Where {
  const where: Where = {};
  for (const dimension of filterDimensions) {
    const keys = filters.keys[dimension];
    if (keys !== undefined && dimension !== except) where[dimension] = [...keys];
  }
  return where;
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
 * Enterprises that pass: `matching` is the core's answer to `whereOf`; the text's words must all occur in names,
 * owners, id or place; any of the flags will do.
 */
export function cutEnterprises(
  enterprises: readonly EnterpriseSummary[],
  filters: Filters,
  matching: ReadonlySet<string>,
  placeNames: ReadonlyMap<number, string>,
): readonly EnterpriseSummary[] {
  const words = filters.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return enterprises.filter(
    (enterprise) =>
      matching.has(enterprise.id) &&
      (filters.flags.length === 0 || filters.flags.some((flag) => enterprise.flags.includes(flag))) &&
      (words.length === 0 || mentions(enterprise, words, placeNames)),
  );
}

/** What figures are narrowed by so that they speak of exactly the enterprises shown. */
export function figureWhere(filters: Filters, shown: readonly EnterpriseSummary[], except?: FilterDimension): Where {
  const where = whereOf(filters, except);
  if (filters.text !== '' || filters.flags.length > 0) where.enterprise = shown.map(({ id }) => id);
  return where;
}
