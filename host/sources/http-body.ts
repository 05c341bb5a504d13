// The body of a machine's request: unpacked, counted against a cap, whole or in blocks of whole lines.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** Blocks of NDJSON that are read, committed and forgotten one after the other. */
const BLOCK_BYTES = 262_144;

export type BodyFault = 'body-too-large' | 'line-too-long' | 'not-gzip' | 'body-cut-off' | 'too-much-at-once';

export class BodyRefused extends Error {
  readonly code: BodyFault;
  /** The cap that was passed. */
  readonly maxBytes: number;
  constructor(code: BodyFault, maxBytes = 0) {
    super(code);
    this.code = code;
    this.maxBytes = maxBytes;
  }
}

/** Memory that all bodies on their way in hold together. */
export interface BodyBudget {
  readonly maxBytes: number;
  heldBytes: number;
}

/** What comes of the body, unpacked where it says so. Throws BodyRefused; leaves the connection to be answered on. */
export async function* bodyChunks(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  const isPacked = request.headers['content-encoding'] === 'gzip';
  const source = isPacked ? request.pipe(createGunzip()) : request;
  if (isPacked) request.once('close', () => request.complete || source.destroy());
  let bytes = 0;
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new BodyRefused('body-too-large', maxBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof BodyRefused) throw error;
    throw new BodyRefused(String((error as NodeJS.ErrnoException).code).startsWith('Z_') ? 'not-gzip' : 'body-cut-off');
  } finally {
    if (isPacked) {
      request.unpipe();
      source.destroy();
    }
  }
}

export async function wholeBody(chunks: AsyncIterable<Buffer>, budget: BodyBudget): Promise<Buffer> {
  const parts: Buffer[] = [];
  let held = 0;
  try {
    for await (const chunk of chunks) {
      if (budget.heldBytes > budget.maxBytes) throw new BodyRefused('too-much-at-once');
      parts.push(chunk);
      held += chunk.byteLength;
      budget.heldBytes += chunk.byteLength;
    }
    return Buffer.concat(parts);
  } finally {
    budget.heldBytes -= held;
  }
}

/** Blocks of about 256 KB that end with a line. Throws BodyRefused where one line is longer than a block may grow. */
export async function* lineBlocks(
  chunks: AsyncIterable<Buffer>,
  maxLineBytes: number,
  budget: BodyBudget,
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < BLOCK_BYTES) continue;
    if (budget.heldBytes > budget.maxBytes) throw new BodyRefused('too-much-at-once');
    const joined = Buffer.concat(parts);
    const end = joined.lastIndexOf(0x0a) + 1;
    if (joined.byteLength - end > maxLineBytes) throw new BodyRefused('line-too-long');
    parts = end < joined.byteLength ? [joined.subarray(end)] : [];
    bytes = joined.byteLength - end;
    if (end > 0) yield joined.subarray(0, end);
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

/** Bytes that share their memory with nothing else, so that handing them to a thread copies no more than them. */
export function ownBytes(bytes: Buffer): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** Reads and drops what is left of a body, for a moment: many clients read no answer before they have sent all. */
export async function dropRest(request: IncomingMessage, patienceMs: number): Promise<void> {
  if (request.complete || request.destroyed) return;
  request.resume();
  await Promise.race([
    once(request, 'close').catch(() => undefined),
    new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref()),
  ]);
  if (!request.complete) request.destroy();
}
