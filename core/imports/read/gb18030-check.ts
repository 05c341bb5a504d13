// Tells whether a file's bytes are plausible Chinese text in GB18030 (and so in GBK or GB 2312).
import { TextDecoder } from 'node:util';

/**
 * Almost any even run of high bytes is valid GB18030, so validity alone would let Shift-JIS, Big5 or Latin-1 through as nonsense.
 * Real Chinese text is made of the 6,763 characters of GB 2312; the others' bytes land in its rare and private-use areas instead.
 */
export class Gb18030Check {
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

  /** About a third of the characters of traditional Chinese are rare in this sense, and nine in ten of misread Shift-JIS or Latin-1. */
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
      else if (
        (code >= 0x0370 && code <= 0x04ff) ||
        (code >= 0x2500 && code <= 0x257f) ||
        (code >= 0x3040 && code <= 0x312f)
      )
        this.#foreign += 1;
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
