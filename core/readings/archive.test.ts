// Retention: what moves to Parquet is read as before, and nothing is lost wherever the moving ends.
import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ArchiveStep, archiveReadings, verifyArchive } from './archive.ts';
import { readRaw, readRows, readSeries } from './read-readings.ts';
import { readingOrigin } from './reading-origin.ts';
import { DAY, HOUR, JUNE, MINUTE, message, type Sent, TestReadings } from './readings-fixture.ts';

const QUARTER = 15 * MINUTE;
const span = { from: JUNE, to: JUNE + 5 * DAY };

function filled(): TestReadings {
  const store = new TestReadings();
  store.channel('a', { city: 370100 });
  store.channel('r', { kind: 'register', registerMax: 1000 });
  store.channel('t', { kind: 'level', factor: 0.1 });
  const sent: Sent[] = [];
  for (let n = 0; n < 5 * 96; n++) {
    const time = JUNE + n * QUARTER;
    sent.push({ address: 'a', time, text: (n / 10).toFixed(2), flag: n % 50 === 0 ? 'D' : 'N' });
    sent.push({ address: 'r', time, value: (n * 7) % 1000 });
    if (n % 3 === 0)
      sent.push({ address: 't', time: time + 7, text: n % 9 === 0 ? 'no number' : `0${n}`, flag: 'odd' });
  }
  store.writer.write([message(sent, { receivedAt: JUNE + 5 * DAY })]);
  store.writer.write([message([{ address: 'a', time: JUNE + HOUR, text: '99' }], { receivedAt: JUNE + 6 * DAY })]);
  store.writer.settle();
  return store;
}

/** Everything a reader can see of the three channels. */
function seen(store: TestReadings): unknown {
  return [1, 2, 3].map((no) => ({
    raw: readRaw(store.db, no, span),
    first: readRaw(store.db, no, { ...span, limit: 100 }),
    known: readRaw(store.db, no, { ...span, knownAt: JUNE + 5 * DAY }),
    rows: (['15m', '1h', '1d', '1mo'] as const).map((step) => readRows(store.db, no, { ...span, step })),
    series: readSeries(store.db, no, { ...span, points: 50 }),
    origin: [0, HOUR, DAY + 7].map((at) => readingOrigin(store.db, no, JUNE + at)),
  }));
}

const hot = (store: TestReadings): number => store.db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
const now = JUNE + 4 * DAY + HOUR;

describe('the archive', () => {
  it('holds whole days, one file each, and reads as before', async () => {
    using store = filled();
    const before = seen(store);
    const all = hot(store);
    const report = await archiveReadings(store.db, { olderThanDays: 2, now });
    expect(report).toMatchObject({ days: [JUNE, JUNE + DAY], readings: 2 * (96 * 2 + 32) });
    expect(hot(store)).toBe(all - report.readings);
    expect(readdirSync(join(store.dir, 'archive/readings/2026/06'))).toEqual(['01.parquet', '02.parquet']);
    expect(seen(store)).toEqual(before);
    store.restart();
    expect(seen(store)).toEqual(before);
    expect(await verifyArchive(store.db)).toEqual({ days: 2, readings: report.readings });
    expect((await archiveReadings(store.db, { olderThanDays: 2, now })).days).toEqual([]);
  });

  it('knows what is repeated and what is a revision, takes late readings, and is written anew with them', async () => {
    using store = filled();
    await archiveReadings(store.db, { olderThanDays: 2, now });
    const late: Sent[] = [
      { address: 'a', time: JUNE + 2 * QUARTER, text: '0.20', flag: 'N' },
      { address: 'a', time: JUNE + 3 * QUARTER, text: '7.25', flag: 'N' },
      { address: 'a', time: JUNE + 3 * QUARTER + 1, text: '1.5', flag: null },
      { address: 'r', time: JUNE + 4 * QUARTER + 1, value: 30 },
    ];
    expect(store.writer.write([message(late, { receivedAt: JUNE + 7 * DAY })])).toEqual([
      { accepted: 2, repeated: 1, revised: 1, quarantined: 0 },
    ]);
    using plain = filled();
    plain.writer.write([message(late, { receivedAt: JUNE + 7 * DAY })]);
    for (const settle of [false, true]) {
      if (settle) for (const each of [store, plain]) each.writer.settle();
      expect(seen(store)).toEqual(seen(plain));
    }
    const tables = ['reading_hour', 'reading_day', 'reading_month', 'place_hour', 'reading_revision'] as const;
    expect(store.tables(...tables)).toEqual(plain.tables(...tables));
    const report = await archiveReadings(store.db, { olderThanDays: 2, now });
    expect(report).toMatchObject({ days: [JUNE], readings: 96 * 2 + 32 + 2 });
    expect(readdirSync(join(store.dir, 'archive/readings/2026/06'))).toEqual(['01-2.parquet', '02.parquet']);
    expect(seen(store)).toEqual(seen(plain));
  });

  it('loses nothing wherever it is interrupted, and goes on from there', async () => {
    const steps: ArchiveStep[] = ['write', 'verify', 'record', 'delete', 'finish'];
    for (const step of steps)
      for (const nth of step === 'delete' ? [1, 30] : [1]) {
        using store = filled();
        const before = seen(store);
        let met = 0;
        const onStep = (each: ArchiveStep): void => {
          if (each === step && ++met === nth) throw new Error('the power went');
        };
        await expect(archiveReadings(store.db, { olderThanDays: 2, now, onStep })).rejects.toThrow('the power went');
        expect(seen(store)).toEqual(before);
        // Readings come between the interruption and the next run.
        const late = message(
          [
            { address: 'a', time: JUNE + QUARTER, text: '5' },
            { address: 'a', time: JUNE + 1, text: '6' },
          ],
          { receivedAt: now },
        );
        store.restart();
        expect(store.writer.write([late])).toMatchObject([{ accepted: 1, revised: 1 }]);
        store.writer.settle();
        const after = seen(store);
        await archiveReadings(store.db, { olderThanDays: 2, now });
        expect(seen(store)).toEqual(after);
        expect(hot(store)).toBe(3 * (96 * 2 + 32));
        const files = readdirSync(join(store.dir, 'archive/readings/2026/06')).filter(
          (name) => !name.endsWith('.parquet'),
        );
        expect(files).toEqual([]);
      }
  });

  it('that is damaged or gone is named, and nothing is deleted for it', async () => {
    using store = filled();
    await archiveReadings(store.db, { olderThanDays: 2, now });
    const path = join(store.dir, 'archive/readings/2026/06/01.parquet');
    expect(existsSync(path)).toBe(true);
    appendFileSync(path, 'x');
    expect(() => readRaw(store.db, 1, span)).toThrow(expect.objectContaining({ code: 'archive-damaged' }));
    await expect(verifyArchive(store.db)).rejects.toMatchObject({ code: 'archive-damaged' });
    rmSync(path);
    expect(() => readRaw(store.db, 1, span)).toThrow(expect.objectContaining({ code: 'archive-damaged' }));
    // What does not need the file is read all the same.
    expect(readRows(store.db, 1, { ...span, step: '1h' })).toHaveLength(5 * 24);
    expect(readRaw(store.db, 1, { from: JUNE + 3 * DAY, to: JUNE + 4 * DAY })).toHaveLength(96);
  });
});
