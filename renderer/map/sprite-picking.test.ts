import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf } from './sprite-grid.ts';
import { nearestSprite, type PickTarget } from './sprite-picking.ts';
import { passesRange, roomPixels } from './sprites.ts';

const everywhere = { west: -9, east: 9, north: -9, south: 9 };

/** A plan of 1000 × 500 px in which offsets run from −1 to 1, y down as on the screen. */
function plan(points: readonly (readonly [number, number])[], more: Partial<PickTarget> = {}): PickTarget {
  const offsets = Float32Array.from(points.flat());
  return {
    grid: gridOf(offsets),
    offsets,
    matrix: [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    width: 1000,
    height: 500,
    sizePixels: () => 12,
    passes: () => true,
    ...more,
  };
}

const at = ([x, y]: readonly [number, number]): [number, number] => [((x + 1) / 2) * 1000, ((y + 1) / 2) * 500];

describe('picking', () => {
  it('answers what a search through all would answer', () => {
    const coordinate = fc.integer({ min: -100, max: 100 }).map((value) => Math.fround(value / 100));
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), point, (points, pointer) => {
        const [x, y] = at(pointer);
        const distances = points.map((each) => Math.hypot(at(each)[0] - x, at(each)[1] - y));
        const least = Math.min(...distances);
        const met = nearestSprite(plan(points), x, y, everywhere, 6);
        if (least > 6.01) expect(met).toBeNull();
        else if (least < 5.99) expect(distances[met as number]).toBeCloseTo(least, 3);
      }),
    );
  });

  it('reaches six pixels, and as far as a large mark goes', () => {
    const [x, y] = at([0, 0]);
    expect(nearestSprite(plan([[0, 0]]), x + 5.5, y, everywhere, 6)).toBe(0);
    expect(nearestSprite(plan([[0, 0]]), x + 6.5, y, everywhere, 6)).toBeNull();
    expect(nearestSprite(plan([[0, 0]], { sizePixels: () => 40 }), x + 19, y, everywhere, 6)).toBe(0);
  });

  it('means the small mark upon the large one, and the later of two in one place', () => {
    const [x, y] = at([0, 0]);
    const sizes = [60, 8];
    const both = plan(
      [
        [0, 0],
        [0.01, 0],
      ],
      { sizePixels: (index) => sizes[index] as number },
    );
    expect(nearestSprite(both, x + 5, y, everywhere, 6)).toBe(1);
    expect(nearestSprite(both, x - 20, y, everywhere, 6)).toBe(0);
    expect(
      nearestSprite(
        plan([
          [0, 0],
          [0, 0],
        ]),
        x,
        y,
        everywhere,
        6,
      ),
    ).toBe(1);
  });

  it('does not meet what the filter hides', () => {
    const values = Float32Array.from([0, 10, 20, 30, Number.NaN, Number.NaN]);
    const passing = (range: readonly [number, number] | null) =>
      [0, 1, 2].filter((index) => passesRange(values, index, range));
    expect(passing(null)).toEqual([0, 1, 2]);
    expect(passing([10, 15])).toEqual([0]);
    expect(passing([5, 25])).toEqual([0, 1]);
    expect(passing([11, 19])).toEqual([]);
    const [x, y] = at([0, 0]);
    expect(nearestSprite(plan([[0, 0]], { passes: () => false }), x, y, everywhere, 6)).toBeNull();
  });
});

describe('the size of sprites', () => {
  it('stays as asked for among few, shrinks among many, and never vanishes', () => {
    const stage = 1280 * 720;
    expect(roomPixels(3000, stage, 1)).toBeGreaterThan(15);
    expect(roomPixels(1_000_000, stage, 1)).toBe(2.5);
    expect(roomPixels(0, stage, 1)).toBeGreaterThan(15);
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(roomPixels(many, stage, 1)).toBeLessThanOrEqual(roomPixels(few, stage, 1));
      }),
    );
  });
});
