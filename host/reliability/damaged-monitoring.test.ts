import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import type { ReadingRow } from '../../contract/monitoring.ts';
import { Desk } from './desk-fixture.ts';
import { BEGINNING, EndlessLogger, timeOf } from './endless-sender-fixture.ts';

// Processes are started: on a busy machine that alone takes seconds.
vi.setConfig({ testTimeout: 120_000 });

function overwrite(path: string, at: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0xa5), 0, length, at);
  closeSync(file);
}

interface Refusal {
  readonly data?: { readonly code?: string; readonly en?: string };
}

it('serves the ledger where the monitoring database cannot be opened, and says which file is damaged', async () => {
  using desk = new Desk();
  const logger = new EndlessLogger('88000000000000');
  await desk.make((db) => logger.register(db));
  overwrite(desk.databasePath, 0, 100);
  const size = statSync(desk.databasePath).size;

  const running = await desk.start();
  expect(running.refused['hj212']).toMatchObject({ code: 'workspace-damaged' });
  expect(running.refused['hj212']?.en).toContain('monitoring.sqlite');
  expect(running.log.join('\n')).toContain('monitoring.sqlite');
  expect((await running.call('/figures/get', { id: 'unit-count' })).status).toBe(200);
  for (const path of ['/monitoring', '/monitoring/devices']) {
    const { status, answer } = await running.call<Refusal>(path);
    expect([path, status, answer.data?.code]).toEqual([path, 422, 'workspace-damaged']);
    expect(answer.data?.en).toContain('monitoring.sqlite');
  }
  await running.stop();
  // As it was, for whoever gets out of it what can be read.
  expect(statSync(desk.databasePath).size).toBe(size);
});

it('goes on taking readings where a page of old ones is damaged, and refuses those by name', async () => {
  using desk = new Desk();
  const logger = new EndlessLogger('88000000000000');
  await desk.make((db) => {
    logger.register(db);
  });
  const first = await desk.start();
  await logger.open(first.ports);
  while (logger.answered.size < 600) {
    logger.pump();
    await wait(5);
  }
  await first.stop();
  logger.lose();
  const settled = new Database(desk.databasePath);
  settled.pragma('wal_checkpoint(TRUNCATE)');
  const pageSize = settled.pragma('page_size', { simple: true }) as number;
  settled.close();
  overwrite(desk.databasePath, (leafOf(desk.databasePath, pageSize) - 1) * pageSize, pageSize);

  const running = await desk.start();
  await logger.open(running.ports);
  const before = logger.answered.size;
  while (logger.answered.size < before + 60) {
    logger.pump();
    await wait(5);
  }
  const [channel] = logger.channels;
  const rowsFrom = (from: number, to: number) =>
    running.call<ReadingRow[] & Refusal>('/monitoring/rows', { channel: channel?.id, from, to, step: '15m' });
  const { status, answer } = await rowsFrom(BEGINNING, BEGINNING + 3_600_000);
  expect(status).toBe(422);
  expect(answer.data?.en).toContain('monitoring.sqlite');
  const newest = await rowsFrom(timeOf(480), timeOf(540));
  expect(newest.status).toBe(200);
  expect(newest.answer.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  await running.stop();
});

/** First page of readings: the left-most leaf of their tree. */
function leafOf(path: string, pageSize: number): number {
  const db = new Database(path, { readonly: true });
  let page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'reading'").pluck().get() as number;
  db.close();
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = Buffer.alloc(pageSize);
      readSync(file, bytes, 0, pageSize, (page - 1) * pageSize);
      // 2 = an interior page of an index tree, which is what a table without row ids is; its first cell names the left-most child.
      if (bytes[0] !== 2) return page;
      page = bytes.readUInt32BE(bytes.readUInt16BE(12));
    }
  } finally {
    closeSync(file);
  }
}
