// Corrections: whatever is marked and given back, roll-ups are what the readings say that count, and nothing that was said is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadingCorrection } from '../../contract/duty.ts';
import { AppError } from '../app-error.ts';
import { archiveReadings } from './archive.ts';
import { readRaw, readRows } from './read-readings.ts';
import { readingOrigin } from './reading-origin.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';

const QUARTER = 15 * MINUTE;
const MARK = '器具更换、未登记';
const END = JUNE + DAY;

const asked = (from: number, to: number, more: Partial<ReadingCorrection> = {}): ReadingCorrection => ({
  ...{ channel: 'meter', from, to, mark: MARK, reason: '08:50 换表，未登记', actor: '张三' },
  ...more,
});

function send(
  store: TestReadings,
  readings: readonly (readonly [time: number, value: number])[],
  address = 'meter',
): void {
  store.writer.write([message(readings.map(([time, value]) => ({ address, time, value })))]);
}

/** A day by quarters, 1, 2, 3 … */
function aDay(store: TestReadings): void {
  store.channel('meter');
  send(
    store,
    Array.from({ length: 96 }, (_, i) => [JUNE + i * QUARTER, i + 1] as const),
  );
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'done';
}

const day = (store: TestReadings) =>
  readRows(store.db, 1, { from: JUNE, to: END, step: '1d' })[0] as ReturnType<typeof readRows>[number];

