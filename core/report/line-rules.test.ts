// Breaking lines: nothing is lost, nothing is wider than the column, no line begins with a comma.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, pieces } from './line-rules.ts';

const widthOf = (text: string): number => [...text].reduce((sum, each) => sum + (each > '⺀' ? 2 : 1), 0);

describe('lines', () => {
  it('break between characters of Chinese and between words, never before a closing mark', () => {
    expect(breakLines('二氧化硫，超标〔一〕', 8, widthOf)).toEqual(['二氧化', '硫，超标', '〔一〕']);
    expect(breakLines('mean of SO2 is beyond its limit', 12, widthOf)).toEqual([
      'mean of SO2',
      'is beyond',
      'its limit',
    ]);
    expect(breakLines('0123456789abcdef', 6, widthOf)).toEqual(['012345', '6789ab', 'cdef']);
  });

  it('hold all of the text, each no wider than the column', () => {
    const text = fc.string({
      unit: fc.constantFrom('甲', '乙', '，', '（', '）', 'a', 'b', '1', '.', ' ', '℃'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 30 }), (any, width) => {
        expect(pieces(any).join('')).toBe(any);
        const lines = breakLines(any, width, widthOf);
        expect(lines.join('').replaceAll(' ', '')).toBe(any.replaceAll(' ', ''));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
