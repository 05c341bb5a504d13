// `npm start`: installs, builds and shows the screen, in Electron where it can be had, else in a browser; closing the window ends all.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
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
import { fetchElectron } from './fetch-electron.mjs';
import { ensureInstalled, nodeBin, repositoryRoot } from './install.mjs';
import { endWithNpm, exitCodeOf, passSignals } from './pass-signals.mjs';
import { isProgram, PlainError, runPlainly } from './plain-error.mjs';

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {{ url: string, pid: number }} HostAddress
 * @typedef {{ window: boolean, help: boolean, workspace: string, port: string }} StartOptions
 */

const isRoot = process.getuid?.() === 0;

const help = `npm start [-- options]
  --workspace DIR   工作区目录 the workspace folder (or LIANGGAO_WORKSPACE)
  --port N          用浏览器窗口，并使用此端口（0 为自动） a browser's window, with the host on this port (0 picks one)
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
    help: { type: 'boolean' },
  });
  try {
    const { values } = parseArgs({ args: argv, options });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error(`--port ${values.port}`);
    return {
      window: values['no-window'] !== true,
      help: values.help === true,
      workspace: resolve(values.workspace || defaultWorkspace(machine)),
      port: values.port,
    };
  } catch (error) {
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
 * @param {string[]} cli the command line of `lianggao`
 * @param {string} folder
 */
async function ensureWorkspace([program = '', ...args], folder) {
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  process.stderr.write(`正在新建工作区 ${folder}… Creating the workspace…\n`);
  const child = spawn(program, [...args, 'workspace', 'create', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await exitCodeOf(child);
  if (code !== 0) {
    throw new PlainError(
      `未能新建工作区 ${folder}。请按上面的提示处理后重试。`,
      `The workspace ${folder} could not be created. See above, then try again.`,
    );
  }
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
 * Opens the window, whose end is the host's end. A window that is gone within seconds never was one (the browser crashed, or
 * handed the page to a window left over from before), so then the address is printed and the host stays.
 * @param {string | undefined} browser
 * @param {string} url
 * @param {string} workspace
 * @param {ChildProcess} host
 * @param {() => void} endHost
 */
function showScreen(browser, url, workspace, host, endHost) {
  if (browser === undefined) return printAddress(url);
  const window = openBrowser(browser, url, workspace);
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
}

/**
 * Opens the workspace, shows it, and waits for the end.
 * @param {StartOptions} options
 * @param {string[]} cli the command line of `lianggao`
 * @returns {Promise<number>} the exit code: 0 if somebody ended it, otherwise the program's own
 */
export async function runHost({ window, workspace, port }, cli) {
  const choosing = window ? prepareWindow(port) : undefined;
  await ensureWorkspace(cli, workspace);
  const choice = await choosing;
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
  const { child, address } = startHost([...cli, 'serve', '--workspace', workspace, '--port', port, '--json', ...once]);
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
    showScreen(browser, where.url, workspace, child, () => {
      noteEnd();
      child.kill('SIGTERM');
    });
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
