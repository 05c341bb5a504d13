// Opens a CSV or XLSX file for a ledger import: rows of cell texts with the addresses that a spreadsheet program shows.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { openCsvTable } from './csv-table.ts';
import { notReadable, type OpenFile, type ReadOptions, readAt, readBytes, throwIfCancelled } from './file-bytes.ts';
import { fileKindOf } from './file-kind.ts';
import { notATable, SourceFileError } from './source-file-error.ts';
import { openTable, type SourceSheet } from './table.ts';
import { EncodingDetector } from './text-encoding.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { readSheetRows } from './xlsx-sheet.ts';
import { readWorkbook, type XlsxWorkbook } from './xlsx-workbook.ts';

export type { ReadOptions } from './file-bytes.ts';
export { SourceFileError, sourceFileErrorText } from './source-file-error.ts';
export type { SourceRow, SourceSheet } from './table.ts';

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
  readonly skippedSheets: readonly SkippedSheet[];
  close(): Promise<void>;
}

export interface SkippedSheet {
  readonly name: string;
  readonly why: 'blank' | 'no-header';
}

const headBytes = 1024;

/** Passes over the whole file once, for its hash and its encoding. Close it when done. @throws SourceFileError */
export async function openSourceFile(path: string, options: ReadOptions = {}): Promise<SourceFile> {
  throwIfCancelled(options.signal);
  await checkPath(path);
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw notReadable(error);
  });
  try {
    const { size, mtimeMs } = await handle.stat();
    return await openTables(path, { handle, bytes: size, modifiedMs: mtimeMs, options });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Before opening: to open a pipe or a device would wait for whoever writes to it. */
async function checkPath(path: string): Promise<void> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? new SourceFileError('not-found', { path })
      : notReadable(error);
  });
  if (stats.isDirectory()) throw new SourceFileError('is-directory', { path });
  if (!stats.isFile()) throw new SourceFileError('not-readable', { reason: 'not-a-file' });
}

async function openTables(path: string, file: OpenFile): Promise<SourceFile> {
  if (file.bytes === 0) throw new SourceFileError('empty-file');
  const name = file.options.name ?? basename(path);
  const head = Buffer.alloc(Math.min(headBytes, file.bytes));
  await readAt(file.handle, head, 0);
  const kind = fileKindOf(head, name);
  const hash = createHash('sha256');
  const common = { path, name, bytes: file.bytes, close: () => file.handle.close() };

  if (kind === 'text') {
    const detector = new EncodingDetector(head);
    for await (const chunk of readBytes(file)) {
      hash.update(chunk);
      detector.push(chunk);
    }
    const encoding = detector.finish();
    const sheets = async function* () {
      yield await openCsvTable(file, basename(name, extname(name)), encoding);
    };
    return { ...common, sha256: hash.digest('hex'), format: 'csv', encoding, sheets, skippedSheets: [] };
  }
  if (kind === 'zip') {
    const xlsx = await XlsxPackage.open(file);
    for await (const chunk of readBytes(file)) hash.update(chunk);
    const workbook = await readWorkbook(xlsx);
    const skippedSheets: SkippedSheet[] = [];
    const sheets = () => openSheets(xlsx, workbook, skippedSheets);
    return { ...common, sha256: hash.digest('hex'), format: 'xlsx', encoding: null, sheets, skippedSheets };
  }
  if (kind === 'cut-zip') throw new SourceFileError('truncated-xlsx');
  if (kind === 'ole')
    throw (await isEncryptedWorkbook(file)) ? new SourceFileError('encrypted-xlsx') : notATable('xls');
  throw notATable(kind);
}

async function* openSheets(
  xlsx: XlsxPackage,
  workbook: XlsxWorkbook,
  skipped: SkippedSheet[],
): AsyncGenerator<SourceSheet> {
  skipped.length = 0;
  for (const sheet of workbook.sheets) {
    const table = await openTable(sheet.name, 2, () => readSheetRows(xlsx, workbook, sheet));
    if (typeof table === 'string') skipped.push({ name: sheet.name, why: table });
    else yield sheet.isHidden ? { ...table, isHidden: true } : table;
  }
  if (skipped.length < workbook.sheets.length) return;
  throw new SourceFileError(skipped.some(({ why }) => why === 'no-header') ? 'no-header' : 'empty-file');
}

/** A workbook with an opening password is an old-style compound file with a stream of this name. */
async function isEncryptedWorkbook(file: OpenFile): Promise<boolean> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le');
  let tail = Buffer.alloc(0);
  for await (const chunk of readBytes(file)) {
    const joined = Buffer.concat([tail, chunk]);
    if (joined.includes(mark)) return true;
    tail = joined.subarray(-mark.length);
  }
  return false;
}
