import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { zh } from '../../i18n/zh.ts';
import { rangeOfBin } from './histogram-bins.ts';
import { rangeText } from './range-text.ts';

const capacity = { measure: 'capacity', unit: 'MW', language: 'en', words: en } as const;
const years = { measure: 'commissioned', unit: '', language: 'zh', words: zh } as const;

describe('ranges in words', () => {
  it('say that a class of capacities stops short of its edge', () => {
    const bin = rangeOfBin('capacity', { from: 500, to: 1000, all: 1, passing: 1 });
    expect(rangeText(bin, capacity)).toBe('500 to under 1,000 MW');
    expect(rangeText([null, bin[1]], capacity)).toBe('under 1,000 MW');
    expect(rangeText([null, 1000], capacity)).toBe('1,000 MW or less');
    expect(rangeText([350, 1000], { ...capacity, words: zh, language: 'zh' })).toBe('350 至 1,000 MW');
  });

  it('write years as years', () => {
    expect(rangeText([1990, 2005], years)).toBe('1990 至 2005');
    expect(rangeText([2003, 2003], years)).toBe('2003');
    expect(rangeText([2000, null], years)).toBe('2000 年起');
    expect(rangeText([null, 1999], years)).toBe('1999 年及以前');
  });
});
