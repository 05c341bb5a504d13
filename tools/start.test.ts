// `npm start` with a small stand-in for the host: what reaches stdout, and how everything ends together.
// cspell:ignore unstub
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { repositoryRoot } from './install.mjs';
import { parseStartArguments, readAddress, runDesktop } from './start.mjs';

const machine = { platform: 'linux', env: {}, home: '/home/a' };

describe('parseStartArguments', () => {
  test('opens a window on the default workspace and a free port', () => {
    expect(parseStartArguments([], machine)).toEqual({
      window: true,
      help: false,
      workspace: '/home/a/.local/share/lianggao/workspace',
      port: '0',
      scale: 'small',
    });
  });
  test('takes what it is told', () => {
    const options = parseStartArguments(['--no-window', '--workspace', '/w', '--port', '8080'], machine);
    expect(options).toMatchObject({ window: false, workspace: '/w', port: '8080' });
    const drill = parseStartArguments(['--workspace-kind', 'drill', '--drill-scale', 'province'], machine);
    expect(drill).toMatchObject({ kind: 'drill', scale: 'province' });
  });
  test('refuses a kind of workspace that there is none of, naming those that there are', () => {
    expect(() => parseStartArguments(['--workspace-kind', 'demo'], machine)).toThrow(/public、drill、empty/);
  });
  test.each([['--windowless'], ['--drill-scale', 'huge'], ['--port', '70000'], ['--port', 'x'], ['stray']])(
    'refuses %s %s in plain words',
    (...argv) => {
      expect(() => parseStartArguments(argv, machine)).toThrow(/无法识别[\s\S]+not understood[\s\S]+--workspace DIR/);
    },
  );
});

describe('readAddress', () => {
  test('is the one JSON line and nothing else', () => {
    expect(readAddress('{"url":"http://127.0.0.1:1/","pid":2,"more":true}')).toEqual({
      url: 'http://127.0.0.1:1/',
      pid: 2,
    });
    for (const line of ['', 'ready', '{"url":1,"pid":2}', '{"url":"x"}', 'null', '[]'])
      expect(readAddress(line)).toBeUndefined();
  });
});

