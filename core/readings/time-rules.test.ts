// Steps begin where Shanghai's calendar says, wherever the program runs.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReadingStep } from '../../contract/monitoring.ts';
import { completenessOf, DAY_MS, expectedReadings, HOUR_MS, QUARTER_MS, stepEnd, stepStart } from './time-rules.ts';

const time = fc.integer({ min: 0, max: Date.UTC(2199, 0, 1) });
const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

it('a step holds its time, begins at its beginning and is followed by the next', () => {
  const beginnings: Record<ReadingStep, RegExp> = {
    '15m': /:(00|15|30|45):00/,
    '1h': /:00:00/,
    '1d': / 00:00:00/,
    '1mo': /-01, 00:00:00/,
  };
  fc.assert(
    // Shanghai had summer time until 1991; the calendar of the readings is UTC+8 all year.
    fc.property(
      fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2199, 0, 1) }),
      fc.constantFrom('15m', '1h', '1d', '1mo'),
      (at, step) => {
        const start = stepStart(at, step);
        const end = stepEnd(start, step);
        expect(start).toBeLessThanOrEqual(at);
        expect(at).toBeLessThan(end);
        expect(stepStart(end, step)).toBe(end);
        expect(stepStart(end - 1, step)).toBe(start);
        expect(shanghai.format(start).replace(/, 24:/, ', 00:')).toMatch(beginnings[step]);
      },
    ),
  );
});

it('a midnight in Shanghai is 16:00 in Greenwich', () => {
  const evening = Date.parse('2026-02-28T16:00:00Z');
  expect(new Date(stepStart(evening, '1d')).toISOString()).toBe('2026-02-28T16:00:00.000Z');
  expect(new Date(stepStart(evening - 1, '1d')).toISOString()).toBe('2026-02-27T16:00:00.000Z');
  expect(new Date(stepStart(evening, '1mo')).toISOString()).toBe('2026-02-28T16:00:00.000Z');
  expect(new Date(stepEnd(evening, '1mo')).toISOString()).toBe('2026-03-31T16:00:00.000Z');
});

it('what is due in parts of a span is what is due in the span', () => {
  fc.assert(
    fc.property(time, time, time, fc.integer({ min: 1, max: 40 * DAY_MS }), (a, b, c, intervalMs) => {
      const [from, between, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const due = (begin: number, end: number): number => expectedReadings(begin, end, intervalMs) ?? Number.NaN;
      expect(due(from, between) + due(between, to)).toBe(due(from, to));
      expect(due(from, from)).toBe(0);
    }),
  );
});

it('an interval longer than the step is due where it begins', () => {
  const midnight = Date.parse('2026-05-31T16:00:00Z');
  expect(expectedReadings(midnight, midnight + HOUR_MS, QUARTER_MS)).toBe(4);
  expect(expectedReadings(midnight, midnight + HOUR_MS, DAY_MS)).toBe(1);
  expect(expectedReadings(midnight + HOUR_MS, midnight + 2 * HOUR_MS, DAY_MS)).toBe(0);
  expect(expectedReadings(midnight, midnight + DAY_MS, null)).toBeNull();
  expect([completenessOf(3, 4), completenessOf(9, 4), completenessOf(0, 0), completenessOf(1, null)]).toEqual([
    0.75,
    1,
    null,
    null,
  ]);
});
