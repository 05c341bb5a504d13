// Roll-ups are a function of the readings: whatever the order, the batches, the repetitions and the settlings, they are what a plain recount gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadingStep } from '../../contract/monitoring.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { readRaw, readRows } from './read-readings.ts';
import { DAY, HOUR, JUNE, MINUTE, message, type Sent, TestReadings } from './readings-fixture.ts';

const BEGIN = JUNE - DAY;
const END = JUNE + 2 * DAY;
const QUARTERS = (END - BEGIN) / (15 * MINUTE);

interface Kept {
  readonly time: number;
  readonly value: number | null;
  readonly flag: string | null;
}

interface Recount {
  count: number;
  amounts: number[];
}

/** Midnight of the first of the month, or of the day, in Shanghai; written apart from the store's own calendar. */
function startOf(time: number, step: ReadingStep): number {
  const local = new Date(time + 8 * HOUR).toISOString();
  const text =
    step === '1mo'
      ? `${local.slice(0, 7)}-01T00:00`
      : step === '1d'
        ? `${local.slice(0, 10)}T00:00`
        : local.slice(0, 16);
  const start = Date.parse(`${text}:00+08:00`);
  if (step === '1h') return start - (start % HOUR);
  return step === '15m' ? start - (start % (15 * MINUTE)) : start;
}

/** Of a register: what it went on by to the next good reading, under the time where that began. */
function amountsOf(readings: readonly Kept[], channel: Channel, exchange: Exchange | null): Map<number, number> {
  const good = readings.filter(({ value, flag }) => value !== null && (flag === null || flag === 'N'));
  if (channel.kind !== 'register') return new Map(good.map(({ time, value }) => [time, value as number]));
  const amounts = new Map<number, number>();
  good.forEach((reading, index) => {
    const next = good[index + 1];
    if (!next) return;
    const [from, to] = [reading.value as number, next.value as number];
    let amount: number | null = to - from;
    if (exchange && reading.time < exchange.at && exchange.at <= next.time)
      amount = exchange.value === null || to < exchange.value ? null : to - exchange.value;
    else if (to < from) amount = from >= 900 && from <= 1000 && to <= 100 ? 1000 - from + to : null;
    if (amount !== null) amounts.set(reading.time, amount);
  });
  return amounts;
}

interface Exchange {
  readonly at: number;
  readonly value: number | null;
}

function recount(
  readings: readonly Kept[],
  channel: Channel,
  step: ReadingStep,
  exchange: Exchange | null,
): Map<number, Recount> {
  const steps = new Map<number, Recount>();
  const at = (time: number): Recount => {
    const start = startOf(time, step);
    const found = steps.get(start) ?? { count: 0, amounts: [] };
    steps.set(start, found);
    return found;
  };
  for (const { time, value, flag } of readings) if (value !== null && (flag === null || flag === 'N')) at(time).count++;
  for (const [time, amount] of amountsOf(readings, channel, exchange)) at(time).amounts.push(amount);
  return steps;
}

/** Equal but for the last digits, which the order of adding decides. */
const isNear = (value: number | null, expected: number | null): boolean =>
  value === expected ||
  (value !== null && expected !== null && Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)));

function expectRecount(
  store: TestReadings,
  channels: readonly Channel[],
  kept: ReadonlyMap<string, Kept[]>,
  exchange: Exchange | null,
): void {
  for (const channel of channels) {
    const readings = kept.get(channel.id) ?? [];
    const raw = readRaw(store.db, channel.no, { from: BEGIN, to: END });
    expect(raw.map(({ time, value, flag }) => ({ time, value, flag }))).toEqual(readings);
    for (const step of ['15m', '1h', '1d', '1mo'] as const) {
      const rows = readRows(store.db, channel.no, { from: BEGIN, to: END, step });
      const expected = recount(readings, channel, step, channel.id === 'register' ? exchange : null);
      const wrong = rows.filter((row) => {
        const { count = 0, amounts = [] } = expected.get(row.from) ?? {};
        const sum = amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0);
        const asExpected =
          row.count === count &&
          isNear(row.sum, sum) &&
          isNear(row.avg, sum === null ? null : sum / amounts.length) &&
          row.min === (amounts.length === 0 ? null : Math.min(...amounts)) &&
          row.max === (amounts.length === 0 ? null : Math.max(...amounts)) &&
          row.completeness === Math.min(1, count / (row.expected ?? 0));
        return !asExpected;
      });
      expect({ channel: channel.id, step, wrong }).toEqual({ channel: channel.id, step, wrong: [] });
      expect(rows.filter(({ count }) => count > 0)).toHaveLength(
        [...expected.values()].filter(({ count }) => count > 0).length,
      );
    }
  }
}

