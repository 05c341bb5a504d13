import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

it('lets a burst in, then so many a second, and tells how long to wait', () => {
  let now = 0;
  const limit = new RateLimit(2, 3, () => now);
  expect([1, 2, 3, 4].map(() => limit.wait('a'))).toEqual([0, 0, 0, 500]);
  expect(limit.wait('b')).toBe(0);
  now = 499;
  expect(limit.wait('a')).toBeGreaterThan(0);
  now = 500;
  expect([limit.wait('a'), limit.wait('a')]).toEqual([0, 500]);
});

it('never lets in more than the burst and what has dripped in since', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 200 }), (pauses) => {
      let now = 0;
      const limit = new RateLimit(5, 10, () => now);
      let entered = 0;
      for (const pause of pauses) {
        now += pause;
        if (limit.wait('a') === 0) entered++;
        expect(entered).toBeLessThanOrEqual(10 + (now / 1000) * 5 + 1e-6);
      }
    }),
  );
});
