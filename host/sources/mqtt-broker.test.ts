import { execFile } from 'node:child_process';
import { connect as connectTcp } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { type LiveRegistry, openLiveRegistry } from './live-registry.ts';
import { type MqttLimits, startMqttBroker } from './mqtt-broker.ts';
import { type SourceBench, startSourceBench, tokenSecret } from './source-fixture.ts';
import type { Listener } from './source-status.ts';
import { SourceTroubles } from './source-troubles.ts';

let bench: SourceBench;
let live: LiveRegistry;
let broker: Listener;
let troubles: SourceTroubles;
let clock = Date.parse('2024-06-30T08:00:00+08:00');
const clients: MqttClient[] = [];

async function start(limits: Partial<MqttLimits> = {}) {
  const log = (entry: string) => bench.logged.push(entry);
  const now = () => clock;
  live = openLiveRegistry(bench.monitoringPath, log);
  troubles = new SourceTroubles({ ingest: bench.ingest, isRegistered: (id) => live.current.devices.has(id), log, now });
  broker = await startMqttBroker({
    ...{ port: 0, host: '127.0.0.1', ingest: bench.ingest, live, troubles, log, now, limits },
  });
}

beforeEach(async () => {
  bench = startSourceBench();
  bench.register({ id: 'M1' }, tokenSecret('secret-1'), ['power']);
  bench.register({ id: 'M2' }, tokenSecret('secret-2'));
  bench.register({ id: 'S1', gateway: 'M1' });
  await start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  await broker.close();
  live.close();
  bench.close();
});

const address = () => `mqtt://127.0.0.1:${broker.port}`;

async function device(options: IClientOptions = {}): Promise<MqttClient> {
  const usual = { username: 'M1', password: 'secret-1', reconnectPeriod: 0 };
  const client = await connectAsync(address(), { ...usual, ...options }, false);
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

const reading = (v: number | string, t: unknown = 1_719_705_600_000) => JSON.stringify({ t, name: 'power', v });

it('takes readings of a device and of the devices behind it', async () => {
  const client = await device();
  await client.publishAsync('lianggao/v1/M1/readings', reading('12.50'), { qos: 1 });
  await client.publishAsync('lianggao/v1/M1/power', '{"t":"20240630080100","v":3,"q":"N"}', { qos: 1 });
  await client.publishAsync('lianggao/v1/S1/power', '[{"t":1719705600000,"v":1},{"t":1719705660000,"v":2}]', {
    qos: 2,
  });
  const at = { address: 'power', flag: null };
  expect(bench.ingest.readings).toEqual([
    { ...at, device: 'M1', time: 1_719_705_600_000, value: 12.5, text: '12.50' },
    { ...at, device: 'M1', time: 1_719_705_660_000, value: 3, text: '3', flag: 'N' },
    { ...at, device: 'S1', time: 1_719_705_600_000, value: 1, text: '1' },
    { ...at, device: 'S1', time: 1_719_705_660_000, value: 2, text: '2' },
  ]);
  expect(bench.ingest.messages.map(({ device }) => device)).toEqual(['M1', 'M1', 'S1']);
  expect(Buffer.from(bench.ingest.messages[0]?.bytes ?? []).toString()).toBe(reading('12.50'));
});

it('acknowledges a publication after its commit, not before', async () => {
  const client = await device();
  const release = bench.ingest.hold();
  const acknowledged: number[] = [];
  const sent = [1, 2, 3].map((v) =>
    client.publishAsync('lianggao/v1/M1/readings', reading(v), { qos: 1 }).then(() => acknowledged.push(v)),
  );
  await bench.ingest.until(() => bench.ingest.messages.length === 3);
  // Another device that is answered (its subscription refused) shows that there was time to answer this one.
  const other = await device({ username: 'M2', password: 'secret-2' });
  await expect(other.subscribeAsync('any')).rejects.toThrow();
  expect(acknowledged).toEqual([]);
  release();
  await Promise.all(sent);
  expect(acknowledged).toEqual([1, 2, 3]);
});

it('acknowledges nothing that was not kept, and takes it when it is sent again', async () => {
  bench.ingest.fail(new AppError('disk-full', { dir: 'disk' }));
  const client = await device();
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  const sent = client.publishAsync('lianggao/v1/M1/readings', reading(7), { qos: 1 }).then(
    () => 'acknowledged',
    () => 'given up',
  );
  expect(await Promise.race([closed, sent])).toBe('closed');
  bench.ingest.fail(null);
  const again = await device();
  await again.publishAsync('lianggao/v1/M1/readings', reading(7), { qos: 1 });
  expect(bench.ingest.readings.map(({ value }) => value)).toEqual([7]);
});

it.each([
  ['an unknown device', { username: 'M9', password: 'secret-1' }, 'M9', 'unknown-device'],
  ['a wrong token', { username: 'M1', password: 'secret-2' }, 'M1', 'wrong-token'],
  ['no token', { username: 'M1', password: undefined as unknown as string }, 'M1', 'no-token'],
  ['a device without a credential', { username: 'S1', password: '' }, 'S1', 'no-token'],
])('turns away %s, and shows it', async (_, options, sender, code) => {
  await expect(device(options as IClientOptions)).rejects.toThrow(/Connection refused/);
  expect(troubles.list()).toMatchObject([{ protocol: 'mqtt', device: sender, code, count: 1 }]);
  expect(bench.ingest.messages).toMatchObject([{ device: sender, readings: [], issues: [{ code }] }]);
  expect(bench.logged.join()).not.toContain('secret');
});

it('lets unknown devices send into quarantine where the office has said so', async () => {
  bench.db.prepare("INSERT INTO setting (key, value) VALUES ('unknown-devices', 'quarantine')").run();
  await new Promise<void>((resolve) => {
    live.onChange(() => resolve());
  });
  const client = await device({ username: 'M9', password: 'whatever' });
  await client.publishAsync('lianggao/v1/M9/readings', reading(1), { qos: 1 });
  expect(bench.ingest.readings).toMatchObject([{ device: 'M9', address: 'power' }]);
});

it('cuts off a device that publishes for another, and keeps nothing of it', async () => {
  const client = await device();
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  client.publish('lianggao/v1/M2/readings', reading(1), { qos: 1 });
  await closed;
  expect(bench.ingest.readings).toEqual([]);
  expect(troubles.list()).toMatchObject([{ device: 'M1', code: 'topic-not-yours', detail: 'lianggao/v1/M2/readings' }]);
});

it('names what it cannot read, and keeps the bytes', async () => {
  const client = await device();
  await client.publishAsync('lianggao/v1/M1/readings', 'not json', { qos: 1 });
  await client.publishAsync('state/M1', 'online', { qos: 1 });
  await client.publishAsync('lianggao/v1/M1/power', '{"v":4}', { qos: 1 });
  expect(bench.ingest.issues).toEqual(['not-json', 'topic-unknown', 'time-of-arrival']);
  expect(bench.ingest.messages.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
    'not json',
    'online',
    '{"v":4}',
  ]);
  expect(bench.ingest.readings).toMatchObject([{ time: clock, value: 4 }]);
});

