// What charts and tables are made of: every step there, gaps unknown, no peak lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countReadings, latestReadings, readMarkedSeries, readRaw, readRows, readSeries } from './read-readings.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

describe('rows', () => {
  it('are there for every step, those without readings as unknown, never as zero', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    store.writer.write([
      message([
        { address: 'c', time: JUNE, value: 0 },
        { address: 'c', time: JUNE + 3 * HOUR, value: 5, flag: 'D' },
      ]),
    ]);
    store.writer.settle();
    const none = { sum: null, avg: null, min: null, max: null, count: 0, expected: 4, completeness: 0 };
    expect(readRows(store.db, no, { from: JUNE, to: JUNE + 4 * HOUR, step: '1h' })).toEqual([
      { from: JUNE, to: JUNE + HOUR, sum: 0, avg: 0, min: 0, max: 0, count: 1, expected: 4, completeness: 0.25 },
      { from: JUNE + HOUR, to: JUNE + 2 * HOUR, ...none },
      { from: JUNE + 2 * HOUR, to: JUNE + 3 * HOUR, ...none },
      { from: JUNE + 3 * HOUR, to: JUNE + 4 * HOUR, ...none },
    ]);
    expect(readRows(store.db, no, { from: JUNE + 1, to: JUNE + 2, step: '15m' })).toMatchObject([
      { from: JUNE, sum: 0, expected: 1 },
    ]);
    expect(readRows(store.db, no, { from: JUNE, to: JUNE, step: '1d' })).toEqual([]);
    expect(readRows(store.db, 99, { from: JUNE, to: JUNE + HOUR, step: '1h' })).toMatchObject([
      { sum: null, expected: null, completeness: null },
    ]);
  });

  it('cut days and months at midnight in Shanghai', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const at = (text: string): number => Date.parse(text);
    const readings = [
      '2026-06-30T23:59:59.999+08:00',
      '2026-07-01T00:00:00+08:00',
      '2026-07-01T07:59:59+08:00',
      '2026-07-01T08:00:00+08:00',
    ];
    store.writer.write([message(readings.map((text, n) => ({ address: 'c', time: at(text), value: 10 ** n })))]);
    store.writer.settle();
    const span = { from: at('2026-06-30T00:00:00+08:00'), to: at('2026-07-02T00:00:00+08:00') };
    expect(readRows(store.db, no, { ...span, step: '1d' }).map(({ sum }) => sum)).toEqual([1, 1110]);
    expect(readRows(store.db, no, { ...span, step: '1mo' }).map(({ sum, from }) => [sum, from])).toEqual([
      [1, at('2026-06-01T00:00:00+08:00')],
      [1110, at('2026-07-01T00:00:00+08:00')],
    ]);
  });

  it('of more readings than were due are complete, and no more', () => {
    using store = new TestReadings();
    const { no } = store.channel('c', { intervalMs: HOUR });
    store.writer.write([message([0, 1, 2].map((n) => ({ address: 'c', time: JUNE + n * MINUTE, value: 1 })))]);
    expect(readRows(store.db, no, { from: JUNE, to: JUNE + HOUR, step: '1h' })).toMatchObject([
      { count: 3, expected: 1, completeness: 1 },
    ]);
  });
});

