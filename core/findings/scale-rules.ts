// Stretches in which a channel's values are a multiple of what they should be: wrong unit, ratio or factor. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { type Bounds, hasStandby } from './bounds-rules.ts';
import {
  decimalsOf,
  input,
  MOST_DECIMALS,
  quantile,
  type Series,
  type Sighting,
  sortedValues,
  tidy,
} from './series-rules.ts';

/** What units and transformer ratios are commonly mistaken by: powers of ten, MJ for kWh. */
const SCALES = [10, 100, 1000, 0.1, 0.01, 0.001, 3.6, 1 / 3.6] as const;

/** Bins of the histogram for each power of ten. */
const BINS = 8;
const LEAST_EXPONENT = -9;
const BIN_COUNT = 20 * BINS;
/** One value speaks for or against a scale at most so loudly (natural logarithm of a likelihood ratio). */
const LOUDEST = 3;
/** A power of ten that holds fewer of a channel's values may hold faults alone; levels are often cut to significant digits. */
const LEAST_SHARE_OF_DECADE = { amount: 0.15, level: 0.08 } as const;
/** How far beyond the usual sizes a stretch may lie once it is taken back by its factor. */
const CLOSELY = 1.05;
/** In all, so much has to speak for a scale. */
const LEAST_EVIDENCE = 22;

/** Nobody writes so many digits: it is a mean, whose decimals say how large it is and nothing else. */
const MOST_DIGITS = 8;

const isPowerOfTen = (scale: number): boolean => Math.abs(Math.log10(scale) - Math.round(Math.log10(scale))) < 1e-9;

const binOf = (value: number): number =>
  Math.max(0, Math.min(BIN_COUNT - 1, Math.floor((Math.log10(value) - LEAST_EXPONENT) * BINS)));

/** Share of the channel's own values near each size; what was never seen is rare, not impossible. */
function logDensity(values: Float64Array, masked: Uint8Array): Float64Array {
  const counts = new Float64Array(BIN_COUNT);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!(value > 0) || masked[i] === 1) continue;
    const bin = binOf(value);
    total++;
    counts[bin] = (counts[bin] ?? 0) + 0.5;
    counts[bin - 1] = (counts[bin - 1] ?? 0) + 0.25;
    counts[bin + 1] = (counts[bin + 1] ?? 0) + 0.25;
  }
  return counts.map((count) => Math.log((count + 0.2) / (total + 0.2 * BIN_COUNT)));
}

/** What the number of decimals says of each value, for the two directions. */
interface Digits {
  /** Decimals of the channel's values; null = they do not tell. */
  readonly usual: number | null;
  readonly of: Uint8Array;
  /** Chance that a right value has at least one decimal fewer. */
  readonly fewer: number;
}

function digitsOf({ values, kind }: Series, masked: Uint8Array): Digits {
  const of = new Uint8Array(values.length);
  const counts = new Float64Array(MOST_DECIMALS + 2);
  let total = 0;
  let unwritten = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const decimals = decimalsOf(value);
    of[i] = decimals;
    if (masked[i] === 1 || value === 0) continue;
    counts[decimals] = (counts[decimals] ?? 0) + 1;
    total++;
    if (decimals + Math.log10(Math.abs(value)) >= MOST_DIGITS) unwritten++;
  }
  // The usual number of decimals is that of most values; an eighth of them or fewer may have more by a fault.
  let usual = MOST_DECIMALS + 1;
  let more = 0;
  while (usual > 0 && more + (counts[usual] ?? 0) < total * 0.3) {
    more += counts[usual] ?? 0;
    usual--;
  }
  if (unwritten > total / 2 || !evenlyWritten(values, masked, of, LEAST_SHARE_OF_DECADE[kind]))
    return { usual: null, of, fewer: 1 };
  const fewer = counts.subarray(0, usual).reduce((sum, count) => sum + count, 0) / Math.max(1, total);
  const tells = usual <= MOST_DECIMALS - 1 && usual > 0 && fewer < 0.5;
  return { usual: tells ? usual : null, of, fewer: Math.max(0.1, Math.min(0.5, fewer)) };
}

