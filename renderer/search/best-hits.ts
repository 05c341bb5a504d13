// The best few of each kind among very many, each entry once. Pure.

export interface Ranked {
  /** The smaller, the better. */
  readonly rank: number;
  readonly entry: number;
  readonly text: number;
}

export class BestHits {
  readonly #limit: number;
  readonly #kept: readonly Ranked[][];
  /** By kind: what a rank must be less than to be kept. */
  readonly bars: number[];

  constructor(kinds: number, limit: number) {
    this.#limit = limit;
    this.#kept = Array.from({ length: kinds }, () => []);
    this.bars = new Array<number>(kinds).fill(Number.POSITIVE_INFINITY);
  }

  offer(kind: number, hit: Ranked): void {
    const kept = this.#kept[kind] ?? [];
    const same = kept.findIndex(({ entry }) => entry === hit.entry);
    if (same !== -1) {
      if ((kept[same] as Ranked).rank <= hit.rank) return;
      kept.splice(same, 1);
    }
    const place = kept.findIndex(({ rank }) => hit.rank < rank);
    kept.splice(place === -1 ? kept.length : place, 0, hit);
    if (kept.length > this.#limit) kept.pop();
    if (kept.length === this.#limit) this.bars[kind] = (kept.at(-1) as Ranked).rank;
  }

  get count(): number {
    return this.#kept.reduce((sum, { length }) => sum + length, 0);
  }

  ranked(): readonly Ranked[] {
    return this.#kept.flat().sort((one, other) => one.rank - other.rank);
  }
}
