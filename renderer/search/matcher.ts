// Whether and where a query stands in a text: literally, in full pinyin, in initials or any mixture of them. Pure.
import type { Spelling } from './alphabet.ts';
import { letterBit } from './fold.ts';
import type { Query } from './query.ts';
import { type SpelledTexts, wordStart } from './spelled-texts.ts';

/**
 * How much of the text a match takes, best first. The whole name is what people say: without place and legal form.
 * `related` is for texts that aren't names; with `gaps`, characters of the text were passed over; `scattered` is for
 * words that stand apart, in any order or in several texts of an entry.
 */
export const extents = ['exact', 'whole', 'prefix', 'wordStart', 'inside', 'related', 'gaps', 'scattered'] as const;
export type Extent = (typeof extents)[number];

/** Comparable; smaller is better. `noMatch` is greater than all. */
export type MatchRank = number;
export const noMatch: MatchRank = Number.MAX_SAFE_INTEGER;

/** How it was typed, summed up; 0 = letter by letter, or in full pinyin as the word is read. */
const unfinished = 1;
const abbreviated = 2;
const otherReading = 4;
const allMarks = 7;

/** `spelling`: a sum of marks, or the cost of the gaps. */
export function rankOf(extent: Extent, spelling: number): MatchRank {
  return extents.indexOf(extent) * (allMarks + 1) + Math.min(spelling, allMarks);
}

export function extentOfRank(rank: MatchRank): Extent {
  return extents[Math.floor(rank / (allMarks + 1))] as Extent;
}

const [exact, whole, prefix, startOfWord, inside, gapped] = [
  rankOf('exact', 0),
  rankOf('whole', 0),
  rankOf('prefix', 0),
  rankOf('wordStart', 0),
  rankOf('inside', 0),
  rankOf('gaps', 0),
];

/** A run of symbols of one text, counted from its first; the end not included. */
export type Run = readonly [number, number];

/** A text longer than this is not searched with gaps: anything stands in it somehow. */
const longestGapped = 64;
const impossible = 100;
/** What a symbol may stand for in the query: so many of its letters, by which of its readings (null = it is itself). */
interface Step {
  readonly letters: number;
  readonly reading: number | null;
  readonly marks: number;
}
const noSteps: readonly Step[] = [];
const noSpellings: readonly Spelling[] = [];
const letterH = 0x68;

/** Matches one query against the texts of one store. */
export class Matcher {
  readonly #query: Query;
  readonly #texts: SpelledTexts;
  readonly #typed: Uint16Array;
  /** By place in the query, then by symbol: the same characters come again and again. */
  readonly #steps: readonly Map<number, readonly Step[]>[];
  // Scratch of the run under way. Places of symbols are those of the row; a state is (symbol, place in the query).
  #run = 0;
  #begin = 0;
  #last = 0;
  #end = 0;
  #marks = 0;
  // Where the best match of the last #find stands.
  #foundAt = 0;
  #foundEnd = 0;
  /** The run in which a state was found to lead nowhere. */
  #deadIn = new Uint32Array(256);
  /** With gaps: what a state costs at best, and the step that does it (letters consumed; 0 = pass over). */
  #costIn = new Uint32Array(0);
  #cost = new Uint8Array(0);
  #choice = new Uint8Array(0);

  constructor(query: Query, texts: SpelledTexts) {
    this.#query = query;
    this.#texts = texts;
    this.#typed = Uint16Array.from(query.symbols, (symbol) => symbol.charCodeAt(0));
    this.#steps = Array.from(this.#typed, () => new Map());
  }

  /** The best place of the query in a text, without gaps; one that ranks worse than `atMost` need not be found. */
  rank(text: number, atMost: MatchRank = noMatch): MatchRank {
    return this.#mayHold(text) ? this.#find(text, atMost) : noMatch;
  }

  /** The best way to find the query in a Chinese text with something passed over: 山钢 in 山东钢铁. */
  rankWithGaps(text: number): MatchRank {
    const cost = this.#gaps(text);
    return cost < impossible ? gapped + Math.min(cost, allMarks) : noMatch;
  }

