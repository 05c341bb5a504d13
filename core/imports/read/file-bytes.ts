// Reads a byte range of an open file in chunks, telling progress and stopping when asked to.
import type { FileHandle } from 'node:fs/promises';
import { SourceFileError } from './source-file-error.ts';

export interface ReadOptions {
  signal?: AbortSignal;
  /** Position in the file; each pass over it (one on opening, one for every `rows()`) starts anew. Called about once a mebibyte. */
  onProgress?: (bytesRead: number, bytesTotal: number) => void;
  /** Bytes a read, 256 KiB unless told. */
  chunkBytes?: number;
}

const progressBytes = 1 << 20;

/** Bytes from `start` (inclusive) to `end` (exclusive). Each chunk is a fresh buffer, so it may be kept. */
export async function* readBytes(handle: FileHandle, start: number, end: number, fileBytes: number, options: ReadOptions): AsyncGenerator<Buffer> {
  const chunkBytes = options.chunkBytes ?? 1 << 18;
  let position = start;
  let told = start;
  while (position < end) {
    throwIfCancelled(options.signal);
    const length = Math.min(chunkBytes, end - position);
    const buffer = Buffer.allocUnsafeSlow(length);
    const bytesRead = await readAt(handle, buffer, position);
    // The file became shorter since it was opened.
    if (bytesRead < length) throw new SourceFileError('not-readable', { reason: 'EOF' });
    position += length;
    if (position - told >= progressBytes || position === end) {
      told = position;
      options.onProgress?.(position, fileBytes);
    }
    yield buffer;
  }
  throwIfCancelled(options.signal);
}

/** Fills `buffer` from `position` on; fewer bytes only at the end of the file. */
export async function readAt(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (error) {
    throw notReadable(error);
  }
  return filled;
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SourceFileError('cancelled');
}

export function notReadable(error: unknown): SourceFileError {
  return new SourceFileError('not-readable', { reason: (error as NodeJS.ErrnoException).code ?? String(error) });
}
