// Capacity at the end of each year as a chart needs it: one series for each product and unit of measure. Pure.
import type { FigureResult, FigureRow } from '../../../contract/figures.ts';

export interface CapacityYears {
  readonly product: string | null;
  readonly unit: string;
  /** Oldest first, without gaps. */
  readonly years: readonly FigureRow[];
  /** Those years in which the capacity was another than in the year before; the first year among them. */
  readonly steps: readonly FigureRow[];
  /** What stands under no year; null = everything is dated. */
  readonly undated: FigureRow | null;
}

export const yearOf = (row: FigureRow): number => Number(row.keys.year);

/** At the end of a year without a row no unit stood: that is known to be nothing, and a chart must show it. */
function withoutGaps(rows: readonly FigureRow[]): FigureRow[] {
  return rows.flatMap((row, index) => {
    const next = rows[index + 1];
    const missing = next === undefined ? 0 : yearOf(next) - yearOf(row) - 1;
    const empty = Array.from({ length: missing }, (_, after) => ({
      ...row,
      keys: { ...row.keys, year: yearOf(row) + after + 1 },
      value: 0,
      inputs: 0,
      missing: 0,
    }));
    return [row, ...empty];
  });
}

/** From `dated-capacity` by product and year. */
export function capacityYears(result: FigureResult): CapacityYears[] {
  const groups = new Map<string, FigureRow[]>();
  for (const row of result.rows) {
    const key = `${row.keys.product} ${row.unit}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((rows) => {
    const [{ keys, unit }] = rows as [FigureRow];
    const years = withoutGaps(rows.filter((row) => row.keys.year != null).sort((a, b) => yearOf(a) - yearOf(b)));
    return {
      product: keys.product == null ? null : String(keys.product),
      unit,
      years,
      steps: years.filter((row, index) => index === 0 || row.value !== years[index - 1]?.value),
      undated: rows.find((row) => row.keys.year == null) ?? null,
    };
  });
}
