// Reads a byte range of an open file in chunks, telling progress and stopping when asked to.
import type { FileHandle } from 'node:fs/promises';
import { SourceFileError } from './source-file-error.ts';

export interface ReadOptions {
  signal?: AbortSignal;
  /** Position in the file; each pass over it (one on opening, one for every `rows()`) starts anew. Called about once a mebibyte. */
  onProgress?: (bytesRead: number, bytesTotal: number) => void;
  /** What people call the file, where its path is only where an upload was put; default: the path's last part. */
  name?: string;
  /** Bytes a read, 256 KiB unless told. */
  chunkBytes?: number;
}

/** A file that is read while it is open; its size and time tell whether it changed meanwhile. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly options: ReadOptions;
}

const progressBytes = 1 << 20;

/**
 * Bytes from `start` (inclusive) to `end` (exclusive). Each chunk is a fresh buffer, so it may be kept.
 * @throws SourceFileError 'cancelled' | 'not-readable', the latter also if the file has changed since it was opened
 */
export async function* readBytes(file: OpenFile, start = 0, end = file.bytes): AsyncGenerator<Buffer> {
  const { signal, onProgress, chunkBytes = 1 << 18 } = file.options;
  let position = start;
  let told = start;
  while (position < end) {
    throwIfCancelled(signal);
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - position));
    if ((await readAt(file.handle, buffer, position)) < buffer.length) throw changedWhileReading();
    position += buffer.length;
    if (position - told >= progressBytes || position === end) {
      told = position;
      onProgress?.(position, file.bytes);
    }
    yield buffer;
  }
  throwIfCancelled(signal);
  const { size, mtimeMs } = await file.handle.stat().catch((error: unknown) => {
    throw notReadable(error);
  });
  if (size !== file.bytes || mtimeMs !== file.modifiedMs) throw changedWhileReading();
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

/** What was read is then not what the hash says. */
export function changedWhileReading(): SourceFileError {
  return new SourceFileError('not-readable', { reason: 'changed' });
}
