// lianggao alarms as scripts use it: one JSON document on stdout, sentences on stderr, exit code 1 for a refusal.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlarmFixture } from '../../core/alarms/alarm-fixture.ts';
import { addAlarmCommands } from './alarm-cli.ts';

let workspace: string;
let written: { stdout: string; stderr: string };

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'lianggao-alarm-commands-'));
  writeFileSync(join(workspace, 'ledger.sqlite'), '');
  using desk = new AlarmFixture();
  desk.raise({ subject: 'stack', rule: 'limit-hugging', priority: 'P3' });
  desk.raise({ subject: { kind: 'device', id: 'logger' }, rule: 'clock-fault', priority: 'P1' });
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
  rmSync(workspace, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: each command has its own document, which the test states.
async function run(...args: string[]): Promise<any> {
  written.stdout = '';
  const program = new Command('lianggao').exitOverride();
  addAlarmCommands(program);
  await program.parseAsync(['node', 'lianggao', 'alarms', ...args, '--workspace', workspace, '--json']);
  return JSON.parse(written.stdout);
}

describe('lianggao alarms', () => {
  it('lists the most urgent first, narrowed by state and priority', async () => {
    const { alarms, counts } = await run('list', '--open');
    expect(alarms.map(({ id, priority }: { id: number; priority: string }) => [id, priority])).toEqual([
      [2, 'P1'],
      [1, 'P3'],
    ]);
    expect(alarms[0]).toMatchObject({ raisedAt: '2026-03-02T08:00:00+08:00', verifyBy: '2026-03-02T08:05:00+08:00' });
    expect(counts).toMatchObject({ open: 2, unacknowledged: 2 });
    expect((await run('list', '--priority', 'p3')).alarms).toHaveLength(1);
    expect((await run('list', '--state', 'closed,resolved')).alarms).toEqual([]);
  });

  it('moves an alarm on, and shows who did what', async () => {
    const moved = await run(
      ...['transition', '--id', '2', '--action', 'acknowledge', '--actor', '张三', '--reason', '2'],
    );
    expect(moved).toMatchObject({ id: 2, state: 'acknowledged', owner: '张三', version: 2 });
    const { transitions, evidence, rule } = await run('show', '--id', '2');
    expect(transitions.at(-1)).toMatchObject({ action: 'acknowledge', actor: '张三', reason: 'verifying' });
    expect(evidence.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(rule.id).toBe('clock-fault');
  });

  it('refuses with a sentence and exit code 1', async () => {
    const close = ['transition', '--id', '1', '--action', 'close', '--actor', '张三'];
    expect((await run(...close)).error).toMatchObject({ code: 'alarm-move-refused' });
    expect(process.exitCode).toBe(1);
    expect(written.stderr).toContain('acknowledge');
    expect((await run('show', '--id', '9')).error.code).toBe('unknown-alarm');
    expect((await run('list', '--state', 'open')).error.code).toBe('unknown-option-value');
  });
});