/** Values cut to significant digits have fewer decimals where they are greater: then decimals tell nothing of a scale. */
function evenlyWritten(values: Float64Array, masked: Uint8Array, of: Uint8Array, share: number): boolean {
  const decades = new Map<number, Float64Array>();
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!(value > 0) || masked[i] === 1) continue;
    const decade = Math.floor(Math.log10(value));
    const counts = decades.get(decade) ?? new Float64Array(MOST_DECIMALS + 2);
    decades.set(decade, counts);
    counts[of[i] ?? 0] = (counts[of[i] ?? 0] ?? 0) + 1;
    total++;
  }
  const usual = new Set<number>();
  for (const counts of decades.values()) {
    if (counts.reduce((sum, count) => sum + count, 0) > share * total) usual.add(counts.indexOf(Math.max(...counts)));
  }
  return usual.size === 1;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  readonly evidence: number;
}

/** Finds, for each scale, the stretch that it explains best, until none is left that it explains well. */
export function scaleChanges(series: Series, masked: Uint8Array, { lower, upper }: Bounds): Sighting[] {
  if (!series.nonNegative) return [];
  const { values } = series;
  const density = logDensity(values, masked);
  const digits = digitsOf(series, masked);
  const taken = masked.slice();
  const blocks: Block[] = [];
  for (;;) {
    let best: Block | null = null;
    for (const scale of SCALES) {
      // MJ are taken for kWh, of energies alone.
      if (series.kind === 'level' && !series.followsLoad && !isPowerOfTen(scale)) continue;
      const block = bestBlock(series, taken, density, digits, scale);
      if (block && (!best || block.evidence > best.evidence)) best = block;
    }
    if (!best || best.evidence < LEAST_EVIDENCE || blocks.length > 50) break;
    taken.fill(1, best.from, best.to);
    if (plausible(series, masked, best, upper, lower, digits, density)) blocks.push(best);
  }
  return blocks.sort((a, b) => a.from - b.from).map((block) => scaleSighting(series, masked, block, upper, lower));
}

/** The stretch with the greatest sum. */
function bestBlock(
  series: Series,
  taken: Uint8Array,
  density: Float64Array,
  digits: Digits,
  scale: number,
): Block | null {
  let best = 0;
  let from = 0;
  let to = 0;
  let sum = 0;
  let start = 0;
  const shift = Math.log10(scale) * BINS;
  for (let i = 0; i < series.values.length; i++) {
    const value = series.values[i] ?? Number.NaN;
    // Zeros have no size: they may be a part of the stretch.
    if (taken[i] === 1 && !Number.isNaN(value) && value !== 0) {
      sum = 0;
      start = i + 1;
      continue;
    }
    if (!(value > 0)) continue;
    sum += evidenceOf(value, digits.of[i] ?? 0, shift, density, digits, scale);
    if (sum <= 0) {
      sum = 0;
      start = i + 1;
    } else if (sum > best) {
      best = sum;
      from = start;
      to = i + 1;
    }
  }
  return best > 0 ? { from, to, scale, evidence: best } : null;
}

function evidenceOf(
  value: number,
  decimals: number,
  shift: number,
  density: Float64Array,
  digits: Digits,
  scale: number,
): number {
  return byLevel(value, shift, density) + byDigits(decimals, digits, scale);
}

function byLevel(value: number, shift: number, density: Float64Array): number {
  const seen = density[binOf(value)] ?? 0;
  const meant = density[Math.max(0, Math.min(BIN_COUNT - 1, Math.round(binOf(value) - shift)))] ?? 0;
  return Math.max(-LOUDEST, Math.min(LOUDEST, meant - seen));
}

function byDigits(decimals: number, { usual, fewer }: Digits, scale: number): number {
  if (usual === null) return 0;
  const places = Math.round(Math.log10(scale));
  const whole = Math.abs(Math.log10(scale) - places) < 1e-9;
  if (scale > 1 && whole)
    return decimals <= Math.max(0, usual - places) ? Math.min(LOUDEST, -Math.log(fewer)) : -LOUDEST;
  return decimals > usual ? LOUDEST : 0;
}

