// What screens are told of many readings at once: what buckets don't show, completeness of many channels, the last still of each camera.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../app.ts';
import { addStill, registerCamera } from '../cameras/cameras.ts';
import { plainChannel, registerChannel, registerDevice } from '../devices/registry.ts';
import { ReadingWriter } from '../readings/reading-writer.ts';
import { createWorkspace } from '../workspace/workspace.ts';

const JUNE = Date.parse('2026-06-01T00:00:00+08:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let dir: string;
let app: App;
let client: ReturnType<typeof clientOf>;
const clientOf = ({ router }: App) => createRouterClient(router, { context: { actor: 'tester' } });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lianggao-monitoring-'));
  await createWorkspace(join(dir, 'workspace'), { profile: 'shandong' });
  app = await createApp({ workspaceDir: join(dir, 'workspace'), log: () => undefined });
  client = clientOf(app);
  const { db } = app.monitoring;
  const nothing = { gateway: null, enterprise: null, longitude: null, latitude: null, settings: {} };
  registerDevice(db, { ...nothing, id: 'gw', name: 'gw', protocol: 'mqtt' }, 0);
  const plain = { ...plainChannel, device: 'gw', kind: 'level' as const, unitOfMeasure: 'kW', quantity: 'power' };
  registerChannel(db, { ...plain, id: 'a', name: 'a', address: 'a', intervalMs: MINUTE }, 0);
  registerChannel(db, { ...plain, id: 'b', name: 'b', address: 'b', intervalMs: null }, 0);
  // Four hours of a reading a minute; in the second a fault of ten minutes, in the third nothing.
  const minutes = Array.from({ length: 240 }, (_, at) => at).filter((at) => at < 120 || at >= 180);
  const readings = minutes.flatMap((at) =>
    ['a', 'b'].map((address) => ({
      ...{ device: 'gw', address, time: JUNE + at * MINUTE, value: at, text: String(at) },
      flag: at >= 60 && at < 70 ? 'D' : null,
    })),
  );
  const writer = new ReadingWriter(db, { now: () => JUNE + 5 * HOUR });
  writer.write([
    { protocol: 'mqtt', device: 'gw', receivedAt: JUNE + 5 * HOUR, bytes: new Uint8Array(1), readings, issues: [] },
  ]);
  writer.settle();
});
afterEach(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

it('buckets say what is marked and what is missing in them', async () => {
  const asked = { from: JUNE, to: JUNE + 4 * HOUR, points: 24 };
  const [a, b] = await client.monitoring.series({ channels: ['a', 'b'], ...asked });
  // Ten minutes each; the second hour's first holds marked readings alone, the third hour is a gap.
  expect(
    a?.points.map(({ time, value, flagged, missing }) => [(time - JUNE) / MINUTE, value, flagged, missing]),
  ).toEqual([
    ...[0, 10, 20, 30, 40, 50].map((at) => [at, at + 4.5, 0, 0]),
    [60, null, 10, 0],
    ...[70, 80, 90, 100, 110, 180, 190, 200, 210, 220, 230].map((at) => [at, at + 4.5, 0, 0]),
  ]);
  expect(b?.points.every((point) => !('missing' in point))).toBe(true);
  const [single] = await client.monitoring.series({ channels: ['a'], from: JUNE, to: JUNE + 5 * MINUTE, points: 24 });
  expect(single).toMatchObject({ of: 'readings', points: [{ time: JUNE, value: 0, flag: null }, {}, {}, {}, {}] });
});

it('completeness of many channels comes in one answer', async () => {
  const asked = { from: JUNE, to: JUNE + 4 * HOUR };
  expect(await client.monitoring.completeness({ channels: ['b', 'a'], ...asked })).toEqual([
    { channel: 'b', count: 170, expected: null, completeness: null },
    { channel: 'a', count: 170, expected: 240, completeness: 170 / 240 },
  ]);
  expect(await client.monitoring.completeness({ channels: ['a'], from: JUNE, to: JUNE })).toEqual([
    { channel: 'a', count: 0, expected: 0, completeness: null },
  ]);
  await expect(client.monitoring.completeness({ channels: ['nobody'], ...asked })).rejects.toThrow('nobody');
});

it('cameras come with what came of asking them last', async () => {
  const { db } = app.monitoring;
  const camera = { enterprise: null, longitude: null, latitude: null, kind: 'http' as const, auth: 'none' as const };
  for (const id of ['door', 'yard'])
    registerCamera(db, { ...camera, id, name: id, url: 'http://10.0.0.1/still', user: null, liveUrl: null }, 0);
  const nothing = { alarm: null, receivedAt: null, cameraTime: null, cameraTimeFrom: null };
  const still = { ...nothing, sha256: null, bytes: null, contentType: null, failure: 'timed-out' };
  for (const askedAt of [2, 3, 1]) addStill(db, { ...still, camera: 'door', askedAt });
  const cameras = await client.cameras.list();
  expect(cameras.map(({ id, latest }) => [id, latest?.askedAt ?? null, latest?.failure ?? null])).toEqual([
    ['door', 3, 'timed-out'],
    ['yard', null, null],
  ]);
});
