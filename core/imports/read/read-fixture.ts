// Test support: puts bytes into a file, reads it whole, and encodes text in the legacy encodings that Node only decodes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import {
  openSourceFile,
  type ReadOptions,
  type SourceFile,
  SourceFileError,
  type SourceRow,
  sourceFileErrorText,
} from './source-file.ts';

export interface ReadTable {
  readonly name: string;
  readonly headerRow: number;
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export async function withFile<T>(
  bytes: Uint8Array | string,
  name: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'source-file-'));
  try {
    const path = join(directory, name);
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(directory, { recursive: true });
  }
}

export async function readFileBytes(
  bytes: Uint8Array | string,
  name: string,
  options: ReadOptions = {},
): Promise<{ file: SourceFile; tables: ReadTable[] }> {
  return withFile(bytes, name, async (path) => {
    const file = await openSourceFile(path, options);
    try {
      const tables: ReadTable[] = [];
      for await (const sheet of file.sheets()) {
        const rows = (await collect(sheet.rows())).flat();
        tables.push({ name: sheet.name, headerRow: sheet.headerRow, columns: sheet.columns, rows });
      }
      return { file, tables };
    } finally {
      await file.close();
    }
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The one table of a file. */
export async function readTable(
  bytes: Uint8Array | string,
  name: string,
  options: ReadOptions = {},
): Promise<ReadTable> {
  const { tables } = await readFileBytes(bytes, name, options);
  const [table, ...others] = tables;
  if (table === undefined || others.length > 0) throw new Error(`expected one table, not ${tables.length}`);
  return table;
}

/** Code and parameters of the refusal, whose sentences must be whole in both languages. */
export async function refusalOf(
  reading: Promise<unknown>,
): Promise<{ code: string; [param: string]: string | number }> {
  const error = await reading.then(
    () => new Error('the file was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SourceFileError)) throw error;
  for (const sentence of [error.message, sourceFileErrorText(error, 'zh'), sourceFileErrorText(error, 'en')]) {
    if (/undefined|NaN|\[object/.test(sentence)) throw new Error(`not a sentence: ${sentence}`);
  }
  return { code: error.code, ...error.params };
}

const encoders = new Map<string, Map<string, Uint8Array>>();

/** One- and two-byte characters only. Throws where the encoding lacks one. */
export function encodeLegacy(
  text: string,
  encoding: 'gb18030' | 'big5' | 'shift_jis' | 'windows-1252' | 'windows-1251',
): Buffer {
  let table = encoders.get(encoding);
  if (table === undefined) {
    table = reverseTable(encoding);
    encoders.set(encoding, table);
  }
  return Buffer.concat(
    [...text].map((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${encoding} cannot write ${character}`);
      return bytes;
    }),
  );
}

function reverseTable(encoding: string): Map<string, Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, Uint8Array>();
  const learn = (bytes: Uint8Array): void => {
    try {
      const text = decoder.decode(bytes);
      if ([...text].length === 1 && !table.has(text)) table.set(text, bytes);
    } catch {
      // Not a character of this encoding.
    }
  };
  for (let byte = 0; byte < 0x100; byte += 1) learn(Uint8Array.of(byte));
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    for (let trail = 0x40; trail < 0xff; trail += 1) learn(Uint8Array.of(lead, trail));
  }
  return table;
}
