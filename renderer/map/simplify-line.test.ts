import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simplifyLine, simplifyRing, squaredDistance } from './simplify-line.ts';

const corner: fc.Arbitrary<readonly [number, number]> = fc.tuple(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const lines = fc.array(corner, { minLength: 2, maxLength: 120 });

describe('a simplified line', () => {
  it('keeps its ends, its order, and stays within the tolerance', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 5, noNaN: true }), (line, tolerance) => {
        const left = simplifyLine(line, tolerance);
        expect(left[0]).toBe(line[0]);
        expect(left.at(-1)).toBe(line.at(-1));
        const places = left.map((each) => line.indexOf(each));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const each of line) {
          const nearest = Math.min(...left.slice(1).map((to, at) => squaredDistance(each, left[at] ?? to, to)));
          expect(Math.sqrt(nearest)).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
  });

  it('loses every corner on a straight line', () => {
    const straight = Array.from({ length: 50 }, (_, at) => [at, 2 * at] as const);
    expect(simplifyLine(straight, 1e-9)).toEqual([straight[0], straight[49]]);
  });
});

describe('a simplified ring', () => {
  it('has at most so many corners, all its own, and at least three', () => {
    const rings = fc.uniqueArray(corner, { minLength: 3, maxLength: 400, selector: String });
    fc.assert(
      fc.property(rings, fc.integer({ min: 4, max: 200 }), (ring, most) => {
        const left = simplifyRing(ring, 0, most);
        expect(left.length).toBeLessThanOrEqual(most);
        expect(left.length).toBeGreaterThanOrEqual(3);
        for (const each of left) expect(ring).toContain(each);
      }),
    );
  });

  it('keeps a hand-drawn circle round', () => {
    const drawn = Array.from({ length: 2000 }, (_, at) => {
      const turn = (at / 2000) * 2 * Math.PI;
      return [Math.cos(turn), Math.sin(turn)] as const;
    });
    const left = simplifyRing(drawn, 0, 200);
    expect(left.length).toBeGreaterThan(50);
    const area = left.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = left[(at + 1) % left.length] as readonly [number, number];
      return sum + (x * nextY - nextX * y) / 2;
    }, 0);
    expect(Math.abs(area)).toBeGreaterThan(Math.PI * 0.995);
  });
});
