// What lies far above everything else: registers sent as amounts, another unit of measure, a gap's amount sent in one. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { input, type Series, type Sighting, slotsPerDay, sortedValues, tidy } from './series-rules.ts';

/** Values needed before a channel has a range of its own. */
const LEAST_VALUES = 96;
/** Slots within a stretch that may be missing or masked. */
const HOLE = 2;

/**
 * Looks for an empty band in the values: all above it are at least `ratio` times all below it. Those above are told of where
 * they are few and on few days: a load that is on or off stands on both sides of such a band day after day.
 */
export function beyondOwnRange(series: Series, masked: Uint8Array): Sighting[] {
  if (!series.nonNegative) return [];
  const ratio = ruleNumber('beyond-own-range', 'ratio');
  const sorted = sortedValues(series.values, masked);
  if (sorted.length < LEAST_VALUES) return [];
  const most = Math.floor(sorted.length * ruleNumber('beyond-own-range', 'share'));
  let below = Number.NaN;
  let above = Number.NaN;
  for (let i = sorted.length - 1; i >= sorted.length - most && i > 0; i--) {
    const [low, high] = [sorted[i - 1] as number, sorted[i] as number];
    if (low > 0 && high >= ratio * low) [below, above] = [low, high];
  }
  if (Number.isNaN(below)) return [];
  const stretches = stretchesAbove(series, above);
  const perDay = slotsPerDay(series);
  const days = new Set(stretches.flatMap(({ from, to }) => daysOf(from, to, perDay)));
  const whole = Math.ceil(series.values.length / perDay);
  if (stretches.length > ruleNumber('beyond-own-range', 'stretches') || days.size > whole / 3) return [];
  return stretches.map(({ from, to, greatest }) => sighting(series, from, to, greatest, below, ratio));
}

interface Stretch {
  readonly from: number;
  to: number;
  greatest: number;
}

function stretchesAbove({ values }: Series, above: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!(value >= above)) continue;
    const last = stretches.at(-1);
    if (last && i - last.to <= HOLE) {
      last.to = i + 1;
      last.greatest = Math.max(last.greatest, value);
    } else {
      stretches.push({ from: i, to: i + 1, greatest: value });
    }
  }
  return stretches;
}

function daysOf(from: number, to: number, perDay: number): number[] {
  const days: number[] = [];
  for (let day = Math.floor(from / perDay); day * perDay < to; day++) days.push(day);
  return days;
}

function sighting(series: Series, from: number, to: number, greatest: number, usual: number, ratio: number): Sighting {
  const unit = series.unitOfMeasure;
  return {
    rule: 'beyond-own-range',
    from,
    to,
    inputs: [input('greatest', greatest, unit), input('otherwise', usual, unit), input('values', to - from, '1')],
    formula: 'values against the greatest of all others',
    threshold: `≥ ${tidy(ratio)} × otherwise`,
    sentence: {
      zh: `${to - from}个值远超其余全部：最大${tidy(greatest)} ${unit}，其余不超过${tidy(usual)} ${unit}`,
      en: `${to - from} values lie far beyond all others: up to ${tidy(greatest)} ${unit}, where the others are not above ${tidy(usual)} ${unit}`,
    },
  };
}

/** Values on each side that a catch-up is held against. */
const NEIGHBOURS = 4;

/**
 * The first value after a gap, far above what stands around it, that spread over the gap is an ordinary value: what was
 * missed has been sent in one. Of amounts.
 */
export function catchUpValues(series: Series, masked: Uint8Array): Sighting[] {
  if (!series.nonNegative || series.kind !== 'amount') return [];
  const ratio = ruleNumber('catch-up-value', 'ratio');
  const { values, missing } = series;
  const sorted = sortedValues(values, masked);
  const most = sorted.at(-1) ?? Number.NaN;
  const found: Sighting[] = [];
  let gap = 0;
  for (let i = 0; i < values.length; i++) {
    if (missing[i] === 1) {
      gap++;
      continue;
    }
    const value = values[i] ?? Number.NaN;
    const isFirst = gap >= 2 && i > gap;
    const slots = gap + 1;
    gap = 0;
    if (!isFirst || masked[i] === 1 || Number.isNaN(value)) continue;
    const around = neighboursOf(values, i - slots, i);
    const greatest = Math.max(...around);
    const least = Math.min(...around);
    if (around.length < NEIGHBOURS || !(value > ratio * greatest)) continue;
    // More than the gap could have used is an error of another kind.
    if (value / slots > Math.min(most, 3 * greatest) || value / slots < least / 3) continue;
    found.push(catchUpSighting(series, i, value, slots, greatest, ratio));
  }
  return found;
}

function neighboursOf(values: Float64Array, before: number, after: number): number[] {
  const found: number[] = [];
  for (let k = 0; k < NEIGHBOURS; k++)
    for (const i of [before - k, after + 1 + k]) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isNaN(value)) found.push(value);
    }
  return found;
}

function catchUpSighting(
  series: Series,
  at: number,
  value: number,
  slots: number,
  greatest: number,
  ratio: number,
): Sighting {
  const unit = series.unitOfMeasure;
  const mean = value / slots;
  return {
    rule: 'catch-up-value',
    from: at,
    to: at + 1,
    inputs: [
      ...[input('value', value, unit), input('intervals', slots, '1'), input('mean', mean, unit)],
      input('neighbours', greatest, unit),
    ],
    formula: 'value against the greatest neighbour; mean = value ÷ (missing intervals + 1)',
    threshold: `value > ${tidy(ratio)} × neighbours`,
    sentence: {
      zh: `缺口${slots - 1}个间隔后的第一个值为${tidy(value)} ${unit}，平摊为${tidy(mean)} ${unit}：像是把缺口期间的量一次补计`,
      en: `The first value after ${slots - 1} missing intervals is ${tidy(value)} ${unit}, ${tidy(mean)} ${unit} if spread over them: it looks like the gap's amount sent in one`,
    },
  };
}
