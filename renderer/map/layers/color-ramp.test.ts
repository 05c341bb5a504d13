import { describe, expect, it } from 'vitest';
import { leastDifference } from '../../theme/color-vision.ts';
import { contrast, luminance } from '../../theme/contrast.ts';
import { type ThemeName, themes } from '../../theme/themes.ts';
import { mostClasses, rampColors, unknownColors } from './color-ramp.ts';

describe.each(['dark', 'light'] as ThemeName[])('ramp on the %s theme', (name) => {
  const { land } = themes[name].map;
  const ramp = rampColors(name, mostClasses);

  it('keeps 3 : 1 against the land, and so does the colour of what is unknown', () => {
    for (const color of [...ramp, unknownColors[name]]) expect(contrast(color, land), color).toBeGreaterThanOrEqual(3);
  });

  it('goes one way: more is lighter on the dark ground, darker on paper', () => {
    const lightness = ramp.map(luminance);
    const ascending = lightness.toSorted((one, other) => one - other);
    expect(lightness).toEqual(name === 'dark' ? ascending : ascending.toReversed());
  });

  it('has steps that every kind of colour vision tells apart, from each other and from “unknown”', () => {
    ramp.forEach((color, index) => {
      expect(leastDifference(color, unknownColors[name]), color).toBeGreaterThanOrEqual(12);
      for (const other of ramp.slice(index + 1))
        expect(leastDifference(color, other), `${color} ${other}`).toBeGreaterThanOrEqual(12);
    });
  });

  it('spreads fewer classes over its whole length', () => {
    for (let count = 1; count <= mostClasses; count += 1) {
      const colors = rampColors(name, count);
      expect(new Set(colors).size).toBe(count);
      expect(colors.every((color) => ramp.includes(color))).toBe(true);
    }
    expect(rampColors(name, 2)).toEqual([ramp[0], ramp[4]]);
    expect(rampColors(name, 0)).toEqual([]);
  });
});
