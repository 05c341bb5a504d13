// Several processes and one workspace: one writes at a time, and one that is killed leaves it whole.
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledFile, bundledRows, csvText } from '../core/ledger-fixture.ts';
import { killAll, run, start } from './cli-fixture.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianggao-sharing-'));
});
afterAll(async () => {
  killAll();
  await rm(root, { recursive: true, force: true });
});

const at = (dir: string): string[] => ['--workspace', dir];

describe('two processes on one workspace', { timeout: 120_000 }, () => {
  it('write one after the other: the second is refused with the process id of the first, while readers go on', async () => {
    const dir = join(root, 'served');
    await run(['workspace', 'create', dir, '--empty']);
    const host = start(['serve', ...at(dir), '--json']);
    const [line] = (await once(host.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const { pid } = JSON.parse(line.toString()) as { pid: number };
    expect(pid).toBe(host.pid);
    const coal = bundledFile('gem-coal/shandong_dev.csv');
    const [second, figure, trial, another] = await Promise.all([
      run(['import', coal, ...at(dir), '--json']),
      run(['figure', 'unit-count', ...at(dir), '--json']),
      run(['import', coal, ...at(dir), '--json', '--dry-run']),
      run(['serve', ...at(dir), '--port', '0']),
    ]);
    expect([second.code, second.json.error.code]).toEqual([1, 'workspace-in-use']);
    expect(second.stderr).toContain(String(pid));
    expect([figure.code, figure.json.total, trial.json.inserted]).toEqual([0, 0, 485]);
    expect([another.code, another.stdout]).toEqual([1, '']);
    expect(another.stderr).toContain(String(pid));

    host.kill('SIGTERM');
    const [code] = (await once(host, 'exit')) as [number];
    expect(code).toBe(0);
    expect((await run(['import', coal, ...at(dir), '--json'])).json).toMatchObject({ inserted: 485 });
  });
});

describe('an import that is killed', { timeout: 120_000 }, () => {
  const count = (dir: string): number => {
    const db = new Database(join(dir, 'ledger.sqlite'), { readonly: true });
    try {
      return db.prepare('SELECT count(*) FROM unit_version').pluck().get() as number;
    } finally {
      db.close();
    }
  };
  const bytes = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

  it('at any moment leaves all of its rows or none, a sound ledger, and a workspace that takes it again', async () => {
    const dir = join(root, 'killed');
    await run(['workspace', 'create', dir, '--empty']);
    const big = join(root, 'big.csv');
    const [header = [], ...rows] = bundledRows('gem-coal/china_other_provinces.csv');
    const again = rows.map(([id = '', location = '', ...rest]) => [`${id}-2`, `${location}-2`, ...rest]);
    await writeFile(big, csvText([header, ...rows, ...again]));
    const total = 2 * rows.length;

    // What the import has done when it is killed: it holds the lock, has copied its file, has read on, begins to commit.
    const locked = (): boolean => bytes(join(dir, 'writer.json')) > 0;
    const copied = (): boolean => readdirSync(join(dir, 'sources')).length > 0;
    const committing = (): boolean => bytes(join(dir, 'ledger.sqlite-wal')) > 100_000;
    const moments: (readonly [reached: () => boolean, thenMs: number])[] = [
      ...([
        [locked, 0],
        [copied, 0],
        [copied, 300],
        [committing, 0],
      ] as const),
    ];
    for (const [reached, thenMs] of moments) {
      await rm(join(dir, 'writer.json'), { force: true });
      for (const name of readdirSync(join(dir, 'sources'))) await rm(join(dir, 'sources', name));
      const child = start(['import', big, ...at(dir)]);
      const exited = once(child, 'exit');
      while (!reached() && child.exitCode === null) await sleep(2);
      await sleep(thenMs);
      child.kill('SIGKILL');
      await exited;
      expect([0, total]).toContain(count(dir));
      // Killed at the end of its commit, it is done.
      if (count(dir) > 0) break;
    }
    expect((await run(['check', ...at(dir), '--json'])).json.ok).toBe(true);
    const { code, json } = await run(['import', big, ...at(dir), '--json']);
    expect([code, json.inserted + json.unchanged, count(dir)]).toEqual([0, total, total]);
    expect((await run(['check', ...at(dir), '--json'])).json.ok).toBe(true);
  });
});
