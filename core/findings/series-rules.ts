// A channel's values on an even grid, and the robust numbers that rules take from them. Pure.
import type { EvidenceInput } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';

/** Slot i is [start + i × stepMs, start + (i + 1) × stepMs). */
export interface Series {
  /** Start of a day in Asia/Shanghai, ms since the epoch. */
  readonly start: number;
  readonly stepMs: number;
  /** NaN = no reading, or one that its mark takes out of judgement. */
  readonly values: Float64Array;
  /** 1 = nothing was received for this slot: a gap, and not a mark that takes a value out of judgement. */
  readonly missing: Uint8Array;
  /** 1 = another value was sent for this slot before. */
  readonly revised: Uint8Array;
  /** `amount` adds up over time (differences of a register too); `level` does not. */
  readonly kind: 'amount' | 'level';
  /** Below zero is impossible: ratios mean something. */
  readonly nonNegative: boolean;
  /** A stop is ordinary (output, fuel): zeros say nothing. */
  readonly stopsOften: boolean;
  /** Its readings came when they were made: a wrong clock shows by that, and a curve that moves is a change of shifts. */
  readonly isLive: boolean;
  /** It moves with what is made (power, flow, temperature): that it stands elsewhere for a day is how the day was. */
  readonly followsLoad: boolean;
  readonly unitOfMeasure: string;
}

/** What a rule saw in slots [from, to). */
export interface Sighting {
  readonly rule: string;
  readonly from: number;
  readonly to: number;
  readonly inputs: readonly EvidenceInput[];
  readonly formula: string;
  readonly threshold: string;
  readonly sentence: Bilingual;
}

export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export const slotsPerDay = (series: Series): number => Math.max(1, Math.round(DAY / series.stepMs));

export const slotsIn = (series: Series, hours: number): number =>
  Math.max(1, Math.round((hours * HOUR) / series.stepMs));

/** Quantile of values in ascending order; NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const last = sorted.length - 1;
  if (last < 0) return Number.NaN;
  const at = share * last;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Values that are there, ascending; `masked` slots are left out. */
export function sortedValues(values: Float64Array, masked: Uint8Array): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (masked[i] === 0 && !Number.isNaN(value)) kept[count++] = value;
  }
  return kept.subarray(0, count).sort();
}

export interface Noise {
  /** Standard deviation of differences, from their median absolute deviation: spikes and steps do not move it. */
  readonly sigma: number;
  /** A difference that only one in fifty exceeds. */
  readonly tail: number;
}

export function noiseOf(values: Float64Array, masked: Uint8Array): Noise {
  const steps: number[] = [];
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] ?? Number.NaN) - (values[i - 1] ?? Number.NaN);
    if (masked[i] === 0 && masked[i - 1] === 0 && !Number.isNaN(step)) steps.push(Math.abs(step));
  }
  const sorted = Float64Array.from(steps).sort();
  return { sigma: 1.4826 * quantile(sorted, 0.5) || 0, tail: quantile(sorted, 0.98) || 0 };
}

/** Most decimals that are still told apart from binary noise. */
export const MOST_DECIMALS = 6;

/** Decimals that the value was written with; MOST_DECIMALS + 1 = more than can be told. */
export function decimalsOf(value: number): number {
  let scaled = Math.abs(value);
  const tolerance = 1e-9 * Math.max(1, scaled);
  let step = 1;
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    if (Math.abs(scaled - Math.round(scaled)) <= tolerance * step) return decimals;
    step *= 10;
    scaled = Math.abs(value) * step;
  }
  return MOST_DECIMALS + 1;
}

export const input = (
  name: string,
  value: number | string | null,
  unitOfMeasure: string | null = null,
): EvidenceInput => ({ name, value: typeof value === 'number' ? tidy(value) : value, unitOfMeasure, channel: null });

/** Six significant digits: what a sentence and a comparison of evidence need. */
export function tidy(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : 0;
}

export function mask(masked: Uint8Array, sightings: readonly Sighting[]): void {
  for (const { from, to } of sightings) masked.fill(1, from, to);
}
