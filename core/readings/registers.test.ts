// Registers that count up: differences survive rollover and exchange, and are never negative and never guessed.
import { describe, expect, it } from 'vitest';
import { readRows, readSeries } from './read-readings.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

const QUARTER = 15 * MINUTE;
const day = { from: JUNE, to: JUNE + DAY };

function write(store: TestReadings, values: readonly (number | string | null)[], from = JUNE, step = QUARTER): void {
  const readings = values.flatMap((value, n) => {
    if (value === null) return [];
    const flag = typeof value === 'string' ? 'D' : 'N';
    return [{ address: 'r', time: from + n * step, value: Number(value), flag }];
  });
  store.writer.write([message(readings, { receivedAt: from + values.length * step })]);
}

const hours = (store: TestReadings, no: number, count: number): (number | null)[] =>
  readRows(store.db, no, { from: JUNE, to: JUNE + count * HOUR, step: '1h' }).map(({ sum }) => sum);

function both(store: TestReadings, check: () => void): void {
  check();
  store.writer.settle();
  check();
  store.restart();
  check();
}

describe('a register', () => {
  it('gives what it went on by, under the hour where each difference begins', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    write(store, [100, 101, 103, 106, 110, 115]);
    both(store, () => {
      expect(hours(store, no, 3)).toEqual([10, 5, null]);
      expect(
        readRows(store.db, no, { ...day, step: '15m' })
          .slice(0, 6)
          .map(({ sum }) => sum),
      ).toEqual([1, 2, 3, 4, 5, null]);
      expect(readRows(store.db, no, { ...day, step: '1d' })).toMatchObject([
        { sum: 15, count: 6, min: 1, max: 5, avg: 3 },
      ]);
    });
    write(store, [120], JUNE + DAY);
    store.writer.settle();
    // What was used over the gap belongs to where it began; the hours of the gap stay unknown.
    expect(hours(store, no, 3)).toEqual([10, 10, null]);
    expect(readRows(store.db, no, { ...day, step: '1d' })).toMatchObject([{ sum: 20 }]);
  });

  it('rolls over where it stood near its end, and is not believed otherwise', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register', registerMax: 10_000 });
    write(store, [9_980, 9_995, 10, 30, 5, 25]);
    both(store, () => expect(hours(store, no, 2)).toEqual([15 + 15 + 20, 20]));
  });

  it('rolls over by no more than its plate allows', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register', registerMax: 10_000, rated: 50 });
    write(store, [9_980, 20, null, null, 9_000, 9_100]);
    both(store, () => expect(hours(store, no, 2)).toEqual([40 + 8_980, 100]));
    write(store, [60], JUNE + 6 * QUARTER);
    both(store, () => expect(hours(store, no, 2)).toEqual([40 + 8_980, 100]));
  });

  it('without a known end is unknown where it goes back', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    write(store, [9_999, 1, 2]);
    both(store, () => expect(hours(store, no, 1)).toEqual([1]));
  });

  it('goes on from the stated register of a new meter, also when the exchange is declared afterwards', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register', registerMax: 10_000 });
    write(store, [5_000, 5_010, 3, 8]);
    store.writer.settle();
    expect(hours(store, no, 1)).toEqual([15]);
    store.exchange('r', JUNE + QUARTER + 1, JUNE + 2 * QUARTER - 1, 1);
    store.writer.settle();
    expect(hours(store, no, 1)).toEqual([17]);
    expect(readRows(store.db, no, { ...day, step: '1mo' })).toMatchObject([{ sum: 17 }]);
  });

  it('is unknown across an exchange whose first register nobody stated, also where the new one stands higher', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    store.exchange('r', JUNE + QUARTER + 1, JUNE + QUARTER + 1, null);
    write(store, [50, 60, 7_000, 7_001]);
    both(store, () => expect(hours(store, no, 1)).toEqual([11]));
  });

  it('passes over readings with a bad mark', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    write(store, [100, '0', '0', '0', '0', 130, 131]);
    both(store, () => {
      expect(hours(store, no, 2)).toEqual([30, 1]);
      expect(
        readRows(store.db, no, { ...day, step: '1h' })
          .slice(0, 2)
          .map(({ count }) => count),
      ).toEqual([1, 2]);
    });
  });

  it('is made again where late readings come between', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    write(store, [100, null, null, null, null, null, null, null, 180]);
    store.writer.settle();
    expect(hours(store, no, 3)).toEqual([80, null, null]);
    write(store, [140], JUNE + HOUR);
    both(store, () => expect(hours(store, no, 3)).toEqual([40, 40, null]));
  });

  it('of another end or plate is made again from the beginning', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    write(store, [990, 5, 6]);
    store.writer.settle();
    expect(hours(store, no, 1)).toEqual([1]);
    store.channel('r', { kind: 'register', registerMax: 1_000 });
    store.writer.settle();
    expect(hours(store, no, 1)).toEqual([16]);
  });

  it('is drawn by its differences, and keeps the greatest of them over a year', () => {
    using store = new TestReadings();
    const { no } = store.channel('r', { kind: 'register' });
    let register = 0;
    const values = Array.from({ length: 400 * 24 * 4 }, (_, n) => {
      register += n === 20_000 ? 500 : 1 + (n % 7);
      return register;
    });
    write(store, values);
    store.writer.settle();
    for (const points of [10, 1_000]) {
      const series = readSeries(store.db, no, { from: JUNE, to: JUNE + 365 * DAY, points });
      expect(series.length).toBeLessThanOrEqual(points);
      const peak = series.reduce((a, b) => (a.max[1] > b.max[1] ? a : b)).max;
      expect(peak).toEqual([JUNE + 19_999 * QUARTER, 500]);
    }
  });
});
