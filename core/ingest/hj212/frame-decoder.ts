// From a stream of bytes, cut anywhere, to frames: whatever stands between good frames, none of them is lost.
import { CRC_BYTES, HEADER_BYTES, type OpenedFrame, openFrame, SEGMENT_LIMIT, type TrustLookup } from './open-frame.ts';

const HASH = 0x23;
const CR = 0x0d;
const LF = 0x0a;
const nothing = Buffer.alloc(0);

/** Something that began like a frame and was none. */
export interface FrameFault {
  /** `crc-mismatch`: it had its length; `cut-off`: a good frame stood within it. */
  readonly code: 'crc-mismatch' | 'cut-off';
  /** From its `##` on, as far as it was there. */
  readonly bytes: Buffer;
}

interface Candidate {
  readonly start: number;
  readonly end: number;
}

/** Declared length at `at`, after `##`; -1 = no four digits, or more than is accepted. */
function declaredLength(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value <= SEGMENT_LIMIT ? value : -1;
}

/** Where the next header begins at or after `from`, be it cut off by the end of the bytes; -1 = nowhere. */
function findHeader(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(HASH, from); at !== -1; at = bytes.indexOf(HASH, at + 1)) {
    if (at + HEADER_BYTES <= bytes.length) {
      if (bytes[at + 1] === HASH && declaredLength(bytes, at + 2) !== -1) return at;
    } else if (/^##?\d{0,4}$/.test(bytes.toString('latin1', at))) return at;
  }
  return -1;
}

/**
 * One stream. Of frames that lie across or within one another the first that ENDS with a right check value wins, so what
 * comes out does not depend on how the bytes were cut, and a header that lies about its length delays nothing.
 */
export class FrameDecoder {
  readonly #trust: TrustLookup;
  readonly #onFault: (fault: FrameFault) => void;
  /** Begins at the first open candidate; the positions below count in it. */
  #rest: Buffer = nothing;
  /** Headers whose frame is neither complete nor proven bad, in the order of their starts. */
  #open: Candidate[] = [];
  /** Up to here headers have been looked for. */
  #scanned = 0;
  /** Bytes outside of frames, without CR and LF. */
  noiseBytes = 0;

  constructor(trust: TrustLookup = () => undefined, onFault: (fault: FrameFault) => void = () => {}) {
    this.#trust = trust;
    this.#onFault = onFault;
  }

  /** Bytes that wait for the rest of their frame: never more than one frame's. */
  get waiting(): number {
    return this.#rest.length;
  }

  /** The frames that these bytes complete, in order. They are views: what is kept longer than the chunk must be copied. */
  push(chunk: Buffer): OpenedFrame[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: OpenedFrame[] = [];
    let done = 0;
    for (;;) {
      const at = this.#firstToEnd(bytes);
      const candidate = this.#open[at];
      if (candidate === undefined || candidate.end > bytes.length) break;
      const frame = openFrame(bytes.subarray(candidate.start, candidate.end), this.#trust);
      if (frame === null) {
        this.#open.splice(at, 1);
        this.#onFault({ code: 'crc-mismatch', bytes: bytes.subarray(candidate.start, candidate.end) });
        continue;
      }
      for (const lying of this.#open.slice(0, at))
        this.#onFault({ code: 'cut-off', bytes: bytes.subarray(lying.start, candidate.start) });
      this.#countNoise(bytes, done, candidate.start);
      frames.push(frame);
      done = candidate.end;
      this.#open = this.#open.filter(({ start }) => start >= done);
      this.#scanned = Math.max(this.#scanned, done);
    }
    this.#keep(bytes, done);
    return frames;
  }

  /**
   * Which open candidate ends first; -1 = there is none. Looks for headers as far as one could end before it, and so finds
   * the next frame's header on the way.
   */
  #firstToEnd(bytes: Buffer): number {
    let first = -1;
    let firstEnd = Number.POSITIVE_INFINITY;
    for (let i = 0; ; i++) {
      if (i === this.#open.length) {
        if (this.#scanned >= firstEnd || this.#scanned >= bytes.length) return first;
        const start = findHeader(bytes, this.#scanned);
        const isWhole = start !== -1 && start + HEADER_BYTES <= bytes.length;
        this.#scanned = start === -1 ? bytes.length : isWhole ? start + 1 : start;
        if (!isWhole) return first;
        this.#open.push({ start, end: start + HEADER_BYTES + declaredLength(bytes, start + 2) + CRC_BYTES });
      }
      const { end } = this.#open[i] as Candidate;
      if (end < firstEnd) [first, firstEnd] = [i, end];
    }
  }

  #keep(bytes: Buffer, done: number): void {
    const from = Math.max(done, this.#open[0]?.start ?? this.#scanned);
    this.#countNoise(bytes, done, from);
    this.#rest = from === bytes.length ? nothing : Buffer.from(bytes.subarray(from));
    this.#scanned -= from;
    if (from > 0) this.#open = this.#open.map(({ start, end }) => ({ start: start - from, end: end - from }));
  }

  #countNoise(bytes: Buffer, from: number, to: number): void {
    for (let i = from; i < to; i++) if (bytes[i] !== CR && bytes[i] !== LF) this.noiseBytes++;
  }
}