  /** The parts of the text that the query stands for, with gaps where it must be; [] = it isn't there. */
  runs(text: number): Run[] {
    const first = this.#texts.bounds[text] as number;
    const rank = this.rank(text);
    if (rank !== noMatch) return [[this.#foundAt - first, this.#foundEnd - first]];
    if (this.#gaps(text) === impossible) return [];
    const runs: Run[] = [];
    let from = 0;
    let joined = true;
    for (let at = first; from < this.#typed.length; at += 1) {
      const length = this.#choice[this.#state(at, from) * 2 + Number(joined)] as number;
      const before = runs.at(-1);
      if (length > 0 && joined && before !== undefined) runs[runs.length - 1] = [before[0], at - first + 1];
      else if (length > 0) runs.push([at - first, at - first + 1]);
      from += length;
      joined = length > 0;
    }
    return runs;
  }

  /** Cheap, and true for all texts that match. */
  #mayHold(text: number): boolean {
    const { letters, firstLetter, others } = this.#query;
    const texts = this.#texts;
    return (
      ((texts.letters[text] as number) & letters) === letters &&
      ((texts.firstLetters[text] as number) & firstLetter) === firstLetter &&
      ((texts.others[text] as number) & others) === others
    );
  }

  /** From where the best matches begin to where the worst do; nearly all texts are done with before the last. */
  #find(text: number, atMost: MatchRank): MatchRank {
    const { bounds, coreStarts, marks } = this.#texts;
    const first = bounds[text] as number;
    const last = bounds[text + 1] as number;
    const coreStart = coreStarts[text] as number;
    this.#begin = first;
    this.#last = last;
    let best = this.#rankOfInitials(text, first, last, noMatch);
    best = this.#rankOfInitials(text, coreStart, this.#texts.coreEnds[text] as number, best);
    best = this.#rankFrom(text, first, best);
    if (coreStart > first && Math.min(best, atMost) > whole) best = this.#rankFrom(text, coreStart, best);
    if (Math.min(best, atMost) > startOfWord)
      for (let at = first + 1; at < last && best > startOfWord; at += 1)
        if (((marks[at] as number) & wordStart) !== 0) best = this.#rankFrom(text, at, best);
    if (Math.min(best, atMost) > inside)
      for (let at = first + 1; at < last && best > inside; at += 1) best = this.#rankFrom(text, at, best);
    return best <= atMost ? best : noMatch;
  }

  /**
   * The better of `best` and a match that takes one letter for each symbol. Otherwise initials may be taken for pinyin:
   * “an” is 安宁, and not only the beginning of it.
   */
  #rankOfInitials(text: number, at: number, end: number, best: MatchRank): MatchRank {
    if (end - at !== this.#typed.length) return best;
    const { symbols, fitting, alphabet } = this.#texts;
    let marks = 0;
    for (const [index, letter] of this.#typed.entries()) {
      const unit = symbols[at + index] as number;
      if (unit === letter) continue;
      const spelled =
        alphabet.spellings[unit]?.filter(({ letters }) => letters.charCodeAt(0) === letter) ?? noSpellings;
      if (spelled.length === 0) return best;
      const fits = spelled.some(({ reading }) => reading === fitting[at + index]);
      marks |= abbreviated | (fits ? 0 : otherReading);
    }
    return this.#better(this.#extent(text, at, end) + marks, at, end, best);
  }

  #better(rank: MatchRank, at: number, end: number, best: MatchRank): MatchRank {
    if (rank >= best) return best;
    this.#foundAt = at;
    this.#foundEnd = end;
    return rank;
  }

  /** The better of `best` and a match that begins at `at`. */
  #rankFrom(text: number, at: number, best: MatchRank): MatchRank {
    if (this.#stepsOf(at, 0).length === 0) return best;
    // First as the words are read; only then with whatever else the characters may stand for.
    if (!this.#follows(at, false) && !this.#follows(at, true)) return best;
    return this.#better(this.#extent(text, at, this.#end) + this.#marks, at, this.#end, best);
  }

  #extent(text: number, at: number, end: number): MatchRank {
    const { bounds, coreStarts, coreEnds, marks } = this.#texts;
    const atFirst = at === bounds[text];
    const toLast = end === bounds[text + 1];
    if (atFirst && toLast) return exact;
    if ((atFirst || at === coreStarts[text]) && (toLast || end === coreEnds[text])) return whole;
    if (atFirst) return prefix;
    return ((marks[at] as number) & wordStart) !== 0 ? startOfWord : inside;
  }

