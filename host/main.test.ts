import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace } from '../core/workspace/workspace.ts';
import type { HostOptions } from './main.ts';

let directory: string;
let workspaceDir: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lianggao-main-'));
  workspaceDir = join(directory, 'workspace');
  await createWorkspace(workspaceDir, { profile: 'shandong' });
});
afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The host in a process of its own, as the command line runs it. */
function run(options: Partial<HostOptions> = {}) {
  const all: HostOptions = { workspaceDir, port: 0, json: true, reusableToken: false, ...options };
  const program = `import { runHost } from ${JSON.stringify(new URL('./main.ts', import.meta.url).href)}; await runHost(${JSON.stringify(all)});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code, signal]]) => ({
      stdout,
      stderr,
      code: code as number | null,
      signal: signal as string | null,
    }),
  );
  const firstLine = (async () => String((await once(child.stdout, 'data'))[0]))();
  return { child, output, firstLine };
}

describe('the host process', () => {
  it('prints one JSON line, serves, and ends cleanly when told to', async () => {
    const host = run({ reusableToken: true });
    const { url, pid } = JSON.parse(await host.firstLine);
    expect(pid).toBe(host.child.pid);
    const bearer = { Authorization: `Bearer ${new URL(url).searchParams.get('token')}` };
    const about = await fetch(new URL('/api/about', url), { headers: bearer });
    expect(await about.json()).toMatchObject({ profile: { id: 'shandong' } });

    // A feed that is open must not keep the process.
    const feed = await fetch(new URL('/api/world/changes', url), { headers: bearer });
    host.child.kill('SIGTERM');
    await feed.text().catch(() => '');
    const ended = await host.output;
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stdout.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toBe('');

    const again = run();
    await again.firstLine;
    again.child.kill('SIGINT');
    expect(await again.output).toMatchObject({ code: 0, stderr: '' });
  });

  it('speaks both languages to people', async () => {
    const host = run({ json: false });
    const said = await host.firstLine;
    expect(said).toContain('请在浏览器中打开');
    expect(said).toContain('Open in a browser');
    expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/);
  });

  it('says who uses the workspace', async () => {
    const first = run();
    await first.firstLine;
    const second = await run().output;
    expect(second.code).toBe(1);
    // For programs: the one document that was asked for says why.
    expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'workspace-in-use' } });
    expect(second.stderr).toContain('工作区正被另一个进程使用');
    expect(second.stderr).toContain(`process ${first.child.pid}`);
    expect(second.stderr).not.toContain('    at ');
  });

  it('says that there is no workspace, that the port is taken, and that the address is not this machine’s', async () => {
    const missing = await run({ workspaceDir: join(directory, 'nowhere') }).output;
    expect(missing.code).toBe(1);
    // For programs: the one document that was asked for says why.
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: 'workspace-missing' } });
    expect(missing.stderr).toMatch(/没有工作区[\s\S]*no workspace/);

    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const taken = await run({ port }).output;
    other.close();
    expect(taken.code).toBe(1);
    // For programs: the one document that was asked for says why.
    expect(JSON.parse(taken.stdout)).toMatchObject({ error: { code: 'not-listening' } });
    expect(taken.stderr).toBe(
      `端口 ${port} 已被其他程序占用。请换一个端口，或用 0 自动选择。\nPort ${port} is in use by another program. Choose another, or 0 for any free one.\n`,
    );

    const foreign = await run({ host: '192.0.2.1' }).output;
    expect(foreign.code).toBe(1);
    // For programs: the one document that was asked for says why.
    expect(JSON.parse(foreign.stdout)).toMatchObject({ error: { code: 'not-listening' } });
    expect(foreign.stderr).toContain('192.0.2.1');
    expect(foreign.stderr).not.toContain('    at ');
  });
});
