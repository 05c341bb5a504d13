// The rows of a layer's table as the reader narrowed and ordered them by its columns. Pure.
import type { TwinCell, TwinColumn, TwinRow } from '../../map/layers/layer-definition.ts';

/** What one column lets through: a text that occurs, or numbers from least to greatest (null = open). */
export type ColumnFilter =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'range'; readonly least: number | null; readonly greatest: number | null };

export interface Arrangement {
  /** By the column's key. */
  readonly filters: Readonly<Record<string, ColumnFilter>>;
  readonly sort: { readonly column: string; readonly order: 'ascend' | 'descend' } | null;
}

export const unarranged: Arrangement = { filters: {}, sort: null };

/** A filter that lets everything through. */
export const isOpen = (filter: ColumnFilter): boolean =>
  filter.kind === 'text' ? filter.text.trim() === '' : filter.least === null && filter.greatest === null;

/** `arrangement` with the filter of one column exchanged; null, or a filter that lets everything through, lifts it. */
export function withColumnFilter(arrangement: Arrangement, column: string, filter: ColumnFilter | null): Arrangement {
  const { [column]: _dropped, ...rest } = arrangement.filters;
  return { ...arrangement, filters: filter === null || isOpen(filter) ? rest : { ...rest, [column]: filter } };
}

/** What is not known is in no range and holds no text. */
function passes(cell: TwinCell | undefined, filter: ColumnFilter): boolean {
  if (cell === null || cell === undefined) return isOpen(filter);
  if (filter.kind === 'text') return String(cell).toLowerCase().includes(filter.text.trim().toLowerCase());
  if (typeof cell !== 'number') return isOpen(filter);
  return (filter.least === null || cell >= filter.least) && (filter.greatest === null || cell <= filter.greatest);
}

/** Text order of Chinese names is by pinyin, as directories have it. */
const collator = new Intl.Collator('zh-CN', { numeric: true });

function compared(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return collator.compare(String(one), String(other));
}

/** Rows that pass every filter, in order; rows alike keep their order, and what is not known stands last either way. */
export function arrangeRows(rows: readonly TwinRow[], { filters, sort }: Arrangement): readonly TwinRow[] {
  const narrow = Object.entries(filters).filter(([, filter]) => !isOpen(filter));
  const passing =
    narrow.length === 0
      ? rows
      : rows.filter(({ cells }) => narrow.every(([column, filter]) => passes(cells[column], filter)));
  if (sort === null) return passing;
  const turn = sort.order === 'ascend' ? 1 : -1;
  return passing.toSorted((one, other) => {
    const [left, right] = [one.cells[sort.column] ?? null, other.cells[sort.column] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return turn * compared(left, right);
  });
}

/** How columns are titled in tables and files: with the unit of their numbers. `unitOf` gives '' for counts. */
export function columnTitle(
  { title, unit }: TwinColumn,
  unitOf: (unit: string) => string,
  joined: (title: string, unit: string) => string,
): string {
  const name = unit === undefined ? '' : unitOf(unit);
  return name === '' ? title : joined(title, name);
}
