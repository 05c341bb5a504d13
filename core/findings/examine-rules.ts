// Everything that a channel's own values tell, the most specific explanation of a stretch first. Pure.

import { beyondOwnRange, catchUpValues } from './beyond-rules.ts';
import { ordinaryBounds } from './bounds-rules.ts';
import { repeatedPatterns } from './copy-rules.ts';
import { otherDecimals } from './decimal-rules.ts';
import { drifts, levelShifts } from './floor-rules.ts';
import { straightLines } from './line-rules.ts';
import { jumpsAtEnds } from './middle-rules.ts';
import { unusualNoise } from './noise-rules.ts';
import { ceilings, constantValues, zeroBlocks } from './run-rules.ts';
import { scaleChanges } from './scale-rules.ts';
import { clockShifts } from './seam-rules.ts';
import { mask, quantile, type Series, type Sighting, slotsPerDay, sortedValues } from './series-rules.ts';
import { suddenChanges } from './spike-rules.ts';

/** A level whose sign nobody stated is positive where all but a few of its values are, and none of these near zero. */
const FEW = 0.1;
const NEAR_ZERO = 0.1;

/** What moves it is as little known as its sign. */
const positive = { nonNegative: true, stopsOften: false, followsLoad: true } as const;

function isPositiveByHabit({ values }: Series): boolean {
  const sorted = sortedValues(values, new Uint8Array(values.length));
  return quantile(sorted, FEW) > NEAR_ZERO * quantile(sorted, 0.5);
}

export function examine(given: Series): Sighting[] {
  const series = given.nonNegative || !isPositiveByHabit(given) ? given : { ...given, ...positive };
  const masked = new Uint8Array(series.values.length);
  const found: Sighting[] = [];
  const take = (sightings: readonly Sighting[]): void => {
    found.push(...sightings);
    mask(masked, sightings);
  };
  for (let i = 0; i < masked.length; i++) if (given.nonNegative && (series.values[i] ?? 0) < 0) masked[i] = 1;
  const zeros = zeroBlocks(series, masked);
  take(zeros.filter(({ rule }) => rule === 'zero-block'));
  const clipped = ceilings(series, masked);
  found.push(...clipped);
  take(
    constantValues(series, masked).filter(
      ({ from, to }) => !clipped.some((each) => each.from <= from && to <= each.to),
    ),
  );
  take(straightLines(series, masked));
  take(repeatedPatterns(series, masked));
  const bounds = ordinaryBounds(series, masked, slotsPerDay(series));
  // A level that is taken for another by its sizes alone may have gone there by and by.
  const jumps = (each: Sighting): boolean => series.kind === 'amount' || jumpsAtEnds(series, each);
  take(scaleChanges(series, masked, bounds).filter(jumps));
  // What is a thousandth of what it should be is now and then rounded to zero.
  take(zeros.filter(({ from }) => masked[from] === 0));
  found.push(...otherDecimals(series, masked));
  if (!series.isLive) found.push(...clockShifts(series, masked));
  take(levelShifts(series, masked, bounds.lower));
  take(suddenChanges(series, masked, bounds.upper));
  take(catchUpValues(series, masked));
  // A plant that trips or stands lies far from all else as well, and is restless in another way; of a live level the stream
  // has watched every reading.
  if (!series.isLive || series.kind === 'amount') {
    // Where peaks are cut off there is less noise than there was.
    const rough = masked.slice();
    mask(rough, clipped);
    found.push(...unusualNoise(series, rough));
    take(beyondOwnRange(series, masked));
  }
  found.push(...drifts(series, masked, bounds));
  return found.sort((a, b) => a.from - b.from);
}
