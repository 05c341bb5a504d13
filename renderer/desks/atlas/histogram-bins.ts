// Bars of a histogram from two answers of one figure, and what a brush over them means as a range. Pure.
import type { FigureMeasure, FigureResult } from '../../../contract/figures.ts';
import type { Range } from '../../state/filters.ts';

/** Values from `from` (included) up to `to` (not included). */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly passing: number;
}

export interface Bins {
  /** In order, without gaps between the first and the last that hold anything. */
  readonly bins: readonly Bin[];
  /** What states no value and so has no bar. */
  readonly unstated: { readonly all: number; readonly passing: number };
}

/** Edges of bars as a brush spans them: from the lower edge of bar `first` to the upper edge of bar `last`. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const stated = (key: unknown): number | null => (key === null || key === undefined ? null : Number(key));

/** Where the class of capacities that begins at `edge` ends: 1, 2, 5, 10 …; zero is a class of its own. */
function classEnd(edge: number): number {
  const [digit = '1', exponent = '0'] = edge.toExponential().split('e');
  return digit === '5' ? Number(`1e${Number(exponent) + 1}`) : Number(`${digit === '2' ? 5 : 2}e${exponent}`);
}

/** Edges of all bars from the least to the greatest key. */
function edgesOf(measure: FigureMeasure, keys: readonly number[]): readonly (readonly [number, number])[] {
  if (keys.length === 0) return [];
  const positive = measure === 'capacity' ? keys.filter((key) => key > 0) : keys;
  const edges: [number, number][] = [];
  const greatest = Math.max(...positive);
  const next = measure === 'capacity' ? classEnd : (edge: number): number => edge + 1;
  for (let edge = Math.min(...positive); edge <= greatest; edge = next(edge)) edges.push([edge, next(edge)]);
  if (positive.length < keys.length) edges.unshift([0, edges[0]?.[0] ?? 1]);
  return edges;
}

/** `all` and `passing` are counts split by the measure's classes (`capacityClass`, or years); null = not answered yet. */
export function binsOf(measure: FigureMeasure, all: FigureResult | null, passing: FigureResult | null): Bins {
  const dimension = measure === 'capacity' ? 'capacityClass' : measure;
  const countsOf = (result: FigureResult | null): Map<number | null, number> => {
    const counts = new Map<number | null, number>();
    for (const { keys, value } of result?.rows ?? []) {
      const key = stated(keys[dimension]);
      counts.set(key, (counts.get(key) ?? 0) + (value ?? 0));
    }
    return counts;
  };
  const [whole, part] = [countsOf(all), countsOf(passing)];
  const keys = [...new Set([...whole.keys(), ...part.keys()])].filter((key) => key !== null);
  return {
    bins: edgesOf(measure, keys).map(([from, to]) => ({
      from,
      to,
      all: whole.get(from) ?? 0,
      passing: part.get(from) ?? 0,
    })),
    unstated: { all: whole.get(null) ?? 0, passing: part.get(null) ?? 0 },
  };
}

/** A range includes both its ends, a bar not its upper edge: this far below the edge a range ends, as a share of it. */
const shy = 1e-6;

/** The greatest value that belongs below `edge`. */
const below = (measure: FigureMeasure, edge: number): number =>
  measure === 'capacity' ? Number((edge * (1 - shy)).toPrecision(9)) : edge - 1;

/** The edge that `greatest` stands just below; null where it means itself. */
export function edgeAbove(greatest: number): number | null {
  const edge = Number((greatest / (1 - shy)).toPrecision(3));
  return edge !== greatest && below('capacity', edge) === greatest ? edge : null;
}

/** The range that holds one bar and no neighbour. */
export const rangeOfBin = (measure: FigureMeasure, { from, to }: Bin): Range => [from, below(measure, to)];

/** The range that a brush means; null = all bars, which narrows to nothing. */
export function rangeOfSpan(measure: FigureMeasure, bins: readonly Bin[], { first, last }: Span): Range | null {
  const [low, high] = [bins[first], bins[last]];
  if (low === undefined || high === undefined || (first === 0 && last === bins.length - 1)) return null;
  return [first === 0 ? null : low.from, last === bins.length - 1 ? null : below(measure, high.to)];
}

/** The bars that a range touches, or would touch if there were any; null without a range or bars. */
export function spanOfRange(bins: readonly Bin[], range: Range | null | undefined): Span | null {
  if (range == null || bins.length === 0) return null;
  const [least, greatest] = range;
  const holding = (value: number): number => bins.findIndex(({ to }) => value < to);
  const end = bins.length - 1;
  const first = least === null ? 0 : holding(least);
  const last = greatest === null ? end : holding(greatest);
  const clamped = { first: first < 0 ? end : first, last: last < 0 ? end : last };
  return clamped.last < clamped.first ? { first: clamped.first, last: clamped.first } : clamped;
}
