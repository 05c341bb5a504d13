// `npm start`: installs, builds and shows the screen, in Electron where it can be had, else in a browser; closing the window ends all.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensureDesktop } from './build-desktop.mjs';
import { ensureRenderer } from './build-renderer.mjs';
import {
  browserArguments,
  browserProfile,
  chooseWindow,
  defaultWorkspace,
  findBrowser,
  hasDisplay,
} from './choose-window.mjs';
import {
  askInTerminal,
  askInWindow,
  drillPorts,
  drillScales,
  isDrill,
  isNew,
  makeWorkspace,
  runDrillBeside,
  statedKind,
} from './choose-workspace.mjs';
import { fetchElectron } from './fetch-electron.mjs';
import { ensureInstalled, nodeBin, repositoryRoot } from './install.mjs';
import { endWithNpm, exitCodeOf, passSignals } from './pass-signals.mjs';
import { isProgram, PlainError, runPlainly } from './plain-error.mjs';

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {{ url: string, pid: number }} HostAddress
 * @typedef {import('./choose-workspace.mjs').WorkspaceKind} WorkspaceKind
 * @typedef {{ window: boolean, help: boolean, workspace: string, port: string, kind?: WorkspaceKind, scale: string }} StartOptions
 */

const isRoot = process.getuid?.() === 0;

const help = `npm start [-- options]
  --workspace DIR   工作区目录 the workspace folder (or LIANGGAO_WORKSPACE)
  --port N          用浏览器窗口，并使用此端口（0 为自动） a browser's window, with the host on this port (0 picks one)
  --workspace-kind public|drill|empty
                    新工作区的内容：公开台账、演练省、自己的数据；不给出则询问，无处可问时为 public
                    what a new workspace begins with; asked where somebody can answer, else public
  --drill-scale small|province
                    演练省的规模 size of the drill province
  --no-window       不打开窗口，只输出地址 opens no window, prints {"url","pid"} as one JSON line
`;

/**
 * @param {string[]} argv
 * @param {Parameters<typeof defaultWorkspace>[0]} machine
 * @returns {StartOptions}
 * @throws {PlainError} an unknown option
 */
export function parseStartArguments(argv, machine) {
  const options = /** @type {const} */ ({
    'no-window': { type: 'boolean' },
    workspace: { type: 'string' },
    port: { type: 'string', default: '0' },
    'workspace-kind': { type: 'string' },
    'drill-scale': { type: 'string', default: 'small' },
    help: { type: 'boolean' },
  });
  try {
    const { values } = parseArgs({ args: argv, options });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error(`--port ${values.port}`);
    const scale = values['drill-scale'];
    if (!drillScales.includes(scale)) throw new Error(`--drill-scale ${scale}`);
    const kind = values['workspace-kind'];
    return {
      window: values['no-window'] !== true,
      help: values.help === true,
      workspace: resolve(values.workspace || defaultWorkspace(machine)),
      port: values.port,
      scale,
      ...(kind === undefined ? {} : { kind: statedKind(kind) }),
    };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlainError(`无法识别的启动参数：${reason}`, `These start options are not understood: ${reason}`, help);
  }
}

/**
 * Starts the host; the one line that says where it is is awaited in `address`. Its own sentences go to stderr as they come.
 * @param {string[]} command program and arguments
 * @returns {{ child: ChildProcess, address: Promise<HostAddress | undefined> }} address: undefined if the host ended first
 */
export function startHost([program = '', ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {Promise<HostAddress | undefined>} */
  const address = new Promise((found) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const where = readAddress(line);
      // A refusal comes as a document too; its sentences are on stderr already.
      if (where) found(where);
      else if (!line.startsWith('{"error"')) process.stderr.write(`${line}\n`);
    });
    lines.on('close', () => found(undefined));
  });
  return { child, address };
}

/**
 * @param {string} line
 * @returns {HostAddress | undefined}
 */
