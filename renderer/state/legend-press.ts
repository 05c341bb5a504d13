// What pressing an entry of a legend does to the filters, whether it counts as pressed, and how its picture fades. Pure.
import { type FilterDimension, type Filters, toggleShown, withKeys } from './filters.ts';

export interface LegendFilter {
  readonly dimension: FilterDimension;
  /** Any of these. */
  readonly keys: readonly string[];
}

interface Entry {
  readonly filter?: LegendFilter;
}

/** What most records do not have is looked for; everything else is shown or hidden. */
const lookedFor: ReadonlySet<FilterDimension> = new Set(['flag', 'place']);

const narrowsOnly = ({ dimension, keys }: LegendFilter): boolean => lookedFor.has(dimension) || keys.length !== 1;

const sameKeys = (one: readonly string[] | undefined, other: readonly string[]): boolean =>
  one !== undefined && one.length === other.length && other.every((key) => one.includes(key));

/** `only`: the entry narrows to what it stands for. Otherwise it shows and hides it, and is on while it is shown. */
export function pressedInLegend(
  filters: Filters,
  filter: LegendFilter,
): { readonly on: boolean; readonly only: boolean } {
  const chosen = filters.keys[filter.dimension];
  const only = narrowsOnly(filter);
  return { only, on: only ? sameKeys(chosen, filter.keys) : (chosen?.includes(filter.keys[0] ?? '') ?? true) };
}

/** `alone`: narrow to this entry whatever it usually does. Pressing again lifts what it narrowed. */
export function legendPress(
  filters: Filters,
  filter: LegendFilter,
  entries: readonly Entry[],
  alone: boolean,
): Filters {
  const { dimension, keys } = filter;
  if (alone || narrowsOnly(filter))
    return withKeys(filters, dimension, sameKeys(filters.keys[dimension], keys) ? [] : keys);
  const all = entries.flatMap((entry) => (entry.filter?.dimension === dimension ? entry.filter.keys : []));
  return toggleShown(filters, dimension, keys[0] ?? '', all);
}

/** Pictures of a legend fade as their layer does, so that colours compare, but never until they can't be made out. */
export const legendOpacity = (layerOpacity: number): number => Math.max(0.35, layerOpacity);