describe('a correction', () => {
  it('takes the readings of a span out of sums, and completeness says so', () => {
    using store = new TestReadings();
    aDay(store);
    store.writer.settle();
    expect(day(store)).toMatchObject({ sum: (96 * 97) / 2, count: 96, completeness: 1 });
    const span = asked(JUNE + 3 * HOUR, JUNE + 9 * HOUR);
    expect(store.writer.correct(span)).toMatchObject({ readings: 24 });
    // Quarters 13 to 36 are left out.
    expect(day(store)).toMatchObject({ sum: (96 * 97) / 2 - (24 * (13 + 36)) / 2, count: 72, completeness: 0.75 });
    const [hour] = readRows(store.db, 1, { from: span.from, to: span.from + HOUR, step: '1h' });
    expect(hour).toMatchObject({ sum: null, avg: null, count: 0, completeness: 0 });
    const kept = readRaw(store.db, 1, { from: span.from, to: span.to });
    expect(new Set(kept.map(({ flag }) => flag))).toEqual(new Set([MARK]));
    expect(kept.map(({ value }) => value)).toEqual(Array.from({ length: 24 }, (_, i) => i + 13));
  });

  it('keeps both versions with actor and reason, and what was known before it', () => {
    using store = new TestReadings();
    aDay(store);
    const time = JUNE + 4 * HOUR;
    store.clock = END + HOUR;
    store.writer.correct(asked(time, time + HOUR));
    expect(readingOrigin(store.db, 1, time)).toMatchObject([
      { value: 17, flag: null, protocol: 'http', device: 'D1', correction: null },
      {
        ...{ value: 17, flag: MARK, protocol: 'desk', device: null, receivedAt: store.clock },
        correction: { actor: '张三', reason: '08:50 换表，未登记', mark: MARK, alarm: null },
      },
    ]);
    expect(readRaw(store.db, 1, { from: time, to: time + 1, knownAt: store.clock - 1 })).toMatchObject([
      { value: 17, flag: null },
    ]);
  });

  it('is taken back by another one, which gives back what the sender said', () => {
    using store = new TestReadings();
    aDay(store);
    store.writer.settle();
    const before = store.tables('reading_hour', 'reading_day', 'reading_month', 'place_hour', 'place_day');
    const span = asked(JUNE + 3 * HOUR, JUNE + 9 * HOUR);
    store.writer.correct(span);
    expect(store.tables('reading_day')).not.toEqual({ reading_day: before['reading_day'] });
    expect(store.writer.correct({ ...span, value: 'restore', reason: '点位选错' })).toMatchObject({ readings: 24 });
    expect(store.tables('reading_hour', 'reading_day', 'reading_month', 'place_hour', 'place_day')).toEqual(before);
    const versions = readingOrigin(store.db, 1, span.from);
    expect(versions.map(({ flag, correction }) => [flag, correction?.reason ?? null])).toEqual([
      [null, null],
      [MARK, span.reason],
      [null, '点位选错'],
    ]);
    expect(codeOf(() => store.writer.correct({ ...span, value: 'restore' }))).toBe('nothing-to-correct');
  });

  it('stands against what the sender says again, and keeps what it says anew', () => {
    using store = new TestReadings();
    aDay(store);
    const time = JUNE + 4 * HOUR;
    store.writer.correct(asked(time, time + QUARTER));
    send(store, [[time, 17]]);
    send(store, [[time, 170]]);
    store.writer.settle();
    expect(readRaw(store.db, 1, { from: time, to: time + 1 })).toMatchObject([{ value: 17, flag: MARK }]);
    expect(readingOrigin(store.db, 1, time).map(({ value, flag }) => [value, flag])).toEqual([
      [17, null],
      [17, MARK],
      [170, null],
      [17, MARK],
    ]);
    store.writer.correct(asked(time, time + QUARTER, { value: 'restore' }));
    expect(readRaw(store.db, 1, { from: time, to: time + 1 })).toMatchObject([{ value: 170, flag: null }]);
  });

  it('is made once under a key, and refused where it says nothing or would say that readings are good', () => {
    using store = new TestReadings();
    aDay(store);
    const span = asked(JUNE, JUNE + HOUR, { key: 'desk-1/9' });
    const first = store.writer.correct(span);
    store.restart();
    expect(store.writer.correct(span)).toEqual(first);
    expect(readingOrigin(store.db, 1, JUNE)).toHaveLength(2);
    const refused: [Partial<ReadingCorrection>, string][] = [
      [{ key: 'desk-1/9', to: JUNE + 2 * HOUR }, 'correction-key-used'],
      [{ key: 'desk-1/9', value: 'restore' }, 'correction-key-used'],
      [{ channel: 'other' }, 'unknown-channel'],
      [{ alarm: 7, to: JUNE + 2 * HOUR }, 'unknown-alarm'],
      [{ mark: 'N' }, 'bad-correction'],
      [{ mark: ' ' }, 'bad-correction'],
      [{ reason: ' ' }, 'bad-correction'],
      [{ to: JUNE }, 'bad-correction'],
      [{ from: END, to: END + HOUR }, 'nothing-to-correct'],
      [{}, 'nothing-to-correct'],
    ];
    const before = store.tables('reading_revision', 'reading_correction', 'flag_word');
    for (const [more, code] of refused)
      expect(codeOf(() => store.writer.correct({ ...asked(JUNE, JUNE + HOUR), ...more }))).toBe(code);
    expect(store.tables('reading_revision', 'reading_correction', 'flag_word')).toEqual(before);
  });

  it('of a register leaves the difference over what it marks to the reading before', () => {
    using store = new TestReadings();
    store.channel('meter', { kind: 'register' });
    send(
      store,
      [100, 110, 900, 130, 140].map((value, i) => [JUNE + i * HOUR, value] as const),
    );
    store.writer.correct(asked(JUNE + 2 * HOUR, JUNE + 3 * HOUR));
    const hours = readRows(store.db, 1, { from: JUNE, to: JUNE + 5 * HOUR, step: '1h' });
    expect(hours.map(({ sum }) => sum)).toEqual([10, 20, null, 10, null]);
  });
});

