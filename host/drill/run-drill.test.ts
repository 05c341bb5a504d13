import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import { makeDrill } from '../../core/drill/drill-fixture.ts';
import type { Drill } from '../../core/drill/drill-rules.ts';
import { feedDrill } from '../../core/drill/feed-drill.ts';
import { registerDrill } from '../../core/drill/register-drill.ts';
import { createIngest, type LiveIngest } from '../../core/readings/create-ingest.ts';
import { ReadingWriter } from '../../core/readings/reading-writer.ts';
import { type Sources, startSources } from '../sources/start-sources.ts';
import { type RunOptions, runDrill } from './run-drill.ts';

const directories: string[] = [];
const closers: (() => Promise<void> | void)[] = [];
let drill: Drill;
beforeEach(async () => {
  drill = await makeDrill({ days: 4 });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function database(): { directory: string; db: Database.Database } {
  const directory = mkdtempSync(join(tmpdir(), 'lianggao-run-'));
  directories.push(directory);
  const db = openMonitoring(join(directory, 'monitoring.sqlite'));
  closers.push(() => void db.close());
  registerDrill(db, drill, 0);
  return { directory, db };
}

async function listening(): Promise<{ db: Database.Database; ingest: LiveIngest; sources: Sources }> {
  const { directory, db } = database();
  const log = () => undefined;
  const ingest = await createIngest({ dbPath: db.name, log });
  closers.push(() => ingest.close());
  const sources = await startSources({ workspaceDir: directory, ingest, ports: { hj212: 0, mqtt: 0, http: 0 }, log });
  closers.push(() => sources.close());
  return { db, ingest, sources };
}

/** Every settled reading of every channel, as text. */
function readingsIn(db: Database.Database): string[] {
  return db
    .prepare(
      `SELECT c.id || ' ' || (r.hour * 3600000 + r.at) || ' ' || r.value AS line
       FROM reading r JOIN channel c ON c.no = r.channel ORDER BY line`,
    )
    .pluck()
    .all() as string[];
}

const run = (sources: Sources, options: Partial<RunOptions>) =>
  runDrill(drill, {
    ...{ host: '127.0.0.1', speed: null, from: drill.plan.spec.start, to: null },
    ports: { hj212: sources.ports.hj212 ?? 0, mqtt: sources.ports.mqtt ?? 0, http: sources.ports.http ?? 0 },
    ...{ signal: new AbortController().signal, onProgress: () => undefined },
    ...options,
  });

const MINUTE = 60_000;

it('brings over real sockets what a feed without them brings', async () => {
  const { start } = drill.plan.spec;
  const to = start + 70 * MINUTE;
  const { db, ingest, sources } = await listening();
  const end = await run(sources, { to });
  expect(end).toMatchObject({ next: to, refused: 0 });
  expect(end.acknowledged).toBe(end.sent);
  await ingest.call('settle', null);

  const fed = database();
  const feed = feedDrill(new ReadingWriter(fed.db, { now: Date.now }), drill, { from: start, to });
  expect(feed).toMatchObject({ readings: end.readings, quarantined: 0 });
  expect(readingsIn(db)).toEqual(readingsIn(fed.db));
}, 60_000);

it('stops when it is told to, and goes on where it was acknowledged', async () => {
  const { start } = drill.plan.spec;
  const to = start + 40 * MINUTE;
  const { db, ingest, sources } = await listening();
  const stop = new AbortController();
  const first = await run(sources, {
    to,
    signal: stop.signal,
    // A minute of the drill in 50 ms.
    speed: 1200,
    onProgress: (next) => {
      if (next > start + 5 * MINUTE) stop.abort();
    },
  });
  expect(first.next).toBeGreaterThan(start);
  expect(first.next).toBeLessThan(to);
  const second = await run(sources, { from: first.next, to });
  expect(second.next).toBe(to);
  await ingest.call('settle', null);
  expect(db.prepare('SELECT count(*) FROM reading_revision').pluck().get()).toBe(0);
  const fed = database();
  feedDrill(new ReadingWriter(fed.db, { now: Date.now }), drill, { from: start, to });
  expect(readingsIn(db)).toEqual(readingsIn(fed.db));
}, 60_000);

it('lets no instrument run minutes ahead of another that nobody answers', async () => {
  const { start } = drill.plan.spec;
  const { db, ingest, sources } = await listening();
  // Loggers are let in and never answered.
  const mute = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  closers.push(() => void mute.close());
  const stop = new AbortController();
  let last = 0;
  await run(sources, {
    ports: {
      hj212: (mute.address() as { port: number }).port,
      mqtt: sources.ports.mqtt ?? 0,
      http: sources.ports.http ?? 0,
    },
    to: start + 60 * MINUTE,
    signal: stop.signal,
    // Until nothing more comes.
    onProgress: (_, { acknowledged }) => {
      if (acknowledged > 0 && acknowledged === last) stop.abort();
      last = acknowledged;
    },
  });
  await ingest.call('settle', null);
  const newest = db.prepare('SELECT max(newest) FROM latest').pluck().get() as number;
  expect((newest - start) / MINUTE).toBeLessThan(3);
}, 60_000);

it('keeps what nobody answers, and sends it to whoever comes to listen', async () => {
  const { start } = drill.plan.spec;
  // Ports that nobody listens on.
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const ports = { hj212: port, mqtt: port, http: port };
  const nothing = await runDrill(drill, {
    ...{ host: '127.0.0.1', ports, speed: null, from: start, to: start + 3 * MINUTE },
    ...{ signal: stop.signal, onProgress: () => undefined },
  });
  expect(nothing).toMatchObject({ acknowledged: 0, readings: 0, next: start });
}, 60_000);
