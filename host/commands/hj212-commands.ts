// `hj212 decode --jsonl`: frames, streams and split messages of HJ 212 from standard input, a line of JSON each.
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CrcDialect } from '../../core/ingest/hj212/crc-rules.ts';
import { anyDevice, decodeFrame, type FrameReason } from '../../core/ingest/hj212/decode-frame.ts';
import { FrameDecoder } from '../../core/ingest/hj212/frame-decoder.ts';
import { mergeParts } from '../../core/ingest/hj212/merge-parts.ts';
import type { TrustLookup } from '../../core/ingest/hj212/open-frame.ts';
import type { Segment } from '../../core/ingest/hj212/segment.ts';

export interface Hj212DecodeOptions {
  readonly dialect: CrcDialect;
  /** Also what departs from the standard without stopping reception. */
  readonly issues?: boolean;
}

type Id = string | number | null;
type Answer = Readonly<Record<string, unknown>>;

/** A line that is longer is no line of anybody's frames. */
const LINE_LIMIT = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

const failed = (id: Id, error: string): Answer => ({ id, error });
const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

function frameAnswer(id: Id, frame: string, trust: TrustLookup, withIssues: boolean): Answer {
  const { segment: _, issues, ...decoded } = decodeFrame(Buffer.from(frame), trust);
  return { id, ...decoded, ...(withIssues && issues !== undefined && { issues }) };
}

function streamAnswer(id: Id, chunks: readonly string[], trust: TrustLookup): Answer {
  const decoder = new FrameDecoder(trust);
  const frames = chunks.flatMap((chunk) =>
    decoder.push(Buffer.from(chunk, 'base64')).map(({ bytes }) => bytes.toString()),
  );
  return { id, frames };
}

/** Of several messages among the frames the first, and the others beside it. */
function partsAnswer(id: Id, frames: readonly string[], trust: TrustLookup): Answer {
  const segments: Segment[] = [];
  const rejected: (FrameReason | undefined)[] = [];
  for (const frame of frames) {
    const { segment, reason } = decodeFrame(Buffer.from(frame), trust);
    if (segment === undefined) rejected.push(reason);
    else segments.push(segment);
  }
  const merged = mergeParts(segments).map(({ of, ...message }) =>
    message.parts < of ? { ...message, incomplete: true, of } : message,
  );
  const [first = { parts: 0 }, ...others] = merged;
  return { id, ...first, ...(others.length > 0 && { others }), ...(rejected.length > 0 && { rejected }) };
}

/** The answer to one line of input; `number` names a line that has no id of its own. */
export function decodeLine(line: string, number: number, options: Hj212DecodeOptions): Answer {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch (error) {
    return failed(null, `not JSON: ${(error as Error).message}`);
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return failed(null, 'not a JSON object');
  const { id: given, frame, chunks_b64: chunks, frames } = input as Record<string, unknown>;
  const id = typeof given === 'string' || typeof given === 'number' ? given : null;
  const trust = anyDevice(options.dialect);
  if (typeof frame === 'string') return frameAnswer(id ?? number, frame, trust, options.issues ?? false);
  if (areTexts(chunks)) return streamAnswer(id ?? number, chunks, trust);
  if (areTexts(frames)) return partsAnswer(id ?? number, frames, trust);
  return failed(id, 'neither "frame" (a text) nor "chunks_b64" nor "frames" (lists of texts)');
}

/** Lines of a stream of bytes, without their ends; null = a line that is too long to be read. */
async function* linesOf(input: Readable): AsyncGenerator<string | null> {
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (): string | null => {
    const line = length > LINE_LIMIT ? null : Buffer.concat(pieces).toString();
    [pieces, length] = [[], 0];
    return line;
  };
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length > LINE_LIMIT) pieces = [];
    else pieces.push(piece);
  };
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}

/** One line out for each line in, in order; a line that cannot be read says so and the next goes on. */
export async function hj212DecodeCommand(
  options: Hj212DecodeOptions,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<void> {
  let number = 0;
  const ended = new AbortController();
  // Whoever reads only the first lines has what it wants.
  output.once('error', () => ended.abort());
  for await (const line of linesOf(input)) {
    number++;
    const answer = line === null ? failed(null, `longer than ${LINE_LIMIT} bytes`) : decodeLine(line, number, options);
    if (!output.write(`${JSON.stringify(answer)}\n`))
      await once(output, 'drain', { signal: ended.signal }).catch(() => ended.abort());
    if (ended.signal.aborted) return;
  }
}
