// A lasso against another way to tell inside from outside.
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inRing } from './in-ring.ts';

const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));

describe('inRing', () => {
  it('agrees with turf on any ring, crossed ones too', () => {
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 12 }), corner, (ring, [x, y]) => {
        // Off the grid of the corners, so that no point lies on an edge's end; an edge through it is no case to decide.
        const point: [number, number] = [x + 0.137, y + 0.291];
        const [first] = ring;
        const polygon = { type: 'Polygon' as const, coordinates: [[...ring, first as [number, number]]] };
        expect(inRing(point, ring)).toBe(booleanPointInPolygon(point, polygon));
      }),
    );
  });

  it('holds nothing with fewer than three corners', () => {
    expect(inRing([0, 0], [])).toBe(false);
    expect(
      inRing(
        [0.5, 0.5],
        [
          [0, 0],
          [1, 1],
        ],
      ),
    ).toBe(false);
  });
});
