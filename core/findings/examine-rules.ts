// Everything that a channel's own values tell, the most specific explanation of a stretch first. Pure.

import { beyondOwnRange, catchUpValues } from './beyond-rules.ts';
import { ordinaryBounds } from './bounds-rules.ts';
import { repeatedPatterns } from './copy-rules.ts';
import { drifts, levelShifts } from './floor-rules.ts';
import { straightLines } from './line-rules.ts';
import { ceilings, constantValues, zeroBlocks } from './run-rules.ts';
import { scaleChanges } from './scale-rules.ts';
import { clockShifts } from './seam-rules.ts';
import { mask, type Series, type Sighting, slotsPerDay } from './series-rules.ts';
import { suddenChanges } from './spike-rules.ts';

export function examine(series: Series): Sighting[] {
  const masked = new Uint8Array(series.values.length);
  const found: Sighting[] = [];
  const take = (sightings: readonly Sighting[]): void => {
    found.push(...sightings);
    mask(masked, sightings);
  };
  for (let i = 0; i < masked.length; i++) if (series.nonNegative && (series.values[i] ?? 0) < 0) masked[i] = 1;
  take(zeroBlocks(series, masked));
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
  take(scaleChanges(series, masked, bounds));
  if (!series.isLive) found.push(...clockShifts(series, masked));
  take(levelShifts(series, masked, bounds.lower));
  take(suddenChanges(series, masked, bounds.upper));
  take(catchUpValues(series, masked));
  take(beyondOwnRange(series, masked));
  found.push(...drifts(series, masked, bounds));
  return found.sort((a, b) => a.from - b.from);
}
