// One suite over every carrier: whatever a screen relies on holds on each of them.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, isDefinedError, ORPCError, safe } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Contract } from '../../contract/calls.ts';
import type { WorldChange } from '../../contract/events.ts';
import type { ImportProgress, Mapping } from '../../contract/imports.ts';
import { type App, createApp } from '../../core/app.ts';
import { createWorkspace } from '../../core/workspace/workspace.ts';
import { createProbeRouter, type probeContract, secretPath, startTestHost } from '../host-fixture.ts';
import { createMessagePortWire } from './message-port.ts';
import type { ServedRouter } from './served-router.ts';

/** A server on one carrier, to which any number of screens connect. */
interface Carrier<Client> {
  connect(): Promise<{ client: Client; disconnect(): void }>;
  logged: string[];
  close(): Promise<void>;
}

async function overWebSocket<Client>(app: { router: ServedRouter; uploadsDir?: string }): Promise<Carrier<Client>> {
  const host = await startTestHost({ app });
  const headers = { Cookie: await host.enter(), Origin: host.origin };
  return {
    logged: host.logged,
    async connect() {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { headers });
      await once(socket, 'open');
      const link = new WebSocketLink({ websocket: socket as unknown as globalThis.WebSocket });
      return { client: createORPCClient<never>(link) as Client, disconnect: () => socket.close() };
    },
    close: host.close,
  };
}

async function overMessagePort<Client>({ router }: { router: ServedRouter }): Promise<Carrier<Client>> {
  const logged: string[] = [];
  const serve = createMessagePortWire({ router, mayOpen: () => true, log: (entry) => logged.push(entry) });
  const ports: { close(): void }[] = [];
  return {
    logged,
    async connect() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      serve(port1, { actor: 'operator' });
      const client = createORPCClient<never>(new MessagePortLink({ port: port2 })) as Client;
      port2.start();
      return { client, disconnect: () => port2.close() };
    },
    async close() {
      for (const port of ports) port.close();
    },
  };
}

const carriers = [
  { name: 'WebSocket', open: overWebSocket },
  { name: 'MessagePort', open: overMessagePort },
];

