import { createServer, type Server, type Socket } from 'node:net';
import modbus from 'modbus-serial';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { type LiveRegistry, openLiveRegistry } from './live-registry.ts';
import { startModbusSource } from './modbus-source.ts';
import { type SourceBench, startSourceBench } from './source-fixture.ts';
import type { Source } from './source-status.ts';
import { SourceTroubles } from './source-troubles.ts';

const INTERVAL = 200;
let bench: SourceBench;
let live: LiveRegistry;
let source: Source | undefined;
let offset = 0;
const stations: InstanceType<typeof modbus.ServerTCP>[] = [];
const servers: Server[] = [];
const sockets: Socket[] = [];
const asked: string[] = [];

beforeEach(() => {
  bench = startSourceBench();
  offset = 0;
});

afterEach(async () => {
  await source?.close();
  source = undefined;
  live.close();
  for (const station of stations.splice(0)) await new Promise<void>((resolve) => station.close(() => resolve()));
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  asked.splice(0);
  bench.close();
});

/** A station with these words from address 0, holding and input alike; others do not exist. */
async function station(words: readonly number[]): Promise<number> {
  const give = (address: number, length: number, unit: number) => {
    asked.push(`${unit}:${address}+${length}`);
    if (address + length > words.length) throw Object.assign(new Error('illegal address'), { modbusErrorCode: 2 });
    return words.slice(address, address + length);
  };
  const more = (address: number, length: number, unit: number) => give(address, length, unit).map((word) => word + 1);
  const port = await freePort();
  const server = new modbus.ServerTCP(
    {
      getMultipleHoldingRegisters: (address: number, length: number, unit: number) => give(address, length, unit),
      getMultipleInputRegisters: (address: number, length: number, unit: number) => more(address, length, unit),
      getHoldingRegister: (address: number, unit: number) => give(address, 1, unit)[0] ?? 0,
      getInputRegister: (address: number, unit: number) => more(address, 1, unit)[0] ?? 0,
    },
    { host: '127.0.0.1', port, unitID: 255 },
  );
  stations.push(server);
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()));
  return port;
}

