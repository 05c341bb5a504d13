// Polygons that share edges divide the plane: every position has exactly one owner, on edges and vertices too.

import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { createPolygonRegion } from './polygon-region.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** A 4 × 4 grid of quadrilaterals over [0, 4]² whose inner vertices are shaken; neighbours share them exactly. */
const tilings = fc.array(fc.tuple(unit, unit), { minLength: 25, maxLength: 25 }).map((shakes) => {
  const vertex = (column: number, row: number): Position => {
    const [dx, dy] = shakes[row * 5 + column] as [number, number];
    const inner = column > 0 && column < 4 && row > 0 && row < 4;
    return inner ? [column + (dx - 0.5) * 0.6, row + (dy - 0.5) * 0.6] : [column, row];
  };
  const cells = Array.from({ length: 16 }, (_, i): Polygon => {
    const [column, row] = [i % 4, Math.floor(i / 4)];
    const corner = vertex(column, row);
    return {
      type: 'Polygon',
      coordinates: [[corner, vertex(column + 1, row), vertex(column + 1, row + 1), vertex(column, row + 1), corner]],
    };
  });
  return { cells, vertex };
});

function owners(cells: readonly Polygon[], [x, y]: Position): number {
  return cells.filter((cell) => createPolygonRegion(cell).contains(x as number, y as number)).length;
}

describe('one owner', () => {
  test('on every vertex inside a tiling', () => {
    fc.assert(
      fc.property(
        tilings,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        ({ cells, vertex }, column, row) => {
          expect(owners(cells, vertex(column, row))).toBe(1);
        },
      ),
    );
  });

  test('on every shared edge and anywhere else inside', () => {
    fc.assert(
      fc.property(tilings, fc.integer({ min: 0, max: 15 }), unit, unit, ({ cells }, cell, along, spread) => {
        const [a, , c] = (cells[cell] as Polygon).coordinates[0] as [Position, Position, Position];
        const onDiagonal = [mix(a[0], c[0], along), mix(a[1], c[1], along)];
        const b = ((cells[cell] as Polygon).coordinates[0] as Position[])[1] as Position;
        const onEdge = [mix(b[0], c[0], along), mix(b[1], c[1], along)];
        const anywhere = [spread * 4, along * 4];
        for (const position of [onDiagonal, onEdge, anywhere]) {
          if (position.every((value) => value > 0 && value < 4)) expect(owners(cells, position)).toBe(1);
        }
      }),
    );
  });

  test('reversing a ring changes nothing', () => {
    fc.assert(
      fc.property(tilings, fc.integer({ min: 0, max: 15 }), unit, ({ cells }, cell, along) => {
        const ring = (cells[cell] as Polygon).coordinates[0] as Position[];
        const reversed: Polygon = { type: 'Polygon', coordinates: [ring.toReversed()] };
        const [a, b] = ring as [Position, Position];
        const [x, y] = [mix(a[0], b[0], along), mix(a[1], b[1], along)];
        expect(createPolygonRegion(reversed).contains(x, y)).toBe(
          createPolygonRegion(cells[cell] as Polygon).contains(x, y),
        );
      }),
    );
  });
});

describe('against another implementation', () => {
  /** A star of 3 to 40 rays around (0, 0), with a hole of half its size, and a second star beside it. */
  const stars = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }).map((radii) => {
    const ring = (scale: number, shiftX: number): Position[] => {
      const points = radii.map((radius, i): Position => {
        const angle = (2 * Math.PI * i) / radii.length;
        return [shiftX + radius * scale * Math.cos(angle), radius * scale * Math.sin(angle)];
      });
      return [...points, points[0] as Position];
    };
    return { type: 'MultiPolygon' as const, coordinates: [[ring(1, 0), ring(0.5, 0)], [ring(0.3, 3)]] };
  });
  const around = fc.tuple(
    fc.double({ min: -1.2, max: 3.5, noNaN: true }),
    fc.double({ min: -1.2, max: 1.2, noNaN: true }),
  );

  test('holes and several parts', () => {
    fc.assert(
      fc.property(stars, fc.array(around, { minLength: 20, maxLength: 20 }), (star, positions) => {
        const region = createPolygonRegion(star);
        for (const position of positions) {
          expect(region.contains(...position)).toBe(booleanPointInPolygon(position, star));
        }
      }),
    );
  });
});

function mix(from: number | undefined, to: number | undefined, share: number): number {
  return (from as number) + share * ((to as number) - (from as number));
}
