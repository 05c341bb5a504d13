// Texts made ready for matching: symbols without separators, how each is read, where words begin. Kept in few blocks. Pure.
import type { Alphabet } from './alphabet.ts';
import { foldedUnit, isHan, isSeparator, otherBit } from './fold.ts';
import { bytes, numbers, units } from './number-list.ts';

/** Forms of companies, which nobody types. Longest first. */
const legalForms = [
  '集团股份有限公司',
  '集团有限责任公司',
  '股份有限责任公司',
  '集团有限公司',
  '股份有限公司',
  '有限责任公司',
  '集团总公司',
  '集团公司',
  '有限公司',
  '总公司',
  '分公司',
  '集团',
  '公司',
];
/** After these, another word begins. */
const wordEnds = ['集团', '公司', '股份'];

/** Of a symbol: that a word begins with it. */
export const wordStart = 1;

/** Texts by number. Symbols of all of them stand in one row: those of text n from bounds[n] to bounds[n + 1]. */
export class SpelledTexts {
  readonly alphabet: Alphabet;
  readonly #symbols = units();
  readonly #fitting = bytes();
  readonly #marks = bytes();
  readonly #bounds = numbers();
  readonly #coreStarts = numbers();
  readonly #coreEnds = numbers();
  readonly #wordLetters = numbers();
  readonly #firstLetters = numbers();
  readonly #letters = numbers();
  readonly #others = numbers();
  readonly #hasHan = bytes();
  readonly #placesByFirst = new Map<string, string[]>();

  /** `places`: names that stand before the name proper, with and without 市, 县 and the like. */
  constructor(alphabet: Alphabet, places: readonly string[]) {
    this.alphabet = alphabet;
    this.#bounds.push(0);
    for (const place of [...new Set(places)].sort((one, other) => other.length - one.length)) {
      const first = place[0];
      if (first !== undefined && place.length > 1)
        this.#placesByFirst.set(first, [...(this.#placesByFirst.get(first) ?? []), place]);
    }
  }

  get count(): number {
    return this.#bounds.length - 1;
  }

  /** By symbol: the folded unit, which reading of it fits, and what else is known of it. */
  get symbols(): Uint16Array {
    return this.#symbols.values;
  }
  get fitting(): Uint8Array {
    return this.#fitting.values;
  }
  get marks(): Uint8Array {
    return this.#marks.values;
  }

  /** By text: its first symbol, as a place in the row; the end is the next one's. */
  get bounds(): Uint32Array {
    return this.#bounds.values;
  }
  /** By text: the part that people say, without the place before it and the legal form after it; places in the row. */
  get coreStarts(): Uint32Array {
    return this.#coreStarts.values;
  }
  get coreEnds(): Uint32Array {
    return this.#coreEnds.values;
  }
  /** By text: bits of the letters that words can begin with, that symbols can begin with, and of all their letters. */
  get wordLetters(): Uint32Array {
    return this.#wordLetters.values;
  }
  get firstLetters(): Uint32Array {
    return this.#firstLetters.values;
  }
  get letters(): Uint32Array {
    return this.#letters.values;
  }
  /** By text: bits of the symbols that are no letters a–z; several share a bit. */
  get others(): Uint32Array {
    return this.#others.values;
  }
  /** By text: 1 where it holds Chinese. */
  get hasHan(): Uint8Array {
    return this.#hasHan.values;
  }

  /** The number of the new text. */
  add(text: string): number {
    const first = this.#symbols.length;
    let part = '';
    let hasHan = false;
    for (let index = 0; index <= text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (index < text.length && !isSeparator(unit)) {
        part += String.fromCharCode(foldedUnit(unit));
        hasHan ||= isHan(unit);
      } else if (part !== '') {
        this.#addPart(part);
        part = '';
      }
    }
    const end = this.#symbols.length;
    const [coreStart, coreEnd] = hasHan ? this.#core(first, end) : [first, end];
    this.#bounds.push(end);
    this.#coreStarts.push(coreStart);
    this.#coreEnds.push(coreEnd);
    this.#hasHan.push(hasHan ? 1 : 0);
    this.#addBits(first, end);
    return this.count - 1;
  }

  /** Positions in `text` of its symbols. */
  static offsets(text: string): number[] {
    const offsets: number[] = [];
    for (let index = 0; index < text.length; index += 1) if (!isSeparator(text.charCodeAt(index))) offsets.push(index);
    return offsets;
  }

  #addPart(part: string): void {
    const hasHan = [...part].some((character) => isHan(character.charCodeAt(0)));
    const fitting = hasHan ? this.alphabet.fitting(part) : [];
    for (let index = 0; index < part.length; index += 1) {
      this.#symbols.push(part.charCodeAt(index));
      this.#fitting.push(fitting[index] ?? 0);
      this.#marks.push(index === 0 ? wordStart : 0);
    }
  }

  /** Finds the part that people say, and marks the starts of words that only Chinese tells. */
  #core(first: number, end: number): [number, number] {
    const symbols = String.fromCharCode(...this.#symbols.values.subarray(first, end));
    const mark = (index: number): void => {
      if (index < symbols.length) (this.#marks.values[first + index] as number) |= wordStart;
    };
    let coreStart = 0;
    for (;;) {
      const from = coreStart;
      const place = this.#placesByFirst.get(symbols[from] ?? '')?.find((name) => symbols.startsWith(name, from));
      if (place === undefined || from + place.length > symbols.length - 2) break;
      coreStart += place.length;
      mark(coreStart);
    }
    for (const word of wordEnds)
      for (let at = symbols.indexOf(word); at !== -1; at = symbols.indexOf(word, at + 1)) mark(at + word.length);
    const form = legalForms.find((ending) => symbols.endsWith(ending));
    const coreEnd = symbols.length - (form?.length ?? 0);
    return coreEnd > coreStart ? [first + coreStart, first + coreEnd] : [first, end];
  }

  #addBits(first: number, end: number): void {
    const { firstLetters, letters } = this.alphabet;
    let [word, begin, all, other] = [0, 0, 0, 0];
    for (let at = first; at < end; at += 1) {
      const unit = this.#symbols.values[at] as number;
      begin |= firstLetters[unit] as number;
      all |= letters[unit] as number;
      other |= otherBit(unit);
      if (((this.#marks.values[at] as number) & wordStart) !== 0) word |= firstLetters[unit] as number;
    }
    this.#wordLetters.push(word);
    this.#firstLetters.push(begin);
    this.#letters.push(all);
    this.#others.push(other);
  }
}
