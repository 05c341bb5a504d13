// Sums by city and industry are what adding the channels gives, whatever happens to readings and registry.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRegistry } from '../devices/registry.ts';
import { readRows } from './read-readings.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';
import { type PlaceSum, type PlaceSumQuery, sumByPlace } from './sum-by-place.ts';

const span = { from: JUNE, to: JUNE + 2 * DAY };

/** The same sums, from the rows of each channel. */
function added(
  store: TestReadings,
  { quantity, step, by }: Pick<PlaceSumQuery, 'quantity' | 'step' | 'by'>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const channel of loadRegistry(store.db).channels.values()) {
    if (channel.quantity !== quantity || channel.parent !== null) continue;
    for (const { from, sum, count } of readRows(store.db, channel.no, { ...span, step })) {
      const key = `${channel[by]} ${channel.unitOfMeasure} ${from}`;
      if (sum !== null) sums.set(key, (sums.get(key) ?? 0) + sum);
      if (count > 0) sums.set(`${key} count`, (sums.get(`${key} count`) ?? 0) + count);
    }
  }
  return sums;
}

const given = (rows: readonly PlaceSum[]): Map<string, number> =>
  new Map(
    rows.flatMap(({ key, unitOfMeasure, from, sum, count }): [string, number][] => [
      ...(sum === null ? [] : [[`${key} ${unitOfMeasure} ${from}`, sum] as [string, number]]),
      ...(count === 0 ? [] : [[`${key} ${unitOfMeasure} ${from} count`, count] as [string, number]]),
    ]),
  );

const rounded = (sums: ReadonlyMap<string, number>): [string, number][] =>
  [...sums].map(([key, sum]): [string, number] => [key, Number(sum.toFixed(6))]).sort((a, b) => (a[0] < b[0] ? -1 : 1));

describe('sums by place', () => {
  it('are the sums of their channels, however readings came and channels moved', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('readings' as const),
        readings: fc.array(
          fc.record({
            channel: fc.nat(3),
            quarter: fc.nat(191),
            // Eighths add up exactly, in any order.
            value: fc.integer({ min: -8e6, max: 2e9 }).map((eighths) => eighths / 8),
          }),
          { maxLength: 30 },
        ),
      }),
      fc.record({
        kind: fc.constant('move' as const),
        channel: fc.nat(3),
        city: fc.constantFrom(null, 370100, 370200),
        industry: fc.constantFrom(null, 'steel'),
      }),
      fc.record({ kind: fc.constant('settle' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        using store = new TestReadings();
        const place = (channel: number, city: number | null, industry: string | null): void => {
          const kind = (['amount', 'level', 'register', 'amount'] as const)[channel] ?? 'amount';
          const unitOfMeasure = kind === 'level' ? 'kW' : 'kWh';
          store.channel(`c${channel}`, { kind, unitOfMeasure, city, industry, parent: channel === 3 ? 'c0' : null });
        };
        for (const channel of [0, 1, 2, 3]) place(channel, 370100, 'cement');
        for (const each of steps) {
          if (each.kind === 'settle') store.writer.settle();
          else if (each.kind === 'move') place(each.channel, each.city, each.industry);
          else
            store.writer.write([
              message(
                each.readings.map(({ channel, quarter, value }) => ({
                  address: `c${channel}`,
                  time: JUNE + quarter * 15 * MINUTE,
                  value,
                })),
                { receivedAt: JUNE + 2 * DAY },
              ),
            ]);
        }
        store.writer.settle();
        for (const by of ['city', 'industry', 'enterprise'] as const)
          for (const step of ['1h', '1d'] as const) {
            const query = { quantity: 'electricity', step, by };
            expect(rounded(given(sumByPlace(store.db, { ...query, ...span })))).toEqual(rounded(added(store, query)));
          }
      }),
      { numRuns: 60 },
    );
  });

  it('say how much of what was due they rest on, and are unknown where nothing came', () => {
    using store = new TestReadings();
    store.channel('a', { city: 370100 });
    store.channel('b', { city: 370100, intervalMs: HOUR });
    store.channel('c', { city: 370200 });
    store.channel('part', { city: 370100, parent: 'a' });
    const quarters = [0, 1, 2].map((quarter) => ({ address: 'a', time: JUNE + quarter * 15 * MINUTE, value: 2 }));
    store.writer.write([message([...quarters, { address: 'part', time: JUNE, value: 100 }])]);
    store.writer.settle();
    const rows = sumByPlace(store.db, {
      quantity: 'electricity',
      from: JUNE,
      to: JUNE + 2 * HOUR,
      step: '1h',
      by: 'city',
    });
    expect(
      rows.map(({ key, sum, count, expected, completeness }) => [key, sum, count, expected, completeness]),
    ).toEqual([
      [370100, 6, 3, 5, 0.6],
      [370100, null, 0, 5, 0],
      [370200, null, 0, 4, 0],
      [370200, null, 0, 4, 0],
    ]);
  });
});
