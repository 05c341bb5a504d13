// Opens a CSV or XLSX file for a ledger import: rows of cell texts with the addresses that a spreadsheet program shows.
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { openCsvTable } from './csv-table.ts';
import { type ReadOptions, notReadable, readAt, readBytes, throwIfCancelled } from './file-bytes.ts';
import { fileKindOf } from './file-kind.ts';
import { SourceFileError, notATable } from './source-file-error.ts';
import { openTable } from './table.ts';
import { EncodingDetector } from './text-encoding.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { readSheetRows } from './xlsx-sheet.ts';
import { type XlsxWorkbook, readWorkbook } from './xlsx-workbook.ts';

export type { ReadOptions } from './file-bytes.ts';
export { SourceFileError, type SourceFileErrorCode, sourceFileErrorText } from './source-file-error.ts';

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
  readonly headerRow: number;
  /** Trimmed headers in order, all different; a blank one between others is named by its letters, such as (K). */
  readonly columns: readonly string[];
  /**
   * The rows below the header in batches of 1000 at most, wholly blank ones left out. Each call reads the file anew, while it is open.
   * Damage shows when it is reached, so rows count only once the last batch has come. @throws SourceFileError
   */
  rows(): AsyncIterable<readonly SourceRow[]>;
}

export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly format: 'csv' | 'xlsx';
  /** 'utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be' or 'gb18030'; null for XLSX. */
  readonly encoding: string | null;
  /** Tables in the file's order; a workbook's sheets without a table are passed over, and named in `skippedSheets` from then on. @throws SourceFileError */
  sheets(): AsyncIterable<SourceSheet>;
  readonly skippedSheets: readonly { readonly name: string; readonly why: 'blank' | 'no-header' }[];
  close(): Promise<void>;
}

const headBytes = 1024;

/** Passes over the whole file once, for its hash and its encoding. Close it when done. @throws SourceFileError */
export async function openSourceFile(path: string, options: ReadOptions = {}): Promise<SourceFile> {
  throwIfCancelled(options.signal);
  const bytes = await fileSize(path);
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw notReadable(error);
  });
  try {
    return await openHandle(handle, path, bytes, options);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function fileSize(path: string): Promise<number> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? new SourceFileError('not-found', { path }) : notReadable(error);
  });
  if (stats.isDirectory()) throw new SourceFileError('is-directory', { path });
  if (!stats.isFile()) throw new SourceFileError('not-readable', { reason: 'not a regular file' });
  if (stats.size === 0) throw new SourceFileError('empty-file');
  return stats.size;
}

async function openHandle(handle: FileHandle, path: string, bytes: number, options: ReadOptions): Promise<SourceFile> {
  const name = basename(path);
  const head = Buffer.alloc(Math.min(headBytes, bytes));
  await readAt(handle, head, 0);
  const kind = fileKindOf(head, name);
  const hash = createHash('sha256');
  const common = { path, name, bytes, close: () => handle.close() };

  if (kind === 'text') {
    const detector = new EncodingDetector(head);
    for await (const chunk of readBytes(handle, 0, bytes, bytes, options)) {
      hash.update(chunk);
      detector.push(chunk);
    }
    const encoding = detector.finish();
    const sheetName = basename(name, extname(name));
    const sheets = async function* () {
      yield await openCsvTable(handle, bytes, sheetName, encoding, options);
    };
    return { ...common, sha256: hash.digest('hex'), format: 'csv', encoding, sheets, skippedSheets: [] };
  }
  if (kind === 'zip') {
    const xlsx = await XlsxPackage.open(handle, bytes, options);
    for await (const chunk of readBytes(handle, 0, bytes, bytes, options)) hash.update(chunk);
    const workbook = await readWorkbook(xlsx);
    const skippedSheets: { name: string; why: 'blank' | 'no-header' }[] = [];
    const sheets = () => openSheets(xlsx, workbook, skippedSheets);
    return { ...common, sha256: hash.digest('hex'), format: 'xlsx', encoding: null, sheets, skippedSheets };
  }
  if (kind === 'cut-zip') throw new SourceFileError('truncated-xlsx');
  if (kind === 'ole') throw (await isEncryptedWorkbook(handle, bytes, options)) ? new SourceFileError('encrypted-xlsx') : notATable('xls');
  throw notATable(kind);
}

async function* openSheets(xlsx: XlsxPackage, workbook: XlsxWorkbook, skipped: { name: string; why: 'blank' | 'no-header' }[]) {
  skipped.length = 0;
  for (const sheet of workbook.sheets) {
    const table = await openTable(sheet.name, 2, () => readSheetRows(xlsx, workbook, sheet));
    if (typeof table === 'string') skipped.push({ name: sheet.name, why: table });
    else yield table;
  }
  if (skipped.length < workbook.sheets.length) return;
  throw new SourceFileError(skipped.some(({ why }) => why === 'no-header') ? 'no-header' : 'empty-file');
}

/** A workbook with an opening password is an old-style compound file with a stream of this name. */
async function isEncryptedWorkbook(handle: FileHandle, bytes: number, options: ReadOptions): Promise<boolean> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le');
  let tail = Buffer.alloc(0);
  for await (const chunk of readBytes(handle, 0, bytes, bytes, options)) {
    const joined = Buffer.concat([tail, chunk]);
    if (joined.includes(mark)) return true;
    tail = joined.subarray(-mark.length);
  }
  return false;
}