/** Keeps a journal of its commands and of its end; a workspace named "busy" is refused as the host refuses one in use. */
const standIn = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const [journal, ...argv] = process.argv.slice(2);
const note = (line) => appendFileSync(journal, line + '\\n');
note(argv.join(' '));
if (argv[0] === 'workspace' || argv[1] === 'create') {
  const folder = argv[0] === 'workspace' ? argv[2] : argv[3];
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/ledger.sqlite', '');
  if (argv[0] === 'drill') {
    writeFileSync(folder + '-answers.json', '{}');
    console.log(JSON.stringify({ from: '2026-01-01T00:00:00+08:00' }));
  }
} else if (argv[1] === 'feed') {
  // Done at once.
} else if (argv[0] === 'drill') {
  process.on('SIGTERM', () => { note('drill ended'); process.exit(0); });
  setInterval(() => {}, 1000);
} else if (argv[2].endsWith('busy')) {
  console.error('工作区正在使用。 The workspace is in use.');
  process.exit(1);
} else {
  const end = (signal) => { note('ended by ' + signal); setTimeout(() => process.exit(0), 200); };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (argv.includes('--hj212-port')) writeFileSync(argv[2] + '/sources.json', '{"hj212":1}');
  console.log('warming up');
  console.log(JSON.stringify({ url: 'http://127.0.0.1:5000/?token=once', pid: process.pid }));
  setInterval(() => {}, 1000);
}
`;

describe('runHost', () => {
  let folder = '';
  let running: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianggao-start-'));
    writeFileSync(join(folder, 'stand-in.mjs'), standIn);
  });
  afterEach(() => {
    running?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function run(workspace: string, window: boolean, more: object = {}) {
    const cli = [process.execPath, join(folder, 'stand-in.mjs'), join(folder, 'journal')];
    const options = { window, help: false, workspace: join(folder, workspace), port: '0', scale: 'small', ...more };
    const program = [
      `import { runHost } from ${JSON.stringify(pathToFileURL(join(repositoryRoot, 'tools', 'start.mjs')).href)};`,
      `process.exitCode = await runHost(${JSON.stringify(options)}, ${JSON.stringify(cli)});`,
    ].join('\n');
    writeFileSync(join(folder, 'run.mjs'), program);
    const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
    const child = spawn(process.execPath, [join(folder, 'run.mjs')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    return { child, said, ended, ready };
  }

  const journal = () => readFileSync(join(folder, 'journal'), 'utf8').trim().split('\n');

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'without a window stdout is one JSON line, and %s ends both',
    async (signal) => {
      const { child, said, ended, ready } = run('new', false);
      await ready;
      child.kill(signal);
      expect(await ended).toBe(0);
      const { url, pid } = JSON.parse(said.stdout);
      expect(url).toBe('http://127.0.0.1:5000/?token=once');
      expect(() => process.kill(pid, 0)).toThrow();
      const workspace = join(folder, 'new');
      expect(journal()).toEqual([
        `workspace create ${workspace}`,
        `serve --workspace ${workspace} --port 0 --json`,
        `ended by ${signal}`,
      ]);
      expect(said.stderr).toContain('warming up');
    },
  );

  test('a workspace of one’s own is empty', async () => {
    const { child, ended, ready } = run('mine', false, { kind: 'empty' });
    await ready;
    child.kill('SIGTERM');
    await ended;
    expect(journal()[0]).toBe(`workspace create ${join(folder, 'mine')} --empty`);
  });

  test('a drill is made once, listens for its instruments, and they end with the host', async () => {
    const workspace = join(folder, 'exercise');
    const first = run('exercise', false, { kind: 'drill' });
    await first.ready;
    await vi.waitFor(() => expect(journal()).toContain(`drill run --workspace ${workspace} --speed 1`), 5000);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await vi.waitFor(() => expect(journal()).toContain('drill ended'), 5000);
    expect(journal().slice(0, 3)).toEqual([
      `drill create --workspace ${workspace} --scale small --seed 1 --json`,
      `drill feed --workspace ${workspace} --to 2026-01-03T16:00:00.000Z`,
      `serve --workspace ${workspace} --port 0 --json --hj212-port 0 --mqtt-port 0 --http-port 0`,
    ]);
    const again = run('exercise', false);
    await again.ready;
    again.child.kill('SIGTERM');
    await again.ended;
    expect(journal().filter((line) => line.startsWith('drill create'))).toHaveLength(1);
  });

  test('a signal that comes twice reaches the host once', async () => {
    const { child, ended, ready } = run('new', false);
    await ready;
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(journal().filter((line) => line.startsWith('ended'))).toHaveLength(1);
  });

  test('without a display the address is printed in both languages', async () => {
    const { child, said, ended, ready } = run('new', true);
    await ready;
    child.kill('SIGTERM');
    await ended;
    expect(said.stdout).toContain('http://127.0.0.1:5000/?token=once');
    expect(said.stdout).toMatch(/请在本机浏览器中打开[\s\S]+Open this in a browser/);
  });

  test('a workspace in use ends with the host’s own sentence and 1', async () => {
    const { said, ended } = run('busy', false);
    expect(await ended).toBe(1);
    expect(said.stderr).toContain('The workspace is in use.');
    expect(said.stderr).not.toMatch(/^\s+at /m);
    expect(said.stdout).toBe('');
    expect(existsSync(join(folder, 'busy', 'ledger.sqlite'))).toBe(true);
  });
});

describe('runDesktop', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianggao-desktop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** In place of Electron: a program that does this and ends. */
  const run = (program: string) => {
    writeFileSync(join(folder, 'electron.mjs'), program);
    return runDesktop([process.execPath, join(folder, 'electron.mjs'), join(folder, 'told')], '/data/w');
  };

  test('tells the program which workspace, and that it is no plain Node', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1');
    const note = 'JSON.stringify([process.env.LIANGGAO_WORKSPACE, process.env.ELECTRON_RUN_AS_NODE ?? null])';
    expect(await run(`import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], ${note});`)).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'told'), 'utf8'))).toEqual(['/data/w', null]);
    vi.unstubAllEnvs();
  });

  test('a program that fails at once, or that is not there, has never had a window', async () => {
    expect(await run('process.exit(1);')).toBeUndefined();
    expect(await run('process.kill(process.pid, "SIGABRT");')).toBeUndefined();
    expect(await runDesktop([join(folder, 'nothing')], '/data/w')).toBeUndefined();
  });
});
