// How long to wait before a broken connection is tried again: 1 s, doubled each time up to a minute, and never all at once.

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

export class Backoff {
  #failures = 0;

  succeeded(): void {
    this.#failures = 0;
  }

  /** ms to wait; up to a fifth less, so that stations that broke together do not come back together. */
  failed(): number {
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 16);
    return Math.round(wait * (1 - Math.random() / 5));
  }
}
