// lianggao duty as scripts use it: one JSON document on stdout, sentences on stderr, exit code 1 for a refusal.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AlarmFixture, MINUTE } from '../../core/alarms/alarm-fixture.ts';
import { createWorkspace } from '../../core/workspace/workspace.ts';
import { addDutyCommands } from './duty-cli.ts';

let folder: string;
let workspace: string;
let written: { stdout: string; stderr: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianggao-duty-commands-'));
  workspace = join(folder, 'workspace');
  await createWorkspace(workspace, { profile: 'shandong' });
  using desk = new AlarmFixture();
  desk.device('logger');
  desk.channel('meter', 'logger');
  desk.raise({ rule: 'silence' });
  desk.now += MINUTE;
  desk.act({ action: 'acknowledge' });
  desk.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(desk.path, join(workspace, 'monitoring.sqlite'));
  written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: each command has its own document, which the test states.
async function run(...args: string[]): Promise<any> {
  written.stdout = '';
  const program = new Command('lianggao').exitOverride();
  addDutyCommands(program);
  await program.parseAsync(['node', 'lianggao', 'duty', ...args, '--workspace', workspace, '--json']);
  return JSON.parse(written.stdout);
}

it('people are imported and proposed, the others with what is against them', async () => {
  const file = join(folder, 'people.csv');
  writeFileSync(
    file,
    'id,name,city,skills,on duty\n1,甲,淄博市,instrument,yes\n2,乙,济南市,instrument,yes\n3,丙,,,？\n',
  );
  expect(await run('people', 'import', file)).toMatchObject({ rows: 3, inserted: 2, rejected: 1 });
  expect(written.stderr).toMatch(/on duty/);
  expect(process.exitCode).toBeUndefined();
  expect(await run('people', 'list')).toMatchObject([{ id: '1' }, { id: '2' }]);
  expect(await run('proposal', '--id', '1')).toMatchObject({
    proposed: [{ person: { id: '1' } }],
    out: [{ person: { id: '2' }, reasons: [{ code: 'city-covered' }] }],
  });
});

it('the past, a handover and what stands beside an alarm are told with times as ISO 8601', async () => {
  const at = '2026-03-02T08:00:30+08:00';
  expect(await run('replay', '--at', at)).toMatchObject({ at, alarms: [{ id: 1, state: 'new' }] });
  expect(await run('replay', '--at', '2026-03-02T08:05:00')).toMatchObject({ alarms: [{ state: 'acknowledged' }] });
  const shift = ['--from', '2026-03-02T07:00:00', '--to', '2026-03-02T08:30:00'];
  expect(await run('handover', ...shift)).toMatchObject({
    ...{ from: '2026-03-02T07:00:00+08:00', asOf: '2026-03-02T08:30:00+08:00', id: null },
    open: [{ alarm: 1, owner: '张三', raisedAt: '2026-03-02T08:00:00+08:00' }],
    silent: [{ alarm: 1, id: 'meter' }],
  });
  const { crossChecks, similar } = await run('case', '--id', '1');
  expect(crossChecks.map(({ verdict }: { verdict: string }) => verdict)).toContain('not-checked');
  expect(similar).toEqual([]);
  expect(await run('silent')).toMatchObject({
    ...{ feedTime: null, of: 1, silent: 1 },
    items: [
      { kind: 'device', alarm: null },
      { kind: 'channel', within: { id: 'logger' }, alarm: 1 },
    ],
  });
});

it('an alarm that there is none of is refused', async () => {
  expect(await run('case', '--id', '9')).toMatchObject({ error: { code: 'unknown-alarm' } });
  expect(process.exitCode).toBe(1);
});