/** Whether a value has just the decimals that a power of ten leaves of the usual ones. */
const isAsScaled = (decimals: number, usual: number | null, scale: number): boolean =>
  usual !== null && decimals === Math.max(0, usual - Math.round(Math.log10(scale)));

/** Sizes alone may be a change of operation; they count where some were never seen, or where the digits agree. */
function plausible(
  { values, stopsOften }: Series,
  masked: Uint8Array,
  { from, to, scale }: Block,
  upper: number,
  lower: number,
  digits: Digits,
  density: Float64Array,
): boolean {
  let count = 0;
  let outside = 0;
  let [byDigit, bySize, asScaled] = [0, 0, 0];
  const shift = Math.log10(scale) * BINS;
  const beyond = ruleNumber('scale-change', 'ratio');
  for (let i = from; i < to; i++) {
    const value = values[i] ?? Number.NaN;
    if (!(value > 0) || masked[i] === 1) continue;
    count++;
    if (scale > 1 ? value > Math.min(beyond, scale / 1.5) * upper : value < lower / Math.min(beyond, 1 / scale / 1.5))
      outside++;
    byDigit += byDigits(digits.of[i] ?? 0, digits, scale);
    bySize += byLevel(value, shift, density);
    if (isAsScaled(digits.of[i] ?? 0, digits.usual, scale)) asScaled++;
  }
  if (count < ruleNumber('scale-change', 'samples')) return false;
  // Rounded values have fewer decimals too: of the sizes that they always are, and fewer than a factor would leave.
  const isScaled = scale < 1 || !isPowerOfTen(scale) || (bySize > 0 && asScaled >= count / 2);
  if (byDigit >= -Math.log(ruleNumber('scale-change', 'digitChance')) && isScaled) return true;
  // Of sizes alone: a stop is also a small part of what is usual, unless the channel goes below a standby that it has.
  return (
    outside >= 3 &&
    (scale > 1 || (isPowerOfTen(scale) && !stopsOften && hasStandby({ lower, upper }))) &&
    isMet(values, masked, { from, to }, scale)
  );
}

/** Whether the middle of the stretch, taken back by the factor, lies where the rest does. */
function isMet(
  values: Float64Array,
  masked: Uint8Array,
  { from, to }: Pick<Block, 'from' | 'to'>,
  scale: number,
): boolean {
  const inside = sortedValues(values.subarray(from, to), masked.subarray(from, to)).filter((value) => value > 0);
  const rest = masked.slice().fill(1, from, to);
  const outside = sortedValues(values, rest).filter((value) => value > 0);
  const meant = quantile(inside, 0.5) / scale;
  return meant >= quantile(outside, 0.05) / CLOSELY && meant <= quantile(outside, 0.95) * CLOSELY;
}

function scaleSighting(
  series: Series,
  masked: Uint8Array,
  { from, to, scale, evidence }: Block,
  upper: number,
  lower: number,
): Sighting {
  const inside = sortedValues(series.values.subarray(from, to), masked.subarray(from, to));
  const unit = series.unitOfMeasure;
  const middle = quantile(inside, 0.5);
  return {
    rule: 'scale-change',
    from,
    to,
    inputs: [
      ...[input('scale', scale, '1'), input('evidence', evidence, '1'), input('median', middle, unit)],
      ...[input('lowerBound', lower, unit), input('upperBound', upper, unit)],
    ],
    formula: 'evidence = Σ ln(p(x / scale) / p(x)) + ln of the last-digit test',
    threshold: `evidence ≥ ${LEAST_EVIDENCE}`,
    sentence: {
      zh: `该段数值约为应有值的${tidy(scale)}倍（中位${tidy(middle)} ${unit}；平时${tidy(lower)}–${tidy(upper)}）`,
      en: `Values are about ${tidy(scale)} times what they should be (median ${tidy(middle)} ${unit}; otherwise ${tidy(lower)} to ${tidy(upper)})`,
    },
  };
}