/** The library's server takes no 0 for a free port. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Takes connections and never answers. */
async function deafStation(): Promise<number> {
  const server = createServer((socket) => sockets.push(socket));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

function register(id: string, port: number, settings: Record<string, unknown>) {
  const usual = { host: '127.0.0.1', port, intervalMs: INTERVAL, timeoutMs: 100 };
  bench.register({ id, protocol: 'modbus', settings: { ...usual, ...settings } });
}

function start() {
  const log = (entry: string) => bench.logged.push(entry);
  const now = () => Date.now() + offset;
  live = openLiveRegistry(bench.monitoringPath, log);
  const isRegistered = (id: string) => live.current.devices.has(id);
  const troubles = new SourceTroubles({ ingest: bench.ingest, isRegistered, log, now });
  source = startModbusSource({ ingest: bench.ingest, live, troubles, log, now });
}

const readingsOf = (device: string) => bench.ingest.readings.filter((reading) => reading.device === device);

it('reads registers of every kind, those that lie together with one request', async () => {
  const float = new DataView(new ArrayBuffer(4));
  float.setFloat32(0, 23.45);
  const port = await station([65_535, 0x0001, 0x0002, float.getUint16(2), float.getUint16(0), 7]);
  register('P1', port, {
    unitId: 3,
    registers: [
      { address: 0, type: 'int16', name: 'signed' },
      { address: 1, type: 'uint32', name: 'energy', scale: 0.1, offset: 5 },
      { address: 3, type: 'float32', order: 'CDAB', name: 'level' },
      { address: 5, function: 4 },
    ],
  });
  start();
  await bench.ingest.until(() => bench.ingest.messages.length > 0);
  const [message] = bench.ingest.messages;
  const [reading] = message?.readings ?? [];
  const time = reading?.time ?? Number.NaN;
  expect(message?.readings).toEqual([
    { device: 'P1', address: 'signed', time, value: -1, text: '-1', flag: null },
    { device: 'P1', address: 'energy', time, value: 6558.8, text: '6558.8', flag: null },
    { device: 'P1', address: 'level', time, value: 23.45, text: '23.45', flag: null },
    { device: 'P1', address: '4/5', time, value: 8, text: '8', flag: null },
  ]);
  expect(time % INTERVAL).toBe(0);
  expect(asked.slice(0, 2)).toEqual(['3:0+5', '3:5+1']);
  expect(Array.from(message?.bytes.subarray(0, 7) ?? [])).toEqual([3, 0, 0, 0, 5, 255, 255]);
});

it('takes what a station has, where it refuses a register', async () => {
  const port = await station([1, 2, 3]);
  register('P1', port, {
    registers: [
      { address: 2, name: 'there' },
      { address: 3, name: 'not-there' },
    ],
  });
  start();
  await bench.ingest.until(() => readingsOf('P1').length > 0);
  expect(readingsOf('P1')[0]).toMatchObject({ address: 'there', value: 3 });
  expect(bench.ingest.messages.at(-1)?.issues).toEqual([{ code: 'register-refused', detail: 'not-there' }]);
});

it('lets no dead or slow station delay another, and says which is silent', async () => {
  register('DEAF', await deafStation(), { registers: [{ address: 0 }] });
  register('GONE', 1, { registers: [{ address: 0 }] });
  register('WELL', await station([5]), { registers: [{ address: 0 }] });
  start();
  await bench.ingest.until(() => readingsOf('WELL').length >= 3);
  const byName = new Map(source?.statuses().map((status) => [status.name, status]));
  expect([byName.get('DEAF')?.trouble?.code, byName.get('GONE')?.trouble?.code]).toEqual(['no-answer', 'no-answer']);
  expect(byName.get('WELL')).toMatchObject({ state: 'connected', trouble: null });
  expect(
    bench.ingest.messages.flatMap(({ device, issues }) => issues.map(({ code }) => `${device} ${code}`)).sort(),
  ).toEqual(['DEAF no-answer', 'GONE no-answer']);
  expect([...readingsOf('DEAF'), ...readingsOf('GONE')]).toEqual([]);
});

it('asks stations behind one gateway over one connection', async () => {
  const port = await station([5]);
  for (const unitId of [1, 2, 3]) register(`U${unitId}`, port, { unitId, registers: [{ address: 0 }] });
  start();
  await bench.ingest.until(() => [1, 2, 3].every((unitId) => readingsOf(`U${unitId}`).length > 1));
  expect(stations[0]?.socks.size).toBe(1);
  expect(new Set(asked)).toEqual(new Set(['1:0+1', '2:0+1', '3:0+1']));
});

it('comes back to a station that was away', async () => {
  const port = await station([5]);
  register('P1', port, { registers: [{ address: 0 }] });
  start();
  await bench.ingest.until(() => readingsOf('P1').length > 0);
  for (const socket of stations[0]?.socks.keys() ?? []) socket.destroy();
  const before = readingsOf('P1').length;
  await bench.ingest.until(() => readingsOf('P1').length > before + 1);
});

it('keeps what the store could not take, and hands it on when it can', async () => {
  bench.ingest.fail(new AppError('disk-full', { dir: 'disk' }));
  register('P1', await station([5]), { registers: [{ address: 0 }] });
  start();
  await expect.poll(() => source?.statuses()[0]?.counts.unsent).toBeGreaterThan(1);
  bench.ingest.fail(null);
  await bench.ingest.until(() => readingsOf('P1').length >= 3);
  const times = readingsOf('P1').map(({ time }) => time);
  expect(times).toEqual([...new Set(times)].sort());
});

it('goes on when the clock is set back an hour, and says so', async () => {
  register('P1', await station([5]), { registers: [{ address: 0 }] });
  start();
  await bench.ingest.until(() => readingsOf('P1').length > 1);
  const before = readingsOf('P1').at(-1)?.time ?? 0;
  offset = -3_600_000;
  await bench.ingest.until(() => readingsOf('P1').some(({ time }) => time < before - 3_000_000));
  expect(bench.ingest.issues).toContain('clock-set-back');
});

it('follows the registry, and names settings that cannot be', async () => {
  start();
  expect(source?.statuses()).toEqual([]);
  register('BAD', 502, { registers: [{ address: 0, type: 'float16' }] });
  register('P1', await station([5]), { registers: [{ address: 0 }] });
  await bench.ingest.until(() => readingsOf('P1').length > 0);
  const bad = source?.statuses().find(({ name }) => name === 'BAD');
  expect([bad?.state, bad?.trouble?.code]).toEqual(['failed', 'bad-settings']);
  expect(bad?.trouble?.en).toContain('registers.0.type');
});
