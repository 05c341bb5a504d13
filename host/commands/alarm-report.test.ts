// lianggao alarms report: a PDF in a file, beside a host that may be running.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it, onTestFinished, vi } from 'vitest';
import { AlarmFixture } from '../../core/alarms/alarm-fixture.ts';
import { createWorkspace } from '../../core/workspace/workspace.ts';
import { addAlarmCommands } from './alarm-cli.ts';

it('writes the report and says where, and writes nothing of an alarm that is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianggao-alarm-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const workspace = join(folder, 'workspace');
  await createWorkspace(workspace, { profile: 'shandong' });
  using desk = new AlarmFixture();
  desk.device('logger');
  desk.channel('stack', 'logger');
  desk.raise({ subject: 'stack', rule: 'limit-hugging', priority: 'P2' });
  desk.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(desk.path, join(workspace, 'monitoring.sqlite'));

  let stdout = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  onTestFinished(() => {
    write.mockRestore();
    process.exitCode = undefined;
  });
  const run = async (...args: string[]): Promise<Record<string, unknown>> => {
    stdout = '';
    const program = new Command('lianggao').exitOverride();
    addAlarmCommands(program);
    await program.parseAsync(['node', 'lianggao', 'alarms', 'report', ...args, '--workspace', workspace, '--json']);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const out = join(folder, 'report.pdf');
  const { file, bytes, sha256 } = await run('1', '--out', out, '--language', 'zh');
  const written = readFileSync(out);
  expect([file, bytes]).toEqual([out, written.length]);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(written.toString('latin1', 0, 5)).toBe('%PDF-');
  expect(await run('9', '--out', join(folder, 'none.pdf'))).toMatchObject({ error: { code: 'unknown-alarm' } });
  expect(() => readFileSync(join(folder, 'none.pdf'))).toThrow();
});
