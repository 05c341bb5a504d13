// The application as its callers see it: calls by the contract, refusals with both sentences, and a feed that misses nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { WorldChange } from '../contract/events.ts';
import { type App, createApp } from './app.ts';
import { bundledFile, type ListRow, listFile, listMapping } from './ledger-fixture.ts';
import { createWorkspace } from './workspace/workspace.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianggao-app-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let app: App;
let client: ReturnType<typeof clientOf>;
const logged: string[] = [];
let number = 0;
beforeEach(async () => {
  const dir = join(root, `w${++number}`);
  await createWorkspace(dir, { profile: 'shandong' });
  app = await createApp({ workspaceDir: dir, log: (line) => logged.push(line) });
  client = clientOf(app);
  const opened = app;
  onTestFinished(() => opened.close());
});

const clientOf = ({ router }: App) => createRouterClient(router, { context: { actor: 'tester' } });

async function importList(rows: readonly ListRow[]): Promise<void> {
  const path = join(root, `list${number}.csv`);
  await writeFile(path, listFile(rows).content);
  for await (const _ of await client.imports.run({ files: [{ path }], mapping: listMapping }));
}

const correct = (value: number) =>
  client.ledger.correct({ entity: 'unit', id: 'list/U1', attribute: 'capacity', value, reason: '核实', actor: '张三' });
const rename = (name: string) =>
  client.ledger.correct({
    entity: 'enterprise',
    id: 'list/P1',
    attribute: 'name',
    value: name,
    reason: '核实',
    actor: '张三',
  });

/** Reads a feed one change at a time. */
async function listen() {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const changes = (await client.world.changes(undefined, { signal: abort.signal }))[Symbol.asyncIterator]();
  return {
    abort,
    next: async (): Promise<WorldChange> => {
      const { value, done } = await changes.next();
      if (done) throw new Error('the feed has ended');
      return value as WorldChange;
    },
    ended: async (): Promise<boolean> => (await changes.next()).done === true,
  };
}

describe('calls', () => {
  it('answer what the workspace is and what stands in it', async () => {
    const about = await client.about.get();
    expect(about.profile).toMatchObject({ id: 'shandong', name: { zh: '山东省' } });
    expect([about.cities.length, about.counties.length]).toEqual([16, 136]);
    expect(about.datasets.map((dataset) => dataset.id)).toEqual(['gem-coal', 'gem-steel', 'sfi-cement', 'ledger']);
    const catalogue = await client.about.catalogue();
    expect(catalogue.find((entry) => entry.path === 'ledgers/gem-coal/shandong_dev.csv')).toMatchObject({
      licence: expect.stringContaining('CC'),
    });
  });

  it('name units of measure in both languages, and the documents that the product stands on', async () => {
    const { unitsOfMeasure, documents } = await client.about.get();
    expect(unitsOfMeasure).toContainEqual({ id: 'kt/a', name: { zh: '千吨/年', en: 'thousand tonnes a year' } });
    for (const { name } of unitsOfMeasure) expect(name.zh).not.toBe(name.en);
    expect(documents.find(({ number }) => number === '鲁政办字〔2022〕44号')).toMatchObject({ date: '2022-05-11' });
  });

  it('give the names by which enterprises and units are found, at two times', async () => {
    for (const file of ['gem-coal/shandong_dev.csv', 'gem-steel/shandong_plant_data.csv'])
      for await (const _ of await client.imports.run({ files: [{ path: bundledFile(file) }] }));
    const names = await client.ledger.names({});
    const { enterprises } = await client.world.snapshot({});
    expect(names.filter(({ kind }) => kind === 'enterprise').map(({ id }) => id)).toEqual(
      enterprises.map(({ id }) => id),
    );
    // One of the 485 has no name.
    expect(names.filter(({ kind }) => kind === 'unit')).toHaveLength(484);
    expect(names.find(({ id }) => id === 'gem-coal/G100676')).toEqual({
      ...{ kind: 'unit', id: 'gem-coal/G100676', enterpriseId: 'gem-coal/L101434', name: 'Unit 3', nameEn: null },
      ...{ otherNames: [], creditCode: null, owner: 'Zaozhuang Bayi Coal Water Slurry Thermal Power Co Ltd' },
    });
    expect(names.find(({ name }) => name === '山东泰山钢铁集团有限公司')?.otherNames).toEqual(
      expect.arrayContaining(['山东泰山钢铁总公司', '山东泰山钢铁有限公司']),
    );
    for (const { otherNames } of names) for (const name of otherNames) expect(name).not.toMatch(/^(Ltd|Inc)?\.?$/);
    expect(await client.ledger.names({ knownAt: 0 })).toEqual([]);
  });

  it('import in a worker, list the imports and keep their reports', async () => {
    const files = [{ path: bundledFile('gem-coal/shandong_dev.csv') }];
    for await (const message of await client.imports.run({ files, actor: '李四', reason: '季度更新' })) {
      if (message.kind === 'report') expect(message.report).toMatchObject({ inserted: 485 });
    }
    for await (const message of await client.imports.run({ files, dryRun: true })) {
      if (message.kind === 'report')
        expect(message.report).toMatchObject({ unchanged: 485, dryRun: true, importId: null });
    }
    const [only, ...others] = await client.imports.list();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ actor: '李四', reason: '季度更新', preset: 'gem-coal', inserted: 485, rejected: 0 });
    expect(await client.imports.report({ id: only?.id ?? 0 })).toMatchObject({ rows: 485, importId: only?.id });
    await importList([{ unit: 'U1' }]);
    await importList([{ unit: 'U2' }]);
    expect((await client.imports.list()).map(({ preset, rows }) => [preset, rows])).toEqual([
      ['list', 1],
      ['list', 1],
      ['gem-coal', 485],
    ]);
  });

  it('take their turn when they write: two imports at once, and a correction, all count', async () => {
    await importList([{ unit: 'U1' }]);
    const write = async (unit: string): Promise<void> => {
      const path = join(root, `${unit}.csv`);
      await writeFile(path, listFile([{ unit }]).content);
      for await (const _ of await client.imports.run({ files: [{ path }], mapping: listMapping }));
    };
    await Promise.all([write('U2'), write('U3'), correct(7), write('U4')]);
    const { total, revision } = await client.figure.get({ id: 'capacity' });
    expect([total, revision]).toEqual([307, 5]);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['an unknown figure', 'unknown-figure', () => client.figure.get({ id: 'none' })],
    ['an unknown enterprise', 'unknown-record', () => client.ledger.enterprise({ id: 'none' })],
    ['an unknown record', 'unknown-record', () => correct(5)],
    ['an unknown import', 'unknown-record', () => client.imports.report({ id: 99 })],
    ['a file that is not there', 'not-found', () => client.imports.inspect({ path: join(root, 'none.csv') })],
    [
      'the name of a bundled preset',
      'mapping-name-taken',
      () => client.imports.savePreset({ ...listMapping, name: 'ledger' }),
    ],
    [
      'an unknown preset',
      'unknown-preset',
      () => drain(client.imports.run({ files: [{ path: 'x' }], preset: 'none' })),
    ],
    ['an unknown datum', 'unknown-crs', () => drain(client.imports.run({ files: [{ path: 'x' }], crs: 'none' }))],
    [
      'an import of no file',
      'not-found',
      () => drain(client.imports.run({ files: [{ path: join(root, 'none.csv') }] })),
    ],
  ])('with %s are refused by code, with both sentences', async (_name, code, call) => {
    const error = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ORPCError)) throw error;
    expect(error.defined).toBe(true);
    expect(error).toMatchObject(
      code === 'unknown-record' ? { code: 'NOT_FOUND', status: 404 } : { code: 'REFUSED', status: 422 },
    );
    expect(error.data).toMatchObject({ code, zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: error.message });
  });
});

