// The legend of a layer whose marks tell categories apart: one entry for each key of a dimension, counted by figures. Pure.
import type { FilterDimension } from '../../state/filters.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import type { Mark } from '../marks.ts';
import type { AnsweredInput, LayerInput, LegendEntry } from './layer-definition.ts';

/** Enterprises by `dimension`: those shown, were this dimension not filtered, and all of the ledger. */
export function categoryQueries(dimension: FilterDimension, input: LayerInput): [UntimedQuery, UntimedQuery] {
  return [
    { id: 'enterprise-count', by: [dimension], ...input.narrowing(dimension) },
    { id: 'enterprise-count', by: [dimension] },
  ];
}

export interface CategoryLook {
  /** `key` as figures and filters write it; 'null' = not stated. */
  markOf(key: string): Mark;
  labelOf(key: string): string;
}

/**
 * Every key of the ledger stays in the legend, so that what a filter hides can be shown again; in the figures' order.
 * `input.figures` must begin with the answers to `categoryQueries`.
 */
export function categoryEntries(dimension: FilterDimension, input: AnsweredInput, look: CategoryLook): LegendEntry[] {
  const [narrowed, all] = input.figures ?? [];
  const counts = new Map(narrowed?.rows.map((row) => [String(row.keys[dimension] ?? null), row.value]));
  const keys = new Set([...(all?.rows ?? []).map((row) => String(row.keys[dimension] ?? null)), ...counts.keys()]);
  return [...keys].map((key) => ({
    key,
    label: look.labelOf(key),
    mark: look.markOf(key),
    count: narrowed === undefined ? null : (counts.get(key) ?? 0),
    filter: { dimension, keys: [key] },
  }));
}
