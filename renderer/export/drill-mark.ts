// Marks what is exported from a drill, so that a fictional province's numbers can't be taken for real ones. Pure.
import type { Words } from '../i18n/zh.ts';
import type { ExportedTable } from './exported-table.ts';

const column = 'drill';

/** A first column that says so in every row, which survives sorting and cutting, and a first fact. */
export function drillMarked<T extends ExportedTable>(table: T, { monitoring: words }: Words): T {
  return {
    ...table,
    columns: [{ key: column, title: words.drillColumn }, ...table.columns],
    titles: [words.drillColumn, ...table.titles],
    rows: table.rows.map((row) => ({ ...row, cells: { [column]: words.drillMark, ...row.cells } })),
    facts: [{ id: column, name: words.drillColumn, value: words.drillMark }, ...table.facts],
  };
}
