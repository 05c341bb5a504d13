// Gives the parts of an XLSX file's zip container as checked byte streams: sizes, checksums and packing ratios are not taken on trust.
import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { type OpenFile, readAt, readBytes, throwIfCancelled } from './file-bytes.ts';
import { zipKindOf } from './file-kind.ts';
import { damaged, notATable, SourceFileError } from './source-file-error.ts';

const mostParts = 20_000;
/** Sheets are streamed; what other parts say is held in memory. */
export const largestSheetBytes = 16 * 2 ** 30;
const largestPartBytes = 512 * 2 ** 20;
/** Sheets pack 10 to 30 times, blank ones with long styled rows up to a hundred; deflate's own limit is 1,032. */
const steepestRatio = 250;
const ratioCheckedFromBytes = 100 * 2 ** 20;

export class XlsxPackage {
  readonly #file: OpenFile;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(file: OpenFile, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws SourceFileError 'truncated-xlsx' | 'damaged-xlsx' | 'encrypted-xlsx' | 'not-a-table' */
  static async open(file: OpenFile): Promise<XlsxPackage> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await fromRandomAccessReaderPromise(new HandleReader(file.handle), file.bytes, { autoClose: false });
      zip.on('error', () => {
        // Also given by the loop below; without a listener it would end the process.
      });
      for await (const entry of zip.eachEntry()) {
        throwIfCancelled(file.options.signal);
        if (entry.isEncrypted()) throw new SourceFileError('encrypted-xlsx');
        // Part names do not tell upper from lower case.
        entries.set(entry.fileName.toLowerCase(), entry);
        if (entries.size > mostParts)
          throw new SourceFileError('zip-bomb', { part: 'zip', limit: `${mostParts} parts` });
      }
      const otherKind = zipKindOf(new Set(entries.keys()));
      if (otherKind !== null) throw notATable(otherKind);
      return new XlsxPackage(file, zip, entries);
    } catch (error) {
      throw archiveError(error);
    }
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  /**
   * The unpacked bytes of a part. A wrong checksum shows only at its end: what came before is void then.
   * @throws SourceFileError 'damaged-xlsx' | 'zip-bomb' | 'cancelled'
   */
  async *read(part: string, largestBytes = largestPartBytes): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(part.toLowerCase());
    if (entry === undefined) throw damaged(part, 'missing');
    const { compressedSize, uncompressedSize, compressionMethod } = entry;
    if (uncompressedSize > largestBytes) {
      throw new SourceFileError('zip-bomb', { part, limit: `${largestBytes / 2 ** 20} MiB` });
    }
    if (uncompressedSize > ratioCheckedFromBytes && uncompressedSize > steepestRatio * compressedSize) {
      throw new SourceFileError('zip-bomb', { part, limit: `${steepestRatio}:1` });
    }
    if (compressionMethod !== 0 && compressionMethod !== 8) throw damaged(part, 'compression');

    let checksum = 0;
    let bytes = 0;
    try {
      const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const packed = readBytes(this.#file, fileDataStart, fileDataStart + compressedSize);
      for await (const chunk of compressionMethod === 0 ? packed : inflated(packed)) {
        checksum = crc32(chunk, checksum);
        bytes += chunk.length;
        if (bytes > uncompressedSize) throw damaged(part, 'checksum');
        yield chunk;
      }
    } catch (error) {
      if (error instanceof SourceFileError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? '';
      throw damaged(part, code.startsWith('Z_') ? 'compression' : 'archive');
    }
    if (bytes !== uncompressedSize || checksum !== entry.crc32) throw damaged(part, 'checksum');
  }
}

function inflated(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return pipeline(Readable.from(packed), createInflateRaw({ chunkSize: 1 << 16 }), () => {
    // Whoever reads it meets the same error.
  });
}

function archiveError(error: unknown): unknown {
  if (error instanceof SourceFileError) return error;
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('End of central directory record signature not found'))
    return new SourceFileError('truncated-xlsx');
  if (message.startsWith('strong encryption')) return new SourceFileError('encrypted-xlsx');
  return damaged('zip', 'archive');
}

/** Lets yauzl read through a handle that it does not own. */
class HandleReader extends RandomAccessReader {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    super();
    this.#handle = handle;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    readAt(this.#handle, buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      (error: Error) => callback(error),
    );
  }
}
