// Lengths and areas against published values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaSquareMeters, lengthMeters } from './geodesic.ts';

describe('lengthMeters', () => {
  it('a degree of a meridian and of the equator, as GRS 80 tables have them', () => {
    expect(
      lengthMeters([
        [117, 36],
        [117, 37],
      ]),
    ).toBeCloseTo(110_964.6, -1);
    expect(
      lengthMeters([
        [0, 0],
        [1, 0],
      ]),
    ).toBeCloseTo(111_319.491, 2);
    expect(lengthMeters([[117, 36]])).toBe(0);
  });

  it('is the same back and forth, and no detour is shorter', () => {
    const point = fc.tuple(
      fc.double({ min: 114, max: 123, noNaN: true }),
      fc.double({ min: 34, max: 39, noNaN: true }),
    );
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(lengthMeters([a, b])).toBeCloseTo(lengthMeters([b, a]), 5);
        expect(lengthMeters([a, c, b])).toBeGreaterThanOrEqual(lengthMeters([a, b]) - 1e-6);
      }),
    );
  });
});

describe('areaSquareMeters', () => {
  it('a cell of one degree, whichever way round it is drawn', () => {
    const cell = [
      [117, 36],
      [118, 36],
      [118, 37],
      [117, 37],
    ] as const;
    // The authalic formula gives 9 941.644 km² between the parallels; shortest lines bend away from them by very little.
    expect(areaSquareMeters(cell) / 1e6).toBeCloseTo(9_941.64, 1);
    expect(areaSquareMeters([...cell].reverse())).toBeCloseTo(areaSquareMeters(cell), 3);
    expect(areaSquareMeters(cell.slice(0, 2))).toBeCloseTo(0, 3);
  });
});
