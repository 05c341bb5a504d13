import { describe, expect, it } from 'vitest';
import { themes } from '../theme/themes.ts';
import { isBlank } from './draw-picture.ts';

const pixels = (...colors: (readonly number[])[]): Uint8ClampedArray => new Uint8ClampedArray(colors.flat());
const hex = (color: string): number[] => [
  ...(color.match(/\w\w/g) ?? []).map((part) => Number.parseInt(part, 16)),
  255,
];

describe('a blank picture', () => {
  it('is one on which nothing was drawn', () => {
    expect(isBlank(pixels([0, 0, 0, 0], [0, 0, 0, 0]))).toBe(true);
    expect(isBlank(pixels([0, 0, 0, 255], [0, 0, 0, 255]))).toBe(true);
    expect(isBlank(pixels([255, 255, 255, 255], [255, 255, 255, 255]))).toBe(true);
  });

  it('is not a map that happens to show one colour of either theme, nor one with a single mark', () => {
    for (const { map } of Object.values(themes))
      for (const color of [map.sea, map.land]) expect(isBlank(pixels(hex(color), hex(color)))).toBe(false);
    expect(isBlank(pixels([0, 0, 0, 255], [0, 0, 0, 255], [9, 0, 0, 255]))).toBe(false);
  });
});