export function readAddress(line) {
  try {
    const { url, pid } = JSON.parse(line);
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a new workspace begins with: as stated, else asked in the terminal, else in the browser's window that shows the screen later.
 * @param {StartOptions} options
 * @param {Promise<import('./choose-window.mjs').Window> | undefined} choosing
 * @returns {Promise<{ kind: WorkspaceKind | undefined, asked?: Awaited<ReturnType<typeof askInWindow>> }>} kind: undefined if somebody gave up instead
 */
async function chooseKind({ window, kind }, choosing) {
  if (kind !== undefined || !window) return { kind: kind ?? 'public' };
  if (process.stdin.isTTY === true) return { kind: await askInTerminal(process.stdin, process.stderr) };
  // Only a window that asks has to be known before.
  const choice = await choosing;
  if (choice?.kind !== 'browser') return { kind: 'public' };
  // Not in the workspace, which has to be new when it is made.
  const profile = mkdtempSync(join(tmpdir(), 'lianggao-first-start-'));
  process.once('exit', () => rmSync(profile, { recursive: true, force: true }));
  const asked = await askInWindow((url) =>
    spawn(choice.program, browserArguments({ url, profile, isRoot }), { stdio: 'ignore' }),
  );
  return { kind: asked.kind, asked };
}

/**
 * @param {string} port where it is given, others are to reach the host there, so a browser shows it
 * @returns {Promise<import('./choose-window.mjs').Window>}
 */
async function prepareWindow(port) {
  const machine = { platform: process.platform, env: process.env, exists: existsSync };
  const display = hasDisplay(machine);
  return chooseWindow({
    hasDisplay: display,
    electron: display && port === '0' ? await fetchElectron(repositoryRoot) : undefined,
    browser: findBrowser(machine),
  });
}

/** What was said when a window opens. */
function sayOpen() {
  process.stdout.write(
    '两高指挥舱已打开；关闭窗口或按 Ctrl+C 结束。 The command centre is open; close its window or press Ctrl+C to end.\n',
  );
}

/**
 * Runs the desktop program, which has the host in a process of its own, to its end.
 * @param {string[]} command program and arguments
 * @param {string} workspace
 * @returns {Promise<number | undefined>} the exit code; undefined if it failed within seconds: there was never a window
 */
export async function runDesktop([program = '', ...args], workspace) {
  // Editors built on Electron set this one for their terminals; it would make ours a plain Node.
  const env = { ...process.env, LIANGGAO_WORKSPACE: workspace, ELECTRON_RUN_AS_NODE: undefined };
  const child = spawn(program, args, { stdio: 'ignore', env });
  const startedAt = Date.now();
  let askedToEnd = false;
  passSignals(child, () => {
    askedToEnd = true;
  });
  const code = await exitCodeOf(child).catch(() => 1);
  if (askedToEnd) return 0;
  return code !== 0 && Date.now() - startedAt < 5_000 ? undefined : code;
}

/**
 * @param {string} browser
 * @param {string} url
 * @param {string} workspace
 */
function openBrowser(browser, url, workspace) {
  const profile = browserProfile(browser, workspace, homedir());
  return spawn(browser, browserArguments({ url, profile, isRoot }), { stdio: 'ignore' });
}

/** @param {string} url */
function printAddress(url) {
  process.stdout.write(
    `请在本机浏览器中打开（地址含一次性口令，只能用一次）：\nOpen this in a browser on this machine (it holds a token that works once):\n\n  ${url}\n\n按 Ctrl+C 结束。 Ctrl+C ends it.\n`,
  );
}

/**
 * Opens the window (or takes the one in which was asked), whose end is the host's end. A window that is gone within seconds
 * never was one (the browser crashed, or handed the page to a window left over from before), so then the address is
 * printed and the host stays.
 * @param {string | undefined} browser
 * @param {string} url
 * @param {string} workspace
 * @param {ChildProcess} host
 * @param {() => void} endHost
 * @param {Awaited<ReturnType<typeof askInWindow>>} [asked]
 */
function showScreen(browser, url, workspace, host, endHost, asked) {
  if (browser === undefined) return printAddress(url);
  const window = asked?.window ?? openBrowser(browser, url, workspace);
  asked?.goTo(url);
  sayOpen();
  const openedAt = Date.now();
  let open = true;
  const onGone = () => {
    if (!open || host.exitCode !== null) return;
    open = false;
    if (Date.now() - openedAt < 5_000) printAddress(url);
    else endHost();
  };
  window.once('exit', onGone);
  window.once('error', onGone);
  host.once('exit', () => window.kill());
  window.unref();
  // Closed while it waited for the host.
  if (window.exitCode !== null) endHost();
}

/**
 * Opens the workspace, shows it, and waits for the end.
 * @param {StartOptions} options
 * @param {string[]} cli the command line of `lianggao`
 * @returns {Promise<number>} the exit code: 0 if somebody ended it, otherwise the program's own
 */
export async function runHost(options, cli) {
  const { window, workspace, port } = options;
  const choosing = window ? prepareWindow(port) : undefined;
  const { kind, asked } = isNew(workspace) ? await chooseKind(options, choosing) : { kind: null };
  if (kind === undefined) return 0;
  if (kind !== null) await makeWorkspace(cli, workspace, kind, options.scale);
  const choice = await choosing;
  const drill = isDrill(workspace) ? runDrillBeside(cli, workspace) : undefined;
  try {
    return await showHost(options, cli, choice, { drill: drill !== undefined, asked });
  } finally {
    drill?.end();
    asked?.window.kill();
  }
}

/**
 * @param {StartOptions} options
 * @param {string[]} cli
 * @param {import('./choose-window.mjs').Window | undefined} choice
 * @param {{ drill: boolean, asked: Awaited<ReturnType<typeof askInWindow>> | undefined }} more
 * @returns {Promise<number>}
 */
async function showHost({ window, workspace, port }, cli, choice, { drill, asked }) {
  if (choice?.kind === 'electron') {
    await ensureDesktop();
    sayOpen();
    const main = join(repositoryRoot, 'dist', 'desktop', 'main.mjs');
    const code = await runDesktop([choice.program, ...(isRoot ? ['--no-sandbox'] : []), main], workspace);
    if (code !== undefined) return code;
    process.stderr.write(
      'Electron 未能打开窗口，改用浏览器。 Electron could not open its window; a browser is used instead.\n',
    );
  }
  // A person opens the address once; a program that asked for no window may come back with it.
  const once = window ? ['--one-time-token'] : [];
  const { child, address } = startHost([
    ...cli,
    'serve',
    '--workspace',
    workspace,
    '--port',
    port,
    '--json',
    ...once,
    ...(drill ? drillPorts : []),
  ]);
  let askedToEnd = false;
  const noteEnd = () => {
    askedToEnd = true;
  };
  passSignals(child, noteEnd);
  const ended = exitCodeOf(child);
  const where = await address;
  if (where && !window) process.stdout.write(`${JSON.stringify(where)}\n`);
  if (where && window) {
    const machine = { platform: process.platform, env: process.env, exists: existsSync };
    const browser = choice?.kind === 'address' ? undefined : findBrowser(machine);
    showScreen(
      browser,
      where.url,
      workspace,
      child,
      () => {
        noteEnd();
        child.kill('SIGTERM');
      },
      asked,
    );
  }
  const code = await ended;
  if (askedToEnd) return 0;
  return where ? code : code || 1;
}

if (isProgram(import.meta.url)) {
  await runPlainly(async () => {
    const machine = { platform: process.platform, env: process.env, home: homedir() };
    const options = parseStartArguments(process.argv.slice(2), machine);
    if (options.help) {
      process.stdout.write(help);
      return 0;
    }
    endWithNpm();
    await ensureInstalled();
    await ensureRenderer();
    return runHost(options, [nodeBin(), join(repositoryRoot, 'host', 'cli.ts')]);
  });
}
