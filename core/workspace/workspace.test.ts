// A workspace is whole or not there at all, has one writer, and is never opened by a program that does not understand it.
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWorkspace } from '../check/check-workspace.ts';
import { refusalOf } from '../ledger-fixture.ts';
import { canMountTinyDisk, mountTinyDisk } from '../tmpfs-fixture.ts';
import { createWorkspace, openWorkspace } from './workspace.ts';

let root: string;
let made: string;
let number = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianggao-workspace-'));
  made = join(root, 'made');
  await createWorkspace(made, { profile: 'shandong' });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const fresh = (): string => join(root, `w${++number}`);
/** A copy of a sound workspace, to be harmed. */
async function copy(): Promise<string> {
  const dir = fresh();
  await cp(made, dir, { recursive: true });
  return dir;
}

describe('a new workspace', () => {
  it('is made in a new directory or an empty one, and opens', async () => {
    const [inNew, inEmpty] = [join(fresh(), 'deep', 'down'), fresh()];
    await mkdir(inEmpty);
    for (const dir of [inNew, inEmpty]) {
      await createWorkspace(dir, { profile: 'guangdong' });
      const workspace = await openWorkspace(dir);
      expect(workspace.profile.id).toBe('guangdong');
      expect(workspace.boundaries.cities).toHaveLength(21);
      expect((await checkWorkspace(workspace)).every((check) => check.ok)).toBe(true);
      await workspace.close();
    }
  });

  it('is refused where there is one, where other files are, and where a file is in the way', async () => {
    expect((await refusalOf(createWorkspace(made, { profile: 'shandong' }))).code).toBe('workspace-exists');
    const full = fresh();
    await mkdir(full);
    await writeFile(join(full, 'thesis.docx'), 'mine');
    expect((await refusalOf(createWorkspace(full, { profile: 'shandong' }))).code).toBe('directory-not-empty');
    expect(readdirSync(full)).toEqual(['thesis.docx']);
    const file = join(full, 'thesis.docx');
    expect((await refusalOf(createWorkspace(file, { profile: 'shandong' }))).code).toBe('directory-not-empty');
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('of an unknown province is refused, naming those there are, and leaves nothing', async () => {
    const dir = fresh();
    const refusal = await refusalOf(createWorkspace(dir, { profile: 'atlantis' }));
    expect(refusal.code).toBe('boundaries-refused');
    expect(refusal.en).toContain('guangdong, shandong');
    expect(existsSync(dir)).toBe(false);
  });

  it.skipIf(!canMountTinyDisk)(
    'on a full disk is refused, and leaves nothing (needs root to mount a tmpfs)',
    async () => {
      using disk = mountTinyDisk(64) as NonNullable<ReturnType<typeof mountTinyDisk>>;
      for (const dir of [join(disk.dir, 'new'), disk.dir]) {
        const refusal = await refusalOf(createWorkspace(dir, { profile: 'shandong' }));
        expect(refusal).toMatchObject({
          code: 'disk-full',
          zh: expect.stringContaining(dir),
          en: expect.stringContaining(dir),
        });
        expect(readdirSync(disk.dir)).toEqual([]);
      }
      disk.resize(4096);
      await createWorkspace(disk.dir, { profile: 'shandong' });
    },
  );

  it('where nothing may be written is refused', async () => {
    // Permissions do not bind root, a disk that is mounted read-only does.
    using disk = mountTinyDisk(64);
    const parent = disk?.dir ?? fresh();
    await mkdir(parent, { recursive: true });
    if (disk) disk.makeReadOnly();
    else await chmod(parent, 0o500);
    expect((await refusalOf(createWorkspace(join(parent, 'w'), { profile: 'shandong' }))).code).toBe('not-writable');
  });
});

describe('a workspace that is opened', () => {
  it('must be there', async () => {
    for (const readOnly of [true, false])
      expect((await refusalOf(openWorkspace(fresh(), { readOnly }))).code).toBe('workspace-missing');
  });

  it('has one writer, whom the next one is told of, and any number of readers', async () => {
    const dir = await copy();
    const writer = await openWorkspace(dir, { purpose: 'serve' });
    const refusal = await refusalOf(openWorkspace(dir, { purpose: 'lianggao import' }));
    expect(refusal.code).toBe('workspace-in-use');
    for (const text of [refusal.zh, refusal.en]) expect(text).toMatch(new RegExp(`${process.pid}.*serve`));
    const readers = await Promise.all([openWorkspace(dir, { readOnly: true }), openWorkspace(dir, { readOnly: true })]);
    for (const reader of readers) await reader.close();
    await writer.close();
    await (await openWorkspace(dir)).close();
  });

  it('is free again when its writer has died without a word', async () => {
    const dir = await copy();
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       import(workerData.module).then(({ lockWorkspace }) => { globalThis.lock = lockWorkspace(workerData.dir, 'dies'); parentPort.postMessage('held'); setInterval(() => {}, 1000); });`,
      { eval: true, workerData: { module: new URL('./workspace-lock.ts', import.meta.url).href, dir } },
    );
    await once(worker, 'message');
    expect((await refusalOf(openWorkspace(dir))).code).toBe('workspace-in-use');
    await worker.terminate();
    await (await openWorkspace(dir)).close();
  });

  it('by a newer program is refused by the name of what is unknown, and left as it is', async () => {
    const dir = await copy();
    const db = new Database(join(dir, 'ledger.sqlite'));
    db.prepare('INSERT INTO schema_migration (name, applied_at) VALUES (?, ?)').run('0099-teleport', 0);
    db.pragma('journal_mode = DELETE');
    db.close();
    const bytes = await readFile(join(dir, 'ledger.sqlite'));
    for (const readOnly of [true, false]) {
      const refusal = await refusalOf(openWorkspace(dir, { readOnly }));
      expect(refusal).toMatchObject({ code: 'workspace-newer', en: expect.stringContaining('0099-teleport') });
    }
    if (existsSync(join(dir, 'ledger.sqlite-wal')))
      expect((await readFile(join(dir, 'ledger.sqlite-wal'))).length).toBe(0);
    expect(migrationsIn(bytes)).toEqual(migrationsIn(await readFile(join(dir, 'ledger.sqlite'))));
  });

  const harms: [string, (path: string) => Promise<void>][] = [
    ['cut short', (path) => truncate(path, 40_000)],
    ['cut to nothing', (path) => truncate(path, 0)],
    ['overwritten', (path) => writeFile(path, 'this was a ledger once, and is none any more'.repeat(100))],
    ['spoilt in its middle', (path) => overwrite(path, 4096, 20_000)],
    ['robbed of its province', async (path) => void new Database(path).exec('DELETE FROM setting').close()],
  ];
  it.each(harms)('is refused as damaged where its database was %s', async (_name, harm) => {
    const dir = await copy();
    await harm(join(dir, 'ledger.sqlite'));
    for (const readOnly of [true, false])
      expect((await refusalOf(openWorkspace(dir, { readOnly }))).code).toBe('workspace-damaged');
    // The lock is not kept by the attempt.
    expect((await refusalOf(openWorkspace(dir))).code).toBe('workspace-damaged');
  });
});

async function overwrite(path: string, from: number, length: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(length, 0xa5), 0, length, from);
  await file.close();
}

const migrationsIn = (bytes: Buffer): string[] => [...new Set(bytes.toString('latin1').match(/00\d\d-[a-z]+/g))].sort();
