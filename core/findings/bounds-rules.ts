// What is ordinary for a channel, by its days. Pure.
import { quantile, type Series } from './series-rules.ts';

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Bounds of what is ordinary: the least value of a rather quiet day, the greatest of a rather busy one; NaN = no day is known. */
export function ordinaryBounds({ values }: Series, masked: Uint8Array, perDay: number): Bounds {
  const least: number[] = [];
  const greatest: number[] = [];
  for (let from = 0; from < values.length; from += perDay) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = from; i < Math.min(values.length, from + perDay); i++) {
      const value = values[i] ?? Number.NaN;
      if (masked[i] === 1 || Number.isNaN(value)) continue;
      if (value > high) high = value;
      if (value > 0 && value < low) low = value;
    }
    if (high > Number.NEGATIVE_INFINITY) greatest.push(high);
    if (low < Number.POSITIVE_INFINITY) least.push(low);
  }
  const at = (of: number[], share: number): number =>
    quantile(
      of.sort((a, b) => a - b),
      share,
    );
  return { lower: at(least, 0.4), upper: at(greatest, 0.6) };
}

/** So many times the quiet day's least is the busy day's greatest where a channel falls back to a standby. */
const STANDBY_TIMES = 3;

/** Whether it falls back to a standby that has nothing to do with how much is made; else its floor is its load. */
export const hasStandby = ({ lower, upper }: Bounds): boolean => upper >= STANDBY_TIMES * lower;
