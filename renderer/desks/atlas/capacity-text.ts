// Capacity figures of one record group as short text, each product in its own unit.
import type { FigureResult, FigureRow } from '../../../contract/figures.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';

/** Rows of a figure by one of its dimensions; a key that is not stated stands under 'null'. */
export function rowsByKey(
  result: FigureResult | null,
  dimension: keyof FigureRow['keys'],
): ReadonlyMap<string, readonly FigureRow[]> {
  const groups = new Map<string, FigureRow[]>();
  for (const row of result?.rows ?? []) {
    const key = String(row.keys[dimension] ?? null);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** "粗钢 3,400 kt/a"; an unknown capacity is the word for unknown. */
export function capacityText(row: FigureRow, language: Language, unknown: string): string {
  const product = row.labels.product?.[language] ?? '';
  const amount = row.value === null ? unknown : `${numberText(row.value, language)} ${row.unit}`;
  return `${product} ${amount}`.trim();
}