describe.each(carriers)('$name carries', ({ open }) => {
  type ProbeClient = ContractRouterClient<typeof probeContract>;
  let carrier: Carrier<ProbeClient>;
  let screen: { client: ProbeClient; disconnect(): void };
  beforeEach(async () => {
    carrier = await open<ProbeClient>({ router: createProbeRouter() });
    screen = await carrier.connect();
  });
  afterEach(() => carrier.close());

  const ended = async (client: ProbeClient, name: string) => {
    while (!(await client.probe.ended()).includes(name)) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('a call and who makes it', async () => {
    expect(await screen.client.probe.echo({ text: '济南' })).toEqual({ text: '济南' });
    expect(await screen.client.probe.actor()).toEqual({ actor: 'operator' });
  });

  it('calls that run at the same time, each to its own answer', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => String(index));
    const answers = await Promise.all(texts.map((text) => screen.client.probe.echo({ text })));
    expect(answers.map((answer) => answer.text)).toEqual(texts);
  });

  it('a refusal with its code and sentences', async () => {
    const [error] = await safe(screen.client.probe.refuse());
    if (!isDefinedError(error)) throw new Error(`not the contract's error: ${error}`);
    expect(error.code).toBe('REFUSED');
    expect(error.data).toEqual({ code: 'because', zh: '不行', en: 'No' });
    expect(carrier.logged).toEqual([]);
  });

  it('what is wrong with an input', async () => {
    const error = await screen.client.probe.echo({ text: 7 } as never).catch((reason: unknown) => reason);
    if (!(error instanceof ORPCError)) throw new Error(`not an error of a call: ${error}`);
    expect(error.code).toBe('BAD_REQUEST');
    expect(error.data).toMatchObject({ issues: [{ path: ['text'] }] });
    expect(carrier.logged).toEqual([]);
  });

  it('a plain sentence in place of an unexpected error, which is logged', async () => {
    const error = await screen.client.probe.fail().catch((reason: unknown) => reason);
    if (!(error instanceof ORPCError)) throw new Error(`not an error of a call: ${error}`);
    expect(error.message).toMatch(/程序内部出错.*Something went wrong/);
    expect(JSON.stringify(error)).not.toContain(secretPath);
    expect(carrier.logged).toHaveLength(1);
    expect(carrier.logged[0]).toContain(secretPath);
  });

  it('a payload of a megabyte each way', async () => {
    const text = '台账'.repeat(350_000);
    expect((await screen.client.probe.echo({ text })).text === text).toBe(true);
  });

  it('events in order, and ends the source when the screen has had enough', async () => {
    const seen: number[] = [];
    for await (const n of await screen.client.probe.count({ name: 'a' })) {
      seen.push(n);
      if (n === 100) break;
    }
    expect(seen).toEqual(Array.from({ length: 101 }, (_, n) => n));
    await ended(screen.client, 'a');
  });

  it('a cancellation to a source that is silent', async () => {
    const cancel = new AbortController();
    const events = await screen.client.probe.wait({ name: 'b' }, { signal: cancel.signal });
    expect(await events.next()).toMatchObject({ value: 'waiting' });
    const next = events.next();
    cancel.abort();
    await expect(next).rejects.toThrow();
    await ended(screen.client, 'b');
    expect(carrier.logged).toEqual([]);
  });

  it('an unexpected error among events as a plain sentence', async () => {
    const seen: number[] = [];
    const error = await (async () => {
      for await (const n of await screen.client.probe.count({ name: 'c', failAt: 3 })) seen.push(n);
    })().catch((reason: unknown) => reason);
    expect(seen).toEqual([0, 1, 2]);
    expect(String(error)).toContain('程序内部出错');
    expect(String(error)).not.toContain(secretPath);
    expect(carrier.logged).toHaveLength(1);
    expect(carrier.logged[0]).toContain(secretPath);
  });

  it('two screens apart from each other', async () => {
    const other = await carrier.connect();
    const events = await screen.client.probe.count({ name: 'd' });
    const others = await other.client.probe.count({ name: 'e' });
    await events.next();
    await others.next();
    other.disconnect();
    await ended(screen.client, 'e');
    expect(await events.next()).toMatchObject({ value: 1 });
    expect(await screen.client.probe.ended()).toEqual(['e']);
  });

  it('a screen that lost its connection and comes back', async () => {
    const events = await screen.client.probe.wait({ name: 'f' });
    await events.next();
    screen.disconnect();
    await expect(events.next()).rejects.toThrow();
    const again = await carrier.connect();
    await ended(again.client, 'f');
    expect(await again.client.probe.echo({ text: '回来' })).toEqual({ text: '回来' });
    const events2 = await again.client.probe.wait({ name: 'g' });
    expect(await events2.next()).toMatchObject({ value: 'waiting' });
    expect(carrier.logged).toEqual([]);
  });
});