it('gives nobody what others have published', async () => {
  const sender = await device();
  const listener = await device({ username: 'M2', password: 'secret-2' });
  const heard: string[] = [];
  listener.on('message', (topic) => heard.push(topic));
  await expect(listener.subscribeAsync('lianggao/#')).rejects.toThrow();
  await sender.publishAsync('lianggao/v1/M1/readings', reading(1), { qos: 1, retain: true });
  await expect(listener.subscribeAsync('#')).rejects.toThrow();
  await listener.publishAsync('lianggao/v1/M2/readings', reading(2), { qos: 1 });
  expect(heard).toEqual([]);
});

it('publishes no last will, and lets nobody take over a session by its name', async () => {
  const will = { topic: 'lianggao/v1/M1/readings', payload: Buffer.from(reading(99)), qos: 1 as const, retain: false };
  const first = await device({ clientId: 'same', will });
  const second = await device({ clientId: 'same', username: 'M2', password: 'secret-2' });
  first.stream.destroy();
  await second.publishAsync('lianggao/v1/M2/readings', reading(1), { qos: 1 });
  await second.publishAsync('lianggao/v1/M2/readings', reading(2), { qos: 1 });
  expect(bench.ingest.readings.map(({ value }) => value)).toEqual([1, 2]);
});

it('cuts a packet that is too large before it has come', async () => {
  await broker.close();
  live.close();
  await start({ packetBytes: 1000 });
  const client = await device();
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  client.publish('lianggao/v1/M1/readings', 'x'.repeat(2000), { qos: 1 });
  await closed;
  expect(troubles.list()).toMatchObject([{ device: 'M1', code: 'packet-too-large' }]);
  expect(bench.ingest.readings).toEqual([]);
});

it('cuts off a device whose credential was changed', async () => {
  const client = await device();
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  bench.register({ id: 'M1' }, tokenSecret('other'));
  await closed;
  await expect(device()).rejects.toThrow(/Connection refused/);
  await (await device({ password: 'other' })).publishAsync('lianggao/v1/M1/power', reading(1), { qos: 1 });
});

it('limits the connections of one device, not those of others', async () => {
  await broker.close();
  live.close();
  await start({ connectionsOfOneDevice: 2 });
  await device();
  const second = await device();
  await expect(device()).rejects.toThrow(/Connection refused/);
  await device({ username: 'M2', password: 'secret-2' });
  await second.endAsync(true);
  await expect
    .poll(() =>
      device().then(
        () => 'in',
        () => 'out',
      ),
    )
    .toBe('in');
});

