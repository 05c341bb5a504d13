// The store as senders and readers know it: nothing twice, nothing lost, and the way back to the bytes.
import { describe, expect, it } from 'vitest';
import { listQuarantine } from '../devices/quarantine.ts';
import { loadRegistry } from '../devices/registry.ts';
import { deviceQuality } from './read-quality.ts';
import { latestReadings, readRaw, readRows } from './read-readings.ts';
import type { ReadingColumns, ReadingObserver } from './reading-observer.ts';
import { messageBytes, readingOrigin } from './reading-origin.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

const whole = { from: 0, to: JUNE + 1000 * DAY };

describe('a reading', () => {
  it('is found again with text, mark and message, before and after settling', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const sent = [
      { address: 'c', time: JUNE, text: '12.50', flag: 'N' },
      { address: 'c', time: JUNE + MINUTE, text: '-0.0', flag: null },
      { address: 'c', time: JUNE + 2 * MINUTE, text: '1e3', flag: 'suspect' },
      { address: 'c', time: JUNE + 3 * MINUTE, text: '----', value: null, flag: 'D' },
      { address: 'c', time: JUNE + 4 * MINUTE + 1, text: '00012345678901234567', flag: 'good' },
    ];
    const first = message(sent.slice(0, 3));
    const second = message(sent.slice(3));
    expect(store.writer.write([first, second])).toEqual([
      { accepted: 3, repeated: 0, revised: 0, quarantined: 0 },
      { accepted: 2, repeated: 0, revised: 0, quarantined: 0 },
    ]);
    const read = (): unknown[] =>
      readRaw(store.db, no, whole).map(({ time, text, flag, value }) => ({ address: 'c', time, text, flag, value }));
    const expected = sent.map(({ value, ...each }) => ({
      ...each,
      value: value === null ? null : Number(each.text) + 0,
    }));
    expect(read()).toEqual(expected);
    store.writer.settle();
    expect(read()).toEqual(expected);
    store.restart();
    expect(read()).toEqual(expected);
    for (const { message: from, time } of readRaw(store.db, no, whole)) {
      const origin = time < JUNE + 3 * MINUTE ? first : second;
      expect(Buffer.from(messageBytes(store.db, from)?.bytes ?? [])).toEqual(Buffer.from(origin.bytes));
    }
  });

  it('keeps the digits that were sent where the channel has a factor', () => {
    using store = new TestReadings();
    const { no } = store.channel('c', { factor: 40, shift: -1 });
    store.writer.write([message([{ address: 'c', time: JUNE, text: '2.50' }])]);
    expect(readRaw(store.db, no, whole)).toMatchObject([{ value: 99, text: '2.50' }]);
  });

  it('sent again is stored once, in the log, after settling and after a restart', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const sent = message([
      { address: 'c', time: JUNE, text: '1.0' },
      { address: 'c', time: JUNE + MINUTE, value: null, text: 'x' },
    ]);
    const again = [{ accepted: 0, repeated: 2, revised: 0, quarantined: 0 }];
    store.writer.write([sent]);
    expect(store.writer.write([sent])).toEqual(again);
    store.restart();
    expect(store.writer.write([sent])).toEqual(again);
    store.writer.settle();
    expect(store.writer.write([sent])).toEqual(again);
    store.restart();
    expect(store.writer.write([sent])).toEqual(again);
    // The same number with other digits is no other value.
    expect(store.writer.write([message([{ address: 'c', time: JUNE, text: '1.00' }])])).toMatchObject([
      { repeated: 1 },
    ]);
    expect(readRaw(store.db, no, whole)).toHaveLength(2);
  });

  it('twice in one message with two values is a revision', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const sent = message([
      { address: 'c', time: JUNE, text: '1' },
      { address: 'c', time: JUNE, text: '2' },
    ]);
    expect(store.writer.write([sent])).toMatchObject([{ accepted: 1, revised: 1 }]);
    store.writer.settle();
    expect(readRaw(store.db, no, whole)).toMatchObject([{ value: 2, revised: true }]);
    // A file with two values for a time, read again, says nothing new.
    expect(store.writer.write([sent])).toMatchObject([{ accepted: 0, revised: 0, repeated: 2 }]);
  });

  it('with another value or mark is a revision: all versions stay, the newest counts, and the past can be asked for', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    const at = (receivedAt: number, text: string, flag: string | null = null): void => {
      store.writer.write([message([{ address: 'c', time: JUNE, text, flag }], { receivedAt })]);
    };
    at(JUNE + 1_000, '1');
    at(JUNE + 2_000, '2');
    store.writer.settle();
    at(JUNE + 3_000, '2', 'D');
    at(JUNE + 4_000, '4');
    for (const settle of [false, true]) {
      if (settle) store.writer.settle();
      expect(
        readingOrigin(store.db, no, JUNE).map(({ text, flag, receivedAt, device }) => [text, flag, receivedAt, device]),
      ).toEqual([
        ['1', null, JUNE + 1_000, 'D1'],
        ['2', null, JUNE + 2_000, 'D1'],
        ['2', 'D', JUNE + 3_000, 'D1'],
        ['4', null, JUNE + 4_000, 'D1'],
      ]);
      const known = (knownAt: number): string[] => readRaw(store.db, no, { ...whole, knownAt }).map(({ text }) => text);
      expect([known(JUNE), known(JUNE + 1_999), known(JUNE + 2_000), known(JUNE + 9_000)]).toEqual([
        [],
        ['1'],
        ['2'],
        ['4'],
      ]);
      expect(readRows(store.db, no, { from: JUNE, to: JUNE + HOUR, step: '1h' })).toMatchObject([{ sum: 4, count: 1 }]);
    }
  });

  it('without a revision is unknown before its message was received', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    store.writer.write(
      [1, 2, 3].map((n) => message([{ address: 'c', time: JUNE + n * MINUTE }], { receivedAt: JUNE + n * HOUR })),
    );
    store.writer.settle();
    expect(readRaw(store.db, no, { ...whole, knownAt: JUNE + 2 * HOUR })).toHaveLength(2);
    expect(readRaw(store.db, no, { ...whole, knownAt: JUNE })).toHaveLength(0);
  });

  it('with a time that cannot be is counted against its device, and the message is kept', () => {
    using store = new TestReadings();
    store.channel('c');
    const receipts = store.writer.write([
      message(
        [
          { address: 'c', time: Number.NaN },
          { address: 'c', time: JUNE },
        ],
        { receivedAt: JUNE },
      ),
    ]);
    expect(receipts).toEqual([{ accepted: 1, repeated: 0, revised: 0, quarantined: 0 }]);
    expect(deviceQuality(store.db).get('D1')).toEqual({ heardAt: JUNE, messages: 1, issues: { 'impossible-time': 1 } });
    expect(messageBytes(store.db, 1)).toMatchObject({ device: 'D1', receivedAt: JUNE });
  });

  it('far ahead of its receipt is kept, and is neither the latest nor the feed’s time', () => {
    using store = new TestReadings();
    const { no } = store.channel('c');
    store.writer.write([message([{ address: 'c', time: JUNE, value: 1 }])]);
    store.writer.write([message([{ address: 'c', time: JUNE + 900 * DAY, value: 2 }], { receivedAt: JUNE + MINUTE })]);
    const seen: number[] = [];
    for (const settle of [false, true]) {
      if (settle) store.writer.settle();
      expect(latestReadings(store.db)).toMatchObject([{ channel: no, time: JUNE, value: 1 }]);
      expect(store.writer.feedTime).toBe(JUNE);
    }
    store.restart();
    store.writer.write([message([{ address: 'c', time: JUNE + MINUTE, value: 3 }])]);
    seen.push(latestReadings(store.db)[0]?.value ?? Number.NaN);
    expect(seen).toEqual([3]);
    expect(readRaw(store.db, no, whole)).toHaveLength(3);
  });
});

