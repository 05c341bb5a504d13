import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorDifference, deficiencies, labOf, leastDifference } from './color-vision.ts';

const byte = fc.integer({ min: 0, max: 255 });
const hex = fc
  .tuple(byte, byte, byte)
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`);

describe('colour vision', () => {
  it('knows the lightness and hue of reference colours', () => {
    expect(labOf('#ffffff').map(Math.round).map(Math.abs)).toEqual([100, 0, 0]);
    expect(labOf('#000000').map(Math.round).map(Math.abs)).toEqual([0, 0, 0]);
    expect(labOf('#ff0000').map(Math.round)).toEqual([53, 80, 67]);
    expect(labOf('#0000ff').map(Math.round)).toEqual([32, 79, -108]);
  });

  it('leaves greys as they are, whoever looks', () => {
    for (const deficiency of deficiencies) {
      for (const grey of ['#222222', '#777777', '#eeeeee']) {
        const [lightness, a, b] = labOf(grey, deficiency);
        expect(lightness).toBeCloseTo(labOf(grey)[0], 0);
        expect(Math.hypot(a, b)).toBeLessThan(0.5);
      }
    }
  });

  it('confuses what the colour-blind confuse', () => {
    expect(colorDifference('#c00000', '#5a5a00')).toBeGreaterThan(40);
    expect(colorDifference('#c05050', '#808040', 'greenBlind')).toBeLessThan(20);
    expect(colorDifference('#3a9fd0', '#40a890', 'blueBlind')).toBeLessThan(colorDifference('#3a9fd0', '#40a890') / 2);
  });

  it('never sees more than the least of all', () => {
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        const least = leastDifference(one, other);
        expect(least).toBeGreaterThanOrEqual(0);
        for (const deficiency of [null, ...deficiencies])
          expect(least).toBeLessThanOrEqual(colorDifference(one, other, deficiency));
        expect(leastDifference(one, one)).toBe(0);
      }),
    );
  });
});
