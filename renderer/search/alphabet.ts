// How each character may be typed: itself, in full pinyin, or by the beginning of it. Learned as characters are met.
import { letterBit } from './fold.ts';
import type { Readings } from './readings.ts';

export interface Spelling {
  readonly letters: string;
  /** Which of the character's readings; several spellings may belong to one: lv, lu and lyu. */
  readonly reading: number;
}

const unitCount = 0x1_0000;

function formsOf(reading: string): readonly string[] {
  return reading.includes('v') ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading];
}

/** Everything by UTF-16 unit, folded. */
export class Alphabet {
  readonly spellings = new Array<readonly Spelling[] | undefined>(unitCount).fill(undefined);
  /** Bits of the letters that it can begin with, and of all its letters. */
  readonly firstLetters = new Uint32Array(unitCount);
  readonly letters = new Uint32Array(unitCount);
  readonly #readings: Readings;
  readonly #known = new Map<number, readonly string[]>();
  /** Words recur, from text to text and from one index to the next; the dictionary is asked once. */
  readonly #fitting = new Map<string, readonly number[]>();

  constructor(readings: Readings) {
    this.#readings = readings;
    for (let unit = 0; unit < 0x80; unit += 1) this.firstLetters[unit] = this.letters[unit] = letterBit(unit);
  }

  /** For each unit of a Chinese text, which reading of its character fits the words. */
  fitting(text: string): readonly number[] {
    const known = this.#fitting.get(text);
    if (known !== undefined) return known;
    const read = this.#readings.inWords(text);
    const fitting = read.map((each, index) => (each === '' ? 0 : this.#which(text[index] as string, each)));
    this.#fitting.set(text, fitting);
    return fitting;
  }

  #which(character: string, read: string): number {
    const unit = character.charCodeAt(0);
    const known = this.#known.get(unit);
    const found = known?.indexOf(read) ?? -1;
    if (found !== -1) return found;
    const before = known ?? this.#readings.ofCharacter(character);
    const all = before.includes(read) ? before : [...before, read];
    this.#known.set(unit, all);
    const spellings = all.flatMap((each, reading) => formsOf(each).map((letters) => ({ letters, reading })));
    this.spellings[unit] = spellings;
    for (const { letters } of spellings) {
      (this.firstLetters[unit] as number) |= letterBit(letters.charCodeAt(0));
      for (let at = 0; at < letters.length; at += 1)
        (this.letters[unit] as number) |= letterBit(letters.charCodeAt(at));
    }
    return all.indexOf(read);
  }
}
