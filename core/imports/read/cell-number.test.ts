// Numbers, dates and the styles that tell one from the other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText, numberStyle, styledText } from './cell-number.ts';

describe('decimal text', () => {
  test.each([
    [350, '350'],
    [Number('0.53000000000000003'), '0.53'],
    [Number('3.5E2'), '350'],
    [36.8978809, '36.8978809'],
    [-0, '0'],
    [1e-9, '0.000000001'],
    [-1.25e-7, '-0.000000125'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
  ])('%d', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  test('reads back as the same number, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('dates and times', () => {
  test.each([
    [37981, '2003-12-26'],
    [37981.5, '2003-12-26T12:00:00'],
    [36525.9999884259, '1999-12-31T23:59:59'],
    [36525.9999999999, '2000-01-01'],
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, '1900-02-29'],
    [61, '1900-03-01'],
    [0, '1900-01-00'],
    [2_958_465, '9999-12-31'],
    [2_958_466, '2958466'],
    [-1, '-1'],
  ])('day %d of the 1900 system', (serial, text) => {
    expect(styledText(serial, 'date', false)).toBe(text);
  });

  test('the 1904 system is 1462 days behind', () => {
    expect(styledText(0, 'date', true)).toBe('1904-01-01');
    expect(styledText(60, 'date', true)).toBe('1904-03-01');
    expect(styledText(37981 - 1462, 'date', true)).toBe('2003-12-26');
    expect(styledText(2_958_465 - 1462, 'date', true)).toBe('9999-12-31');
    expect(styledText(2_958_466 - 1462, 'date', true)).toBe('2957004');
  });

  test('times have no day, unless the number has one; elapsed hours go past 24', () => {
    expect(styledText(0.354224537037037, 'time', false)).toBe('08:30:05');
    expect(styledText(37981.25, 'time', false)).toBe('2003-12-26T06:00:00');
    expect(styledText(1.51041666666667, 'elapsed', false)).toBe('36:15:00');
  });

  test('every whole day is one after the day before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 62, max: 2_958_465 }), (serial) => {
        const day = (number: number) => Date.parse(styledText(number, 'date', false));
        expect(day(serial) - day(serial - 1)).toBe(86_400_000);
      }),
    );
  });
});

describe('styles', () => {
  test.each([
    [0, 'number'],
    [9, 'number'],
    [14, 'date'],
    [22, 'date'],
    [20, 'time'],
    [46, 'elapsed'],
    [31, 'date'],
    [58, 'date'],
    [49, 'number'],
  ])('built-in format %d', (id, style) => {
    expect(numberStyle(id, undefined)).toBe(style);
  });

  test.each([
    ['yyyy-mm-dd', 'date'],
    ['[$-804]yyyy"年"m"月"d"日";@', 'date'],
    ['yyyy\\年m\\月d\\日', 'date'],
    ['mmm', 'date'],
    ['[$-404]e/m/d', 'date'],
    ['h:mm AM/PM', 'time'],
    ['上午/下午h"时"mm"分"', 'time'],
    ['mm:ss', 'time'],
    ['[h]:mm:ss', 'elapsed'],
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0.00_);[Red]\\(#,##0.00\\)', 'number'],
    ['0.0"days"', 'number'],
    ['[$USD] 0.00', 'number'],
    ['0\\d', 'number'],
    ['[>=100]0;0.0', 'number'],
    ['@', 'number'],
    ['0;"yyyy"', 'number'],
  ])('custom format %s', (code, style) => {
    expect(numberStyle(164, code)).toBe(style);
  });
});
