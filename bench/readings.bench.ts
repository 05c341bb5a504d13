// Readings taken over sockets with all rules on, beside stores that only keep rows.
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { listening, startHost } from './host-process.ts';
import { CHANNELS, createInstrumentsWorkspace, type InstrumentProtocol, MINUTE } from './invented-instruments.ts';
import { type BenchOptions, median, number, ratio, type Section } from './measure.ts';
import { cpuMilliseconds } from './process-cpu.ts';
import type { Span } from './reading-messages.ts';
import {
  findPostgres,
  influxLines,
  influxVersion,
  type PeerResult,
  postgresCopy,
  sqliteAlone,
} from './reading-peers.ts';
import type { Way } from './reading-sender.ts';
import { startSender } from './sender-process.ts';

const ways: readonly (readonly [way: Way, protocol: InstrumentProtocol, name: string])[] = [
  ['hj212', 'hj212', '**HJ 212: frames of 20 readings, 100 connections, 9014 awaited**'],
  ['mqtt', 'mqtt', '**MQTT QoS 1: publications of 100 readings, 16 gateways**'],
  ['http-lines', 'http', '**HTTP: NDJSON, a line a reading, 10,000 a post**'],
  ['http-columns', 'http', '**HTTP: NDJSON, a device’s table a line, 10,000 readings a post**'],
];

const peers = {
  sqlite: 'peer: SQLite, rows alone by (time, channel), 10,000 a transaction',
  copy: 'peer: PostgreSQL COPY, key (channel, time), two sessions, 10,000 rows each',
  new: 'peer: PostgreSQL, the same, rows that are there already left out: COPY, then INSERT … ON CONFLICT DO NOTHING',
  influx: 'peer: InfluxDB line protocol over HTTP, 4 connections, 10,000 lines a post',
} as const;

interface Taken extends PeerResult {
  readonly peakMegabytes: number | null;
}

/** Feed time follows the readings, as in a replay: what is sent as fast as it goes has no hour of its own. */
function followReadings(workspaceDir: string): void {
  const db = new Database(join(workspaceDir, 'monitoring.sqlite'));
  db.prepare("INSERT INTO setting (key, value) VALUES ('clock', 'readings')").run();
  db.close();
}

/** Sends all spans; what is measured is the last. */
async function hostTakes(
  workspaceDir: string,
  way: Way,
  protocol: InstrumentProtocol,
  spans: readonly Span[],
): Promise<Taken> {
  const host = await startHost(workspaceDir, { more: listening });
  try {
    const sender = await startSender({ way, port: host.sources[protocol] ?? 0, spans });
    for (const _ of spans.slice(1)) await sender.sendNext();
    const cpuBefore = cpuMilliseconds(host.pid);
    const startedAt = performance.now();
    const { readings, milliseconds, cpuMs: senderCpuMs } = await sender.sendNext();
    const db = new Database(join(workspaceDir, 'monitoring.sqlite'), { readonly: true });
    const waiting = db.prepare('SELECT EXISTS (SELECT 1 FROM reading_log)').pluck();
    while (waiting.get() === 1) await new Promise((resolve) => setTimeout(resolve, 50));
    const settledMs = performance.now() - startedAt;
    const cpuMs = cpuMilliseconds(host.pid) - cpuBefore;
    const stored = db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
    db.close();
    return { readings, milliseconds, settledMs, cpuMs, senderCpuMs, stored, peakMegabytes: host.peakMegabytes() };
  } finally {
    await host.stop();
  }
}

