// A table as CSV (RFC 4180) that spreadsheet programs open as it is. Pure.
import type { ExportedTable } from './exported-table.ts';

/** A spreadsheet program takes a text that begins like this for a formula and runs it; an apostrophe keeps it a text. */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const harmless = formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** With a byte order mark, without which Excel does not read UTF-8. */
export function csvText({ columns, titles, rows }: Pick<ExportedTable, 'columns' | 'titles' | 'rows'>): string {
  const lines = [titles.map(csvCell), ...rows.map(({ cells }) => columns.map(({ key }) => csvCell(cells[key])))];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

export function csvFile(table: ExportedTable): Blob {
  return new Blob([csvText(table)], { type: 'text/csv;charset=utf-8' });
}
