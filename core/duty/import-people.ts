// Imports a file of people: its good rows in one transaction, or, as a trial, none; a reason for every other row. DU1.
import type Database from 'better-sqlite3';
import type { Bilingual } from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import type { SourceFile } from '../imports/read/source-file.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { listPeople, putPerson } from './people.ts';
import { columnOfHeader, type PeopleColumn, peopleColumns, personOf } from './people-row-rules.ts';

/** rows = inserted + updated + unchanged + rejected. */
export interface PeopleReport {
  readonly dryRun: boolean;
  readonly file: string;
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** `row` as a spreadsheet program shows it. */
  readonly findings: readonly { readonly row: number; readonly column: string; readonly sentence: Bilingual }[];
}

/**
 * People who are not in the file stay as they are. The same file again finds everything unchanged. Throws
 * SourceFileError, AppError `no-people-columns`.
 */
export async function importPeople(
  db: Database.Database,
  file: SourceFile,
  { cities, names }: Boundaries,
  { dryRun, now }: { readonly dryRun: boolean; readonly now: number },
): Promise<PeopleReport> {
  const cityCode = (text: string): number | null =>
    cities.find(({ code }) => String(code) === text)?.code ?? names.cityByName(text)?.adcode ?? null;
  const known = new Map(listPeople(db).map((person) => [person.id, JSON.stringify(person)]));
  const seen = new Map<string, number>();
  const tally = { rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0 };
  const findings: PeopleReport['findings'][number][] = [];
  const changed: Parameters<typeof putPerson>[1][] = [];
  for (const { row, cells, headers } of await readRows(file)) {
    // As the file has it; a column that it lacks by the names that it may have.
    const headerOf = (column: PeopleColumn): string => headers.get(column) ?? peopleColumns[column].join(' ');
    tally.rows += 1;
    const read = personOf(cells, cityCode);
    if ('refusals' in read) {
      tally.rejected += 1;
      for (const { column, sentence } of read.refusals) findings.push({ row, column: headerOf(column), sentence });
      continue;
    }
    const { person } = read;
    const other = seen.get(person.id);
    if (other !== undefined) {
      tally.rejected += 1;
      const sentence = { zh: `编号与第 ${other} 行相同`, en: `The same id as in row ${other}` };
      findings.push({ row, column: headerOf('id'), sentence });
      continue;
    }
    seen.set(person.id, row);
    const before = known.get(person.id);
    const isSame = before === JSON.stringify(ordered(person));
    tally[before === undefined ? 'inserted' : isSame ? 'unchanged' : 'updated'] += 1;
    if (!isSame) changed.push(person);
  }
  if (!dryRun)
    db.transaction(() => {
      for (const person of changed) putPerson(db, person, now);
    }).immediate();
  return { ...tally, dryRun, file: file.name, findings };
}

/** Keys in the order of `listPeople`. */
function ordered(person: Parameters<typeof putPerson>[1]): unknown {
  const { id, name, role, department, city, phone, position, skills, onDuty } = person;
  return { id, name, role, department, city, phone, position, skills, onDuty };
}

interface PeopleRow {
  readonly row: number;
  readonly cells: Partial<Record<PeopleColumn, string>>;
  readonly headers: ReadonlyMap<PeopleColumn, string>;
}

async function readRows(file: SourceFile): Promise<PeopleRow[]> {
  const rows: PeopleRow[] = [];
  const seen: string[] = [];
  for await (const sheet of file.sheets()) {
    const columns = sheet.columns.map(columnOfHeader);
    seen.push(...sheet.columns);
    if (!columns.includes('id') || !columns.includes('name')) continue;
    const headers = new Map(columns.flatMap((column, index) => (column ? [[column, sheet.columns[index] ?? '']] : [])));
    for await (const batch of sheet.rows())
      for (const { rowNumber, cells } of batch)
        rows.push({
          row: rowNumber,
          headers,
          cells: Object.fromEntries(columns.flatMap((column, index) => (column ? [[column, cells[index] ?? '']] : []))),
        });
  }
  if (rows.length === 0)
    throw new AppError('no-people-columns', {
      ...{ file: file.name, columns: seen.slice(0, 20).join('、') },
      expected: Object.values(peopleColumns)
        .map(([zh, en]) => `${zh} ${en}`)
        .join('、'),
    });
  return rows;
}