describe('a correction of an archived day', () => {
  it('counts like any other, also once the day is archived anew', async () => {
    using store = new TestReadings();
    aDay(store);
    store.writer.settle();
    const now = JUNE + 5 * DAY;
    await archiveReadings(store.db, { olderThanDays: 2, now });
    store.restart();
    const span = asked(JUNE + 3 * HOUR, JUNE + 9 * HOUR);
    expect(store.writer.correct(span)).toMatchObject({ readings: 24 });
    const left = { sum: (96 * 97) / 2 - (24 * (13 + 36)) / 2, count: 72 };
    expect(day(store)).toMatchObject(left);
    expect(readRaw(store.db, 1, { from: JUNE, to: END }).filter(({ flag }) => flag === MARK)).toHaveLength(24);
    await archiveReadings(store.db, { olderThanDays: 2, now });
    store.restart();
    expect(day(store)).toMatchObject(left);
    expect(readingOrigin(store.db, 1, span.from)).toHaveLength(2);
    expect(store.writer.correct({ ...span, value: 'restore' })).toMatchObject({ readings: 24 });
    expect(day(store)).toMatchObject({ sum: (96 * 97) / 2, count: 96 });
  });
});

describe('roll-ups after corrections', () => {
  interface Step {
    readonly kind: 'send' | 'exclude' | 'restore' | 'settle' | 'restart';
    readonly at: number;
    readonly length: number;
    readonly value: number;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('send', 'send', 'exclude', 'restore', 'settle', 'restart'),
    at: fc.integer({ min: 0, max: 40 }),
    length: fc.integer({ min: 1, max: 12 }),
    value: fc.integer({ min: 1, max: 9 }),
  });

  it('are a plain recount with what is excluded left out', () => {
    fc.assert(
      fc.property(fc.constantFrom('amount', 'level'), fc.array(step, { maxLength: 14 }), (kind, steps) => {
        using store = new TestReadings();
        store.channel('meter', { kind: kind as 'amount' | 'level' });
        /** What the sender said of each time, all of it; and the times that are marked. */
        const said = new Map<number, number[]>();
        const marked = new Set<number>();
        for (const { kind: what, at, length, value } of steps) {
          const from = JUNE + at * 7 * QUARTER;
          const to = from + length * QUARTER;
          if (what === 'settle') store.writer.settle();
          if (what === 'restart') store.restart();
          if (what === 'send') {
            const times = Array.from({ length }, (_, i) => from + i * QUARTER);
            send(
              store,
              times.map((time) => [time, value] as const),
            );
            for (const time of times) {
              const values = said.get(time) ?? [];
              if (!values.includes(value)) said.set(time, [...values, value]);
            }
          }
          if (what !== 'exclude' && what !== 'restore') continue;
          const touched = [...said.keys()].filter(
            (time) => time >= from && time < to && marked.has(time) === (what === 'restore'),
          );
          const code = codeOf(() => store.writer.correct(asked(from, to, { value: what })));
          expect(code).toBe(touched.length > 0 ? 'done' : 'nothing-to-correct');
          for (const time of touched) {
            if (what === 'exclude') marked.add(time);
            else marked.delete(time);
          }
        }
        const end = JUNE + 5 * DAY;
        const check = () => {
          for (const stepName of ['15m', '1h', '1d', '1mo'] as const)
            for (const row of readRows(store.db, 1, { from: JUNE, to: end, step: stepName })) {
              const counted = [...said].flatMap(([time, values]) =>
                time >= row.from && time < row.to && !marked.has(time) ? [values.at(-1) as number] : [],
              );
              const sum = counted.length === 0 ? null : counted.reduce((a, b) => a + b, 0);
              expect([row.from, row.count, row.sum]).toEqual([row.from, counted.length, sum]);
            }
        };
        check();
        store.writer.settle();
        check();
        for (const [time, values] of said) {
          const versions = readingOrigin(store.db, 1, time);
          expect(versions.flatMap(({ correction, value }) => (correction ? [] : [value]))).toEqual(values);
        }
      }),
      { numRuns: 40 },
    );
  });
});
