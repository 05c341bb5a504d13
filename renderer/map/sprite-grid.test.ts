import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, countWithin, gridOf, runsWithin } from './sprite-grid.ts';

const coordinate = fc.float({ min: -1, max: 1, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 300 });
const boxes = fc.tuple(coordinate, coordinate, coordinate, coordinate).map(
  ([a, b, c, d]): Box => ({
    west: Math.min(a, b),
    east: Math.max(a, b),
    north: Math.min(c, d),
    south: Math.max(c, d),
  }),
);

const slotsOf = (runs: readonly number[]): number[] => {
  const slots: number[] = [];
  for (let at = 0; at < runs.length; at += 2)
    for (let slot = runs[at] as number; slot < (runs[at + 1] as number); slot += 1) slots.push(slot);
  return slots;
};

describe('the grid of sprites', () => {
  it('holds every placed sprite once', () => {
    fc.assert(
      fc.property(points, (all) => {
        const { order } = gridOf(Float32Array.from(all.flat()));
        expect([...order].sort((a, b) => a - b)).toEqual(all.map((_, index) => index));
      }),
    );
  });

  it('leaves nothing out that lies within a box, and draws nothing twice', () => {
    fc.assert(
      fc.property(points, boxes, (all, box) => {
        const grid = gridOf(Float32Array.from(all.flat()));
        const slots = slotsOf(runsWithin(grid, box));
        expect(new Set(slots).size).toBe(slots.length);
        const met = new Set(slots.map((slot) => grid.order[slot]));
        all.forEach(([x, y], index) => {
          if (x >= box.west && x <= box.east && y >= box.north && y <= box.south) expect(met).toContain(index);
        });
        expect(countWithin(grid, box)).toBe(slots.length);
      }),
    );
  });

  it('draws all that is in sight in one run, and nothing where nothing is', () => {
    const grid = gridOf(Float32Array.from([0, 0, 1, 1, 0.5, 0.2]));
    expect(runsWithin(grid, { west: -9, east: 9, north: -9, south: 9 })).toEqual([0, 3]);
    expect(runsWithin(grid, { west: 5, east: 9, north: 5, south: 9 })).toEqual([]);
  });

  it('knows unplaced sprites and stacks of the same place', () => {
    const { order } = gridOf(Float32Array.from([Number.NaN, Number.NaN, 0.5, 0.5, 0.5, 0.5]));
    expect([...order]).toEqual([1, 2]);
    expect(gridOf(new Float32Array(0)).order).toHaveLength(0);
  });
});
