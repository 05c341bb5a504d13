import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOf, quantileClasses, roundBelow, roundScale } from './class-breaks.ts';

describe('quantile classes', () => {
  it('cover all values once, ascending, without overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        (values, most) => {
          const classes = quantileClasses(values, most);
          expect(classes.length).toBeLessThanOrEqual(most);
          expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
          classes.forEach(({ least, greatest }, index) => {
            expect(least).toBeLessThanOrEqual(greatest);
            const before = classes[index - 1];
            if (before !== undefined) expect(before.greatest).toBeLessThan(least);
          });
          for (const value of values) {
            const own = classes[classOf(value, classes)];
            expect(own !== undefined && own.least <= value && value <= own.greatest).toBe(true);
          }
        },
      ),
    );
  });

  it('hold as many values each where all differ', () => {
    const classes = quantileClasses([16, 1, 9, 4, 25, 36, 64, 49, 100, 81], 5);
    expect(classes.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2]);
    expect(classes.map(({ least, greatest }) => [least, greatest])).toEqual([
      [1, 4],
      [9, 16],
      [25, 36],
      [49, 64],
      [81, 100],
    ]);
  });

  it('are one where all values are equal, and none without values', () => {
    expect(quantileClasses([3, 3, 3], 5)).toEqual([{ least: 3, greatest: 3, count: 3 }]);
    expect(quantileClasses([], 5)).toEqual([]);
  });
});

describe('round values', () => {
  it('are the next below of 1, 2, 5 times a power of ten', () => {
    expect([1, 1.9, 2, 4.9, 5, 99, 100, 1000, 0.3].map(roundBelow)).toEqual([1, 1, 2, 2, 5, 50, 100, 1000, 0.2]);
  });

  it('make a scale of three that falls and stays within what is there', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (greatest) => {
        const [large = 0, middle = 0, small = 0] = roundScale(greatest);
        expect(greatest >= large && large > middle && middle > small && small > 0).toBe(true);
        expect(large * 2.5 * (1 + 1e-9)).toBeGreaterThanOrEqual(greatest);
      }),
    );
    expect(roundScale(0)).toEqual([]);
  });
});
