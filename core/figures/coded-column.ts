// A column of keys as small numbers: what is filtered and grouped by without touching the records. Pure.
import type { FigureKey } from '../../contract/figures.ts';
import { isList } from './rules.ts';

/** What a row has in a column: a key, or several. */
export type Entry = FigureKey | readonly FigureKey[];

export interface CodedColumn {
  /** The entry of each row, as an index into `entries`. */
  readonly codes: Int32Array;
  /** Distinct entries; after a revision some may be in no row any more. */
  readonly entries: readonly Entry[];
  /** The keys of each entry, as indexes into `values`; null where every entry is one key, its own. */
  readonly lists: readonly (readonly number[])[] | null;
  readonly values: readonly FigureKey[];
}

export function encode<T>(rows: readonly T[], entryOf: (row: T, at: number) => Entry): CodedColumn {
  const codeOf = new Map<Entry, number>();
  const codes = new Int32Array(rows.length);
  for (const [at, row] of rows.entries()) {
    const entry = entryOf(row, at);
    let code = codeOf.get(entry);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(entry, code);
    }
    codes[at] = code;
  }
  return withValues(codes, [...codeOf.keys()]);
}

/** The column after some of its rows have changed. */
export function revise<T>(
  before: CodedColumn,
  rows: readonly T[],
  changed: readonly number[],
  entryOf: (row: T, at: number) => Entry,
): CodedColumn {
  const codes = before.codes.slice();
  const entries = [...before.entries];
  for (const at of changed) {
    const entry = entryOf(rows[at] as T, at);
    const code = entries.indexOf(entry);
    codes[at] = code < 0 ? entries.push(entry) - 1 : code;
  }
  return entries.length === before.entries.length ? { ...before, codes } : withValues(codes, entries);
}

function withValues(codes: Int32Array, entries: readonly Entry[]): CodedColumn {
  if (!entries.some(isList)) return { codes, entries, lists: null, values: entries as FigureKey[] };
  const keysOf = entries.map((entry) => (isList(entry) ? entry : [entry]));
  const values = [...new Set(keysOf.flat())];
  const place = new Map(values.map((value, at) => [value, at]));
  return { codes, entries, lists: keysOf.map((keys) => keys.map((key) => place.get(key) as number)), values };
}

/** The column at some of its places. */
export function gather(column: Int32Array, places: Int32Array): Int32Array {
  const gathered = new Int32Array(places.length);
  for (let at = 0; at < places.length; at += 1) gathered[at] = column[places[at] as number] as number;
  return gathered;
}
