// Chance that the seed alone decides: numbers in sequence for plans, and noise that can be asked for at any time without history.

/** 32 bits of a text (FNV-1a): the key under which a thing has its own noise. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A key made of two numbers; every bit of both counts. */
export function mixKey(a: number, b: number): number {
  let x = (a ^ Math.imul(b, 0x9e3779b1)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Evenly in [0, 1), for the `index`th time of `key`. */
export const chanceAt = (key: number, index: number): number => mixKey(key, index) / 2 ** 32;

/** Mean 0, deviation 1, never beyond ±3: instruments have noise, and no tail of it is to pass for an event. */
export function deviateAt(key: number, index: number): number {
  const a = mixKey(key, index);
  const b = mixKey(a, 0x51ed27);
  const c = mixKey(b, 0x2f6b31);
  return ((a + b + c) / 2 ** 32 - 1.5) * 2;
}

/** A slow wandering about 0, smooth, between -3 and 3; `x` counts its turning points. */
export function driftAt(key: number, x: number): number {
  const knot = Math.floor(x);
  const along = x - knot;
  const smooth = along * along * (3 - 2 * along);
  const before = deviateAt(key, knot);
  return before + (deviateAt(key, knot + 1) - before) * smooth;
}

export interface Chance {
  /** Evenly in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** 0 … count − 1. */
  index(count: number): number;
  shuffled<T>(items: readonly T[]): T[];
}

/** Numbers in sequence (sfc32), for making plans. */
export function createChance(seed: number): Chance {
  let [a, b, c, counter] = [keyOf(`a${seed}`) | 0, keyOf(`b${seed}`) | 0, keyOf(`c${seed}`) | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let i = 0; i < 16; i += 1) next();
  const index = (count: number): number => Math.floor(next() * count);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    index,
    shuffled: (items) => {
      const all = [...items];
      for (let i = all.length - 1; i > 0; i -= 1) {
        const j = index(i + 1);
        [all[i], all[j]] = [all[j] as (typeof all)[number], all[i] as (typeof all)[number]];
      }
      return all;
    },
  };
}
