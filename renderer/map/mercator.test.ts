import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixFrom, mercatorX, mercatorY, offsetsOf } from './mercator.ts';

/** World pixels at zoom 14, the closest that the map goes. */
const closest = 512 * 2 ** 14;

const province = fc.tuple(fc.double({ min: 114, max: 123, noNaN: true }), fc.double({ min: 34, max: 39, noNaN: true }));

describe('mercator', () => {
  it('puts the corners of the square where they belong', () => {
    expect(mercatorX(-180)).toBe(0);
    expect(mercatorX(180)).toBe(1);
    expect(mercatorY(0)).toBeCloseTo(0.5, 12);
    expect(mercatorY(85.0511287798)).toBeCloseTo(0, 9);
  });

  it('keeps every offset within a fiftieth of a pixel at the closest zoom', () => {
    fc.assert(
      fc.property(fc.array(province, { minLength: 1, maxLength: 50 }), (positions) => {
        const { centre, offsets } = offsetsOf(Float64Array.from(positions.flat()));
        positions.forEach(([longitude, latitude], at) => {
          const x = centre[0] + (offsets[2 * at] as number);
          const y = centre[1] + (offsets[2 * at + 1] as number);
          expect(Math.abs(x - mercatorX(longitude)) * closest).toBeLessThan(0.02);
          expect(Math.abs(y - mercatorY(latitude)) * closest).toBeLessThan(0.02);
        });
      }),
    );
  });

  it('puts an offset on the same pixel at the closest zoom as the position itself, with a 32-bit matrix', () => {
    // How far the position lies from the middle of the picture, in degrees: within 640 px of it.
    const aside = fc.double({ min: -0.027, max: 0.027, noNaN: true });
    fc.assert(
      fc.property(province, aside, ([cameraLongitude, cameraLatitude], away) => {
        // Clip space of a plan 1280 px wide, straight above the camera's position.
        const scale = closest / 640;
        const [cx, cy] = [mercatorX(cameraLongitude), mercatorY(cameraLatitude)];
        const matrix = [scale, 0, 0, 0, 0, -scale, 0, 0, 0, 0, 1, 0, -scale * cx, scale * cy, 0, 1];
        const longitude = cameraLongitude + away;
        const { centre, offsets } = offsetsOf(Float64Array.from([114, 34, 123, 39, longitude, cameraLatitude]));
        const moved = Float32Array.from(matrixFrom(matrix, centre));
        const x = Math.fround(Math.fround((moved[0] as number) * (offsets[4] as number)) + (moved[12] as number));
        expect(Math.abs(x - scale * (mercatorX(longitude) - cx)) * 640).toBeLessThan(0.1);
      }),
    );
  });

  it('leaves what has no position without an offset', () => {
    const { offsets } = offsetsOf(Float64Array.from([117, 36, Number.NaN, 36, 118, 37]));
    expect([...offsets].map(Number.isNaN)).toEqual([false, false, true, true, false, false]);
  });
});
