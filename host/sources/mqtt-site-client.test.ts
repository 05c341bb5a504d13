import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { type LiveRegistry, openLiveRegistry } from './live-registry.ts';
import { startMqttSites } from './mqtt-site-client.ts';
import { type SourceBench, startSourceBench } from './source-fixture.ts';
import type { Source } from './source-status.ts';
import { SourceTroubles } from './source-troubles.ts';

let bench: SourceBench;
let live: LiveRegistry;
let sites: Source;
let broker: Aedes;
let server: Server;
let port = 0;
const sockets = new Set<Socket>();
const acknowledged: string[] = [];

/** A site's broker, which knows one password. */
async function startBroker() {
  broker = await Aedes.createBroker({
    authenticate: (_client, username, password, done) =>
      done(null, username === 'desk' && password?.toString() === 'site-secret'),
  });
  broker.on('ack', (packet: unknown, client: Client) => {
    if (client) acknowledged.push(String((packet as { payload?: Buffer } | undefined)?.payload ?? ''));
  });
  server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  ({ port } = server.address() as { port: number });
}

async function stopBroker() {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise<void>((resolve) => broker.close(resolve));
  await closed;
}

beforeEach(async () => {
  port = 0;
  acknowledged.splice(0);
  bench = startSourceBench();
  await startBroker();
});

afterEach(async () => {
  await sites.close();
  live.close();
  await stopBroker();
  bench.close();
});

function start(settings: Record<string, unknown> = {}, password = 'site-secret') {
  const usual = { url: `mqtt://127.0.0.1:${port}`, username: 'desk', topics: ['lianggao/v1/#', 'plant/#'] };
  bench.register({ id: 'B1', protocol: 'mqtt', settings: { ...usual, ...settings } }, { password });
  bench.register({ id: 'S1', gateway: 'B1' });
  bench.register({ id: 'X1' });
  const log = (entry: string) => bench.logged.push(entry);
  live = openLiveRegistry(bench.monitoringPath, log);
  const isRegistered = (id: string) => live.current.devices.has(id);
  const troubles = new SourceTroubles({ ingest: bench.ingest, isRegistered, log, now: Date.now });
  sites = startMqttSites({ ingest: bench.ingest, live, troubles, log, now: Date.now });
}

const subscribed = () => new Promise<void>((resolve) => broker.once('subscribe', () => resolve()));

function publish(topic: string, payload: string, options: Partial<PublishPacket> = {}): Promise<void> {
  const packet = { cmd: 'publish' as const, topic, payload, qos: 1 as const, dup: false, retain: false, ...options };
  return new Promise((resolve, reject) => broker.publish(packet, (error) => (error ? reject(error) : resolve())));
}

it('takes readings of devices behind the bridge, and of its own topics', async () => {
  const ready = subscribed();
  start();
  await ready;
  await publish('lianggao/v1/S1/power', '{"t":1719705600000,"v":"1.50","q":"N"}');
  await publish('plant/boiler/steam', '{"t":1719705600000,"v":2}');
  await publish('plant/boiler', '{"t":1719705600000,"values":{"in":3,"out":4}}');
  await publish('plant/boiler/raw', '5.5');
  await publish('lianggao/v1/X1/power', '{"t":1719705600000,"v":9}');
  await bench.ingest.until(() => bench.ingest.messages.length === 5);
  expect(
    bench.ingest.readings.map(({ device, address, value, text, flag }) => [device, address, value, text, flag]),
  ).toEqual([
    ['S1', 'power', 1.5, '1.50', 'N'],
    ['B1', 'plant/boiler/steam', 2, '2', null],
    ['B1', 'plant/boiler/in', 3, '3', null],
    ['B1', 'plant/boiler/out', 4, '4', null],
    ['B1', 'plant/boiler/raw', 5.5, '5.5', null],
  ]);
  expect(bench.ingest.issues).toEqual(['time-of-arrival', 'topic-not-yours']);
});

