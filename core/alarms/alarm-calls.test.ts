// Bulk, undo, correction and report as a screen calls them: through the contract and the writer's thread.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../app.ts';
import { plainChannel, registerChannel, registerDevice } from '../devices/registry.ts';
import { message } from '../readings/readings-fixture.ts';
import { createWorkspace } from '../workspace/workspace.ts';

const MINUTE = 60_000;

it('acts on many, takes it back, corrects readings and writes the report', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lianggao-alarm-calls-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await createWorkspace(dir, { profile: 'shandong' });
  const app = await createApp({ workspaceDir: dir });
  onTestFinished(() => app.close());
  const client = createRouterClient(app.router, { context: { actor: 'tester' } });

  const { db } = app.monitoring;
  const place = { gateway: null, enterprise: null, longitude: 118.06, latitude: 36.79, settings: {} };
  registerDevice(db, { id: 'D1', protocol: 'http', name: 'D1', ...place }, 0);
  const facts = { quantity: 'so2', kind: 'level', unitOfMeasure: 'mg/m³', intervalMs: MINUTE } as const;
  for (const id of ['east', 'west']) {
    const channel = { ...plainChannel, ...facts, id, name: id, device: 'D1', address: id };
    registerChannel(db, { ...channel, limitHigh: 35, limitPeriod: 'reading' }, 0);
  }
  const ingest = await app.monitoring.ingest();
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const sent = ['east', 'west'].flatMap((address) =>
    [20, 21, 90].map((value, i) => ({ address, time: now - (3 - i) * MINUTE, value })),
  );
  await ingest.take(message(sent, { receivedAt: now }));

  const { alarms } = await client.alarms.list({ open: true });
  expect(alarms.map(({ rule, subject }) => [rule, subject.id]).sort()).toEqual([
    ['limit-exceedance', 'east'],
    ['limit-exceedance', 'west'],
  ]);
  const items = alarms.map(({ id: alarm, version: expectedVersion }) => ({ alarm, expectedVersion }));
  const bulk = { action: 'acknowledge', items, actor: '张三', key: 'k1' };
  expect((await client.alarms.bulk({ ...bulk, dryRun: true })).done).toHaveLength(2);
  expect((await client.alarms.bulk(bulk)).done.map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
  expect((await client.alarms.undo({ key: 'k1', actor: '张三' })).map(({ state }) => state)).toEqual(['new', 'new']);
  const first = alarms[0]?.id as number;
  await client.alarms.transition({ alarm: first, action: 'acknowledge', actor: '张三', key: 'k2' });
  expect(await client.alarms.undo({ key: 'k2', actor: '张三' })).toMatchObject([{ id: first, state: 'new' }]);

  const channel = alarms[0]?.subject.id as string;
  const span = { channel, from: now - MINUTE, to: now };
  const made = await client.monitoring.correct({
    ...{ ...span, mark: '校准未登记', reason: '标气通入', actor: '李四', alarm: first, key: 'k3' },
  });
  expect(made.readings).toBe(1);
  const { versions } = await client.monitoring.origin({ channel, time: span.from });
  expect(versions).toMatchObject([
    { flag: '校准未登记', protocol: 'desk', correction: { actor: '李四', reason: '标气通入', alarm: first } },
    { flag: null, value: 90, correction: null },
  ]);
  const [hour] = await client.monitoring.rows({ channel, from: span.from, to: now, step: '1d' });
  expect(hour).toMatchObject({ count: 2, sum: 41 });
  const shown = await client.alarms.show({ id: first });
  expect(shown.alarm.withdrawn).toBe(true);
  expect(shown.transitions.map(({ action }) => action)).toContain('note');

  const { name, contentType, base64 } = await client.duty.report({ alarm: first, language: 'en' });
  expect([name, contentType]).toEqual([`Alarm-closing-report-${first}-draft.pdf`, 'application/pdf']);
  expect(Buffer.from(base64, 'base64').toString('latin1', 0, 5)).toBe('%PDF-');
});
