import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPlane } from '../../../geodata/geometry/local-plane.ts';
import { inRing } from '../../state/in-ring.ts';
import { hexGrid } from './hex-grid.ts';

const positions = fc.tuple(
  fc.double({ min: 114.5, max: 122.9, noNaN: true }),
  fc.double({ min: 34, max: 38.6, noNaN: true }),
);
const sides = fc.constantFrom(5, 10, 20);

/** km² of a ring of six corners, on the plane that touches the ellipsoid at its middle. */
function squareKm(ring: readonly (readonly [number, number])[], center: readonly [number, number]): number {
  const { metersPerDegreeX, metersPerDegreeY } = localPlane(center[1]);
  const corners = ring.map(
    ([x, y]) => [(x - center[0]) * metersPerDegreeX, (y - center[1]) * metersPerDegreeY] as const,
  );
  const twice = corners.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2 / 1e6;
}

describe('hexagons', () => {
  it('part the ground: a position lies in its own cell and in no other near it', () => {
    fc.assert(
      fc.property(positions, positions, sides, (position, other, side) => {
        const grid = hexGrid(119, side);
        const own = grid.cellAt(position);
        // A hair off the edges, where a point may fall to either side.
        const inside = own.ring.map(
          ([x, y]) =>
            [own.center[0] + (x - own.center[0]) * 1.0001, own.center[1] + (y - own.center[1]) * 1.0001] as const,
        );
        expect(inRing(position, inside)).toBe(true);
        const neighbour = grid.cellAt(other);
        const shrunk = neighbour.ring.map(
          ([x, y]) =>
            [
              neighbour.center[0] + (x - neighbour.center[0]) * 0.9999,
              neighbour.center[1] + (y - neighbour.center[1]) * 0.9999,
            ] as const,
        );
        if (neighbour.id !== own.id) expect(inRing(position, shrunk)).toBe(false);
      }),
    );
  });

  it('are the same cell for every position in them', () => {
    fc.assert(
      fc.property(
        positions,
        sides,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.nat(5),
        (position, side, share, corner) => {
          const grid = hexGrid(119, side);
          const { id, center, ring } = grid.cellAt(position);
          const [x, y] = ring[corner] ?? center;
          const within = [center[0] + (x - center[0]) * share, center[1] + (y - center[1]) * share] as const;
          expect(grid.cellAt(within).id).toBe(id);
          expect(grid.cellAt(center)).toEqual({ id, center, ring });
        },
      ),
    );
  });

  it('cover the same area everywhere, within 1 %', () => {
    fc.assert(
      fc.property(positions, sides, (position, side) => {
        const grid = hexGrid(119, side);
        const { ring, center } = grid.cellAt(position);
        expect(squareKm(ring, center) / grid.cellSquareKm).toBeGreaterThan(0.99);
        expect(squareKm(ring, center) / grid.cellSquareKm).toBeLessThan(1.01);
      }),
    );
    expect(hexGrid(119, 10).cellSquareKm).toBeCloseTo(259.8, 1);
  });
});
