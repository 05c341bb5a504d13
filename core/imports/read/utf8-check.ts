// Counts what is valid and invalid UTF-8 in a file, and remembers the first damage; a decoder would only say yes or no.

/** Sequences are delimited as the Encoding Standard does. Feed it the whole file in order, in chunks of any size. */
export class Utf8Check {
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
          if (needed === 0) this.#accept();
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

  #accept(): void {
    if (this.#length === 2) this.short += 1;
    else this.long += 1;
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
