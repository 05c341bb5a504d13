import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureResult } from '../../../contract/figures.ts';
import { binsOf, edgeAbove, rangeOfSpan, spanOfRange } from './histogram-bins.ts';

const answer = (
  dimension: 'capacityClass' | 'commissioned',
  counts: readonly (readonly [number | null, number])[],
): FigureResult => ({
  id: 'unit-count',
  unit: '1',
  rows: counts.map(([key, value]) => ({
    keys: { [dimension]: key },
    labels: {},
    value,
    unit: '1',
    inputs: value,
    missing: 0,
  })),
  total: null,
  totals: [],
  asOf: 0,
  knownAt: 0,
  revision: 0,
  completeness: 1,
  rule: '',
  boundaries: '',
  datasets: [],
});

describe('bars of a histogram', () => {
  it('stand for 1–2–5 classes without gaps, with zero and what is not stated apart', () => {
    const all = answer('capacityClass', [
      [0, 1],
      [0.5, 2],
      [5, 4],
      [null, 9],
    ]);
    const passing = answer('capacityClass', [
      [5, 3],
      [null, 1],
    ]);
    const { bins, unstated } = binsOf('capacity', all, passing);
    expect(bins.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.5],
      [0.5, 1],
      [1, 2],
      [2, 5],
      [5, 10],
    ]);
    expect(bins.map(({ all: a, passing: p }) => [a, p])).toEqual([
      [1, 0],
      [2, 0],
      [0, 0],
      [0, 0],
      [4, 3],
    ]);
    expect(unstated).toEqual({ all: 9, passing: 1 });
  });

  it('stand for every year between the first and the last', () => {
    const { bins } = binsOf(
      'commissioned',
      answer('commissioned', [
        [2003, 2],
        [2006, 1],
      ]),
      null,
    );
    expect(bins.map(({ from, all }) => [from, all])).toEqual([
      [2003, 2],
      [2004, 0],
      [2005, 0],
      [2006, 1],
    ]);
  });

  it('are none where nothing is stated or answered', () => {
    expect(binsOf('capacity', answer('capacityClass', [[null, 3]]), null)).toEqual({
      bins: [],
      unstated: { all: 3, passing: 0 },
    });
    expect(binsOf('commissioned', null, null).bins).toEqual([]);
    expect(binsOf('capacity', answer('capacityClass', [[0, 3]]), null).bins).toEqual([
      { from: 0, to: 1, all: 3, passing: 0 },
    ]);
  });
});

describe('a brush', () => {
  const capacity = binsOf(
    'capacity',
    answer('capacityClass', [
      [50, 1],
      [2000, 1],
    ]),
    null,
  ).bins;
  const years = binsOf(
    'commissioned',
    answer('commissioned', [
      [1970, 1],
      [2020, 1],
    ]),
    null,
  ).bins;

  it('takes what its bars hold and no neighbour, and is found again from its range', () => {
    for (const [measure, bins] of [
      ['capacity', capacity],
      ['commissioned', years],
    ] as const) {
      fc.assert(
        fc.property(fc.nat({ max: bins.length - 1 }), fc.nat({ max: bins.length - 1 }), (a, b) => {
          const span = { first: Math.min(a, b), last: Math.max(a, b) };
          const range = rangeOfSpan(measure, bins, span);
          if (span.first === 0 && span.last === bins.length - 1) {
            expect(range).toBeNull();
            return;
          }
          expect(spanOfRange(bins, range)).toEqual(span);
          const [least, greatest] = range ?? [0, 0];
          bins.forEach((bin, index) => {
            const inside = (least === null || bin.from >= least) && (greatest === null || bin.from <= greatest);
            expect(inside).toBe(index >= span.first && index <= span.last);
          });
        }),
      );
    }
  });

  it('reads as whole edges, in classes and in years', () => {
    expect(rangeOfSpan('commissioned', years, { first: 10, last: 35 })).toEqual([1980, 2005]);
    const [least, greatest] = rangeOfSpan('capacity', capacity, { first: 1, last: 3 }) ?? [null, null];
    expect(least).toBe(100);
    expect(greatest).toBeLessThan(1000);
    expect(edgeAbove(greatest ?? 0)).toBe(1000);
    expect(edgeAbove(300)).toBeNull();
    expect(edgeAbove(499)).toBeNull();
  });

  it('shows a range that lies beyond the bars at their end', () => {
    expect(spanOfRange(years, [2030, null])).toEqual({ first: 50, last: 50 });
    expect(spanOfRange(years, [1900, 1910])).toEqual({ first: 0, last: 0 });
    expect(spanOfRange(years, null)).toBeNull();
    expect(spanOfRange([], [1, 2])).toBeNull();
  });
});
