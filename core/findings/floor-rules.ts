// What a channel falls back to when least goes on, day by day: shifted by an offset, or creeping one way. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { type Bounds, hasStandby } from './bounds-rules.ts';
import { movedMiddles } from './middle-rules.ts';
import { input, quantile, type Series, type Sighting, slotsPerDay, sortedValues, tidy } from './series-rules.ts';

/** Low enough to be the floor, high enough that one wrong value is not. */
const FLOOR_SHARE = 0.03;
const LEAST_OF_DAY = 0.7;

interface DayFloor {
  readonly day: number;
  readonly floor: number;
}

export function dayFloors({ values }: Series, masked: Uint8Array, perDay: number): DayFloor[] {
  const floors: DayFloor[] = [];
  for (let day = 0; (day + 1) * perDay <= values.length; day++) {
    const of: number[] = [];
    for (let i = day * perDay; i < (day + 1) * perDay; i++) {
      const value = values[i] ?? Number.NaN;
      if (masked[i] === 0 && value > 0) of.push(value);
    }
    if (of.length >= LEAST_OF_DAY * perDay)
      floors.push({
        day,
        floor: quantile(
          of.sort((a, b) => a - b),
          FLOOR_SHARE,
        ),
      });
  }
  return floors;
}

/** Shifts of either kind of channel: amounts fall back to a floor, levels have a middle. */
export function levelShifts(series: Series, masked: Uint8Array, floor: number): Sighting[] {
  return series.kind === 'amount' ? liftedFloors(series, masked, floor) : movedMiddles(series, masked);
}

/**
 * An offset lifts everything: for a day and longer the channel does not fall to its floor, and the new floor is as sharp as
 * the old one. A busy night lifts the floor too, but never so evenly.
 */
function liftedFloors(series: Series, masked: Uint8Array, floor: number): Sighting[] {
  const { values } = series;
  if (!series.nonNegative || !(floor > 0)) return [];
  const times = ruleNumber('level-shift', 'times');
  const least = ruleNumber('level-shift', 'hours') * (slotsPerDay(series) / 24);
  const sharp = floorOf(values, masked, 0, values.length, floor).share;
  const found: Sighting[] = [];
  let from = -1;
  let samples = 0;
  const close = (to: number): void => {
    const core = from >= 0 && samples >= least ? evenPart(values, masked, from, to, least) : null;
    const lifted = core ? floorOf(values, masked, core.from, core.to, floor) : null;
    if (core && lifted && lifted.at > times * floor && lifted.share >= sharp / 4)
      found.push(shiftSighting(series, core.from, core.to, lifted.at, floor));
    from = -1;
    samples = 0;
  };
  for (let i = 0; i <= values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (i < values.length && (Number.isNaN(value) || masked[i] === 1)) continue;
    if (value > times * floor) {
      if (from < 0) from = i;
      samples++;
    } else close(i);
  }
  return found;
}

interface EvenPart {
  readonly from: number;
  readonly to: number;
}

/** The longest part of a stretch that stays above most of its own floor: ordinary work before and after is left out. */
function evenPart(
  values: Float64Array,
  masked: Uint8Array,
  begin: number,
  end: number,
  least: number,
): EvenPart | null {
  const there = values
    .slice(begin, end)
    .filter((value, i) => !Number.isNaN(value) && masked[begin + i] === 0)
    .sort();
  const bound = 0.85 * quantile(there, 0.15);
  let best: EvenPart | null = null;
  let from = -1;
  for (let i = begin; i <= end; i++) {
    const value = values[i] ?? Number.NaN;
    if (i < end && (Number.isNaN(value) || masked[i] === 1)) continue;
    if (i < end && value >= bound) {
      if (from < 0) from = i;
      continue;
    }
    if (from >= 0 && i - from >= least && i - from > (best ? best.to - best.from : 0)) best = { from, to: i };
    from = -1;
  }
  return best;
}

/** Where the lower half of the values lies most densely, within the width of a floor's own noise, and the share that does. */
function floorOf(
  values: Float64Array,
  masked: Uint8Array,
  from: number,
  to: number,
  width: number,
): { readonly at: number; readonly share: number } {
  const sorted = sortedValues(values.subarray(from, to), masked.subarray(from, to));
  let [at, most] = [Number.NaN, 0];
  for (let low = 0, high = 0; low < sorted.length / 2; low++) {
    while (high < sorted.length && (sorted[high] as number) <= (sorted[low] as number) + width) high++;
    if (high - low > most) [at, most] = [sorted[low] as number, high - low];
  }
  return { at, share: most / Math.max(1, sorted.length) };
}

function shiftSighting(series: Series, from: number, to: number, lowest: number, floor: number): Sighting {
  const unit = series.unitOfMeasure;
  return {
    rule: 'level-shift',
    from,
    to,
    inputs: [input('floor', lowest, unit), input('usualFloor', floor, unit), input('shift', lowest - floor, unit)],
    formula: 'floor > times × usualFloor, and as sharp',
    threshold: `> ${ruleNumber('level-shift', 'times')} × usualFloor for ${ruleNumber('level-shift', 'hours')} h`,
    sentence: {
      zh: `整段不低于${tidy(lowest)} ${unit}（平时底值${tidy(floor)}），整体抬升约${tidy(lowest - floor)} ${unit}`,
      en: `Never below ${tidy(lowest)} ${unit} where the floor is ${tidy(floor)}: lifted by about ${tidy(lowest - floor)} ${unit}`,
    },
  };
}

