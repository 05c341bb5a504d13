// What a channel's own values tell, of channels that are no meters of electricity.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine } from './examine-rules.ts';
import { seeded } from './faulted-meter-fixture.ts';
import type { Series } from './series-rules.ts';

const HOUR = 3_600_000;

function seriesOf(values: readonly number[], more: Partial<Series> = {}): Series {
  return {
    ...{ start: 0, stepMs: HOUR, values: Float64Array.from(values), kind: 'level', nonNegative: false },
    ...{ missing: new Uint8Array(values.length), revised: new Uint8Array(values.length) },
    ...{ stopsOften: true, followsLoad: false, isLive: false, unitOfMeasure: '' },
    ...more,
  };
}

/** A fortnight of hours of a temperature that wanders about a level. */
function wandering(seed: number, level: number, width: number, decimals: number): number[] {
  const random = seeded(seed);
  let at = 0;
  return Array.from({ length: 336 }, () => {
    at = 0.8 * at + random() - 0.5;
    return Number((level + width * at).toFixed(decimals));
  });
}

const planted = (values: readonly number[], from: number, length: number, to: (value: number) => number): number[] =>
  values.map((value, i) => (i >= from && i < from + length ? to(value) : value));

describe('of a level whose sign nobody stated', () => {
  const faults: readonly (readonly [name: string, rules: readonly string[], to: (value: number) => number])[] = [
    ['a tenth', ['scale-change', 'beyond-own-range'], (value) => value / 10],
    ['ten times', ['scale-change', 'beyond-own-range', 'sudden-change'], (value) => value * 10],
    ['zeros', ['zero-block'], () => 0],
    ['the other sign', ['beyond-own-range'], (value) => -value],
  ];
  it.each(faults)('%s is named where it was', (_name, rules, to) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 30, max: 290 }), (seed, from) => {
        const values = planted(wandering(seed, 700, 60, 2), from, 6, to);
        const found = examine(seriesOf(values));
        expect(found.some((each) => rules.includes(each.rule) && each.from === from && each.to === from + 6)).toBe(
          true,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('nothing is told of one that crosses zero and of one that stands at its bound again and again', () => {
    const random = seeded(9);
    const bound = wandering(4, 99, 3, 1).map((value) => Math.min(100, value));
    for (const values of [wandering(3, 2, 6, 1), bound, bound.map((value) => (random() < 0.3 ? 100 : value))])
      expect(examine(seriesOf(values))).toEqual([]);
  });
});

describe('equal values in a row', () => {
  it('are stuck where the channel hardly ever repeats itself, and its habit where it is coarse', () => {
    const fine = wandering(5, 700, 60, 2);
    const coarse = fine.map((value) => Math.round(value / 60));
    const stuck = (values: readonly number[]) =>
      examine(seriesOf(planted(values, 200, 6, () => values[200] ?? 0))).filter(
        ({ rule }) => rule === 'constant-value',
      );
    expect(stuck(fine)).toMatchObject([{ from: 200, to: 206 }]);
    expect(stuck(coarse)).toEqual([]);
  });
});

describe('how values are written', () => {
  it('a day of rounded values is named, a channel cut to significant digits is not', () => {
    const values = wandering(6, 70, 20, 2);
    expect(examine(seriesOf(planted(values, 96, 48, (value) => Math.round(value * 10) / 10)))).toMatchObject([
      { rule: 'other-decimals', from: 96, to: 144 },
    ]);
    const cut = wandering(7, 100, 30, 5).map((value) => Number(value.toPrecision(4)));
    expect(examine(seriesOf(cut))).toEqual([]);
  });
});
