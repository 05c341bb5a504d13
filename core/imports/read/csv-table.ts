// Reads a CSV file of known encoding as one table.

import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { CsvQuotes, findSeparator } from './csv-quotes.ts';
import { type OpenFile, readBytes } from './file-bytes.ts';
import { SourceFileError } from './source-file-error.ts';
import { openTable, type RawRow, type SourceSheet } from './table.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';

const sampleChars = 1 << 16;
const rowsAtOnce = 250;

/** @throws SourceFileError 'empty-file' | 'duplicate-header' and those of reading */
export async function openCsvTable(file: OpenFile, name: string, encoding: TextEncoding): Promise<SourceSheet> {
  const silent = { ...file, options: { ...file.options, onProgress: () => {} } };
  const separator = await sniffSeparator(decodeText(readBytes(silent), encoding));
  const table = await openTable(name, 1, () => readRows(decodeText(readBytes(file), encoding), separator));
  if (typeof table === 'string') throw new SourceFileError('empty-file');
  return table;
}

async function sniffSeparator(texts: AsyncIterable<string>): Promise<string> {
  let sample = '';
  for await (const text of texts) {
    sample += text;
    if (sample.length >= sampleChars) return findSeparator(sample.slice(0, sampleChars), false);
  }
  return findSeparator(sample, true);
}

async function* readRows(texts: AsyncIterable<string>, separator: string): AsyncGenerator<readonly RawRow[]> {
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // A quote inside an unquoted cell stands for itself; the harmful ones are refused before they get here.
    relax_quotes: true,
  });
  pipeline(withQuotesChecked(texts, separator), parser, () => {
    // The loop below meets the same error.
  });
  let rowNumber = 0;
  let rows: RawRow[] = [];
  for await (const cells of parser as AsyncIterable<string[]>) {
    rowNumber += 1;
    rows.push({ rowNumber, cells });
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

async function* withQuotesChecked(texts: AsyncIterable<string>, separator: string): AsyncGenerator<string> {
  const quotes = new CsvQuotes(separator);
  for await (const text of texts) {
    quotes.push(text);
    yield text;
  }
  quotes.end();
}