describe.each(carriers)('the application over $name', ({ open }) => {
  type Client = ContractRouterClient<Contract>;
  const mapping: Mapping = { name: 'suite', sheets: [{ fields: { enterpriseKey: 'key', enterpriseName: 'name' } }] };
  let directory: string;
  let app: App;
  let carrier: Carrier<Client>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lianggao-suite-'));
    const workspaceDir = join(directory, 'workspace');
    await createWorkspace(workspaceDir, { profile: 'shandong' });
    app = await createApp({ workspaceDir });
    carrier = await open<Client>(app);
  });
  afterAll(async () => {
    await carrier.close();
    await app.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Imports a list of enterprises; the events of the import. */
  async function importList(client: Client, names: Record<string, string>): Promise<ImportProgress[]> {
    const path = join(app.uploadsDir, `${randomUUID()}.csv`);
    await writeFile(path, ['key,name', ...Object.entries(names).map((each) => each.join(','))].join('\n'));
    const events: ImportProgress[] = [];
    for await (const event of await client.imports.run({ files: [{ path }], mapping })) events.push(event);
    return events;
  }

  it('answers, refuses and validates', async () => {
    const { client } = await carrier.connect();
    expect((await client.about.get()).profile.id).toBe('shandong');
    const [missing] = await safe(client.ledger.enterprise({ id: 'nobody' }));
    if (!isDefinedError(missing)) throw new Error(`not the contract's error: ${missing}`);
    expect(missing).toMatchObject({ code: 'NOT_FOUND', data: { zh: expect.any(String), en: expect.any(String) } });
    const [refused] = await safe(client.figure.get({ id: 'no-such-figure' }));
    expect(refused).toMatchObject({ code: 'REFUSED', data: { code: 'unknown-figure' } });
    const [invalid] = await safe(client.ledger.enterprise({ id: 7 } as never));
    expect(invalid).toMatchObject({ code: 'BAD_REQUEST' });
    expect(carrier.logged).toEqual([]);
  });

  it('takes and gives back a megabyte', async () => {
    const { client } = await carrier.connect();
    const large: Mapping = { ...mapping, name: 'large', unknownWords: ['不详'.repeat(500_000)] };
    await client.imports.savePreset(large);
    const saved = (await client.imports.presets()).find((preset) => preset.mapping.name === 'large');
    expect(saved?.mapping.unknownWords?.[0] === large.unknownWords?.[0]).toBe(true);
  });

  it('tells one screen what another has changed, and a screen that comes back by a snapshot', async () => {
    const [one, two] = [await carrier.connect(), await carrier.connect()];
    const before = await one.client.world.snapshot({});
    const changes = await one.client.world.changes();
    const next = changes.next();
    const events = await importList(two.client, { a: '甲厂', b: '乙厂' });
    expect(events.at(-1)).toMatchObject({ kind: 'report', report: { inserted: 2 } });
    const change = (await next).value as WorldChange;
    expect(change).toMatchObject({ from: before.revision, reset: false, removed: [] });
    expect(change.put.map((each) => each.name).sort()).toEqual(['乙厂', '甲厂']);

    one.disconnect();
    await expect(changes.next()).rejects.toThrow();
    await importList(two.client, { a: '甲厂', b: '乙厂', c: '丙厂' });
    const back = await carrier.connect();
    const after = await back.client.world.snapshot({});
    expect(after.enterprises.map((each) => each.name).sort()).toEqual(['丙厂', '乙厂', '甲厂']);
    const moreChanges = await back.client.world.changes();
    const more = moreChanges.next();
    await importList(two.client, { d: '丁厂' });
    expect((await more).value).toMatchObject({ from: after.revision });
  });

  it('ends a feed that a screen cancels', async () => {
    const { client } = await carrier.connect();
    const cancel = new AbortController();
    const changes = await client.world.changes(undefined, { signal: cancel.signal });
    const next = changes.next();
    cancel.abort();
    await expect(next).rejects.toThrow();
    expect((await client.about.get()).profile.id).toBe('shandong');
    expect(carrier.logged).toEqual([]);
  });

  it('narrows figures to ranges, splits them by flag, and gives the names of records', async () => {
    const { client } = await carrier.connect();
    const path = join(app.uploadsDir, `${randomUUID()}.csv`);
    await writeFile(
      path,
      'key,name,unit,mw,year\nr1,丁电厂,一号机,300,2003-12\nr1,丁电厂,二号机,,\nr1,丁电厂,三号机,600,2010\n',
    );
    const units: Mapping = {
      name: 'suite-units',
      sheets: [
        {
          fields: {
            ...{ enterpriseKey: 'key', enterpriseName: 'name', unitName: 'unit', capacity: 'mw', commissioned: 'year' },
            ...{ product: { constant: 'coal-fired-power' }, capacityUnit: { constant: 'MW' } },
          },
        },
      ],
    };
    for await (const _ of await client.imports.run({ files: [{ path }], mapping: units }));
    const where = { dataset: ['suite-units'] };
    const between = { capacity: [300, null], commissioned: [null, 2005] } as const;
    const count = (ask: object) => client.figure.get({ id: 'unit-count', where, ...ask });
    expect((await count({ between })).total).toBe(1);
    expect((await count({ by: ['flag'] })).rows.map(({ keys, value }) => [keys.flag, value])).toEqual([
      ['blankCapacity', 1],
      [null, 2],
    ]);
    const [refused] = await safe(count({ by: ['capacityClass'] }));
    expect(refused).toMatchObject({ code: 'REFUSED', data: { code: 'class-needs-product' } });
    const [malformed] = await safe(count({ between: { capacity: [1] } }));
    expect(malformed).toMatchObject({ code: 'BAD_REQUEST' });
    const dated = await client.figure.get({ id: 'dated-capacity', where: { ...where, year: ['2005', '2010'] } });
    expect(dated.rows.map(({ keys, value }) => [keys.year, value])).toEqual([
      [2005, 300],
      [2010, 900],
    ]);
    const explained = await client.figure.explain({ id: 'dated-capacity', where: { ...where, year: ['2005'] } });
    expect(explained.inputs).toMatchObject([{ recordName: '一号机', value: 300, keys: { year: 2005 }, flags: [] }]);
    const names = await client.ledger.names({});
    expect(names.filter(({ enterpriseId }) => enterpriseId === 'suite-units/r1').map(({ name }) => name)).toEqual([
      ...['丁电厂', '一号机', '三号机', '二号机'],
    ]);
  });
});
