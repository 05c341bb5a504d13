import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingSteps } from '../../contract/monitoring.ts';
import { wallClock } from '../format/zoned-time.ts';
import { dayMs, drawnStep, instantsOf, partsOf, stepsFor, wholeSteps } from './monitoring-span.ts';

const zone = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`${text}+08:00`);
const wall = (instant: number): string => wallClock(instant, zone);

describe('a span that ends now', () => {
  it('holds the newest reading and stands still between two readings of a minute', () => {
    const { from, to } = instantsOf('24h', at('2026-06-01T09:14:05'));
    expect(wall(to)).toBe('2026-06-01 09:15:00');
    expect(to - from).toBe(dayMs);
    expect(instantsOf('1y', at('2026-06-01T09:14:05'))).toEqual(instantsOf('1y', at('2026-06-01T09:44:05')));
    expect(instantsOf({ from: 1, to: 2 }, 99)).toEqual({ from: 1, to: 2 });
  });
});

describe('whole steps', () => {
  it('cut days and months in the province’s time', () => {
    const span = { from: at('2026-01-31T13:10:00'), to: at('2026-02-02T00:10:00') };
    const steps = (step: (typeof readingSteps)[number]) => {
      const { from, to } = wholeSteps(span, step, zone);
      return [wall(from), wall(to)];
    };
    expect(steps('15m')).toEqual(['2026-01-31 13:00:00', '2026-02-02 00:15:00']);
    expect(steps('1h')).toEqual(['2026-01-31 13:00:00', '2026-02-02 01:00:00']);
    expect(steps('1d')).toEqual(['2026-01-31 00:00:00', '2026-02-03 00:00:00']);
    expect(steps('1mo')).toEqual(['2026-01-01 00:00:00', '2026-03-01 00:00:00']);
  });

  it('are the same again for what is whole already, and always hold the span', () => {
    const instant = fc.integer({ min: at('2020-01-01T00:00:00'), max: at('2030-01-01T00:00:00') });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 400 * dayMs }),
        fc.constantFrom(...readingSteps),
        (from, length, step) => {
          const whole = wholeSteps({ from, to: from + length }, step, zone);
          expect(whole.from).toBeLessThanOrEqual(from);
          expect(whole.to).toBeGreaterThanOrEqual(from + length);
          expect(wholeSteps(whole, step, zone)).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('a window is looked into by smaller parts, down to single readings', () => {
  let window = { from: at('2026-01-01T00:00:00'), to: at('2026-02-01T00:00:00') };
  const seen: string[] = [];
  for (let depth = 0; depth < 5; depth += 1) {
    const parts = partsOf(window);
    seen.push(parts);
    if (parts === 'readings') break;
    window = wholeSteps({ from: window.from, to: window.from + 1 }, parts, zone);
  }
  expect(seen).toEqual(['1d', '1h', 'readings']);
});

it('steps are offered where there are not too many to list', () => {
  const days = (count: number) => ({ from: 0, to: count * dayMs });
  expect(stepsFor(days(1))).toEqual(['15m', '1h', '1d', '1mo']);
  expect(stepsFor(days(365))).toEqual(['1h', '1d', '1mo']);
  expect(stepsFor(days(3650))).toEqual(['1d', '1mo']);
});

it('what a register has counted is drawn no finer than it is read', () => {
  const days = (count: number) => ({ from: 0, to: count * dayMs });
  expect(drawnStep(days(1), 5 * 60_000)).toBe('15m');
  expect(drawnStep(days(1), 3_600_000)).toBe('1h');
  expect(drawnStep(days(30), null)).toBe('1h');
  expect(drawnStep(days(365), dayMs)).toBe('1d');
});