/** A floor that rises or falls steadily by a good part of itself while it is otherwise steady. */
export function drifts(series: Series, masked: Uint8Array, bounds: Bounds): Sighting[] {
  if (!series.nonNegative || series.kind !== 'amount' || !hasStandby(bounds)) return [];
  const perDay = slotsPerDay(series);
  const floors = dayFloors(series, masked, perDay).map(({ day, floor }) => ({ day, log: Math.log(floor) }));
  const fewest = ruleNumber('drift', 'days');
  let best: { from: number; to: number; fit: Fit } | null = null;
  for (let i = 0; i < floors.length; i++) {
    for (let j = i + fewest; j <= Math.min(floors.length, i + 14); j++) {
      const window = floors.slice(i, j);
      if ((window.at(-1)?.day ?? 0) - (window[0]?.day ?? 0) !== window.length - 1) break;
      if (!isGradual(window)) continue;
      const fit = lineThrough(window);
      const outside = [...floors.slice(0, i), ...floors.slice(j)].map(({ log }) => log).sort((a, b) => a - b);
      const spread = quantile(outside, 0.9) - quantile(outside, 0.1);
      if (!fit || !isSteady(fit, window.length, spread)) continue;
      // It begins where the floor usually is; what comes down from a busy week does not.
      const begins = Math.abs((window[0]?.log ?? 0) - quantile(outside, 0.5)) < 0.4 * Math.abs(fit.change);
      // Nor is a floor what is far above the others: those days were busy to the end.
      const isBusy = (window[0]?.log ?? 0) - quantile(outside, 0.2) > BUSY;
      if (outside.length < 4 || !begins || isBusy || spread > Math.abs(fit.change)) continue;
      if (!best || Math.abs(fit.score) > Math.abs(best.fit.score))
        best = { from: window[0]?.day ?? 0, to: (window.at(-1)?.day ?? 0) + 1, fit };
    }
  }
  return best ? [driftSighting(series, best.from * perDay, best.to * perDay, best.fit)] : [];
}

/** The greater the change and the more days it took, the more a day may stray from the line. */
function isSteady({ change, correlation }: Fit, days: number, spread: number): boolean {
  const [size, least] = [Math.abs(change), Math.log(1 + ruleNumber('drift', 'share'))];
  const strict = ruleNumber('drift', 'correlation');
  const fewest = ruleNumber('drift', 'days');
  if (size >= 1.4 * least && days > fewest) return Math.abs(correlation) >= 0.87;
  // Of a floor that otherwise hardly moves, less is enough.
  const isClear = size >= Math.log(1 + ruleNumber('drift', 'leastShare')) && size >= TIMES_SPREAD * spread;
  return (size >= least || (isClear && days > fewest)) && Math.abs(correlation) >= strict;
}

/** Twice the floor of other days, in logarithms. */
const BUSY = Math.log(2);
/** A change is clear beyond so many times what separates nine in ten of the other days. */
const TIMES_SPREAD = 2;

/** Creeping, not jumping: no step of it is half of the whole. */
function isGradual(window: readonly { readonly log: number }[]): boolean {
  const whole = Math.abs((window.at(-1)?.log ?? 0) - (window[0]?.log ?? 0));
  return window.every(({ log }, i) => i === 0 || Math.abs(log - (window[i - 1]?.log ?? 0)) < 0.6 * whole);
}

interface Fit {
  /** From the first day to the last, in logarithms. */
  readonly change: number;
  readonly correlation: number;
  readonly score: number;
}

function lineThrough(points: readonly { readonly day: number; readonly log: number }[]): Fit | null {
  const n = points.length;
  const [mx, my] = [points.reduce((s, { day }) => s + day, 0) / n, points.reduce((s, { log }) => s + log, 0) / n];
  let [sxx, syy, sxy] = [0, 0, 0];
  for (const { day, log } of points) {
    sxx += (day - mx) ** 2;
    syy += (log - my) ** 2;
    sxy += (day - mx) * (log - my);
  }
  if (sxx === 0 || syy === 0) return null;
  const correlation = sxy / Math.sqrt(sxx * syy);
  const change = (sxy / sxx) * (n - 1);
  return { change, correlation, score: change * correlation ** 8 };
}

function driftSighting(series: Series, from: number, to: number, { change, correlation }: Fit): Sighting {
  const percent = tidy(Math.round((Math.exp(change) - 1) * 1000) / 10);
  const days = Math.round((to - from) / slotsPerDay(series));
  return {
    rule: 'drift',
    from,
    to,
    inputs: [
      input('change', Math.exp(change) - 1, '1'),
      input('correlation', correlation, '1'),
      input('days', days, 'd'),
    ],
    formula: 'change = slope of ln(daily floor) over the days; correlation of floor and day',
    threshold: `|change| > ${ruleNumber('drift', 'share')} (of a steady floor ${ruleNumber('drift', 'leastShare')}), |correlation| ≥ ${ruleNumber('drift', 'correlation')}`,
    sentence: {
      zh: `日底值${days}天内持续${percent > 0 ? '上升' : '下降'}${Math.abs(percent)}%`,
      en: `The daily floor ${percent > 0 ? 'rises' : 'falls'} steadily by ${Math.abs(percent)} % in ${days} d`,
    },
  };
}
