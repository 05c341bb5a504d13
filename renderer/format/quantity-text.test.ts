import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, numberText, shareText } from './quantity-text.ts';

describe('numbers as text', () => {
  it('groups thousands and drops binary noise, not digits that were stated', () => {
    expect(numberText(1234567.5, 'zh')).toBe('1,234,567.5');
    expect(numberText(0.1 + 0.2, 'en')).toBe('0.3');
    expect(numberText(2.125, 'zh')).toBe('2.125');
  });

  it('never calls an incomplete share 100 %, nor a share of something 0 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(shareText(share, 'zh') === '100%').toBe(share === 1);
        expect(shareText(share, 'zh') === '0%').toBe(share === 0);
      }),
    );
    expect(shareText(0.9744, 'en')).toBe('97.4%');
  });

  it('writes sizes of files', () => {
    expect(bytesText(800, 'zh')).toBe('800 B');
    expect(bytesText(1572864, 'en')).toBe('1.5 MB');
  });
});
