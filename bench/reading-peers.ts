// What else keeps readings, given the same rows: SQLite alone, PostgreSQL by COPY, InfluxDB by its line protocol. Each is made durable.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runScript, runToEnd, versionOf } from './child.ts';
import { endOf } from './host-process.ts';
import { cpuMilliseconds, endedMilliseconds } from './process-cpu.ts';
import { allDevices, copyLines, inGroups, type Span, timesOf } from './reading-messages.ts';
import { startSender } from './sender-process.ts';

export interface PeerResult {
  readonly readings: number;
  readonly milliseconds: number;
  /** Of the database alone, what follows the last answer included. */
  readonly cpuMs: number;
  /** Of what sent to it; null = nothing did. */
  readonly senderCpuMs: number | null;
  /** Until everything was in its place as well; null = it does not say. */
  readonly settledMs: number | null;
  /** Rows that it says it has, those of the first span included. */
  readonly stored: number;
}

const noResult = { readings: 0, milliseconds: 0, settledMs: null, cpuMs: 0, senderCpuMs: null };

/** PostgreSQL does not run as root. */
const nobody = 65_534;
const asNobody: SpawnOptions = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** One prepared statement, 10,000 rows a transaction, nothing else: the limit of what is built on SQLite. */
export function sqliteAlone(scratchDir: string, spans: readonly Span[]): Promise<PeerResult> {
  return runScript<PeerResult>('reading-rows-peer.ts', { dbPath: join(scratchDir, 'rows.sqlite'), spans });
}

/** Folder of the newest PostgreSQL that is installed; null = none is. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((dir) => existsSync(join(dir, 'initdb'))) ?? null;
}

export const influxVersion = (): Promise<string | null> => versionOf('influxd', 'version');

/** `copy`: straight into the table, so that a row that comes again refuses its batch. `new`: rows that are there already are left out. */
export type CopyWay = 'copy' | 'new';

const aroundCopy: Record<CopyWay, readonly [before: string, after: string]> = {
  copy: ['COPY reading FROM STDIN;\n', '\\.\n'],
  new: [
    'BEGIN;\nCOPY came FROM STDIN;\n',
    '\\.\nINSERT INTO reading SELECT * FROM came ON CONFLICT DO NOTHING;\nCOMMIT;\n',
  ],
};
const cameTable = 'CREATE TEMPORARY TABLE came (LIKE reading) ON COMMIT DELETE ROWS;\n';

