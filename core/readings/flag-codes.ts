// Quality marks as small numbers: a letter is its character code, other words are numbered from 256 in a table.
import type Database from 'better-sqlite3';
import { ready } from './ready-statement.ts';

/** No mark was given. */
export const NO_FLAG = 0;
/** HJ 212: normal. */
export const NORMAL_FLAG = 78;
/** `good` in three spellings, as the schema numbers them. */
const FIRST_GOOD = 256;
const LAST_GOOD = 258;
const FIRST_WORD = 256;
/** Marks are a handful a protocol; a sender that makes them up gets the last number for all that follow. */
const OTHER = 65_535;
const MOST_WORDS = 4_096;
const OTHER_WORD = '?';

/** Whether a reading with this mark counts in sums and means. */
export const isGoodFlag = (code: number): boolean =>
  code === NO_FLAG || code === NORMAL_FLAG || (code >= FIRST_GOOD && code <= LAST_GOOD);

/** The same of a mark as it was sent; null = none was given. */
export const isGoodMark = (word: string | null): boolean =>
  word === null || word === 'N' || word.toLowerCase() === 'good';

/** The code of a mark of one printing character; 0 where it needs the table. */
export function letterCode(word: string): number {
  const code = word.length === 1 ? word.charCodeAt(0) : 0;
  return code > 32 && code < 127 ? code : 0;
}

/** The marks of a database. Not for a database that another process gives new ones: make it again then. */
export class FlagCodes {
  readonly #db: Database.Database;
  readonly #words = new Map<number, string>();
  readonly #codes = new Map<string, number>();

  constructor(db: Database.Database) {
    this.#db = db;
    for (const { code, word } of db.prepare('SELECT code, word FROM flag_word').all() as {
      code: number;
      word: string;
    }[])
      this.#learn(code, word);
  }

  #learn(code: number, word: string): void {
    this.#words.set(code, word);
    this.#codes.set(word, code);
  }

  /** null = none was given. */
  wordOf(code: number): string | null {
    if (code === NO_FLAG) return null;
    return code < FIRST_WORD ? String.fromCharCode(code) : (this.#words.get(code) ?? OTHER_WORD);
  }

  /** In a transaction: a word that is new gets a number. */
  codeOf(word: string | null): number {
    if (word === null || word === '') return NO_FLAG;
    const letter = letterCode(word);
    if (letter !== 0) return letter;
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    if (this.#words.size >= MOST_WORDS) return OTHER;
    const code = FIRST_WORD + this.#words.size;
    this.#db.prepare('INSERT INTO flag_word (code, word) VALUES (?, ?)').run(code, word);
    this.#learn(code, word);
    return code;
  }
}

/** The mark that a code stands for, by the database as it is; null = none was given. */
export function flagWord(db: Database.Database, code: number): string | null {
  if (code < FIRST_WORD) return code === NO_FLAG ? null : String.fromCharCode(code);
  const word = ready(db, 'SELECT word FROM flag_word WHERE code = ?').pluck().get(code) as string | undefined;
  return word ?? OTHER_WORD;
}
