import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignMarks } from './marks.ts';

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
});
