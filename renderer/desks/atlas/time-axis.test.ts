import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallClock } from '../../format/zoned-time.ts';
import { axisOf, boundary, nearestBoundary, shareOf, step, stepUnits, ticksOf } from './time-axis.ts';

const timeZone = 'Asia/Shanghai';
const now = Date.UTC(2026, 10, 20, 6, 30);
const clock = { now, timeZone };
const at = (text: string): number => Date.parse(`${text}+08:00`);
const unit = fc.constantFrom(...stepUnits);
const instant = fc.integer({ min: at('1950-01-01T00:00'), max: at('2150-01-01T00:00') });

describe('steps', () => {
  it('go from boundary to boundary, with now as a stop of its own', () => {
    expect(step(undefined, 'month', -1, true, clock)).toBe(at('2026-11-01T00:00'));
    expect(step(at('2026-11-01T00:00'), 'month', -1, true, clock)).toBe(at('2026-10-01T00:00'));
    expect(step(at('2026-10-01T00:00'), 'month', 1, true, clock)).toBe(at('2026-11-01T00:00'));
    expect(step(at('2026-11-01T00:00'), 'month', 1, true, clock)).toBeUndefined();
    expect(step(undefined, 'month', 1, true, clock)).toBe(at('2026-12-01T00:00'));
    expect(step(at('2026-12-01T00:00'), 'month', -1, true, clock)).toBeUndefined();
    expect(step(at('2024-02-29T15:00'), 'year', -1, true, clock)).toBe(at('2024-01-01T00:00'));
    expect(step(at('2024-02-29T15:00'), 'day', 1, true, clock)).toBe(at('2024-03-01T00:00'));
  });

  it('of what was known end at now', () => {
    expect(step(undefined, 'day', 1, false, clock)).toBeUndefined();
    fc.assert(
      fc.property(unit, instant, fc.constantFrom(-1 as const, 1 as const), (each, from, direction) => {
        expect(step(from, each, direction, false, clock) ?? 0).toBeLessThan(now);
      }),
    );
  });

  it('forth undo steps back, wherever one starts on a boundary', () => {
    fc.assert(
      fc.property(unit, fc.option(instant, { nil: undefined }), (each, from) => {
        const start = from === undefined ? undefined : boundary(from, each, timeZone);
        const back = step(start, each, -1, true, clock);
        expect(step(back, each, 1, true, clock)).toBe(start);
      }),
    );
  });

  it('stay in the years that a calendar on the screen can hold', () => {
    const first = boundary(at('1900-06-01T00:00'), 'year', timeZone);
    expect(step(first, 'year', -1, true, clock)).toBe(first);
  });
});

describe('boundaries', () => {
  it('are midnights of the province, of the day, the month or the year that holds the instant', () => {
    fc.assert(
      fc.property(unit, instant, (each, given) => {
        const found = boundary(given, each, timeZone);
        const tail = { day: '00:00:00', month: '01 00:00:00', year: '01-01 00:00:00' }[each];
        expect(wallClock(found, timeZone).endsWith(tail)).toBe(true);
        expect(found).toBeLessThanOrEqual(given);
        expect(boundary(given, each, timeZone, 1)).toBeGreaterThan(given);
        expect([found, boundary(given, each, timeZone, 1)]).toContain(nearestBoundary(given, each, timeZone));
      }),
    );
  });
});

describe('the axis', () => {
  it('holds now and every pinned time', () => {
    fc.assert(
      fc.property(unit, fc.array(fc.option(instant, { nil: undefined })), (each, pinned) => {
        const axis = axisOf(each, pinned, clock);
        for (const time of [...pinned, now]) {
          if (time === undefined) continue;
          expect(time).toBeGreaterThanOrEqual(axis.from);
          expect(time).toBeLessThanOrEqual(axis.to);
          expect(shareOf(time, axis)).toBeCloseTo((time - axis.from) / (axis.to - axis.from));
        }
      }),
    );
  });

  it('has ticks in order, inside, and not too many', () => {
    fc.assert(
      fc.property(unit, instant, fc.integer({ min: 3, max: 20 }), (each, pinned, most) => {
        const axis = axisOf(each, [pinned], clock);
        const ticks = ticksOf(axis, most, timeZone);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(most * 1.3 + 2);
        for (const [index, tick] of ticks.entries()) {
          expect(tick.instant).toBeGreaterThanOrEqual(axis.from);
          expect(tick.instant).toBeLessThanOrEqual(axis.to);
          if (index > 0) expect(tick.instant).toBeGreaterThan(ticks[index - 1]?.instant ?? 0);
        }
      }),
    );
  });

  it('names its ticks as short as they can be', () => {
    expect(
      ticksOf({ from: at('2024-01-01T00:00'), to: at('2024-12-31T00:00') }, 5, timeZone).map(({ label }) => label),
    ).toEqual(['2024', '2024-04', '2024-07', '2024-10']);
    expect(
      ticksOf({ from: at('2008-06-01T00:00'), to: at('2026-01-01T00:00') }, 6, timeZone).map(({ label }) => label),
    ).toEqual(['2010', '2015', '2020', '2025']);
  });
});