/** Readings of three channels, most on the quarter, in any order; a place in time may come more than once. */
const reading = fc.record({
  address: fc.constantFrom('amount', 'level', 'register'),
  quarter: fc.integer({ min: 0, max: QUARTERS - 1 }),
  offset: fc.constantFrom(0, 0, 0, 1, 7 * MINUTE),
  value: fc.option(
    fc.oneof(
      fc.integer({ min: 0, max: 1000 }),
      fc.double({ min: 0, max: 1000, noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 5, 950, 999),
    ),
    { freq: 12, nil: null },
  ),
  flag: fc.constantFrom(null, 'N', 'N', 'N', 'D'),
});
type Drawn = typeof reading extends fc.Arbitrary<infer T> ? T : never;

const sentOf = ({ address, quarter, offset, value, flag }: Drawn): Sent => ({
  ...{ address, flag, value, text: value === null ? 'fault' : String(value) },
  time: BEGIN + quarter * 15 * MINUTE + offset,
});

function register(store: TestReadings): Channel[] {
  return [
    store.channel('amount', { city: 370100, industry: 'steel' }),
    store.channel('level', { kind: 'level', quantity: 'power', unitOfMeasure: 'kW', city: 370200 }),
    store.channel('register', { kind: 'register', registerMax: 1000, city: 370100 }),
  ];
}

/** What stays of readings in this order: of a time, the last one that had not been said before. */
function keep(sent: readonly Sent[]): Map<string, Kept[]> {
  const versions = new Map<string, Map<number, { last: Kept; said: Set<string> }>>();
  for (const { address, time, value = null, flag = null } of sent) {
    const ofChannel = versions.get(address) ?? new Map<number, { last: Kept; said: Set<string> }>();
    versions.set(address, ofChannel);
    const known = ofChannel.get(time);
    const said = `${value} ${flag}`;
    if (!known) ofChannel.set(time, { last: { time, value, flag }, said: new Set([said]) });
    else if (!known.said.has(said)) {
      known.said.add(said);
      known.last = { time, value, flag };
    }
  }
  return new Map(
    [...versions].map(([address, ofChannel]) => [
      address,
      [...ofChannel.values()].map(({ last }) => last).sort((a, b) => a.time - b.time),
    ]),
  );
}

describe('roll-ups', () => {
  it('are what a recount of the readings gives, settled or not, at any point', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ readings: fc.array(reading, { maxLength: 25 }), settle: fc.boolean(), restart: fc.boolean() }),
          {
            maxLength: 6,
          },
        ),
        fc.option(fc.record({ quarter: fc.integer({ min: 1, max: QUARTERS }), value: fc.constantFrom(null, 0, 10) }), {
          nil: null,
        }),
        fc.nat(5),
        (batches, event, eventAfter) => {
          using store = new TestReadings();
          const channels = register(store);
          const exchange = event && { at: BEGIN + event.quarter * 15 * MINUTE, value: event.value };
          const sent: Sent[] = [];
          let declared: Exchange | null = null;
          batches.forEach(({ readings, settle, restart }, index) => {
            if (exchange && index === eventAfter) {
              store.exchange('register', exchange.at, exchange.at, exchange.value);
              declared = exchange;
            }
            const all = readings.map(sentOf);
            store.writer.write([message(all, { receivedAt: END })]);
            sent.push(...all);
            if (settle) store.writer.settle();
            if (restart) store.restart();
          });
          if (declared === null) expectRecount(store, channels, keep(sent), null);
          store.writer.settle();
          expectRecount(store, channels, keep(sent), declared);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of arrival, on repetition or on batches', () => {
    const tables = ['reading_hour', 'reading_day', 'reading_month', 'latest'];
    const stored = (sent: readonly Sent[], cuts: readonly number[], shouldSettle: boolean): unknown => {
      using store = new TestReadings();
      register(store);
      let from = 0;
      for (const to of [...cuts, sent.length]) {
        store.writer.write([message(sent.slice(from, to), { receivedAt: END })]);
        if (shouldSettle) store.writer.settle();
        from = to;
      }
      store.writer.settle();
      const rows = store.tables(...tables);
      for (const row of rows.latest as { message: number }[]) row.message = 0;
      return { rows, sums: placeSums(store) };
    };
    fc.assert(
      fc.property(
        fc.uniqueArray(reading, {
          maxLength: 40,
          selector: ({ address, quarter, offset }) => `${address} ${quarter} ${offset}`,
        }),
        fc.nat(),
        fc.array(fc.nat(40), { maxLength: 5 }),
        fc.boolean(),
        (drawn, seed, cuts, shouldSettle) => {
          const sent = drawn.map(sentOf).sort((a, b) => a.time - b.time);
          const shuffled = [...sent, ...sent.filter((_, index) => (index + seed) % 3 === 0)]
            .map((each, index) => ({ each, key: Math.imul(index + 1, 2_654_435_761 ^ seed) >>> 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ each }) => each);
          const inOrder = stored(sent, [], false);
          expect(
            stored(
              shuffled,
              cuts.sort((a, b) => a - b),
              shouldSettle,
            ),
          ).toEqual(inOrder);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** Sums by place, rounded where adding in another order may differ. */
function placeSums(store: TestReadings): unknown[] {
  return store.db
    .prepare(
      `SELECT scope, key, quantity, hour, count, amounts, round(sum, 6) AS sum FROM place_hour JOIN sum_group ON no = sum_group
       ORDER BY scope, key, quantity, hour`,
    )
    .all();
}