/** A cluster of its own that speaks through a socket in its folder; two sessions, 10,000 rows a COPY. Settled = its CHECKPOINT is done. */
export async function postgresCopy(
  bin: string,
  scratchDir: string,
  spans: readonly Span[],
  way: CopyWay,
): Promise<PeerResult> {
  const dir = join(scratchDir, 'postgres');
  mkdirSync(dir);
  if (asNobody.uid !== undefined) chownSync(dir, nobody, nobody);
  const data = join(dir, 'data');
  const initdb = ['-D', data, '-U', 'bench', '-A', 'trust', '--no-locale', '-E', 'UTF8', '--no-sync'];
  await ended(spawn(join(bin, 'initdb'), initdb, { ...asNobody, cwd: dir, stdio: 'ignore' }));
  const settings = ['listen_addresses=', 'fsync=on', 'synchronous_commit=on', 'shared_buffers=1GB', 'max_wal_size=8GB'];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', dir, ...settings.flatMap((setting) => ['-c', setting])],
    { ...asNobody, cwd: dir, stdio: 'ignore' },
  );
  const endWithParent = (): void => void server.kill('SIGKILL');
  process.once('exit', endWithParent);
  const session = ['-h', dir, '-U', 'bench', '-d', 'postgres', '-q', '-v', 'ON_ERROR_STOP=1'];
  const ask = async (sql: string): Promise<string> =>
    (await runToEnd(join(bin, 'psql'), [...session, '-At', '-c', sql])).stdout.trim();
  try {
    for (let tries = 0; ; tries += 1) {
      const isUp = await ask('SELECT 1').catch(() => null);
      if (isUp !== null) break;
      if (tries > 100) throw new Error('PostgreSQL did not start.');
      await wait(100);
    }
    await ask(
      'CREATE TABLE reading (channel int, time bigint, value float8, flag smallint, PRIMARY KEY (channel, time))',
    );
    const [before, after] = aroundCopy[way].map((text) => Buffer.from(text)) as [Buffer, Buffer];
    const scripts = spans.map((span) => {
      const batches = inGroups(timesOf(span), 1).flatMap((times) =>
        inGroups(allDevices, allDevices.length / 2).map((devices) => copyLines(devices, times)),
      );
      const readings = batches.reduce((sum, batch) => sum + batch.readings, 0);
      const script = (session: number): Buffer =>
        Buffer.concat([
          Buffer.from(way === 'new' ? cameTable : ''),
          ...batches.filter((_, index) => index % 2 === session).flatMap(({ bytes }) => [before, bytes, after]),
        ]);
      return { readings, sessions: [script(0), script(1)] };
    });
    let result: Omit<PeerResult, 'stored'> = noResult;
    for (const [index, { readings, sessions }] of scripts.entries()) {
      const cpuBefore = cpuMilliseconds(server.pid ?? 0);
      const senderBefore = endedMilliseconds();
      const startedAt = performance.now();
      await Promise.all(
        sessions.map((script) => {
          const psql = spawn(join(bin, 'psql'), session, { stdio: ['pipe', 'ignore', 'inherit'] });
          psql.stdin.end(script);
          return ended(psql);
        }),
      );
      const milliseconds = performance.now() - startedAt;
      const senderCpuMs = endedMilliseconds() - senderBefore;
      // Before the span that is measured it would make each page's first change dearer.
      if (index === scripts.length - 1) await ask('CHECKPOINT');
      const settledMs = performance.now() - startedAt;
      const cpuMs = cpuMilliseconds(server.pid ?? 0) - cpuBefore;
      result = { readings, milliseconds, settledMs, cpuMs, senderCpuMs };
    }
    return { ...result, stored: Number(await ask('SELECT count(*) FROM reading')) };
  } finally {
    process.off('exit', endWithParent);
    await endOf(server, 'SIGTERM');
  }
}

/** InfluxDB 1.x on this machine alone, each write on the disk before it is answered; four connections, 10,000 lines a post. */
export async function influxLines(scratchDir: string, spans: readonly Span[]): Promise<PeerResult> {
  const dir = join(scratchDir, 'influx');
  mkdirSync(dir);
  const [port, other] = [await freePort(), await freePort()];
  const config = join(dir, 'influx.conf');
  writeFileSync(
    config,
    `reporting-disabled = true
bind-address = "127.0.0.1:${other}"
[meta]
  dir = "${join(dir, 'meta')}"
[data]
  dir = "${join(dir, 'data')}"
  wal-dir = "${join(dir, 'wal')}"
  index-version = "inmem"
  wal-fsync-delay = "0s"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[logging]
  level = "error"
`,
  );
  const server = spawn('influxd', ['-config', config], { cwd: dir, stdio: 'ignore' });
  const endWithParent = (): void => void server.kill('SIGKILL');
  process.once('exit', endWithParent);
  const query = async (q: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/query?db=bench&q=${encodeURIComponent(q)}`, {
      method: 'POST',
    });
    return answer.json();
  };
  try {
    for (let tries = 0; ; tries += 1) {
      const isUp = await query('CREATE DATABASE bench').catch(() => null);
      if (isUp !== null) break;
      if (tries > 100) throw new Error('InfluxDB did not start.');
      await wait(100);
    }
    const sender = await startSender({ way: 'influx', port, spans });
    let result: Omit<PeerResult, 'stored'> = noResult;
    for (const _ of spans) {
      const cpuBefore = cpuMilliseconds(server.pid ?? 0);
      const { readings, milliseconds, cpuMs: senderCpuMs } = await sender.sendNext();
      const cpuMs = cpuMilliseconds(server.pid ?? 0) - cpuBefore;
      result = { readings, milliseconds, settledMs: null, cpuMs, senderCpuMs };
    }
    const counted = (await query('SELECT count(value) FROM reading')) as {
      results: { series?: { values: number[][] }[] }[];
    };
    return { ...result, stored: counted.results[0]?.series?.[0]?.values[0]?.[1] ?? 0 };
  } finally {
    process.off('exit', endWithParent);
    await endOf(server, 'SIGTERM');
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnargs.slice(0, 3).join(' ')} … ended with ${code}.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
