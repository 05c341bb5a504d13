// Tells a text file's encoding from all of its bytes: strict UTF-8, UTF-16 with a mark, or plausible GB18030; anything else is refused.
import { TextDecoder } from 'node:util';
import { changedWhileReading } from './file-bytes.ts';
import { Gb18030Check } from './gb18030-check.ts';
import { notATable, SourceFileError } from './source-file-error.ts';
import { Utf8Check } from './utf8-check.ts';

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
    throw changedWhileReading();
  }
}
