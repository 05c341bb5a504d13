// What each enterprise has in the histogram under the reader's hand: its least and greatest value. Pure.
import type { FigureMeasure, FigureResult } from '../../contract/figures.ts';

/** The dimension that a histogram of the measure is split by. */
export const dimensionOf = {
  capacity: 'capacityClass',
  commissioned: 'commissioned',
  retired: 'retired',
} as const satisfies Record<FigureMeasure, string>;

/** Where a 1–2–5 class ends that begins at `from`: 1 → 2, 2 → 5, 50 → 100. A class of 0 holds 0 alone. */
function classEnd(from: number): number {
  const leading = Math.round(from / 10 ** Math.floor(Math.log10(from)));
  return from === 0 ? 0 : leading === 2 ? from * 2.5 : from * 2;
}

/**
 * Spans by enterprise from unit counts by enterprise and the measure's dimension; enterprises without a stated value
 * have none. Capacities are known to their class only: the span then reaches to the end of the class.
 */
export function brushedSpans(
  result: FigureResult,
  measure: FigureMeasure,
): ReadonlyMap<string, readonly [number, number]> {
  const spans = new Map<string, readonly [number, number]>();
  const dimension = dimensionOf[measure];
  for (const { keys } of result.rows) {
    const from = keys[dimension];
    if (typeof from !== 'number') continue;
    const to = dimension === 'capacityClass' ? classEnd(from) : from;
    const id = String(keys.enterprise);
    const [least, greatest] = spans.get(id) ?? [from, to];
    spans.set(id, [Math.min(least, from), Math.max(greatest, to)]);
  }
  return spans;
}
