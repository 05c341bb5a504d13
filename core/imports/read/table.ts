// Finds the header among a table's first rows and gives the rows below it as batches: the part that CSV and XLSX share.

import { columnLetters } from '../../column-letters.ts';
import { SourceFileError } from './source-file-error.ts';

export interface SourceRow {
  /** As a spreadsheet program shows it, from 1. In a CSV file the number of the record: line breaks inside quotes do not count. */
  readonly rowNumber: number;
  /**
   * Text of each cell, '' for blank, as many as there are columns; more only where `errors` says 'extra'. CSV cells are verbatim. Of XLSX
   * cells, numbers are the shortest decimals that read back the same, dates 2003-12-26 (with T08:30:00 unless midnight), times 08:30:00,
   * booleans TRUE or FALSE, and a formula's text is its last result ('' if the file holds none).
   */
  readonly cells: readonly string[];
  /** Column index → formula, where an XLSX cell is one. Of a formula filled into many cells: the first cell's, with " @" and its address. */
  readonly formulas?: Readonly<Record<number, string>>;
  /** Column index → '#REF!' and the like (also the cell's text), or 'extra' for a filled cell beyond the header. */
  readonly errors?: Readonly<Record<number, string>>;
}

export interface SourceSheet {
  /** For CSV the file's name without its extension. */
  readonly name: string;
  /** Whether a spreadsheet program does not show it. */
  readonly isHidden?: true;
  readonly headerRow: number;
  /** Trimmed headers in order, all different; a blank one between others is named by its letters, such as (K). */
  readonly columns: readonly string[];
  /**
   * The rows below the header in batches of 1000 at most, wholly blank ones left out. Each call reads the file anew, while it is open.
   * Damage shows when it is reached, so rows count only once the last batch has come. @throws SourceFileError
   */
  rows(): AsyncIterable<readonly SourceRow[]>;
}

/** A row as its file has it: as many cells as it holds. */
export interface RawRow {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly formulas?: Readonly<Record<number, string>>;
  readonly errors?: Readonly<Record<number, string>>;
}

/** Reads the table from its first row; called once for the header and once for every `rows()`. Row numbers ascend. */
export type OpenRows = () => AsyncIterable<readonly RawRow[]>;

/** A longer cell is refused: it is no ledger's text but a lost quote or an attack. */
export const largestCellChars = 1 << 20;

const headerSearchRows = 10;
const batchRows = 1000;

/** @returns the table, or why there is none. @throws SourceFileError 'duplicate-header' */
export async function openTable(
  name: string,
  fewestColumns: 1 | 2,
  openRows: OpenRows,
): Promise<SourceSheet | 'blank' | 'no-header'> {
  const first = await firstRows(openRows());
  if (first.length === 0) return 'blank';
  const header = findHeader(first, fewestColumns);
  if (header === null) return 'no-header';
  const headerRow = header.rowNumber;
  const columns = columnNames(header.cells, name);
  return { name, headerRow, columns, rows: () => rowsBelow(headerRow, columns.length, openRows()) };
}

async function* rowsBelow(
  headerRow: number,
  width: number,
  rows: AsyncIterable<readonly RawRow[]>,
): AsyncGenerator<readonly SourceRow[]> {
  let batch: SourceRow[] = [];
  for await (const some of rows) {
    for (const row of some) {
      if (row.rowNumber <= headerRow || isBlankRow(row)) continue;
      batch.push(fitted(row, width));
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** The first rows that are not blank. */
async function firstRows(rows: AsyncIterable<readonly RawRow[]>): Promise<RawRow[]> {
  const first: RawRow[] = [];
  for await (const some of rows) {
    for (const row of some) {
      if (!isBlankRow(row)) first.push(row);
      if (first.length === headerSearchRows) return first;
    }
  }
  return first;
}

/** Office ledgers put a title and a line of remarks above the header; these fill fewer than half as many cells as the table does. */
function findHeader(first: readonly RawRow[], fewestColumns: number): RawRow | null {
  const filled = first.map((row) => row.cells.filter(isFilled).length);
  const most = Math.max(...filled);
  if (most < fewestColumns) return null;
  const fewest = Math.max(Math.min(2, most), most / 2);
  return first[filled.findIndex((count) => count >= fewest)] ?? null;
}

function columnNames(header: readonly string[], sheet: string): string[] {
  const names = header
    .slice(0, header.findLastIndex(isFilled) + 1)
    .map((text, index) => text.trim() || `(${columnLetters(index)})`);
  const firstIndex = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const earlier = firstIndex.get(name);
    if (earlier !== undefined) {
      throw new SourceFileError('duplicate-header', {
        header: name,
        first: columnLetters(earlier),
        second: columnLetters(index),
        sheet,
      });
    }
    firstIndex.set(name, index);
  }
  return names;
}

function fitted(row: RawRow, width: number): SourceRow {
  if (row.cells.length === width) return row;
  if (row.cells.length < width)
    return { ...row, cells: [...row.cells, ...Array<string>(width - row.cells.length).fill('')] };
  const cells = row.cells.slice(0, Math.max(width, row.cells.findLastIndex(isFilled) + 1));
  if (cells.length === width) return { ...row, cells };
  const errors: Record<number, string> = { ...row.errors };
  for (let index = width; index < cells.length; index += 1)
    if (isFilled(cells[index] as string)) errors[index] = 'extra';
  return { ...row, cells, errors };
}

function isFilled(text: string): boolean {
  return text !== '' && text.trim() !== '';
}

function isBlankRow(row: RawRow): boolean {
  return row.formulas === undefined && !row.cells.some(isFilled);
}
