// What the reader typed, as the matcher takes it. Pure.
import { foldedUnit, isSeparator, letterBit, otherBit } from './fold.ts';

export interface Query {
  /** Without separators; ü is spelled v, except after j, q, x and y, where it is spelled u. */
  readonly symbols: string;
  /** For each symbol, the index of the next separator after it: no reading of a character reaches across one. */
  readonly limits: readonly number[];
  /** The parts between spaces. */
  readonly words: readonly string[];
  /** Bits of what it begins with and of what it holds, as spelled texts have them. */
  readonly firstLetter: number;
  readonly letters: number;
  readonly others: number;
}

/** Nobody spells a longer name; what comes after is not looked at. */
const mostSymbols = 96;

const withoutUmlaut = (text: string): string =>
  text.replaceAll(/[üǖǘǚǜÜǕǗǙǛ]|u:/g, 'v').replaceAll(/([jqxy])v/gi, '$1u');

/** null = nothing to search for. */
export function parseQuery(text: string): Query | null {
  const typed = withoutUmlaut(text.normalize('NFC'));
  let symbols = '';
  const separators = new Set<number>();
  for (let index = 0; index < typed.length && symbols.length < mostSymbols; index += 1) {
    const unit = typed.charCodeAt(index);
    if (isSeparator(unit)) separators.add(symbols.length);
    else symbols += String.fromCharCode(foldedUnit(unit));
  }
  if (symbols === '') return null;
  const limits: number[] = [];
  let limit = symbols.length;
  let letters = 0;
  let others = 0;
  for (let index = symbols.length - 1; index >= 0; index -= 1) {
    limits[index] = limit;
    if (separators.has(index)) limit = index;
    letters |= letterBit(symbols.charCodeAt(index));
    others |= otherBit(symbols.charCodeAt(index));
  }
  const words = text.split(/\s+/u).filter((word) => word !== '');
  return { symbols, limits, words, firstLetter: letterBit(symbols.charCodeAt(0)), letters, others };
}
