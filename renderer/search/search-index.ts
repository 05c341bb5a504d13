// Everything that can be found by typing, and the best hits for what was typed. Pure; knows nothing of the ledger.
import { BestHits, type Ranked } from './best-hits.ts';
import { type Extent, extentOfRank, Matcher, type MatchRank, noMatch, type Run, rankOf } from './matcher.ts';
import { numbers } from './number-list.ts';
import { parseQuery, type Query } from './query.ts';
import { SpelledTexts } from './spelled-texts.ts';

/**
 * What a text is to its entry: the name, another name (short, English, former), a code or number, or something beside
 * it such as its owner, by which an entry is found but never called.
 */
const roles = ['name', 'alias', 'code', 'related'] as const;
export type TextRole = (typeof roles)[number];

export interface SearchEntry<Kind extends string = string> {
  readonly kind: Kind;
  readonly id: string;
  /** The id of the entry that it belongs to. */
  readonly within?: string;
  /** The first is the name. */
  readonly texts: readonly { readonly text: string; readonly role: TextRole }[];
}

export interface SearchHit<Kind extends string = string> {
  readonly entry: SearchEntry<Kind>;
  readonly extent: Extent;
  /** The smaller, the better; comparable with other hits of the same query. */
  readonly rank: number;
  /** The text that matched, and the parts of it that did, in UTF-16 units; the ends not included. */
  readonly text: string;
  readonly spans: readonly Span[];
}

export type Span = readonly [number, number];

export interface FindOptions<Kind extends string> {
  /** Most hits of each kind. */
  readonly limit: number;
  /** Left out = all. */
  readonly kinds?: readonly Kind[];
}

/** Short bits of a code would find thousands. */
const shortestInCode = 3;
const lengths = 256;
const mostKinds = 16;
const mostWords = 8;
const [codeRole, relatedRole] = [roles.indexOf('code'), roles.indexOf('related')];

/** What decides between equally good matches, in one number: the kind, then the shorter text, then its role. */
const weightOf = (kind: number, length: number, role: number): number =>
  (kind * lengths + Math.min(lengths - 1, length)) * roles.length + role;
const roleOf = (weight: number): number => weight % roles.length;
const kindOf = (weight: number): number => Math.floor(weight / roles.length / lengths);
/** More than any weight: what one step of a match's rank is worth. */
const perRank = mostKinds * lengths * roles.length;

/** Runs of a text's symbols as parts of the text itself, in order, what touches joined. */
function spansOf(text: string, runs: readonly Run[]): Span[] {
  const offsets = SpelledTexts.offsets(text);
  const spans: [number, number][] = [];
  for (const [start, end] of [...runs].sort(([one], [other]) => one - other)) {
    const [from, to] = [offsets[start] ?? 0, (offsets[end - 1] ?? 0) + 1];
    const before = spans.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else spans.push([from, to]);
  }
  return spans;
}

/** Entries are added in portions, so that a page stays alive meanwhile, and never taken out: a new ledger is a new index. */
export class SearchIndex<Kind extends string> {
  readonly #kinds: readonly Kind[];
  readonly #entries: SearchEntry<Kind>[] = [];
  readonly #texts: SpelledTexts;
  /** A text that many entries share, such as an owner, is spelled and matched once. */
  readonly #textNumbers = new Map<string, number>();
  /** Of each use that an entry makes of a text. */
  readonly #ofUse = { text: numbers(), entry: numbers(), weight: numbers() };

  readonly #parts: readonly Kind[];

  /**
   * `kinds` in order of weight: of equally good matches, that of the first kind is shown first. `parts` are kinds whose
   * names begin with those of what they belong to; with gaps only the latter is found.
   */
  constructor(texts: SpelledTexts, kinds: readonly Kind[], parts: readonly Kind[] = []) {
    this.#texts = texts;
    this.#kinds = kinds;
    this.#parts = parts;
  }

  /** Entries so far. */
  get size(): number {
    return this.#entries.length;
  }