/** `only`: ways to send, by name; all unless given. */
export async function readingsBench({ quick, scratchDir, only }: BenchOptions): Promise<Section[]> {
  const [rounds, minutes, warmUp] = quick ? [1, 50, 10] : [3, 200, 10];
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;
  const spans: readonly Span[] = [
    { from: end - (minutes + warmUp) * MINUTE, minutes: warmUp },
    { from: end - minutes * MINUTE, minutes },
  ];
  const asked = ways.filter(([way]) => only === undefined || only.includes(way));
  const registered = (protocol: InstrumentProtocol): string => join(scratchDir, `registered-${protocol}`);
  for (const protocol of new Set(asked.map(([, protocol]) => protocol))) {
    await createInstrumentsWorkspace(registered(protocol), protocol, scratchDir);
    followReadings(registered(protocol));
  }
  const [postgres, influx] = [findPostgres(), await influxVersion()];
  const results = new Map<string, PeerResult[]>();
  const runInDir = async <Result extends PeerResult>(
    name: string,
    run: (dir: string) => Promise<Result>,
  ): Promise<Result> => {
    const dir = join(scratchDir, 'round');
    await mkdir(dir);
    const result = await run(dir);
    await rm(dir, { recursive: true });
    const expected = (minutes + warmUp) * CHANNELS;
    if (result.stored !== expected) throw new Error(`${name}: ${result.stored} of ${expected} readings are there.`);
    results.set(name, [...(results.get(name) ?? []), result]);
    process.stderr.write(`  ${name}: ${number(rateOf(result))} readings/s\n`);
    return result;
  };
  const taken = new Map<string, Taken[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, protocol, name] of asked) {
      const result = await runInDir(name, async (dir) => {
        await cp(registered(protocol), dir, { recursive: true });
        return hostTakes(dir, way, protocol, spans);
      });
      taken.set(name, [...(taken.get(name) ?? []), result]);
    }
    await runInDir(peers.sqlite, (dir) => sqliteAlone(dir, spans));
    if (postgres !== null)
      for (const way of ['copy', 'new'] as const)
        await runInDir(peers[way], (dir) => postgresCopy(postgres, dir, spans, way));
    if (influx !== null) await runInDir(peers.influx, (dir) => influxLines(dir, spans));
  }
  const rate = (name: string): number => median((results.get(name) ?? []).map(rateOf));
  const rows = [...results].map(([name, all]) => {
    const own = taken.get(name);
    const isSettled = all.every(({ settledMs }) => settledMs !== null);
    const hasSender = all.every(({ senderCpuMs }) => senderCpuMs !== null);
    const settledRate = all.map(({ readings, settledMs }) => (1000 * readings) / (settledMs ?? Number.NaN));
    return [
      name,
      number(rate(name)),
      isSettled ? number(median(settledRate)) : '',
      number(median(all.map(({ cpuMs, readings }) => (1000 * cpuMs) / readings))),
      hasSender ? number(median(all.map(({ senderCpuMs, readings }) => (1000 * (senderCpuMs ?? 0)) / readings))) : '',
      own ? number(Math.max(...own.map(({ peakMegabytes }) => peakMegabytes ?? Number.NaN))) : '',
      ...[peers.sqlite, peers.copy, peers.new, peers.influx].map((peer) => ratio(rate(name) / rate(peer))),
    ];
  });
  const absent = [postgres === null && 'PostgreSQL', influx === null && 'InfluxDB'].filter((name) => name !== false);
  const count = (readings: number): string => readings.toLocaleString('en-US');
  return [
    {
      title: 'Readings taken',
      notes: [
        `${count(CHANNELS)} channels of 1,000 devices, all with range and interval, 6,000 with a limit; ${count(minutes * CHANNELS)} readings a minute apart, after ${count(warmUp * CHANNELS)} to warm up; medians of ${rounds}. Everything is on the disk before it is answered for. The host keeps the messages, looks for earlier values of the same time, runs all rules, and sums by hour, day, month, city and industry; the peers keep rows. Readings/s until the last answer, and until all of it was settled as well (of PostgreSQL: its CHECKPOINT done). Processor time is the host’s or the server’s, settling included; what sends is a program of its own on the same cores, and psql has less to do than a client of HTTP. Feed time follows the readings (setting \`clock\`).`,
        ...(absent.length > 0 ? [`Not installed here, so left out: ${absent.join(', ')}.`] : []),
      ],
      header: [
        ...['', 'readings/s', 'settled/s', 'CPU µs each', 'of the sender', 'peak MB'],
        ...['× SQLite rows', '× COPY', '× COPY, new rows', '× InfluxDB'],
      ],
      rows,
    },
  ];
}

const rateOf = ({ readings, milliseconds }: PeerResult): number => (1000 * readings) / milliseconds;
