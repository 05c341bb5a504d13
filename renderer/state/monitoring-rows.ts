// The lists of the monitoring desk as the reader narrowed and ordered them. Pure.

export type Sort = { readonly column: string; readonly order: 'ascend' | 'descend' } | null;
export type SortValue = string | number | null;

/** Text order of Chinese names is by pinyin, as directories have it. */
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Rows in the order of a column; rows alike keep their order, and what is not known stands last either way. */
export function sorted<Row>(
  rows: readonly Row[],
  sort: Sort,
  valueIn: (row: Row, column: string) => SortValue,
): readonly Row[] {
  if (sort === null) return rows;
  const turn = sort.order === 'ascend' ? 1 : -1;
  // Taken once a row: a comparison that looks names up would do so n·log n times.
  const keyed = rows.map((row) => ({ row, key: valueIn(row, sort.column) }));
  keyed.sort(({ key: one }, { key: other }) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'number' && typeof other === 'number') return turn * (one - other);
    return turn * collator.compare(String(one), String(other));
  });
  return keyed.map(({ row }) => row);
}

/** Whether every word of `text` occurs in one of the texts. */
export function holdsWords(texts: readonly (string | null | undefined)[], text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const whole = texts
    .flatMap((each) => each ?? [])
    .join('\n')
    .toLowerCase();
  return words.every((word) => whole.includes(word));
}

/** The next (1) or previous (−1) of a list; its first or last where none is chosen. */
export function neighbourOf<T>(ids: readonly T[], chosen: T | null, step: 1 | -1): T | null {
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  const next = at === -1 ? (step === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
  return ids[next] ?? null;
}
