// Tells a text file's encoding from all of its bytes: strict UTF-8, UTF-16 with a mark, or plausible GB18030; anything else is refused.
import { TextDecoder } from 'node:util';
import { SourceFileError, notATable } from './source-file-error.ts';

export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Feed it the whole file in order, in chunks of any size, then ask for the verdict. */
export class EncodingDetector {
  readonly #marked: TextEncoding | null;
  readonly #utf8 = new Utf8Check();
  readonly #gb18030 = new Gb18030Check();
  readonly #utf16: TextDecoder | null;
  #utf16Valid = true;
  #utf16HasNul = false;

  /** `head`: the file's first three bytes or more. */
  constructor(head: Uint8Array) {
    this.#marked = byteOrderMark(head);
    this.#utf16 = this.#marked?.startsWith('utf-16') ? new TextDecoder(this.#marked, { fatal: true }) : null;
  }

  push(chunk: Uint8Array): void {
    if (this.#utf16) {
      this.#pushUtf16(chunk);
      return;
    }
    const firstNonAscii = this.#utf8.push(chunk);
    if (this.#marked === null) this.#gb18030.push(chunk, firstNonAscii);
  }

  /** @throws SourceFileError 'not-a-table' | 'encoding-damaged' | 'encoding-unknown' */
  finish(): TextEncoding {
    if (this.#utf16) {
      this.#pushUtf16(null);
      if (this.#utf16HasNul) throw notATable('binary');
      if (!this.#utf16Valid) throw new SourceFileError('encoding-unknown');
      return this.#marked as TextEncoding;
    }
    const utf8 = this.#utf8;
    utf8.finish();
    if (utf8.hasNul) throw notATable('binary');
    if (utf8.invalid === 0) return this.#marked ?? 'utf-8';
    // Chinese text in GB18030 gives three invalid sequences for each that happens to look valid, and sixteen for each long one.
    const mostlyUtf8 = utf8.long > utf8.invalid || utf8.short + utf8.long > 9 * utf8.invalid;
    if (this.#marked !== null || mostlyUtf8) {
      throw new SourceFileError('encoding-damaged', { offset: utf8.firstInvalidOffset, line: utf8.firstInvalidLine });
    }
    if (this.#gb18030.isPlausible()) return 'gb18030';
    throw new SourceFileError('encoding-unknown');
  }

  #pushUtf16(chunk: Uint8Array | null): void {
    if (!this.#utf16Valid || !this.#utf16) return;
    try {
      const text = chunk === null ? this.#utf16.decode() : this.#utf16.decode(chunk, { stream: true });
      if (text.includes('\0')) this.#utf16HasNul = true;
    } catch {
      this.#utf16Valid = false;
    }
  }
}

function byteOrderMark(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

/** Counts valid and invalid UTF-8 sequences as the encoding standard delimits them; a decoder only says yes or no. */
class Utf8Check {
  /** Valid sequences of two bytes, and of three or four. */
  short = 0;
  long = 0;
  invalid = 0;
  hasNul = false;
  firstInvalidOffset = 0;
  firstInvalidLine = 0;
  #offset = 0;
  #line = 1;
  #crOffset = -2;
  #sequenceStart = 0;
  #needed = 0;
  #length = 0;
  #lower = 0x80;
  #upper = 0xbf;

  /** Returns the index of the chunk's first byte that is not ASCII, or the chunk's length. */
  push(chunk: Uint8Array): number {
    const offset = this.#offset;
    const length = chunk.length;
    let firstNonAscii = length;
    let needed = this.#needed;
    for (let index = 0; index < length; index += 1) {
      const byte = chunk[index] as number;
      if (needed > 0) {
        if (byte >= this.#lower && byte <= this.#upper) {
          this.#lower = 0x80;
          this.#upper = 0xbf;
          needed -= 1;
          if (needed === 0) this.#length === 2 ? (this.short += 1) : (this.long += 1);
          continue;
        }
        this.#reject(this.#sequenceStart);
        needed = 0;
      }
      if (byte < 0x80) {
        if (byte <= 0x0d) this.#control(byte, offset + index);
        continue;
      }
      if (firstNonAscii === length) firstNonAscii = index;
      needed = this.#begin(byte, offset + index);
    }
    this.#needed = needed;
    this.#offset += length;
    return firstNonAscii;
  }

  finish(): void {
    if (this.#needed > 0) this.#reject(this.#sequenceStart);
    this.#needed = 0;
  }

  /** Returns how many bytes must follow. The bounds are those of the second byte: no overlong forms, surrogates or code points past U+10FFFF. */
  #begin(byte: number, offset: number): number {
    this.#sequenceStart = offset;
    if (byte >= 0xc2 && byte <= 0xdf) this.#length = 2;
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.#length = 3;
      if (byte === 0xe0) this.#lower = 0xa0;
      if (byte === 0xed) this.#upper = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#length = 4;
      if (byte === 0xf0) this.#lower = 0x90;
      if (byte === 0xf4) this.#upper = 0x8f;
    } else {
      this.#reject(offset);
      return 0;
    }
    return this.#length - 1;
  }

  #control(byte: number, offset: number): void {
    if (byte === 0) this.hasNul = true;
    else if (byte === 0x0d) {
      this.#crOffset = offset;
      this.#line += 1;
    } else if (byte === 0x0a && this.#crOffset !== offset - 1) this.#line += 1;
  }

  #reject(offset: number): void {
    if (this.invalid === 0) {
      this.firstInvalidOffset = offset;
      this.firstInvalidLine = this.#line;
    }
    this.invalid += 1;
    this.#lower = 0x80;
    this.#upper = 0xbf;
  }
}

/**
 * Almost any even run of high bytes is valid GB18030, so validity alone would let Shift-JIS, Big5 or Latin-1 through as nonsense.
 * Real Chinese text is made of the 6,763 characters of GB 2312; the others' bytes land in its rare and private-use areas instead.
 */
class Gb18030Check {
  #decoder: TextDecoder | null = new TextDecoder('gb18030', { fatal: true });
  #started = false;
  #total = 0;
  #rare = 0;
  #foreign = 0;
  #wrong = 0;

  push(chunk: Uint8Array, firstNonAscii: number): void {
    if (this.#decoder === null) return;
    if (!this.#started && firstNonAscii === chunk.length) return;
    const rest = this.#started ? chunk : chunk.subarray(firstNonAscii);
    this.#started = true;
    this.#decode(rest);
  }

  isPlausible(): boolean {
    this.#decode(null);
    if (this.#decoder === null) return false;
    return this.#wrong * 50 <= this.#total && this.#foreign * 4 <= this.#total && this.#rare * 10 <= this.#total * 6;
  }

  #decode(chunk: Uint8Array | null): void {
    if (this.#decoder === null) return;
    let text: string;
    try {
      text = chunk === null ? this.#decoder.decode() : this.#decoder.decode(chunk, { stream: true });
    } catch {
      this.#decoder = null;
      return;
    }
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (code < 0x20 && !(code >= 0x09 && code <= 0x0d)) this.#wrong += 1;
        continue;
      }
      this.#total += 1;
      if (code >= 0x3400 && code <= 0x9fff) this.#rare += isGb2312(code) ? 0 : 1;
      else if ((code >= 0xe000 && code <= 0xf8ff) || code < 0xa0 || code === 0xfffd) this.#wrong += 1;
      // Greek, Cyrillic, box drawing, kana and bopomofo.
      else if ((code >= 0x0370 && code <= 0x04ff) || (code >= 0x2500 && code <= 0x257f) || (code >= 0x3040 && code <= 0x312f)) this.#foreign += 1;
    }
  }
}

let gb2312: Uint8Array | null = null;

function isGb2312(code: number): boolean {
  if (gb2312 === null) {
    gb2312 = new Uint8Array(0x10000);
    const decoder = new TextDecoder('gb18030');
    for (let row = 0xb0; row <= 0xf7; row += 1) {
      for (let cell = 0xa1; cell <= 0xfe; cell += 1) gb2312[decoder.decode(Uint8Array.of(row, cell)).charCodeAt(0)] = 1;
    }
  }
  return gb2312[code] === 1;
}

/** The text of a file whose encoding is known, without its byte order mark; characters split between chunks are joined. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true });
  let first = true;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      if (text === '') continue;
      // Decoders drop a Unicode mark themselves, except GB18030's.
      yield first && text.startsWith('\ufeff') ? text.slice(1) : text;
      first = false;
    }
    decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    // The bytes were valid when the encoding was told: the file has been changed since.
    throw new SourceFileError('not-readable', { reason: 'changed while reading' });
  }
}
