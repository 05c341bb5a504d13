import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../core/app.ts';
import { MONITORING_FILE, openMonitoring } from '../core/db/open-monitoring.ts';
import { registerDevice } from '../core/devices/registry.ts';
import type { Device } from '../core/devices/registry-facts.ts';
import { makeWorkspace } from './commands/make-workspace.ts';
import { ask } from './host-fixture.ts';
import { type Instruments, SOURCES_FILE, startInstruments } from './instruments.ts';

let directory: string;
let app: App;
let instruments: Instruments;
const logged: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lianggao-instruments-'));
  await makeWorkspace(directory, { profile: 'shandong', empty: true });
  const log = (line: string): void => void logged.push(line);
  app = await createApp({ workspaceDir: directory, purpose: 'serve', log });
  instruments = await startInstruments({ app, log });
});

afterEach(async () => {
  await instruments.close();
  await app.close();
  await rm(directory, { recursive: true });
});

const ports = async (): Promise<Record<string, number>> =>
  JSON.parse(await readFile(join(directory, SOURCES_FILE), 'utf8').catch(() => '{}'));

const device: Device = {
  ...{ id: 'H1', name: 'H1', protocol: 'http', gateway: null, enterprise: null },
  ...{ longitude: null, latitude: null, settings: {} },
};

it('opens its listeners when the first device is registered, and quarantines what nobody has registered', async () => {
  expect(await ports()).toEqual({});
  // Another process, such as the command line.
  const db = openMonitoring(join(directory, MONITORING_FILE));
  const put = db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)');
  db.transaction(() => {
    put.run('listeners', JSON.stringify({ http: 0 }));
    put.run('unknown-devices', 'quarantine');
    registerDevice(db, device, Date.now());
  })();
  db.close();
  await expect.poll(ports, { timeout: 10_000 }).toHaveProperty('http');
  const { http = 0 } = await ports();
  const headers = { 'X-Device': 'stranger', 'Content-Type': 'application/json' };
  const body = JSON.stringify({ t: Date.now(), name: 'power', v: 1 });
  const { status, text } = await ask(http, '/ingest/v1/readings', { method: 'POST', headers, body });
  expect([status, JSON.parse(text)]).toMatchObject([200, { accepted: 0, quarantined: 1 }]);
  expect(app.monitoring.quarantine()).toMatchObject([{ device: 'stranger', readings: 1 }]);
  await instruments.close();
  expect(await ports()).toEqual({});
  expect(logged).toEqual([]);
});
