import { describe, expect, it } from 'vitest';
import { columnWidthRem, textWidthRem } from './text-width.ts';

describe('width of text', () => {
  it('counts Chinese signs whole and Latin ones about half', () => {
    expect(textWidthRem('企业数')).toBe(3);
    expect(textWidthRem('MW')).toBeCloseTo(1.16);
    expect(textWidthRem('')).toBe(0);
  });

  it('gives a column its least width, and more where its header needs it', () => {
    expect(columnWidthRem('行', 6)).toBe(6);
    expect(columnWidthRem('Coal-fired power MW', 6)).toBeGreaterThan(13);
  });
});
