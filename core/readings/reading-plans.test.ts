// Every statement over readings finds its rows by a key, however many there are.
import { expect, it } from 'vitest';
import { listQuarantine } from '../devices/quarantine.ts';
import { archiveReadings } from './archive.ts';
import { latestReadings, readRaw, readRows, readSeries } from './read-readings.ts';
import { messageBytes, readingOrigin } from './reading-origin.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from './readings-fixture.ts';
import { sumByPlace } from './sum-by-place.ts';

/** Tables that grow with the readings. The log is emptied every few seconds; `latest` holds a row a channel. */
const big =
  /^(reading|reading_hour|reading_day|reading_month|reading_revision|message_block|place_hour|place_day|quarantine_reading|s)$/;

it('writing, settling, reading and archiving walk through no table that grows', async () => {
  using store = new TestReadings();
  const { no } = store.channel('c', { city: 370100 });
  const { no: register } = store.channel('r', { kind: 'register', registerMax: 100 });
  const prepare = store.db.prepare.bind(store.db);
  const statements = new Set<string>();
  store.db.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof store.db.prepare;

  const at = (n: number, value = n): object[] =>
    ['c', 'r', 'new'].map((address) => ({ address, time: JUNE + n * HOUR, value }));
  const send = (...readings: object[]): unknown =>
    store.writer.write([message(readings as Parameters<typeof message>[0], { receivedAt: JUNE + 9 * DAY })]);
  send(...at(0), ...at(30), ...at(800));
  store.writer.settle();
  store.restart();
  send(...at(3), ...at(30, 31), ...at(900));
  store.exchange('r', JUNE + 5 * HOUR, JUNE + 5 * HOUR, 0);
  store.channel('c', { city: 370200 });
  store.writer.settle();
  store.channel('new');
  listQuarantine(store.db);
  store.writer.adopt('D1');
  store.writer.settle();
  send(...at(901));
  const span = { from: JUNE, to: JUNE + 60 * DAY };
  for (const channel of [no, register]) {
    for (const step of ['15m', '1h', '1d', '1mo'] as const) readRows(store.db, channel, { ...span, step });
    for (const points of [5, 500]) readSeries(store.db, channel, { ...span, to: JUNE + 400 * DAY, points });
    readRaw(store.db, channel, { ...span, knownAt: JUNE + 9 * DAY, limit: 3 });
    readingOrigin(store.db, channel, JUNE + 30 * HOUR);
  }
  latestReadings(store.db);
  messageBytes(store.db, 2);
  for (const by of ['city', 'industry', 'enterprise'] as const)
    for (const step of ['1h', '1d'] as const) sumByPlace(store.db, { quantity: 'electricity', ...span, step, by });
  await archiveReadings(store.db, { olderThanDays: 1, now: JUNE + 5 * DAY });
  send({ address: 'c', time: JUNE + MINUTE, value: 4 });
  store.writer.settle();

  const walks = [...statements]
    .filter((sql) => /^\s*(select|with|update|delete)/i.test(sql))
    .flatMap((sql) => {
      const named = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]);
      const parameters = named.length > 0 ? [Object.fromEntries(named)] : [...sql.matchAll(/\?/g)].map(() => 1);
      const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      return plan
        .map(({ detail }) => detail)
        .filter((detail) => detail.startsWith('SCAN') && big.test(detail.split(' ')[1] ?? ''))
        .map((detail) => `${detail}: ${sql.replaceAll(/\s+/g, ' ')}`);
    });
  expect(statements.size).toBeGreaterThan(60);
  expect(walks).toEqual([]);
});
