import { describe, expect, it } from 'vitest';
import { noFilters } from './filters.ts';
import { legendPress, pressedInLegend } from './legend-press.ts';

const industry = (key: string) => ({ dimension: 'industry' as const, keys: [key] });
const doubts = { dimension: 'flag' as const, keys: ['offshore', 'blankCapacity'] };
const entries = [
  { filter: industry('coal') },
  { filter: industry('steel') },
  { filter: industry('cement') },
  { filter: doubts },
];

describe('pressing an entry of a legend', () => {
  it('hides what is shown and shows it again', () => {
    expect(pressedInLegend(noFilters, industry('coal'))).toEqual({ on: true, only: false });
    const hidden = legendPress(noFilters, industry('coal'), entries, false);
    expect(hidden.keys.industry).toEqual(['steel', 'cement']);
    expect(pressedInLegend(hidden, industry('coal')).on).toBe(false);
    expect(pressedInLegend(hidden, industry('steel')).on).toBe(true);
    expect(legendPress(hidden, industry('coal'), entries, false)).toEqual(noFilters);
  });

  it('with Shift shows it alone, and all again', () => {
    const alone = legendPress(noFilters, industry('coal'), entries, true);
    expect(alone.keys.industry).toEqual(['coal']);
    expect(legendPress(alone, industry('coal'), entries, true)).toEqual(noFilters);
  });

  it('narrows to doubts and places, which most records do not have', () => {
    expect(pressedInLegend(noFilters, doubts)).toEqual({ on: false, only: true });
    const narrowed = legendPress(noFilters, doubts, entries, false);
    expect(narrowed.keys.flag).toEqual(doubts.keys);
    expect(pressedInLegend(narrowed, doubts).on).toBe(true);
    expect(legendPress(narrowed, doubts, entries, false)).toEqual(noFilters);
    const one = { dimension: 'flag' as const, keys: ['offshore'] };
    expect(pressedInLegend(narrowed, one).on).toBe(false);
    expect(legendPress(narrowed, one, entries, false).keys.flag).toEqual(['offshore']);
  });
});
