// What an hour, a day or a month of a channel comes to, as twelve numbers in a row of an array: thousands are kept without an object each.

/** Numbers a summary takes. Times are ms since the epoch. */
export const SUMMARY_SIZE = 12;
export const COUNT = 0;
export const FLAGGED = 1;
/** What sum, min and max are made of. */
export const AMOUNTS = 2;
export const SUM = 3;
export const MIN = 4;
export const MIN_AT = 5;
export const MAX = 6;
export const MAX_AT = 7;
export const FIRST = 8;
export const FIRST_AT = 9;
export const LAST = 10;
export const LAST_AT = 11;

export type Summaries = Float64Array;

export const newSummary = (): Summaries => new Float64Array(SUMMARY_SIZE);

export function clearSummary(all: Summaries, at: number): void {
  all.fill(0, at, at + SUMMARY_SIZE);
}

/** A good reading; readings come in the order of time. */
export function addReading(all: Summaries, at: number, time: number, value: number): void {
  if ((all[at + COUNT] as number) === 0) {
    all[at + FIRST] = value;
    all[at + FIRST_AT] = time;
  }
  all[at + COUNT] = (all[at + COUNT] as number) + 1;
  all[at + LAST] = value;
  all[at + LAST_AT] = time;
}

/** What counts in sum, least and greatest: the reading itself, or a register's difference under the time where it begins. */
export function addAmount(all: Summaries, at: number, time: number, amount: number): void {
  const isFirst = (all[at + AMOUNTS] as number) === 0;
  all[at + AMOUNTS] = (all[at + AMOUNTS] as number) + 1;
  all[at + SUM] = (all[at + SUM] as number) + amount;
  if (isFirst || amount < (all[at + MIN] as number)) {
    all[at + MIN] = amount;
    all[at + MIN_AT] = time;
  }
  if (isFirst || amount > (all[at + MAX] as number)) {
    all[at + MAX] = amount;
    all[at + MAX_AT] = time;
  }
}

export function addFlagged(all: Summaries, at: number): void {
  all[at + FLAGGED] = (all[at + FLAGGED] as number) + 1;
}

/** Puts a later span behind an earlier one. */
export function appendSummary(all: Summaries, at: number, later: Summaries, from: number): void {
  if ((later[from + COUNT] as number) > 0) {
    if ((all[at + COUNT] as number) === 0) {
      all[at + FIRST] = later[from + FIRST] as number;
      all[at + FIRST_AT] = later[from + FIRST_AT] as number;
    }
    all[at + LAST] = later[from + LAST] as number;
    all[at + LAST_AT] = later[from + LAST_AT] as number;
  }
  if ((later[from + AMOUNTS] as number) > 0) {
    const isFirst = (all[at + AMOUNTS] as number) === 0;
    if (isFirst || (later[from + MIN] as number) < (all[at + MIN] as number)) {
      all[at + MIN] = later[from + MIN] as number;
      all[at + MIN_AT] = later[from + MIN_AT] as number;
    }
    if (isFirst || (later[from + MAX] as number) > (all[at + MAX] as number)) {
      all[at + MAX] = later[from + MAX] as number;
      all[at + MAX_AT] = later[from + MAX_AT] as number;
    }
  }
  for (const sum of [COUNT, FLAGGED, AMOUNTS, SUM])
    all[at + sum] = (all[at + sum] as number) + (later[from + sum] as number);
}
