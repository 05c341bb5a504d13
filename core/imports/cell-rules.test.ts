// Numbers, dates, shares and unknown words as ledgers write them, and credit codes with their check character.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTotalOrNote, isUnknownWord, largestShare, parseDate, parseNumber, yearOf } from './cell-rules.ts';
import { creditCodeCheckCharacter, creditCodeFault } from './credit-code-rules.ts';

describe('a number', () => {
  it.each([
    ['1200', 1200],
    ['1,200.5', 1200.5],
    ['12,345,678', 12345678],
    ['１２０．５', 120.5],
    [' 7 ', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['+3', 3],
    ['-30', -30],
    ['1e3', 1000],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    '',
    '约300',
    '300MW',
    '100-200',
    '1.2万',
    '1,20',
    '1.200,5',
    '≥3',
    '2×600',
    '0x10',
    'Infinity',
    'NaN',
    '1 200',
    '三百',
  ])('"%s" is none', (text) => {
    expect(parseNumber(text)).toBeNull();
  });

  it('reads back what it was written as', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value) => parseNumber(String(value)) === value || value === 0,
      ),
    );
  });
});

describe('a year', () => {
  it.each([
    ['2003', 2003],
    ['2003-12-26', 2003],
    ['2003-12', 2003],
    ['2003年12月', 2003],
    ['2003-2005', null],
    ['约2003年', null],
    ['', null],
  ])('of "%s" is %s', (text, year) => {
    expect(yearOf(text)).toBe(year);
  });
});

describe('a date', () => {
  it.each([
    ['2003', '2003'],
    ['2003.0', '2003'],
    ['2003-12', '2003-12'],
    ['2003/6/5', '2003-06-05'],
    ['2003.6', '2003-06'],
    ['2003年6月5日', '2003-06-05'],
    ['2003年6月', '2003-06'],
    ['2003年', '2003'],
    ['2003-12-26 00:00:00', '2003-12-26'],
    ['2003-12-26T08:30:00', '2003-12-26'],
    ['２００３-１２', '2003-12'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s, as precise as it was given', (text, date) => {
    expect(parseDate(text)).toBe(date);
  });

  it.each([
    '',
    '去年',
    '2023-02-29',
    '2024-13',
    '2024-06-31',
    '24-06-05',
    '1700',
    '2300',
    '5/6/2003',
    '2024Q1',
    '45000',
  ])('"%s" is none', (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

describe('an unknown word', () => {
  it.each(['n/a', 'N/A', 'unknown', 'TBD', '-', '—', '/', '不详', ' 未知 ', '>0', '> 0', '＞０'])('is %s', (text) => {
    expect(isUnknownWord(text)).toBe(true);
  });

  it.each(['', '0', '>1', '无锡', 'unknown plant', '-5', 'nah'])('is not "%s"', (text) => {
    expect(isUnknownWord(text)).toBe(false);
  });
});

describe('the holder with the largest share', () => {
  it.each([
    ['A Co [60.0%]; B Co [40.0%]', 'A Co'],
    ['B Co [40%]; A Co [60%]', 'A Co'],
    ['A [50%]; B [50%]', 'A'],
    ['A Co', 'A Co'],
    ['A; B', 'A'],
    ['unknown [70%]; A [30%]', 'A'],
    ['unknown [100.0%]', 'unknown'],
    ['Hongqiao Investment (Hong Kong) [94.5%]', 'Hongqiao Investment (Hong Kong)'],
    ['', ''],
  ])('of "%s" is "%s"', (text, holder) => {
    expect(largestShare(text)).toBe(holder);
  });
});

describe('a credit code', () => {
  // The example that goes with the standard, and a registered company's.
  it.each(['91350100M000100Y43', '914403001922038216'])('%s checks', (code) => {
    expect(creditCodeFault(code)).toBeNull();
  });

  it('with any one character changed no longer checks', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const body = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(body, fc.nat(17), fc.nat(alphabet.length - 2), (first17, at, step) => {
        const code = first17 + creditCodeCheckCharacter(first17);
        expect(creditCodeFault(code)).toBeNull();
        const other = alphabet[(alphabet.indexOf(code.charAt(at)) + 1 + step) % alphabet.length];
        expect(creditCodeFault(code.slice(0, at) + other + code.slice(at + 1))).toBe('check');
      }),
    );
  });

  it('of a wrong length or with a letter that none has is told so', () => {
    expect(creditCodeFault('9135010')).toBe('length');
    expect(creditCodeFault('91350100M000100Y4I')).toBe('character');
    expect(creditCodeFault('9135010IM000100Y43')).toBe('character');
  });
});

describe('a label of a sum or a note', () => {
  it.each(['合计', '合  计', '总计：', '济南市小计', 'Total', 'Grand total', '注: 数据截至 2024 年', '填报人：张三'])(
    '%s',
    (text) => {
      expect(isTotalOrNote(text)).toBe(true);
    },
  );

  it.each(['', '注塑一厂', '山东合计划钢铁有限公司', '说明书印刷厂', 'TotalEnergies', '1号炉', '会计中心'])(
    '%s is none',
    (text) => {
      expect(isTotalOrNote(text)).toBe(false);
    },
  );
});
