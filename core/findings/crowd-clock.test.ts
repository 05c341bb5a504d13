// Time by the crowd: few clocks that run ahead do not move it, however large the crowd.
import { expect, it } from 'vitest';
import { CrowdClock } from './crowd-clock.ts';

const MINUTE = 60_000;

it.each([
  { devices: 20, ahead: 2 },
  { devices: 2000, ahead: 19 },
])('$ahead of $devices clocks that run ahead do not move it', ({ devices, ahead }) => {
  const clock = new CrowdClock();
  clock.setCrowd(devices);
  const wrong: string[] = [];
  for (let minute = 0; minute < 30; minute++) {
    for (let device = 0; device < devices; device++) {
      const now = clock.now(device, (minute + (device < ahead ? 25 : 0)) * MINUTE) / MINUTE;
      // Before anybody has told of this minute, it is the one before.
      if (now > minute || (minute > 0 && now < minute - 1)) wrong.push(`${device} at ${minute}: ${now}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('says nothing before enough have spoken, and never goes back', () => {
  const clock = new CrowdClock();
  clock.setCrowd(10);
  expect(clock.now(1, 5 * MINUTE)).toBe(Number.NEGATIVE_INFINITY);
  expect(clock.now(2, 7 * MINUTE)).toBe(Number.NEGATIVE_INFINITY);
  expect(clock.now(3, 6 * MINUTE)).toBe(5 * MINUTE);
  expect(clock.now(4, 4 * MINUTE)).toBe(5 * MINUTE);
  expect(clock.now(1, 9 * MINUTE)).toBe(6 * MINUTE);
});
