// `lianggao check` finds what was altered behind the program's back in readings, their sums and their archive.
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { archiveReadings } from '../readings/archive.ts';
import { DAY, JUNE, MINUTE, message, TestReadings } from '../readings/readings-fixture.ts';
import { checkMonitoring } from './check-monitoring.ts';

/** Four days of quarters of an hour of three channels, one of them a register. */
async function fourDays({ isArchived = false } = {}): Promise<TestReadings> {
  const store = new TestReadings();
  onTestFinished(() => store[Symbol.dispose]());
  for (const id of ['A', 'B']) store.channel(id);
  store.channel('R', { kind: 'register', registerMax: 10_000 });
  for (let day = 0; day < 4; day += 1) {
    const times = Array.from({ length: 96 }, (_, quarter) => JUNE + day * DAY + quarter * 15 * MINUTE);
    store.writer.write([
      message(
        times.flatMap((time, index) => [
          { address: 'A', time, value: index * 1.5 },
          { address: 'B', time, value: 7, flag: index % 10 === 0 ? 'D' : null },
          { address: 'R', time, value: (day * 96 + index) * 3 },
        ]),
      ),
    ]);
    store.writer.settle();
  }
  if (isArchived) await archiveReadings(store.db, { olderThanDays: 1, now: JUNE + 3 * DAY + MINUTE });
  return store;
}

const failures = async (dir: string): Promise<Record<string, readonly string[]>> => {
  const checks = await checkMonitoring(dir);
  return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, problems }) => [name, problems]));
};

it('finds nothing in what the store has written, and has looked at hours and days of every channel', async () => {
  const store = await fourDays({ isArchived: true });
  expect(await failures(store.dir)).toEqual({});
  const checks = await checkMonitoring(store.dir);
  expect(checks.map(({ name }) => name)).toEqual(['monitoring', 'archive', 'roll-ups', 'duty']);
  expect(checks.find(({ name }) => name === 'roll-ups')?.checked).toBe(4 * 3 * 25);
  expect(checks.find(({ name }) => name === 'archive')?.checked).toBeGreaterThan(0);
});

it('has nothing to say of a workspace without monitoring', async () => {
  using store = new TestReadings();
  expect(await checkMonitoring(join(store.dir, 'elsewhere'))).toEqual([]);
});

it.each([
  [
    'a reading that was altered',
    `UPDATE reading SET value = value + 1 WHERE hour = (SELECT max(hour) FROM reading) AND channel = 1 AND at = 0`,
  ],
  [
    'a reading that is gone',
    `DELETE FROM reading WHERE hour = (SELECT max(hour) FROM reading) AND channel = 2 AND at = 0`,
  ],
  [
    'a register that was altered',
    `UPDATE reading SET value = 1 WHERE hour = (SELECT max(hour) FROM reading) AND channel = 3 AND at = 0`,
  ],
  [
    'an hour that was altered',
    `UPDATE reading_hour SET sum = sum * 1.001 WHERE hour = (SELECT max(hour) FROM reading) AND channel = 1`,
  ],
  [
    'a day that was altered',
    `UPDATE reading_day SET count = count - 1 WHERE day = (SELECT min(day) FROM reading_day) AND channel = 1`,
  ],
])('finds %s', async (_name, sql) => {
  const store = await fourDays();
  expect(store.db.prepare(sql).run().changes).toBe(1);
  expect(Object.keys(await failures(store.dir))).toEqual(['roll-ups']);
});

it('finds an archived file that was altered', async () => {
  const store = await fourDays({ isArchived: true });
  const folder = join(store.dir, 'archive', 'readings');
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('.parquet'));
  const path = join(folder, file ?? '');
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  expect((await failures(store.dir))['archive']?.[0]).toContain('.parquet');
});

it('finds a page that is no longer what was written, and says which file', async () => {
  const store = await fourDays();
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  const page = store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'reading'").pluck().get() as number;
  const size = store.db.pragma('page_size', { simple: true }) as number;
  const file = openSync(store.path, 'r+');
  writeSync(file, Buffer.alloc(size, 0xa5), 0, size, (page - 1) * size);
  closeSync(file);
  expect(Object.keys(await failures(store.dir))).toContain('monitoring');

  const header = openSync(store.path, 'r+');
  writeSync(header, Buffer.alloc(100, 0xa5), 0, 100, 0);
  closeSync(header);
  expect((await failures(store.dir))['monitoring']?.[0]).toContain('monitoring.sqlite');
});
