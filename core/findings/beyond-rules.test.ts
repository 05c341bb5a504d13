// What lies far beyond a channel's own range, and what does not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyondOwnRange, catchUpValues } from './beyond-rules.ts';
import type { Series } from './series-rules.ts';

function seriesOf(values: readonly number[], gaps: readonly number[] = []): Series {
  const missing = new Uint8Array(values.length);
  for (const at of gaps) missing[at] = 1;
  return {
    ...{
      start: 0,
      stepMs: 900_000,
      values: Float64Array.from(values, (value, at) => (missing[at] ? Number.NaN : value)),
    },
    ...{ missing, revised: new Uint8Array(values.length), kind: 'amount', nonNegative: true },
    ...{ stopsOften: false, followsLoad: true, isLive: false, unitOfMeasure: 'kWh' },
  };
}

const none = (values: readonly number[]): Uint8Array => new Uint8Array(values.length);
/** A fortnight of quarters with a daily curve between 5 and 100. */
const fortnight = Array.from(
  { length: 1344 },
  (_, at) => 52.5 - 47.5 * Math.cos((at / 96) * 2 * Math.PI) + (at % 7) / 10,
);

describe('beyond its own range', () => {
  it('is a stretch of any length whose values are all above 2.5 times all others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 96, max: 1100 }),
        fc.integer({ min: 1, max: 150 }),
        fc.double({ min: 3, max: 1000, noNaN: true }),
        (from, length, times) => {
          const values = fortnight.map((value, at) =>
            at >= from && at < from + length ? 101 * times + (at - from) : value,
          );
          expect(beyondOwnRange(seriesOf(values), none(values)).map((seen) => [seen.from, seen.to])).toEqual([
            [from, from + length],
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is nothing of an ordinary curve, of a load that is on and off, or of a month of batches', () => {
    expect(beyondOwnRange(seriesOf(fortnight), none(fortnight))).toEqual([]);
    const batches = fortnight.map((_, at) => (at % 96 < 12 ? 100 : 2));
    expect(beyondOwnRange(seriesOf(batches), none(batches))).toEqual([]);
  });
});

describe('a catch-up value', () => {
  it('is the first after a gap, as great as what the gap lacks', () => {
    const gap = [700, 701, 702, 703, 704, 705];
    const sum = [...gap, 706].reduce((total, at) => total + (fortnight[at] ?? 0), 0);
    const values = fortnight.map((value, at) => (at === 706 ? sum : value));
    const [seen, ...others] = catchUpValues(seriesOf(values, gap), none(values));
    expect([seen?.from, seen?.to, others]).toEqual([706, 707, []]);
    expect(seen?.inputs.find(({ name }) => name === 'intervals')?.value).toBe(7);
  });

  it('is not the first after a gap that goes on as before', () => {
    expect(catchUpValues(seriesOf(fortnight, [700, 701, 702]), none(fortnight))).toEqual([]);
  });
});
