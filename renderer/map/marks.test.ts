import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastDifference } from '../theme/color-vision.ts';
import { contrast } from '../theme/contrast.ts';
import { type ThemeName, themes } from '../theme/themes.ts';
import { flagMarks } from './layers/quality-layer.ts';
import { statusMarks } from './layers/status-layer.ts';
import { outlineOf } from './mark-atlas.ts';
import { assignMarks, type Mark, markColor, markHues, markShapes, neutralMark } from './marks.ts';

/** ΔE*ab that two marks of one shape must keep for every kind of colour vision; others differ in shape. */
const leastApart = 15;

function tooClose(marks: readonly Mark[], theme: ThemeName): string[] {
  return marks.flatMap((one, index) =>
    marks
      .slice(index + 1)
      .filter(
        (other) =>
          one.shape === other.shape && leastDifference(markColor(one, theme), markColor(other, theme)) < leastApart,
      )
      .map((other) => `${one.shape}: ${one.hue} and ${other.hue}`),
  );
}

describe('marks', () => {
  it('gives each of up to 64 categories a pair of hue and shape of its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 64 }), (ids) => {
        const pairs = [...assignMarks(ids).values()].map((mark) => `${mark.hue} ${mark.shape}`);
        expect(new Set(pairs).size).toBe(ids.length);
      }),
    );
  });

  it('never tells two of the first sixteen apart by colour alone within a hue, nor by shape alone within a shape', () => {
    const marks = [...assignMarks(Array.from({ length: 16 }, (_, index) => `i${index}`)).values()];
    for (const [i, one] of marks.entries()) {
      for (const other of marks.slice(i + 1)) {
        expect(one.hue === other.hue && one.shape === other.shape).toBe(false);
        if (one.hue === other.hue) expect(one.shape).not.toBe(other.shape);
      }
    }
  });

  it.each(['dark', 'light'] as ThemeName[])(
    'on the %s theme, any two differ in shape, or in colour for the red-, green- and blue-blind too',
    (theme) => {
      const industries = [...assignMarks(Array.from({ length: 16 }, (_, index) => `i${index}`)).values()];
      for (const marks of [industries, Object.values(statusMarks), Object.values(flagMarks)])
        expect(tooClose([...marks, neutralMark], theme)).toEqual([]);
    },
  );

  it('keep every outline within the box that marks are drawn in', () => {
    for (const [shape, path] of Object.entries(markShapes)) {
      // Flags of arcs are 0 or 1, and so within it too.
      const numbers = path.match(/-?(\d+\.?\d*|\.\d+)/g)?.map(Number) ?? [];
      expect(numbers.length, shape).toBeGreaterThanOrEqual(5);
      for (const number of numbers) expect(Math.abs(number), `${shape} ${number}`).toBeLessThanOrEqual(1);
    }
  });
});

describe('the outline of a mark', () => {
  it('keeps it apart from what it lies on, also where mark and outline are alike', () => {
    for (const theme of ['dark', 'light'] as const) {
      const { markOutline } = themes[theme].map;
      for (const fill of [...markHues[theme], markColor(neutralMark, theme)])
        expect(contrast(fill, outlineOf(fill, markOutline))).toBeGreaterThanOrEqual(3);
    }
    expect(outlineOf('#000000', themes.light.map.markOutline)).toBe('#ffffff');
  });
});