it('acknowledges after the commit, with many under way', async () => {
  const ready = subscribed();
  start();
  await ready;
  const release = bench.ingest.hold();
  for (let v = 0; v < 20; v++) void publish('plant/a', `{"t":${1_719_705_600_000 + v},"v":${v}}`);
  await bench.ingest.until(() => bench.ingest.messages.length === 20);
  expect(acknowledged).toEqual([]);
  release();
  await expect.poll(() => acknowledged.length).toBe(20);
});

it('is sent again what was not kept', async () => {
  const ready = subscribed();
  start();
  await ready;
  bench.ingest.fail(new AppError('disk-full', { dir: 'disk' }));
  const again = new Promise<void>((resolve) => broker.once('clientReady', () => resolve()));
  await publish('plant/a', '{"t":1719705600000,"v":7}');
  await new Promise<void>((resolve) => broker.once('clientDisconnect', () => resolve()));
  bench.ingest.fail(null);
  await again;
  await bench.ingest.until(() => bench.ingest.readings.length === 1);
  await expect.poll(() => acknowledged).toEqual(['{"t":1719705600000,"v":7}']);
});

it('takes no retained message for a reading', async () => {
  await publish('plant/state', '{"t":1719705600000,"v":1}', { retain: true });
  const ready = subscribed();
  start();
  await ready;
  await publish('plant/state', '{"t":1719705660000,"v":2}');
  await bench.ingest.until(() => bench.ingest.readings.length === 1);
  await expect.poll(() => sites.statuses()[0]?.counts.retained).toBe(1);
  expect(bench.ingest.readings).toMatchObject([{ value: 2 }]);
});

it('comes back to a broker that was away', async () => {
  const ready = subscribed();
  start();
  await ready;
  await stopBroker();
  await startBroker();
  await subscribed();
  await publish('plant/a', '{"t":1719705600000,"v":1}');
  await bench.ingest.until(() => bench.ingest.readings.length === 1);
});

it('says why a broker can not be used, without its password', async () => {
  start({}, 'site-other');
  await expect.poll(() => sites.statuses()[0]?.trouble?.code).toBe('broker-not-reached');
  expect(sites.statuses()).toMatchObject([{ kind: 'mqtt-site', name: 'B1', state: 'failed' }]);
  expect(JSON.stringify([sites.statuses(), bench.logged])).not.toContain('site-other');
});

it.each([
  [{ topics: [] }, 'topics'],
  [{ url: 'mqtt://user:password@host' }, 'url'],
  [{ caFile: '/nowhere/ca.pem' }, 'ca.pem'],
])('names settings that cannot be: %j', (settings, named) => {
  start(settings);
  expect(sites.statuses()).toMatchObject([{ state: 'failed', trouble: { code: 'bad-settings' } }]);
  expect(sites.statuses()[0]?.trouble?.en).toContain(named);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

it.skipIf(!hasOpenssl)('speaks TLS to a broker whose authority is named, and to no other', async () => {
  const [key, cert] = [join(bench.directory, 'key.pem'), join(bench.directory, 'cert.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '2',
    '-subj',
    '/CN=broker',
  ];
  spawnSync('openssl', [...made, '-addext', 'subjectAltName=IP:127.0.0.1']);
  const encrypted = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => encrypted.listen(0, '127.0.0.1', resolve));
  const url = `mqtts://127.0.0.1:${(encrypted.address() as { port: number }).port}`;
  try {
    start({ url });
    await expect.poll(() => sites.statuses()[0]?.trouble?.code).toBe('broker-not-reached');
    const ready = subscribed();
    bench.register({ id: 'B1', settings: { url, username: 'desk', topics: ['plant/#'], caFile: cert } });
    await ready;
    await publish('plant/a', '{"t":1719705600000,"v":1}');
    await bench.ingest.until(() => bench.ingest.readings.length === 1);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => encrypted.close(resolve));
  }
});