describe('a message', () => {
  it('leads back to its bytes however blocks are put together', () => {
    using store = new TestReadings();
    store.channel('c');
    const sent = Array.from({ length: 300 }, (_, n) =>
      message(n % 3 === 0 ? [] : [{ address: 'c', time: JUNE + n * MINUTE }], {
        bytes: Buffer.from(`#${n} ${'x'.repeat(n * 37)}`),
        receivedAt: JUNE + n,
        device: n % 5 === 0 ? null : 'D1',
        protocol: n % 2 === 0 ? 'hj212' : 'mqtt',
      }),
    );
    for (let n = 0; n < sent.length; n += 1 + (n % 4)) {
      store.writer.write(sent.slice(n, n + 1 + (n % 4)));
      if (n % 50 === 0) store.writer.settle();
    }
    store.writer.settle();
    sent.forEach(({ bytes, receivedAt, device, protocol }, n) => {
      const read = messageBytes(store.db, n + 1);
      expect(read).toMatchObject({ no: n + 1, receivedAt, device, protocol });
      expect(Buffer.from(read?.bytes ?? []).equals(bytes)).toBe(true);
    });
    expect(messageBytes(store.db, 301)).toBeNull();
    expect(store.db.prepare('SELECT count(*) FROM message_block').pluck().get()).toBeLessThan(30);
  });

  it('counts its departures against its device', () => {
    using store = new TestReadings();
    store.channel('c');
    const issues = [{ code: 'segment-too-long', detail: '1038' }, { code: 'segment-too-long' }, { code: 'no-tail' }];
    store.writer.write([
      message([], { issues, receivedAt: 5 }),
      message([], { device: null, receivedAt: 7, issues: [{ code: 'noise' }, { code: 'noise', count: 40 }] }),
    ]);
    expect(deviceQuality(store.db).get('D1')).toEqual({
      heardAt: 5,
      messages: 1,
      issues: { 'segment-too-long': 2, 'no-tail': 1 },
    });
    expect(deviceQuality(store.db).get('')).toEqual({ heardAt: 7, messages: 1, issues: { noise: 41 } });
  });
});