it('serves devices beside 500 half-open connections, and beside one that sends half a packet', async () => {
  const halfOpen = await Promise.all(
    Array.from(
      { length: 500 },
      () =>
        new Promise<import('node:net').Socket>((resolve, reject) => {
          const socket = connectTcp(broker.port, '127.0.0.1', () => resolve(socket)).once('error', reject);
        }),
    ),
  );
  halfOpen[0]?.write(Buffer.from([0x10, 0x20, 0x00]));
  const client = await device();
  await client.publishAsync('lianggao/v1/M1/readings', reading(1), { qos: 1 });
  expect(bench.ingest.readings).toHaveLength(1);
  for (const socket of halfOpen) socket.destroy();
});

it('serves a device beside one that floods', async () => {
  const flooding = await device({ username: 'M2', password: 'secret-2' });
  let isFlooding = true;
  const flood = (async () => {
    for (let time = 1_700_000_000_000; isFlooding; time += 1000) {
      const many = Array.from({ length: 50 }, (_, index) =>
        flooding.publishAsync('lianggao/v1/M2/readings', reading(index, time + index), { qos: 1 }),
      );
      await Promise.all(many).catch(() => undefined);
    }
  })();
  const client = await device();
  for (let index = 0; index < 20; index++) {
    await client.publishAsync('lianggao/v1/M1/readings', reading(index, 1_719_705_600_000 + index), { qos: 1 });
  }
  isFlooding = false;
  await flood;
  expect(bench.ingest.readings.filter((each) => each.device === 'M1')).toHaveLength(20);
});

it('goes on when the clock is set back an hour', async () => {
  const client = await device();
  await client.publishAsync('lianggao/v1/M1/power', '{"v":1}', { qos: 1 });
  clock -= 3_600_000;
  await client.publishAsync('lianggao/v1/M1/power', '{"v":2}', { qos: 1 });
  await expect(device({ password: 'wrong' })).rejects.toThrow();
  const another = await device();
  await another.publishAsync('lianggao/v1/M1/power', '{"v":3}', { qos: 1 });
  clock += 3_600_000;
  expect(bench.ingest.readings.map(({ value }) => value)).toEqual([1, 2, 3]);
});

/** CONNECT as M1, followed by a publication: where a session of bytes begins from. */
const sound = Buffer.concat([
  Buffer.from([0x10, 27, 0, 4, ...Buffer.from('MQTT'), 4, 0xc2, 0, 60, 0, 1, 0x78, 0, 2, ...Buffer.from('M1')]),
  Buffer.from([0, 8, ...Buffer.from('secret-1')]),
  Buffer.from([0x32, 25, 0, 19, ...Buffer.from('lianggao/v1/M1/powe'), 0, 1, 0x31, 0x32]),
]);

it('stays up whatever bytes it is sent', async () => {
  const session = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => {
      const socket = connectTcp(broker.port, '127.0.0.1', () => socket.write(bytes));
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.resume();
      setTimeout(() => socket.destroy(), 50);
    });
  await session(sound);
  await bench.ingest.until(() =>
    bench.ingest.readings.some(({ address, value }) => address === 'powe' && value === 12),
  );
  const aChange = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(aChange, { maxLength: 6 }), fc.uint8Array({ maxLength: 80 }), async (changes, tail) => {
      const bytes = Buffer.concat([sound, tail]);
      for (const { at, byte } of changes) bytes[at] = byte;
      await Promise.all([session(bytes), session(tail), session(Buffer.concat([bytes, bytes]))]);
    }),
    { numRuns: 40 },
  );
  await (await device()).publishAsync('lianggao/v1/M1/readings', reading(1), { qos: 1 });
  expect(bench.ingest.readings).toContainEqual(expect.objectContaining({ device: 'M1', address: 'power', value: 1 }));
});

const mosquitto = await promisify(execFile)('mosquitto_pub', ['--help']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
);

it.skipIf(!mosquitto)('takes what mosquitto_pub sends', async () => {
  const login = ['-h', '127.0.0.1', '-p', String(broker.port), '-u', 'M1', '-P', 'secret-1'];
  const message = ['-q', '1', '-t', 'lianggao/v1/M1/readings', '-m', reading(5)];
  await promisify(execFile)('mosquitto_pub', [...login, ...message]);
  expect(bench.ingest.readings).toMatchObject([{ device: 'M1', value: 5 }]);
});

it('refuses versions that it does not speak without falling over', async () => {
  const client = connect(address(), { protocolVersion: 5, username: 'M1', password: 'secret-1', reconnectPeriod: 0 });
  client.on('error', () => undefined);
  clients.push(client);
  await new Promise((resolve) => client.once('close', () => resolve('closed')));
  await (await device()).publishAsync('lianggao/v1/M1/power', reading(1), { qos: 1 });
  expect(bench.ingest.readings).toHaveLength(1);
});
