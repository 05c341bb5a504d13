// Reads lines of NDJSON: plain readings from their bytes, all else by the JSON parser, each line for itself.
import { FlatObjectReader } from './flat-object-rules.ts';
import type { JsonRows } from './rules.ts';
import { textOf } from './utf8-rules.ts';

const NEWLINE = 0x0a;

const plain = new FlatObjectReader();

/** Takes whole lines; `firstLine` is the number of the first, from 1. Answers how many lines there were. Empty lines count as lines and say nothing. */
export function readLines(bytes: Uint8Array, firstLine: number, rows: JsonRows): number {
  let line = firstLine;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    if (plain.read(bytes, from, to)) rows.reading(plain.found, line);
    else readLine(bytes.subarray(from, to), line, rows);
    from = to + 1;
  }
  return line - firstLine;
}

function readLine(bytes: Uint8Array, line: number, rows: JsonRows): void {
  const text = textOf(bytes);
  if (text === null) {
    rows.fault(line, 'not-json', 'UTF-8');
    return;
  }
  if (text.trim() === '') return;
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    rows.fault(line, 'not-json', text.slice(0, 40));
    return;
  }
  rows.item(item, line);
}
