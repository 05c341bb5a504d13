import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, timeOfDay, wallClock, wallClockMinutes } from './zoned-time.ts';

describe('wall-clock time of the province', () => {
  it('is Beijing time whatever zone the computer is in', () => {
    const instant = Date.UTC(2026, 10, 20, 1, 14, 5);
    expect(wallClock(instant, 'Asia/Shanghai')).toBe('2026-11-20 09:14:05');
    expect(wallClockMinutes(instant, 'Asia/Shanghai')).toBe('2026-11-20 09:14');
    expect(timeOfDay(instant, 'Asia/Shanghai')).toBe('09:14:05');
    expect(wallClock(Date.UTC(2026, 10, 19, 16, 0, 0), 'Asia/Shanghai')).toBe('2026-11-20 00:00:00');
  });

  it('comes back to the same second in every zone', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }), zone, (instant, timeZone) => {
        const text = wallClock(Math.floor(instant / 1000) * 1000, timeZone);
        const back = instantOf(text, timeZone);
        expect(back).not.toBeNull();
        expect(wallClock(back as number, timeZone)).toBe(text);
      }),
    );
  });

  it('refuses what is no time', () => {
    expect(instantOf('', 'UTC')).toBeNull();
    expect(instantOf('yesterday', 'UTC')).toBeNull();
  });
});
