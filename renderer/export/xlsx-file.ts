// A table as an Excel workbook: numbers as numbers on the first sheet, where they come from on the second.
import type { Cell, SheetData } from 'write-excel-file/browser';
import type { ExportedTable } from './exported-table.ts';

const cell = (value: string | number | null | undefined): Cell => {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'number' ? { type: Number, value } : { type: String, value };
};

const title = (text: string): Cell => ({ type: String, value: text, fontWeight: 'bold', wrap: true });

/** Width of a column in characters: its title and its first rows, within what can be read. */
function widthOf(texts: readonly (string | number | null | undefined)[]): number {
  const widths = texts.map((text) => [...String(text ?? '')].reduce((sum, sign) => sum + (sign > '\u2E80' ? 2 : 1), 0));
  return Math.min(48, Math.max(8, ...widths) + 2);
}

/** `names` are those of the two sheets. */
export async function xlsxFile(
  { columns, titles, rows, facts }: ExportedTable,
  names: { readonly sheet: string; readonly notes: string },
): Promise<Blob> {
  // Few readers make a workbook; it is fetched when one does.
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const data: SheetData = [titles.map(title), ...rows.map(({ cells }) => columns.map(({ key }) => cell(cells[key])))];
  const notes: SheetData = facts.map(({ name, value }) => [title(name), cell(value)]);
  const sample = rows.slice(0, 100);
  return writeXlsxFile([
    {
      data,
      sheet: names.sheet,
      stickyRowsCount: 1,
      columns: columns.map(({ key }, index) => ({
        width: widthOf([titles[index], ...sample.map(({ cells }) => cells[key])]),
      })),
    },
    { data: notes, sheet: names.notes, columns: [{ width: 20 }, { width: 90 }] },
  ]).toBlob();
}
