// Gathers the text that an XLSX shared or inline string shows, out of its runs.
import { largestCellChars } from './table.ts';

/** Gathers the text of an `si` or `is` element: its own `t`, or those of its runs `r`; the phonetic readings `rPh` are left out. */
export class RichText {
  readonly #depth: number;
  #inRun = false;
  #capturing = false;
  #text = '';

  /** `depth` of the element's children. */
  constructor(depth: number) {
    this.#depth = depth;
  }

  begin(): void {
    this.#text = '';
    this.#inRun = false;
    this.#capturing = false;
  }

  open(name: string, depth: number): void {
    if (depth === this.#depth) {
      this.#inRun = name === 'r';
      this.#capturing = name === 't';
    } else if (depth === this.#depth + 1) {
      this.#capturing = this.#inRun && name === 't';
    }
  }

  /** Of a text that is too long, enough is kept for its cell to be refused. */
  add(text: string): void {
    if (this.#capturing && this.#text.length <= largestCellChars) this.#text += text;
  }

  close(depth: number): void {
    if (depth <= this.#depth + 1) this.#capturing = false;
  }

  text(): string {
    return unescapeText(this.#text);
  }
}

/** Characters that XML cannot hold are written _xHHHH_; a literal text of that shape has its underscore escaped the same way. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
