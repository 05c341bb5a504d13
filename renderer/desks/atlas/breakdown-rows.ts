// Figures split by one dimension, put together into the rows of a table. Pure.
import type { Bilingual, FigureDimension, FigureResult, FigureRow } from '../../../contract/figures.ts';

export interface BreakdownRow {
  /** Key as filters take it, 'null' = not stated. */
  readonly key: string;
  readonly label: Bilingual | null;
  readonly enterprises: number;
  readonly units: number;
  /** By `columnKey` of product and unit. */
  readonly capacities: ReadonlyMap<string, FigureRow>;
}

export interface CapacityColumn {
  readonly key: string;
  readonly product: string | null;
  readonly unit: string;
  readonly total: FigureResult['totals'][number];
}

/** Products are kept apart, and so are the units of one product that can't be converted into each other. */
export const columnKey = (product: unknown, unit: string): string => `${product ?? 'null'} ${unit}`;

export function capacityColumns(capacity: FigureResult | null): CapacityColumn[] {
  return (capacity?.totals ?? []).map((total) => ({
    key: columnKey(total.product, total.unit),
    product: total.product,
    unit: total.unit,
    total,
  }));
}

export function breakdownRows(
  dimension: FigureDimension,
  figures: {
    readonly enterprises: FigureResult | null;
    readonly units: FigureResult | null;
    readonly capacity: FigureResult | null;
  },
): BreakdownRow[] {
  const keyOf = (row: FigureRow): string => String(row.keys[dimension] ?? null);
  const units = new Map(figures.units?.rows.map((row) => [keyOf(row), row.value ?? 0]));
  const capacities = new Map<string, Map<string, FigureRow>>();
  for (const row of figures.capacity?.rows ?? []) {
    const cells = capacities.get(keyOf(row)) ?? new Map<string, FigureRow>();
    cells.set(columnKey(row.keys.product, row.unit), row);
    capacities.set(keyOf(row), cells);
  }
  return (figures.enterprises?.rows ?? []).map((row) => ({
    key: keyOf(row),
    label: row.labels[dimension] ?? null,
    enterprises: row.value ?? 0,
    units: units.get(keyOf(row)) ?? 0,
    capacities: capacities.get(keyOf(row)) ?? new Map(),
  }));
}
