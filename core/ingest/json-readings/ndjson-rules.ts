// Reads lines of NDJSON: all at once where they are sound, one by one to find those that are not.
import type { JsonRows } from './rules.ts';

/** Takes whole lines; `firstLine` is the number of the first, from 1. Answers how many lines there were. Empty lines count as lines and say nothing. */
export function readLines(text: string, firstLine: number, rows: JsonRows): number {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (body === '') return text === '' ? 0 : 1;
  const lines = countLines(body);
  const all = parsedTogether(body, lines);
  if (all !== null) {
    for (let index = 0; index < all.length; index++) rows.item(all[index], firstLine + index);
    return lines;
  }
  let line = firstLine;
  for (const each of body.split('\n')) {
    if (each.trim() !== '') oneLine(each, line, rows);
    line++;
  }
  return lines;
}

function oneLine(text: string, line: number, rows: JsonRows): void {
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    rows.fault(line, 'not-json', text.slice(0, 40));
    return;
  }
  rows.item(item, line);
}

/** One call of the parser for all lines is twice as fast as one for each. null = a line is empty, unsound or two in one. */
function parsedTogether(body: string, lines: number): unknown[] | null {
  try {
    const all = JSON.parse(`[${body.replaceAll('\n', ',')}]`) as unknown[];
    return all.length === lines ? all : null;
  } catch {
    return null;
  }
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
