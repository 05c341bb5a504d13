// One row of a registry file as it is read: cells by column, with everything that is wrong with them noted.
import type { Bilingual } from '../../contract/figures.ts';
import { readNumber } from '../ingest/meter-file/meter-number-rules.ts';
import { idOfWord, wordsOf } from './registry-cell-rules.ts';
import { type RegistryColumn, type RegistryRecord, registryColumns, secretColumns } from './registry-file-columns.ts';
import { isRejection, type RegistryFindingCode, registrySentence } from './registry-file-sentences.ts';

export interface RegistryFinding {
  readonly sheet: string;
  /** As a spreadsheet program shows it. */
  readonly row: number;
  /** '' = no single one. */
  readonly column: string;
  /** Never that of a column of secrets. */
  readonly value: string;
  readonly code: RegistryFindingCode;
  readonly rejected: boolean;
  readonly sentence: Bilingual;
}

export class RegistryRow {
  readonly sheet: string;
  readonly row: number;
  readonly record: RegistryRecord | null;
  readonly findings: RegistryFinding[] = [];
  /** Of the columns that the file has; blank cells are ''. */
  readonly #cells: ReadonlyMap<RegistryColumn, string>;
  readonly #headers: ReadonlyMap<RegistryColumn, string>;

  constructor(
    at: { readonly sheet: string; readonly row: number; readonly record: RegistryRecord | null },
    cells: ReadonlyMap<RegistryColumn, string>,
    headers: ReadonlyMap<RegistryColumn, string>,
  ) {
    this.sheet = at.sheet;
    this.row = at.row;
    this.record = at.record;
    this.#cells = cells;
    this.#headers = headers;
  }

  get isRejected(): boolean {
    return this.findings.some(({ rejected }) => rejected);
  }

  /** Whether the file has the column: one that it lacks says nothing, one that is blank says "none". */
  has(column: RegistryColumn): boolean {
    return this.#cells.has(column);
  }

  text(column: RegistryColumn): string {
    return this.#cells.get(column) ?? '';
  }

  note(code: RegistryFindingCode, column: RegistryColumn | null, params: Record<string, string | number> = {}): void {
    const name = column === null ? '' : (this.#headers.get(column) ?? zhHeader(column));
    const value = column === null || secretColumns.has(column) ? '' : this.text(column);
    const sentence = registrySentence(code, { column: name, value, ...params });
    this.findings.push({
      sheet: this.sheet,
      row: this.row,
      column: name,
      value,
      code,
      rejected: isRejection(code),
      sentence,
    });
  }

  /** The text of a column that has to be filled. */
  required(column: RegistryColumn): string {
    const text = this.text(column);
    if (text === '') this.note('missing', column);
    return text;
  }

  /** What the file says, or, where it lacks the column, what is registered. */
  stated<T>(column: RegistryColumn, registered: T | undefined, blank: T, read: (text: string) => T | null): T {
    if (!this.has(column)) return registered ?? blank;
    const text = this.text(column);
    return text === '' ? blank : (read(text) ?? blank);
  }

  number(column: RegistryColumn, registered: number | null | undefined): number | null {
    return this.stated<number | null>(column, registered, null, (text) => {
      const number = readNumber(text, 'point');
      // 1,234 is a thousand here, but 3,17 is not what a form should hold.
      if (number === null || number.isOdd) this.note('not-a-number', column);
      return number?.value ?? null;
    });
  }

  word<T extends string>(column: RegistryColumn, words: Readonly<Record<T, readonly string[]>>): T | null {
    const id = idOfWord(words, this.text(column));
    if (id === null) this.note('unknown-word', column, { accepted: wordsOf(words) });
    return id;
  }

  time(column: RegistryColumn, read: (text: string) => number | null): number | null {
    const time = read(this.text(column));
    if (time === null) this.note('bad-time', column);
    return time;
  }
}

const zhHeader = (column: RegistryColumn): string => registryColumns.find(([key]) => key === column)?.[1] ?? column;
