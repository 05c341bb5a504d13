// Reads a CSV file of known encoding as one table.
import { parse } from 'csv-parse';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvQuotes, findSeparator } from './csv-quotes.ts';
import { type ReadOptions, readBytes } from './file-bytes.ts';
import { SourceFileError } from './source-file-error.ts';
import type { SourceSheet } from './source-file.ts';
import { type OpenRows, type RawRow, openTable } from './table.ts';
import { type TextEncoding, decodeText } from './text-encoding.ts';

const sampleChars = 1 << 16;
const rowsAtOnce = 250;

/** @throws SourceFileError 'empty-file' | 'duplicate-header' and those of reading */
export async function openCsvTable(handle: FileHandle, fileBytes: number, name: string, encoding: TextEncoding, options: ReadOptions): Promise<SourceSheet> {
  const openText = (told: ReadOptions) => decodeText(readBytes(handle, 0, fileBytes, fileBytes, told), encoding);
  const separator = await sniffSeparator(openText({ ...options, onProgress: () => {} }));
  const openRows: OpenRows = () => readRows(openText(options), separator);
  const table = await openTable(name, 1, openRows);
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
