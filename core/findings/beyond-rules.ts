// What lies far above everything else: registers sent as amounts, another unit of measure, a gap's amount sent in one. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { input, quantile, type Series, type Sighting, slotsPerDay, sortedValues, tidy } from './series-rules.ts';

/** Values needed before a channel has a range of its own. */
const LEAST_VALUES = 96;
/** Slots within a stretch that may be missing or masked. */
const HOLE = 2;
/** The other end of what is ordinary. */
const FAR_SIDE = 0.02;

/** A band narrower than this share of what lies at its edge is none. */
const LEAST_BAND = 0.1;
/** As wide as the rest is far: of levels, which stand where they are set, without a ratio of so much. */
const LEAST_OF_LOGS = 0.5;

/**
 * Looks for an empty band in the values: all above it (of levels also all below it) are far from all others. Those beyond are
 * told of where they are few and on few days: a load that is on or off stands on both sides of such a band day after day.
 */
export function beyondOwnRange(series: Series, masked: Uint8Array): Sighting[] {
  const sorted = sortedValues(series.values, masked);
  if (sorted.length < LEAST_VALUES) return [];
  const above = bandOf(series, sorted);
  const found = above ? told(series, above, (value) => value >= above.beyond) : [];
  if (series.kind === 'amount') return found;
  const turned = sorted.map((value) => -value).reverse();
  const below = bandOf(series, turned, true);
  return below ? [...found, ...told(series, below, (value) => value <= below.beyond)] : found;
}

interface Band {
  /** The nearest value beyond it, and the furthest of the others. */
  readonly beyond: number;
  readonly otherwise: number;
}

/** The lowest band near the upper end; of `turned` values (times −1, again in ascending order) near the lower. */
function bandOf(series: Series, sorted: Float64Array, turned = false): Band | null {
  const most = Math.floor(sorted.length * ruleNumber('beyond-own-range', 'share'));
  const far = quantile(sorted, FAR_SIDE);
  let found: Band | null = null;
  for (let i = sorted.length - 1; i >= sorted.length - most && i > 0; i--) {
    const [low, high] = [sorted[i - 1] as number, sorted[i] as number];
    if (isBand(series, low, high, far, turned))
      found = turned ? { beyond: -high, otherwise: -low } : { beyond: high, otherwise: low };
  }
  return found;
}

/** Whether nothing between two values is as much as it should be: a ratio, or as far as the others reach. */
function isBand({ nonNegative, kind }: Series, low: number, high: number, far: number, turned: boolean): boolean {
  if (high === low) return false;
  const ratio = ruleNumber('beyond-own-range', 'ratio');
  if (nonNegative && kind === 'amount') return low > 0 && high >= ratio * low;
  const isFar = high - low >= Math.max(low - far, LEAST_BAND * Math.abs(low));
  if (!nonNegative) return isFar;
  // How far apart in logarithms; what is not above zero is infinitely far below.
  const apart = turned ? (high < 0 ? Math.log(low / high) : Number.POSITIVE_INFINITY) : Math.log(high / low);
  if (turned ? low >= 0 : low <= 0) return false;
  const reach = Math.abs(Math.log(low / far));
  return turned
    ? apart >= LEAST_OF_LOGS * reach && (apart >= Math.log(ratio) || isFar)
    : apart >= Math.log(ratio) || (isFar && apart >= LEAST_OF_LOGS * reach);
}

/** Stretches beyond a band, unless they are so many that it is how the place works. */
function told(series: Series, { otherwise }: Band, isBeyond: (value: number) => boolean): Sighting[] {
  const stretches = stretchesOf(series, isBeyond, otherwise);
  const perDay = slotsPerDay(series);
  const days = new Set(stretches.flatMap(({ from, to }) => daysOf(from, to, perDay)));
  const whole = Math.ceil(series.values.length / perDay);
  if (stretches.length > ruleNumber('beyond-own-range', 'stretches') || days.size > whole / 3) return [];
  return stretches.map((stretch) => sighting(series, stretch, otherwise));
}

interface Stretch {
  readonly from: number;
  to: number;
  furthest: number;
}

function stretchesOf({ values }: Series, isBeyond: (value: number) => boolean, otherwise: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value) || !isBeyond(value)) continue;
    const last = stretches.at(-1);
    if (last && i - last.to <= HOLE) {
      last.to = i + 1;
      if (Math.abs(value - otherwise) > Math.abs(last.furthest - otherwise)) last.furthest = value;
    } else {
      stretches.push({ from: i, to: i + 1, furthest: value });
    }
  }
  return stretches;
}

function daysOf(from: number, to: number, perDay: number): number[] {
  const days: number[] = [];
  for (let day = Math.floor(from / perDay); day * perDay < to; day++) days.push(day);
  return days;
}

function sighting(series: Series, { from, to, furthest }: Stretch, otherwise: number): Sighting {
  const unit = series.unitOfMeasure;
  const isAbove = furthest > otherwise;
  return {
    rule: 'beyond-own-range',
    from,
    to,
    inputs: [
      ...[input('furthest', furthest, unit), input('otherwise', otherwise, unit)],
      input('values', to - from, '1'),
    ],
    formula: 'values against the nearest of all others, with an empty band between',
    threshold: `${tidy(ruleNumber('beyond-own-range', 'ratio'))} times otherwise, of levels also as far as the others reach`,
    sentence: {
      zh: `${to - from}个值远超其余全部：${isAbove ? '最大' : '最小'}${tidy(furthest)} ${unit}，其余不${isAbove ? '超过' : '低于'}${tidy(otherwise)} ${unit}`,
      en: `${to - from} values lie far beyond all others: ${isAbove ? 'up' : 'down'} to ${tidy(furthest)} ${unit}, where the others are not ${isAbove ? 'above' : 'below'} ${tidy(otherwise)} ${unit}`,
    },
  };
}

/** Values on each side that a catch-up is held against. */
const NEIGHBOURS = 2;

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
    if (around.length < 2 * NEIGHBOURS || !(value > ratio * greatest)) continue;
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