describe('what nobody has registered', () => {
  it('waits in quarantine and moves in, as it came, once it is registered', () => {
    using store = new TestReadings();
    store.channel('known');
    const unknown = (n: number, text = String(n)): { address: string; time: number; text: string; flag: string } => ({
      ...{ address: 'new', time: JUNE + n * MINUTE, text, flag: 'N' },
    });
    const receipts = store.writer.write([
      message([unknown(1), unknown(3), { address: 'known', time: JUNE }]),
      message([unknown(2, '2.10')], { device: 'D2' }),
      // The same again, and another value.
      message([unknown(1), unknown(3, '33')]),
    ]);
    expect(receipts.map(({ accepted, quarantined }) => [accepted, quarantined])).toEqual([
      [1, 2],
      [0, 1],
      [0, 2],
    ]);
    expect(listQuarantine(store.db)).toEqual([
      {
        ...{ protocol: 'http', device: 'D1', address: 'new', readings: 3, unknown: 'address' },
        ...{ firstTime: JUNE + MINUTE, lastTime: JUNE + 3 * MINUTE, lastText: '33' },
      },
      {
        ...{ protocol: 'http', device: 'D2', address: 'new', readings: 1, unknown: 'device' },
        ...{ firstTime: JUNE + 2 * MINUTE, lastTime: JUNE + 2 * MINUTE, lastText: '2.10' },
      },
    ]);
    const { no } = store.channel('new', { factor: 2 });
    expect(store.writer.adopt('D1')).toEqual({ accepted: 2, repeated: 0, revised: 1, quarantined: 0, remaining: 0 });
    expect(listQuarantine(store.db)).toHaveLength(1);
    expect(readRaw(store.db, no, whole)).toMatchObject([
      { time: JUNE + MINUTE, value: 2, text: '1', flag: 'N', message: 1 },
      { time: JUNE + 3 * MINUTE, value: 66, text: '33', revised: true, message: 3 },
    ]);
    // From now on it goes straight in.
    expect(store.writer.write([message([unknown(9)])])).toMatchObject([{ accepted: 1, quarantined: 0 }]);
  });

  it('is adopted whole when there is more than a transaction takes', () => {
    using store = new TestReadings();
    store.device('D1');
    const readings = Array.from({ length: 45_000 }, (_, n) => ({ address: 'new', time: JUNE + n * 1000, value: n }));
    store.writer.write([message(readings)]);
    const { no } = store.channel('new', { intervalMs: 1000 });
    expect(store.writer.adopt()).toMatchObject({ accepted: 45_000, remaining: 0 });
    store.writer.settle();
    expect(readRows(store.db, no, { from: JUNE, to: JUNE + DAY, step: '1d' })).toMatchObject([{ count: 45_000 }]);
  });
});