describe('a series', () => {
  it('keeps first, least, greatest and last of what it draws, in at most so many buckets', () => {
    const readings = fc.uniqueArray(
      fc.record({ minute: fc.nat(60 * 24 * 40), value: fc.integer({ min: -1000, max: 1000 }) }),
      {
        minLength: 1,
        maxLength: 80,
        selector: ({ minute }) => minute,
      },
    );
    fc.assert(
      // An interval of a second makes the same span too long for single readings: roll-ups have to say the same.
      fc.property(
        readings,
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(MINUTE, 1_000),
        fc.boolean(),
        (drawn, points, intervalMs, settle) => {
          using store = new TestReadings();
          const { no } = store.channel('c', { kind: 'level', intervalMs });
          store.writer.write([
            message(drawn.map(({ minute, value }) => ({ address: 'c', time: JUNE + minute * MINUTE, value }))),
          ]);
          if (settle) store.writer.settle();
          const series = readSeries(store.db, no, { from: JUNE, to: JUNE + 41 * DAY, points });
          const times = drawn
            .map(({ minute, value }) => [JUNE + minute * MINUTE, value] as const)
            .sort((a, b) => a[0] - b[0]);
          const values = times.map(([, value]) => value);
          expect(series.length).toBeLessThanOrEqual(points);
          expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
          expect(Math.min(...series.map(({ min }) => min[1]))).toBe(Math.min(...values));
          expect(Math.max(...series.map(({ max }) => max[1]))).toBe(Math.max(...values));
          expect(series[0]?.first).toEqual(times[0]);
          expect(series.at(-1)?.last).toEqual(times.at(-1));
          for (const { from, to, first, last, min, max } of series)
            for (const [time, value] of [first, last, min, max]) {
              expect(times).toContainEqual([time, value]);
              expect(time).toBeGreaterThanOrEqual(from);
              expect(time).toBeLessThan(to);
            }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a marked series', () => {
  const flags = fc.constantFrom(null, 'N', 'D', 'F');
  const drawn = fc.uniqueArray(fc.record({ minute: fc.nat(60 * 24 * 3), value: fc.integer(), flag: flags }), {
    minLength: 1,
    maxLength: 60,
    selector: ({ minute }) => minute,
  });

  it('has the numbers of the plain one, and counts each reading once as good or flagged, and what is missing', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.integer({ min: 1, max: 300 }),
        // Of a second, single readings would be too many: roll-ups have to say the same.
        fc.constantFrom(MINUTE, 1_000),
        fc.boolean(),
        (readings, points, intervalMs, settle) => {
          using store = new TestReadings();
          const { no } = store.channel('c', { kind: 'level', intervalMs });
          store.writer.write([
            message(
              readings.map(({ minute, value, flag }) => ({ address: 'c', time: JUNE + minute * MINUTE, value, flag })),
            ),
          ]);
          if (settle) store.writer.settle();
          const asked = { from: JUNE, to: JUNE + 4 * DAY, points };
          const marked = readMarkedSeries(store.db, no, asked);
          expect(marked.flatMap(({ values }) => values ?? [])).toEqual(readSeries(store.db, no, asked));
          for (const { from, to, values, flagged, missing } of marked) {
            const own = readings.filter(({ minute }) => JUNE + minute * MINUTE >= from && JUNE + minute * MINUTE < to);
            const bad = own.filter(({ flag }) => flag === 'D' || flag === 'F').length;
            expect([values?.count ?? 0, flagged]).toEqual([own.length - bad, bad]);
            expect(missing).toBeGreaterThanOrEqual(0);
            expect((missing as number) + own.length).toBeLessThanOrEqual(
              Math.max(own.length, Math.ceil((to - from) / intervalMs)),
            );
          }
          const counted = marked.reduce((sum, { values, flagged }) => sum + (values?.count ?? 0) + flagged, 0);
          expect(counted).toBe(readings.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('misses what was due between its first bucket and its last reading, and nothing of what is to come', () => {
    using store = new TestReadings();
    const { no } = store.channel('c', { kind: 'level', intervalMs: 15 * MINUTE });
    const at = (quarter: number, flag: string | null = null) => ({
      address: 'c',
      time: JUNE + quarter * 15 * MINUTE,
      value: 1,
      flag,
    });
    store.writer.write([message([at(0), at(1), at(2), at(3), at(4), at(6, 'D'), at(12), at(13)])]);
    const hours = readMarkedSeries(store.db, no, { from: JUNE, to: JUNE + 10 * HOUR, points: 10 });
    expect(
      hours.map(({ from, values, flagged, missing }) => [
        (from - JUNE) / HOUR,
        values?.count ?? null,
        flagged,
        missing,
      ]),
    ).toEqual([
      [0, 4, 0, 0],
      [1, 1, 1, 2],
      [3, 2, 0, 0],
    ]);
  });
});

describe('completeness of a channel', () => {
  it('counts good readings of whole hours beside those that were due', () => {
    using store = new TestReadings();
    const { no } = store.channel('c', { intervalMs: 15 * MINUTE });
    const { no: other } = store.channel('d', { intervalMs: null });
    const at = (address: string, quarter: number, flag: string | null = null) => ({
      address,
      time: JUNE + quarter * 15 * MINUTE,
      value: 1,
      flag,
    });
    store.writer.write([message([at('c', 0), at('c', 1, 'D'), at('c', 5), at('c', 9), at('d', 1)])]);
    for (const settle of [false, true]) {
      if (settle) store.writer.settle();
      expect(countReadings(store.db, no, { from: JUNE, to: JUNE + 2 * HOUR })).toEqual({ count: 2, expected: 8 });
      expect(countReadings(store.db, no, { from: JUNE, to: JUNE })).toEqual({ count: 0, expected: 0 });
      expect(countReadings(store.db, other, { from: JUNE, to: JUNE + HOUR })).toEqual({ count: 1, expected: null });
    }
  });
});

describe('the latest readings', () => {
  it('are the newest of each channel, settled or not', () => {
    using store = new TestReadings();
    for (const id of ['a', 'b', 'c']) store.channel(id);
    const send = (address: string, n: number, value: number): unknown =>
      store.writer.write([
        message([{ address, time: JUNE + n * MINUTE, value, flag: 'N' }], { receivedAt: JUNE + DAY }),
      ]);
    send('a', 2, 2);
    send('b', 2, 3);
    store.writer.settle();
    send('a', 3, 4);
    send('b', 1, 5);
    for (const settle of [false, true]) {
      if (settle) store.writer.settle();
      expect(
        latestReadings(store.db).map(({ channel, time, value, flag }) => [
          channel,
          (time - JUNE) / MINUTE,
          value,
          flag,
        ]),
      ).toEqual([
        [1, 3, 4, 'N'],
        [2, 2, 3, 'N'],
      ]);
    }
  });
});

describe('single readings', () => {
  it('come in the order of time, so many at once, from where they are asked', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const minutes = [300, 5, 70, 200, 6];
    minutes.forEach((minute, n) => {
      store.writer.write([
        message([{ address: 'c', time: JUNE + minute * MINUTE, value: minute }], { receivedAt: JUNE + DAY }),
      ]);
      if (n === 2) store.writer.settle();
    });
    const ask = (from: number, limit?: number): (number | null)[] =>
      readRaw(store.db, no, {
        from: JUNE + from * MINUTE,
        to: JUNE + DAY,
        ...(limit === undefined ? {} : { limit }),
      }).map(({ value }) => value);
    expect([ask(0), ask(6), ask(0, 2), ask(7, 2), ask(301)]).toEqual([
      [5, 6, 70, 200, 300],
      [6, 70, 200, 300],
      [5, 6],
      [70, 200],
      [],
    ]);
  });
});
