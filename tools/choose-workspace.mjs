// What a new workspace begins with: the public ledgers, a fictional province to practise on, or nothing. Asked where somebody is there to answer.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCodeOf } from './pass-signals.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * @typedef {'public' | 'drill' | 'empty'} WorkspaceKind
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/** @type {readonly WorkspaceKind[]} */
export const workspaceKinds = ['public', 'drill', 'empty'];
export const drillScales = ['small', 'province'];

/** In the order in which they are offered; the first is the default. */
const offers = /** @type {const} */ ({
  public: {
    zh: '公开台账：全省煤电、钢铁、水泥等公开数据',
    en: 'Public ledgers: what is published of coal power, steel and cement',
  },
  drill: {
    zh: '演练省：虚构的企业和实时仪表，画面标“演练数据”',
    en: 'Drill province: fictional enterprises with live instruments, marked “drill data”',
  },
  empty: {
    zh: '自己的数据：空的工作区，自行导入台账、接入仪表',
    en: 'Your own data: an empty workspace to import into',
  },
});

/** @param {string} folder */
export function isNew(folder) {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

/**
 * @param {string} answer a digit, the kind's name, or nothing for the first
 * @returns {WorkspaceKind | undefined} undefined: not understood
 */
export function kindOf(answer) {
  const text = answer.trim().toLowerCase();
  if (text === '') return workspaceKinds[0];
  return workspaceKinds.find((kind, index) => text === kind || text === String(index + 1));
}

/**
 * @param {NodeJS.ReadableStream} input
 * @param {NodeJS.WritableStream} output
 * @returns {Promise<WorkspaceKind | undefined>} the first where the input ends without an answer; undefined: Ctrl+C
 */
export async function askInTerminal(input, output) {
  const lines = workspaceKinds.map((kind, index) => `  ${index + 1}  ${offers[kind].zh}\n     ${offers[kind].en}\n`);
  output.write(`新的工作区从什么开始？ What should the new workspace begin with?\n\n${lines.join('')}\n`);
  const terminal = createInterface({ input, output, prompt: '1/2/3 [1]: ' });
  let givenUp = false;
  terminal.once('SIGINT', () => {
    givenUp = true;
    terminal.close();
  });
  try {
    terminal.prompt();
    for await (const answer of terminal) {
      const kind = kindOf(answer);
      if (kind !== undefined) return kind;
      terminal.prompt();
    }
    return givenUp ? undefined : 'public';
  } finally {
    terminal.close();
  }
}

/**
 * Asks on a page of its own, for windows that no terminal stands behind. The page then waits until `goTo` sends it on.
 * @param {(url: string) => ChildProcess} open opens the window
 * @returns {Promise<{ kind: WorkspaceKind | undefined, window: ChildProcess, goTo: (url: string) => void }>} kind: undefined if the window was closed
 */
export async function askInWindow(open) {
  // Whoever does not know the path is not the window that we opened.
  const path = `/${randomUUID()}`;
  /** @type {string | undefined} */
  let next;
  let chosen = /** @param {WorkspaceKind | undefined} _kind */ (_kind) => {};
  const answer = new Promise((/** @type {(kind: WorkspaceKind | undefined) => void} */ resolve_) => {
    chosen = resolve_;
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const kind = kindOf(url.searchParams.get('kind') ?? 'none');
    if (url.pathname !== path) return response.writeHead(404).end();
    if (request.method === 'POST' && kind !== undefined) chosen(kind);
    if (next !== undefined) response.writeHead(303, { Location: next, Connection: 'close' }).end();
    else
      response
        .writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
        })
        .end(request.method === 'POST' || url.searchParams.has('waiting') ? waitingPage(path) : choicePage(path));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const window = open(`http://127.0.0.1:${port}${path}`);
  window.once('exit', () => chosen(undefined));
  window.once('error', () => chosen(undefined));
  const kind = await answer;
  if (kind === undefined) server.close();
  return {
    kind,
    window,
    goTo(url) {
      next = url;
      // Long enough for the page to ask again.
      setTimeout(() => server.close(), 10_000).unref();
    },
  };
}

const style =
  'body{font:17px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;background:#0f151b;color:#e7edf2;display:grid;place-content:center;min-height:96vh;margin:0}' +
  'main{max-width:38rem;padding:1rem}button{display:block;width:100%;margin:.6rem 0;padding:.8rem 1rem;font:inherit;text-align:left;color:inherit;background:#1e2a35;border:1px solid #31404e;border-radius:4px;cursor:pointer}' +
  'button:hover,button:focus-visible{border-color:#6db3f2;outline:none}small{color:#a3b3c1}';

/** @param {string} body */
const page = (body, head = '') =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8">${head}<title>两高指挥舱 Lianggao Command Centre</title><style>${style}</style><main>${body}</main></html>`;

/** @param {string} path */
function choicePage(path) {
  const buttons = workspaceKinds.map(
    (kind) =>
      `<button formaction="${path}?kind=${kind}">${offers[kind].zh}<br><small>${offers[kind].en}</small></button>`,
  );
  return page(
    `<h1>两高指挥舱</h1><p>新的工作区从什么开始？<br><small>What should the new workspace begin with?</small></p><form method="post">${buttons.join('')}</form>`,
  );
}

/** @param {string} path */
const waitingPage = (path) =>
  page(
    '<h1>正在准备…</h1><p><small>Getting ready…</small></p>',
    `<meta http-equiv="refresh" content="1;url=${path}?waiting">`,
  );

/**
 * The command line of `lianggao` that makes the workspace.
 * @param {WorkspaceKind} kind
 * @param {string} folder
 * @param {string} scale of a drill
 * @returns {string[]}
 */
export function makingArguments(kind, folder, scale) {
  if (kind === 'drill') return ['drill', 'create', '--workspace', folder, '--scale', scale, '--seed', '1', '--json'];
  return ['workspace', 'create', folder, ...(kind === 'empty' ? ['--empty'] : [])];
}

/** Days that a new drill has behind it, so that its first screen has curves and alarms; a large one would take too long. */
const fedDays = /** @type {Record<string, number>} */ ({ small: 3 });

/**
 * Makes the workspace; a small drill gets its first days, too.
 * @param {string[]} cli the command line of `lianggao`
 * @param {string} folder
 * @param {WorkspaceKind} kind
 * @param {string} scale
 * @throws {PlainError} the command's own sentences are on stderr by then
 */
export async function makeWorkspace(cli, folder, kind, scale) {
  process.stderr.write(`正在新建工作区 ${folder}… Creating the workspace…\n`);
  const made = await runQuietly(cli, makingArguments(kind, folder, scale), folder);
  const days = kind === 'drill' ? (fedDays[scale] ?? 0) : 0;
  if (days === 0) return;
  const begin = Date.parse(JSON.parse(made).from);
  const until = new Date(begin + days * 86_400_000).toISOString();
  await runQuietly(cli, ['drill', 'feed', '--workspace', folder, '--to', until], folder);
}

/**
 * @param {string[]} cli
 * @param {string[]} more
 * @param {string} folder
 * @returns {Promise<string>} what it wrote to stdout
 */
async function runQuietly([program = '', ...args], more, folder) {
  const child = spawn(program, [...args, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  let wrote = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    wrote += chunk;
  });
  const closed = new Promise((resolve_) => child.once('close', resolve_));
  const code = await exitCodeOf(child);
  await closed;
  if (code === 0) return wrote;
  throw new PlainError(
    `未能新建工作区 ${folder}。请按上面的提示处理后重试。`,
    `The workspace ${folder} could not be created. See above, then try again.`,
  );
}

/**
 * @param {string} folder
 * @returns {boolean} whether a drill was made in it, told by the files beside it
 */
export function isDrill(folder) {
  return [`${resolve(folder)}-answers.json`, `${resolve(folder)}-drill-state.json`].some((file) => existsSync(file));
}

/** Free ports for a drill's instruments to send to. */
export const drillPorts = ['--hj212-port', '0', '--mqtt-port', '0', '--http-port', '0'];

/**
 * Once the host says where its instruments can connect, sets the drill's instruments going beside it.
 * @param {string[]} cli the command line of `lianggao`
 * @param {string} folder
 * @returns {{ end: () => void }}
 */
export function runDrillBeside([program = '', ...args], folder) {
  const sources = join(folder, 'sources.json');
  const startedAt = Date.now();
  /** @type {ChildProcess | undefined} */
  let child;
  let ended = false;
  const isThere = () => existsSync(sources) && statSync(sources).mtimeMs >= startedAt - 1000;
  void (async () => {
    while (!ended && !isThere()) await wait(300, undefined, { ref: false });
    if (ended) return;
    child = spawn(program, [...args, 'drill', 'run', '--workspace', folder, '--speed', '1'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // It tells how far it is every other second; only its last words matter, and only where it ends by itself.
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
    });
    child.once('error', () => {});
    child.once('close', (code) => {
      if (!ended && code !== 0) process.stderr.write(said);
    });
    if (ended) child.kill('SIGTERM');
  })();
  const end = () => {
    ended = true;
    child?.kill('SIGTERM');
  };
  process.once('exit', end);
  return { end };
}

/**
 * @param {string} text
 * @returns {WorkspaceKind}
 * @throws {PlainError} no such kind
 */
export function statedKind(text) {
  const kind = workspaceKinds.find((each) => each === text);
  if (kind !== undefined) return kind;
  throw new PlainError(
    `--workspace-kind 可以是 ${workspaceKinds.join('、')}，不能是“${text}”。`,
    `--workspace-kind is one of ${workspaceKinds.join(', ')}, not "${text}".`,
  );
}
