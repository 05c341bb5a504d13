import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import { loadRegistry } from '../../core/devices/registry.ts';
import { readRaw } from '../../core/readings/read-readings.ts';
import { ask } from '../host-fixture.ts';
import { type SourceBench, startSourceBench, tokenSecret } from './source-fixture.ts';

const program = fileURLToPath(new URL('./sources-process-fixture.ts', import.meta.url));
const T = Date.parse('2024-06-30T08:00:00+08:00');

let bench: SourceBench;
let host: ChildProcess;
let ports: { mqtt: number; http: number };

async function startHost() {
  host = spawn(process.execPath, [program, bench.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (host.stdout === null) throw new Error('no stdout');
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  ports = JSON.parse(line.toString());
}

async function killHost() {
  const ended = once(host, 'exit');
  host.kill('SIGKILL');
  await ended;
}

beforeEach(async () => {
  bench = startSourceBench();
  bench.register({ id: 'M1' }, tokenSecret('secret-1'), ['power']);
  bench.register({ id: 'H1', protocol: 'http' }, tokenSecret('secret-2'), ['power']);
  await startHost();
});

afterEach(async () => {
  await killHost();
  bench.close();
});

/** What the store has of a channel: time → text. */
function stored(channel: string): Map<number, string> {
  const db = openMonitoring(bench.monitoringPath, { readOnly: true });
  try {
    const no = loadRegistry(db).channel(channel)?.no ?? -1;
    const readings = readRaw(db, no, { from: T - 1, to: T + 86_400_000, limit: 100_000 });
    const texts = new Map(readings.map(({ time, text }) => [time, text]));
    expect(texts.size).toBe(readings.length);
    return texts;
  } finally {
    db.close();
  }
}

async function sendOverMqtt(client: MqttClient, answered: Set<number>, from: number): Promise<void> {
  for (let index = from; ; index += 10) {
    const sent = Array.from({ length: 10 }, (_, each) => T + (index + each) * 1000);
    const publications = sent.map((time) =>
      client
        .publishAsync('lianggao/v1/M1/power', JSON.stringify({ t: time, v: String(time % 977) }), { qos: 1 })
        .then(() => answered.add(time)),
    );
    await Promise.all(publications);
  }
}

async function sendOverHttp(answered: Set<number>, from: number): Promise<void> {
  const headers = { Authorization: 'Bearer secret-2', 'Content-Type': 'application/json' };
  for (let index = from; ; index += 50) {
    const sent = Array.from({ length: 50 }, (_, each) => T + (index + each) * 1000);
    const body = JSON.stringify({ t: sent, names: ['power'], v: sent.map((time) => [String(time % 977)]) });
    const answer = await ask(ports.http, '/ingest/v1/readings', { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    for (const time of sent) answered.add(time);
  }
}

it('has every reading that was acknowledged, once, after the host was killed at any moment', async () => {
  const overMqtt = new Set<number>();
  const overHttp = new Set<number>();
  for (let round = 0; round < 3; round++) {
    const login = { username: 'M1', password: 'secret-1', reconnectPeriod: 0 };
    const client = await connectAsync(`mqtt://127.0.0.1:${ports.mqtt}`, login, false);
    client.on('error', () => undefined);
    const before = [overMqtt.size, overHttp.size];
    const sending = [sendOverMqtt(client, overMqtt, round * 20_000), sendOverHttp(overHttp, round * 20_000)];
    for (const each of sending) each.catch(() => undefined);
    await expect
      .poll(() => overMqtt.size > (before[0] ?? 0) + 30 && overHttp.size > (before[1] ?? 0) + 150, { timeout: 10_000 })
      .toBe(true);
    await killHost();
    await client.endAsync(true);
    await Promise.allSettled([sending[1]]);
    await startHost();
  }
  const [inMqtt, inHttp] = [stored('M1-power'), stored('H1-power')];
  expect([...overMqtt].filter((time) => inMqtt.get(time) !== String(time % 977))).toEqual([]);
  expect([...overHttp].filter((time) => inHttp.get(time) !== String(time % 977))).toEqual([]);
});
