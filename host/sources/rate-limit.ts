// Token buckets: how often somebody may come. Monotonic time, so that a clock set back locks nobody out.

const KEYS = 10_000;

export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #elapsed: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** `burst` at once, then `perSecond`. */
  constructor(perSecond: number, burst: number, elapsed: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#elapsed = elapsed;
  }

  /** ms to wait; 0 = come in. */
  wait(key: string): number {
    const now = this.#elapsed();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    bucket.tokens = Math.min(this.#burst, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > KEYS) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - bucket.tokens) / this.#perSecond) * 1000);
  }
}