describe('the change feed', () => {
  it('has begun when the call has answered: what is committed from then on is told', async () => {
    await importList([{ unit: 'U1' }]);
    const feed = await listen();
    const before = await client.world.snapshot({});
    await rename('改名电厂');
    expect(await feed.next()).toMatchObject({
      from: before.revision,
      revision: before.revision + 1,
      put: [{ name: '改名电厂' }],
    });
  });

  it('numbers changes without a gap, and each turns the snapshot before into the one after', async () => {
    const feed = await listen();
    const before = await client.world.snapshot({});
    let { revision } = before;
    let world = new Map(before.enterprises.map((each) => [each.id, each]));
    const steps = [
      () => importList([{ unit: 'U1' }, { unit: 'U2', plant: 'P2', name: '二号电厂' }]),
      () => rename('改名电厂'),
      () => importList([{ unit: 'U3', plant: 'P3', name: '三号电厂', status: 'retired' }]),
    ];
    for (const step of steps) {
      await step();
      const change = await feed.next();
      expect(change.from).toBe(revision);
      revision = change.revision;
      world = new Map([...world].filter(([id]) => !change.removed.includes(id)));
      for (const each of change.put) world.set(each.id, each);
      const snapshot = await client.world.snapshot({});
      expect(snapshot.revision).toBe(revision);
      expect(world).toEqual(new Map(snapshot.enterprises.map((each) => [each.id, each])));
    }
  });

  it('gives a listener that is slow one change for all that it missed', async () => {
    await importList([{ unit: 'U1' }, { unit: 'U2', plant: 'P2', name: '二号电厂' }]);
    const [fast, slow] = [await listen(), await listen()];
    const { revision } = await client.world.snapshot({});
    for (const name of ['一', '二', '三']) {
      await rename(name);
      expect((await fast.next()).put.map((each) => each.name)).toEqual([name]);
    }
    expect(await slow.next()).toMatchObject({
      ...{ from: revision, revision: revision + 3, removed: [] },
      put: [{ id: 'list/P1', name: '三' }],
    });
  });

  it('tells of an import whose caller went away with the report', async () => {
    const feed = await listen();
    const path = join(root, 'gone.csv');
    await writeFile(path, listFile([{ unit: 'U1' }]).content);
    for await (const message of await client.imports.run({ files: [{ path }], mapping: listMapping })) {
      if (message.kind === 'report') break;
    }
    expect((await feed.next()).put.map((each) => each.id)).toEqual(['list/P1']);
  });

  it('ends when its reader aborts, and when the application closes', async () => {
    const [aborted, closed] = [await listen(), await listen()];
    const [first, second] = [aborted.ended(), closed.ended()];
    aborted.abort.abort();
    expect(await first.catch((error: Error) => error.name)).toSatisfy((end) => end === true || end === 'AbortError');
    await app.close();
    expect(await second).toBe(true);
    expect(logged).toEqual([]);
  });
});

async function drain(stream: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await stream);
}