  #follows(at: number, anyReading: boolean): boolean {
    const states = (this.#last - this.#begin + 1) * (this.#typed.length + 1);
    if (this.#deadIn.length < states) this.#deadIn = new Uint32Array(states * 2);
    this.#run += 1;
    this.#marks = 0;
    return this.#follow(at, 0, anyReading);
  }

  #state(at: number, from: number): number {
    return (at - this.#begin) * (this.#typed.length + 1) + from;
  }

  /** Whether the query from `from` on is spelled by the symbols from `at` on; then #end and #marks say how. */
  #follow(at: number, from: number, anyReading: boolean): boolean {
    if (from === this.#typed.length) {
      this.#end = at;
      return true;
    }
    if (at === this.#last) return false;
    const state = this.#state(at, from);
    if (this.#deadIn[state] === this.#run) return false;
    const fits = this.#texts.fitting[at];
    for (const { letters, reading, marks } of this.#stepsOf(at, from)) {
      const other = reading === null || reading === fits ? 0 : otherReading;
      if ((other !== 0 && !anyReading) || !this.#follow(at + 1, from + letters, anyReading)) continue;
      this.#marks |= marks | other;
      return true;
    }
    this.#deadIn[state] = this.#run;
    return false;
  }

  /** What symbol `at` may stand for in the query at `from`. */
  #stepsOf(at: number, from: number): readonly Step[] {
    const unit = this.#texts.symbols[at] as number;
    const known = this.#steps[from]?.get(unit);
    if (known !== undefined) return known;
    const steps = this.#findSteps(unit, from);
    this.#steps[from]?.set(unit, steps);
    return steps;
  }

  /** The fullest first, so that what was spelled out is not taken for an abbreviation. */
  #findSteps(unit: number, from: number): readonly Step[] {
    const typed = this.#typed;
    const next = typed[from] as number;
    if (unit === next) return [{ letters: 1, reading: null, marks: 0 }];
    const { spellings, firstLetters } = this.#texts.alphabet;
    if (((firstLetters[unit] as number) & letterBit(next)) === 0) return noSteps;
    const limit = this.#query.limits[from] as number;
    const full: Step[] = [];
    const short: Step[] = [];
    for (const { letters, reading } of spellings[unit] ?? noSpellings) {
      if (letters.charCodeAt(0) !== next) continue;
      const held = this.#lettersHeld(letters, from, limit);
      if (held === letters.length) full.push({ letters: held, reading, marks: 0 });
      else if (held > 1 && from + held === typed.length) full.push({ letters: held, reading, marks: unfinished });
      if (letters.length === 1) continue;
      short.push({ letters: 1, reading, marks: abbreviated });
      // zh, ch and sh may stand for themselves.
      if (letters.charCodeAt(1) === letterH && held > 1) short.push({ letters: 2, reading, marks: abbreviated });
    }
    return [...full, ...short];
  }

  /** How many of `letters` stand in the query from `from` on, before `limit`. */
  #lettersHeld(letters: string, from: number, limit: number): number {
    const most = Math.min(letters.length, limit - from);
    let held = 0;
    while (held < most && letters.charCodeAt(held) === this.#typed[from + held]) held += 1;
    return held;
  }

  #gaps(text: number): number {
    const { bounds, hasHan } = this.#texts;
    this.#begin = bounds[text] as number;
    this.#last = bounds[text + 1] as number;
    const length = this.#last - this.#begin;
    if (hasHan[text] === 0 || length > longestGapped || !this.#mayHold(text) || !this.#inOrder()) return impossible;
    const states = (length + 1) * (this.#typed.length + 1) * 2;
    if (this.#costIn.length < states) {
      this.#costIn = new Uint32Array(states * 2);
      this.#cost = new Uint8Array(states * 2);
      this.#choice = new Uint8Array(states * 2);
    }
    this.#run += 1;
    return this.#gapCost(this.#begin, 0, true);
  }

  /** Whether what is typed could be taken from the symbols one after another, whatever the order of letters in each. */
  #inOrder(): boolean {
    const { symbols, alphabet } = this.#texts;
    let from = 0;
    for (let at = this.#begin; at < this.#last; at += 1) {
      const unit = symbols[at] as number;
      const letters = alphabet.letters[unit] as number;
      while (from < this.#typed.length) {
        const typed = this.#typed[from] as number;
        if (typed !== unit && (letters & letterBit(typed)) === 0) break;
        from += 1;
      }
    }
    return from === this.#typed.length;
  }

  /**
   * Least cost of the query from `from` on; `joined` = the symbol before `at` was not passed over. The first part must
   * begin a word, as people's abbreviations do.
   */
  #gapCost(at: number, from: number, joined: boolean): number {
    if (from === this.#typed.length) return 0;
    if (at === this.#last) return impossible;
    const state = this.#state(at, from) * 2 + Number(joined);
    if (this.#costIn[state] === this.#run) return this.#cost[state] as number;
    let least = this.#gapCost(at + 1, from, false);
    let choice = 0;
    const begins = ((this.#texts.marks[at] as number) & wordStart) !== 0;
    for (const { letters, marks } of from === 0 && !begins ? noSteps : this.#stepsOf(at, from)) {
      // Initials after a gap would find everything everywhere; they must begin a word.
      if (!joined && !begins && (marks & abbreviated) !== 0) continue;
      const cost = (joined ? 0 : begins ? 1 : 2) + this.#gapCost(at + 1, from + letters, true);
      if (cost >= least) continue;
      least = cost;
      choice = letters;
    }
    this.#costIn[state] = this.#run;
    this.#cost[state] = Math.min(least, impossible);
    this.#choice[state] = choice;
    return Math.min(least, impossible);
  }
}