  add(entries: Iterable<SearchEntry<Kind>>): void {
    for (const entry of entries) {
      const number = this.#entries.push(entry) - 1;
      const kind = this.#kinds.indexOf(entry.kind);
      for (const { text, role } of entry.texts) {
        const at = this.#textNumber(text);
        const length = (this.#texts.bounds[at + 1] as number) - (this.#texts.bounds[at] as number);
        this.#ofUse.text.push(at);
        this.#ofUse.entry.push(number);
        this.#ofUse.weight.push(weightOf(kind, length, roles.indexOf(role)));
      }
    }
  }

  /** Best first; among equals, as they were added. Nothing typed finds nothing. */
  find(typed: string, { limit, kinds = this.#kinds }: FindOptions<Kind>): SearchHit<Kind>[] {
    const query = parseQuery(typed);
    if (query === null) return [];
    const best = new BestHits(this.#kinds.length, limit);
    for (const [number, kind] of this.#kinds.entries())
      if (!kinds.includes(kind)) best.bars[number] = Number.NEGATIVE_INFINITY;
    const matcher = new Matcher(query, this.#texts);
    this.#offer(best, query, 'exact', (text, atMost) => matcher.rank(text, atMost));
    const foundWhole = best.count > 0;
    // Letters with gaps between them stand in too many names to be worth showing beside better hits.
    if (!foundWhole || (query.others !== 0 && best.count < limit))
      this.#offer(best, query, 'gaps', (text) => matcher.rankWithGaps(text));
    // Spaces may as well stand between syllables; only where that led nowhere are they taken for spaces between words.
    if (!foundWhole && query.words.length > 1) this.#offerScattered(best, query);
    return best.ranked().map((ranked) => this.#hit(ranked, query, matcher));
  }

  #textNumber(text: string): number {
    const known = this.#textNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.add(text);
    this.#textNumbers.set(text, number);
    return number;
  }

  /** Offers what `rankText` finds, which is never better than `atBest`. Most texts are passed over by their numbers alone. */
  #offer(best: BestHits, query: Query, atBest: Extent, rankText: (text: number, atMost: MatchRank) => MatchRank): void {
    const { letters, others, coreStarts, coreEnds } = this.#texts;
    const firstLetters = atBest === 'gaps' ? this.#texts.wordLetters : this.#texts.firstLetters;
    const [texts, entries, weights] = [this.#ofUse.text.values, this.#ofUse.entry.values, this.#ofUse.weight.values];
    const { bars } = best;
    const skipped = this.#kinds.map((kind) => atBest === 'gaps' && this.#parts.includes(kind));
    const reach = query.symbols.length;
    const limitOfWhole = rankOf(atBest, 0) * perRank;
    const limitOfPart = Math.max(limitOfWhole, rankOf('prefix', 0) * perRank);
    const ofRelated = rankOf('related', 0);
    /** Ranks of texts beside names, which many entries share. */
    const shared = new Map<number, MatchRank>();
    for (let use = 0; use < this.#ofUse.text.length; use += 1) {
      const number = texts[use] as number;
      if (
        ((letters[number] as number) & query.letters) !== query.letters ||
        ((firstLetters[number] as number) & query.firstLetter) !== query.firstLetter ||
        ((others[number] as number) & query.others) !== query.others
      )
        continue;
      const weight = weights[use] as number;
      const kind = kindOf(weight);
      if (skipped[kind]) continue;
      const bar = bars[kind] as number;
      // More symbols than were typed are never all of them, nor the whole name.
      const limit = (coreEnds[number] as number) - (coreStarts[number] as number) > reach ? limitOfPart : limitOfWhole;
      if (limit + weight >= bar) continue;
      const role = roleOf(weight);
      if (role === codeRole && reach < shortestInCode) continue;
      const atMost = Math.ceil((bar - weight) / perRank) - 1;
      let rank: MatchRank;
      if (role === relatedRole) {
        rank = shared.get(number) ?? rankText(number, noMatch);
        shared.set(number, rank);
        rank = Math.max(rank, ofRelated);
      } else rank = rankText(number, atMost);
      if (rank <= atMost && rank !== noMatch)
        best.offer(kind, { rank: rank * perRank + weight, entry: entries[use] as number, text: number });
    }
  }

  /** Entries in whose texts every word of the query stands somewhere; shown by their names. */
  #offerScattered(best: BestHits, query: Query): void {
    const words = this.#wordsOf(query);
    const found = new Uint8Array(this.#entries.length);
    for (const [bit, word] of words.entries()) {
      const matcher = new Matcher(word, this.#texts);
      /** By text: 0 = not asked yet, 1 = the word isn't there, 2 = it is. */
      const held = new Uint8Array(this.#texts.count);
      for (let use = 0; use < this.#ofUse.text.length; use += 1) {
        const entry = this.#ofUse.entry.values[use] as number;
        // All earlier words, or none of this matters any more.
        if (found[entry] !== (1 << bit) - 1) continue;
        const text = this.#ofUse.text.values[use] as number;
        if (held[text] === 0) held[text] = matcher.rank(text) === noMatch ? 1 : 2;
        if (held[text] === 2) found[entry] = (1 << (bit + 1)) - 1;
      }
    }
    const all = (1 << words.length) - 1;
    for (let use = 0; use < this.#ofUse.text.length; use += 1) {
      const entry = this.#ofUse.entry.values[use] as number;
      if (found[entry] !== all) continue;
      // Its first use is its name; the others are not offered.
      found[entry] = 0;
      const weight = this.#ofUse.weight.values[use] as number;
      const rank = rankOf('scattered', 0) * perRank + weight;
      const kind = kindOf(weight);
      if (rank < (best.bars[kind] as number))
        best.offer(kind, { rank, entry, text: this.#ofUse.text.values[use] as number });
    }
  }

  #wordsOf(query: Query): Query[] {
    return query.words.flatMap((word) => parseQuery(word) ?? []).slice(0, mostWords);
  }

  #hit({ rank, entry, text: number }: Ranked, query: Query, matcher: Matcher): SearchHit<Kind> {
    const found = this.#entries[entry] as SearchEntry<Kind>;
    const text = found.texts.find((each) => this.#textNumbers.get(each.text) === number)?.text ?? '';
    const extent = extentOfRank(Math.floor(rank / perRank));
    const runs =
      extent === 'scattered'
        ? this.#wordsOf(query).flatMap((word) => new Matcher(word, this.#texts).runs(number))
        : matcher.runs(number);
    return { entry: found, extent, rank, text, spans: spansOf(text, runs) };
  }
}
