// A table of a day a row, seen as one of a reading a row: day, clock, and a column for each quantity.
import type { SourceRow, SourceSheet } from '../../imports/read/source-file.ts';
import { clockText, type DayParts, findDayParts } from './day-table-rules.ts';

export interface DayTable {
  readonly sheet: SourceSheet;
  /** Header of the column of clocks that the sheet is given. */
  readonly clockColumn: string;
  readonly quantities: readonly string[];
  readonly intervalMs: number;
  readonly labels: DayParts['labels'];
  /** First and last header, and how many there are, of a quantity. */
  readonly first: string;
  readonly last: string;
  readonly parts: number;
}

const BATCH = 1000;
/** A spreadsheet's day may be shown with its midnight. */
const MIDNIGHT = /[T\s]+0{1,2}:00(:00(\.0+)?)?$/;

/** null = the sheet is none. Its rows keep their numbers: as many of the new ones have a number as the day has parts. */
export function dayTableOf(sheet: SourceSheet): DayTable | null {
  const quantities = findDayParts(sheet.columns);
  const [first] = quantities;
  if (first === undefined) return null;
  const taken = new Set(quantities.flatMap(({ columns }) => columns.map(({ index }) => index)));
  const kept = [...sheet.columns.keys()].filter((index) => !taken.has(index));
  const clockColumn = freeName('时刻', sheet.columns);
  const names = quantities.map(({ name }) =>
    freeName(
      name,
      kept.map((index) => sheet.columns[index] as string),
    ),
  );
  const headerAt = (at: number): string => sheet.columns[first.columns.at(at)?.index ?? 0] as string;
  return {
    sheet: {
      ...sheet,
      columns: [...kept.map((index) => sheet.columns[index] as string), clockColumn, ...names],
      async *rows() {
        for await (const batch of sheet.rows()) {
          const rows = batch.flatMap((row) => partsOf(row, kept, quantities, sheet.columns.length));
          for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
        }
      },
    },
    ...{ clockColumn, quantities: names, intervalMs: first.intervalMs, labels: first.labels },
    ...{ first: headerAt(0), last: headerAt(-1), parts: first.columns.length },
  };
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}'`, taken) : name;
}

function partsOf(row: SourceRow, kept: readonly number[], quantities: readonly DayParts[], width: number): SourceRow[] {
  const [first] = quantities as [DayParts];
  const beyond = Object.keys(row.errors ?? {}).filter((index) => Number(index) >= width);
  return first.columns.map(({ clockMs }, part) => {
    const sources = [...kept, -1, ...quantities.map(({ columns }) => columns[part]?.index ?? -1)];
    const at = (marks: SourceRow['errors']): Record<number, string> =>
      Object.fromEntries(sources.flatMap((source, to) => (marks?.[source] === undefined ? [] : [[to, marks[source]]])));
    const texts = sources.map((source) => row.cells[source] ?? '');
    for (const to of kept.keys()) texts[to] = (texts[to] as string).replace(MIDNIGHT, '');
    texts[kept.length] = clockText(clockMs);
    const errors = {
      ...at(row.errors),
      ...Object.fromEntries(beyond.map((index, to) => [sources.length + to, row.errors?.[Number(index)] ?? ''])),
    };
    return {
      rowNumber: row.rowNumber,
      cells: [...texts, ...beyond.map((index) => row.cells[Number(index)] ?? '')],
      ...(row.formulas && { formulas: at(row.formulas) }),
      ...(row.errors && { errors }),
    };
  });
}
