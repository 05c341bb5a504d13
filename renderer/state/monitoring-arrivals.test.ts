import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSilent, type LatestReadings, withArrivals } from './monitoring-arrivals.ts';

const reading = (channel: string, time: number, value: number | null) => ({ channel, time, value, flag: null });

describe('newest readings', () => {
  it('are replaced by what is newer or a revision of them, never by a late block', () => {
    const first = withArrivals(new Map(), { readings: [reading('a', 10, 1), reading('b', 10, 2)] });
    const next = withArrivals(first, { readings: [reading('a', 9, 99), reading('b', 10, 3), reading('c', 1, null)] });
    expect(Object.fromEntries(next)).toMatchObject({ a: { time: 10, value: 1 }, b: { value: 3 }, c: { value: null } });
    expect(first.get('b')?.value).toBe(2);
  });

  it('stay the same map where nothing in it changes, so that nothing is drawn anew', () => {
    const map = withArrivals(new Map(), { readings: [reading('a', 10, 1)] });
    expect(withArrivals(map, { readings: [] })).toBe(map);
    expect(withArrivals(map, { readings: [reading('a', 9, 5)] })).toBe(map);
  });

  it('end at the newest time of each channel, in whatever pieces they come', () => {
    const readings = fc.array(
      fc.record({
        channel: fc.constantFrom('a', 'b', 'c'),
        time: fc.nat(50),
        value: fc.integer(),
        flag: fc.constant(null),
      }),
    );
    fc.assert(
      fc.property(readings, fc.nat(20), (all, cut) => {
        const pieces: LatestReadings = [all.slice(0, cut), all.slice(cut)].reduce<LatestReadings>(
          (latest, piece) => piece.reduce((map, each) => withArrivals(map, { readings: [each] }), latest),
          new Map(),
        );
        for (const [channel, { time }] of pieces)
          expect(time).toBe(Math.max(...all.filter((each) => each.channel === channel).map((each) => each.time)));
      }),
    );
  });
});

describe('a silent channel', () => {
  it('has sent nothing for more than three of its intervals, by the feed’s time', () => {
    expect(isSilent(60_000, 0, 180_000)).toBe(false);
    expect(isSilent(60_000, 0, 180_001)).toBe(true);
    expect(isSilent(60_000, undefined, 1)).toBe(true);
  });

  it('is none of which nothing is expected, nor any before the first reading', () => {
    expect(isSilent(null, 0, 1e12)).toBe(false);
    expect(isSilent(60_000, undefined, null)).toBe(false);
  });
});
