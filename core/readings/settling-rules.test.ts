// When to settle, and how far the feed has come.
import { describe, expect, it } from 'vitest';
import { dueFeedTime, isSettlingDue } from './settling-rules.ts';

describe('settling', () => {
  it.each([
    ['nothing to settle', 0, 60_000, 60_000, false],
    ['a few rows, just come', 10, 2_000, 0, false],
    ['a few rows, ten seconds old', 10, 10_000, 0, true],
    ['a flood', 1_000_000, 100, 0, true],
    ['some rows while more are coming', 20_000, 3_000, 5, false],
    ['some rows while more are coming, four seconds old', 20_000, 4_000, 5, true],
    ['a few rows while more are coming', 1_900, 5_000, 5, false],
    ['a small part while more are coming', 3_300, 1_000, 5, true],
    ['a small part, just settled', 3_300, 900, 5, false],
    ['some rows in a pause', 20_000, 3_000, 500, true],
    ['some rows in a pause, just settled', 20_000, 500, 500, false],
    ['a clock that was set back', 1, -3_600_000, 0, true],
  ])('%s', (_, rows, sinceSettledMs, sinceTakenMs, due) => {
    expect(isSettlingDue({ rows, sinceSettledMs, sinceTakenMs, sinceFailedMs: Number.POSITIVE_INFINITY })).toBe(due);
  });

  it.each([
    ['is not tried again with the next batch of a flood', 500, false],
    ['is tried again', 10_000, true],
    ['is tried again, the clock having been set back', -3_600_000, true],
  ])('that failed %s', (_, sinceFailedMs, due) => {
    expect(isSettlingDue({ rows: 1_500_000, sinceSettledMs: sinceFailedMs, sinceTakenMs: 0, sinceFailedMs })).toBe(due);
  });
});

describe('feed time', () => {
  const now = 1_000 * 86_400_000;
  it.each([
    ['no reading yet', null, false, null],
    ['a live feed goes on with the wall clock', now - 3_600_000, false, now],
    ['readings a little ahead', now + 60_000, false, now + 60_000],
    ['history does not fall silent today', now - 30 * 86_400_000, false, now - 30 * 86_400_000],
    ['in a drill the readings are the clock', now - 3_600_000, true, now - 3_600_000],
  ])('%s', (_, newest, isDrill, expected) => {
    expect(dueFeedTime(newest, now, isDrill)).toBe(expected);
  });
});