describe('HJ 212 factors', () => {
  it('give their own series to the registered channel, and make a channel of each other series', () => {
    using store = new TestReadings();
    store.device('MN', 'hj212', { minInterval: 10 });
    const cod = store.channel('cod', {
      ...{ device: 'MN', address: 'w01018', kind: 'level', quantity: 'cod', unitOfMeasure: 'mg/L', intervalMs: MINUTE },
      ...{ factor: 1000, city: 370100, limitHigh: 50, rangeHigh: 500 },
    });
    const sent = [
      '2011/w01018-Rtd',
      '2051/w01018-Avg',
      '2061/w01018-Cou',
      '2031/w01018-Max',
      '2011/w21003-Rtd',
      '2011/odd',
    ];
    const [receipt] = store.writer.write([
      message(
        sent.map((address, n) => ({ address, time: JUNE, value: n + 1 })),
        { device: 'MN', protocol: 'hj212' },
      ),
    ]);
    expect(receipt).toEqual({ accepted: 4, repeated: 0, revised: 0, quarantined: 2 });
    const registry = loadRegistry(store.db);
    const child = (series: string): object => ({ ...registry.channel(`cod/${series}`) });
    expect(child('2051-Avg')).toMatchObject({
      kind: 'level',
      intervalMs: 10 * MINUTE,
      parent: 'cod',
      factor: 1000,
      rangeHigh: 500,
      limitHigh: null,
      city: 370100,
    });
    expect(child('2061-Cou')).toMatchObject({
      kind: 'amount',
      intervalMs: HOUR,
      unitOfMeasure: '',
      factor: 1,
      rangeHigh: null,
    });
    expect(child('2031-Max')).toMatchObject({ kind: 'level', intervalMs: DAY });
    expect(readRaw(store.db, cod.no, whole)).toMatchObject([{ value: 1000 }]);
    expect(readRaw(store.db, registry.channel('cod/2061-Cou')?.no ?? 0, whole)).toMatchObject([{ value: 3 }]);
  });
});

describe('an observer', () => {
  class Listener implements ReadingObserver {
    static seen: string[] = [];
    readings(rows: ReadingColumns): void {
      Listener.seen.push(`readings ${[...rows.outcome]} ${[...rows.value]}`);
    }
    settled(hours: readonly { channel: number; hour: number }[]): void {
      Listener.seen.push(`settled ${hours.map(({ hour }) => (hour - JUNE) / HOUR)}`);
    }
    checkpoint(): void {
      Listener.seen.push('checkpoint');
    }
    advance(feedTime: number): void {
      Listener.seen.push(`advance ${feedTime - JUNE}`);
    }
    registryChanged(): void {
      Listener.seen.push('registry');
    }
  }

  it('sees every batch in order, and the log again after a restart, before anything else', () => {
    using store = new TestReadings(() => new Listener());
    store.channel('c');
    Listener.seen = [];
    const c = (n: number, value: number): { address: string; time: number; value: number } => ({
      address: 'c',
      time: JUNE + n * MINUTE,
      value,
    });
    store.writer.write([message([c(0, 1), c(0, 1), c(5, 2), c(0, 3)]), message([c(4, 4)])]);
    store.writer.settle();
    store.writer.write([message([c(61, 5)])]);
    store.writer.write([message([c(62, 6)])]);
    store.restart();
    store.writer.resume();
    store.channel('d');
    store.writer.advance(JUNE + 5);
    expect(Listener.seen).toEqual([
      'readings 0,1,0,2,3 1,1,2,3,4',
      'settled 0',
      'checkpoint',
      'readings 0 5',
      'readings 0 6',
      'readings 0 5',
      'readings 0 6',
      'registry',
      'advance 5',
    ]);
  });

  it('that fails undoes the batch, and is made anew', () => {
    let fails = false;
    let made = 0;
    class Failing extends Listener {
      constructor() {
        super();
        made++;
      }
      override readings(rows: ReadingColumns): void {
        if (fails) throw new Error('a rule with a defect');
        super.readings(rows);
      }
    }
    using store = new TestReadings(() => new Failing());
    const { no } = store.channel('c');
    store.writer.write([message([{ address: 'c', time: JUNE, value: 1 }])]);
    fails = true;
    const second = message([
      { address: 'c', time: JUNE + MINUTE, value: 2 },
      { address: 'new', time: JUNE },
    ]);
    expect(() => store.writer.write([second])).toThrow('a rule with a defect');
    fails = false;
    expect(readRaw(store.db, no, whole)).toHaveLength(1);
    expect(messageBytes(store.db, 2)).toBeNull();
    expect(listQuarantine(store.db)).toEqual([]);
    Listener.seen = [];
    expect(store.writer.write([second])).toMatchObject([{ accepted: 1, quarantined: 1 }]);
    expect(Listener.seen).toEqual(['readings 0 1', 'readings 0 2']);
    expect(made).toBe(2);
  });
});
