import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTime } from './time-rules.ts';

const T = Date.parse('2024-06-30T08:00:00+08:00');

it.each([
  [T, T],
  [T + 0.7, T],
  [String(T), T],
  [20_240_630_080_000, T],
  ['20240630080000', T],
  ['20240630080000123', T + 123],
  ['2024-06-30T08:00:00+08:00', T],
  ['2024-06-30T00:00:00Z', T],
  ['2024-06-30 08:00:00', T],
  ['2024-06-30T08:00', T],
  ['2024-06-30T08:00:00.25', T + 250],
  ['2024-06-29T20:00:00-0400', T],
  ['2024-06-30', T - 8 * 3_600_000],
  ['2024-06-29T24:00:00', T - 8 * 3_600_000],
  ['2024-02-29 00:00:00', Date.parse('2024-02-29T00:00:00+08:00')],
])('reads %s', (sent, time) => {
  expect(readTime(sent)).toBe(time);
});

it.each([
  [undefined, 'time-missing'],
  [null, 'time-missing'],
  ['', 'time-missing'],
  [T / 1000, 'time-in-seconds'],
  [String(T / 1000), 'time-in-seconds'],
  [0, 'time-implausible'],
  [5e12, 'time-implausible'],
  ['1999-12-31T00:00:00Z', 'time-implausible'],
  ['2024-02-30', 'time-unreadable'],
  ['2024-06-30T24:00:01', 'time-unreadable'],
  ['2024-06-30T08:60', 'time-unreadable'],
  ['2024-06-30T08:00:00+15:00', 'time-unreadable'],
  ['20241330080000', 'time-unreadable'],
  ['30/06/2024', 'time-unreadable'],
  ['yesterday', 'time-unreadable'],
  [true, 'time-unreadable'],
  [Number.NaN, 'time-unreadable'],
  [{}, 'time-unreadable'],
])('does not take %s for a time: %s', (sent, fault) => {
  expect(readTime(sent)).toBe(fault);
});

it('reads back every time that it is given in any of its forms', () => {
  const any = fc.date({ min: new Date('2000-01-02'), max: new Date('2099-12-30'), noInvalidDate: true });
  fc.assert(
    fc.property(any, (date) => {
      const time = date.getTime();
      const local = new Date(time + 8 * 3_600_000).toISOString();
      expect([time, date.toISOString(), local.slice(0, 23), local.replace(/\D/g, '')].map(readTime)).toEqual([
        time,
        time,
        time,
        time,
      ]);
    }),
  );
});

it('answers anything with a time or a reason', () => {
  fc.assert(
    fc.property(fc.anything(), (sent) => {
      const time = readTime(sent);
      expect(typeof time === 'string' || Number.isInteger(time)).toBe(true);
    }),
  );
});
