// A headless Chromium with an empty profile, steered over its DevTools socket: no driver between the page and the clock.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { endOf } from './host-process.ts';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium, or null where none is found: PLAYWRIGHT_CHROMIUM, as the browser tests use it, or an installed one. */
export function findChromium(): string | null {
  return process.env['PLAYWRIGHT_CHROMIUM'] ?? candidates.find((path) => existsSync(path)) ?? null;
}

/** The same as in playwright.config.ts: WebGL2 in software, and a browser that speaks to nobody but the host. */
const flags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--headless=new',
  '--remote-debugging-port=0',
  '--window-size=1600,900',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  /** Loads `url` and resolves with the `performance.now()` at which `condition`, an expression in the page, became true. */
  load(url: string, condition: string): Promise<number>;
  close(): Promise<void>;
}

/** How long a page may take before the measurement is given up. */
const patienceMilliseconds = 60_000;

/** Resolves when the browser can be told what to load. */
export async function openChromium(program: string, scratchDir: string): Promise<Browser> {
  const profileDir = await mkdtemp(join(scratchDir, 'chromium-'));
  const child = spawn(program, [...flags, `--user-data-dir=${profileDir}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithParent);
  const close = async (): Promise<void> => {
    process.off('exit', endWithParent);
    await endOf(child, 'SIGTERM');
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const page = await attach(child);
    return { load: (url, condition) => load(page, url, condition), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function attach(child: ChildProcess): Promise<DevTools> {
  if (child.stderr === null) throw new Error('Chromium was started without its error output.');
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ type }) => type === 'page');
    if (page === undefined) break;
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await once(socket, 'open');
    return new DevTools(socket);
  }
  throw new Error('Chromium ended, or opened no page. Check that it runs with --headless=new on this machine.');
}

async function load(page: DevTools, url: string, condition: string): Promise<number> {
  await page.send('Runtime.addBinding', { name: 'benchReached' });
  await page.send('Page.enable', {});
  await page.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `{
      const look = () => { if (${condition}) benchReached(''); else setTimeout(look, 10); };
      look();
    }`,
  });
  const reached = page.waitFor('Runtime.bindingCalled');
  await page.send('Runtime.enable', {});
  await page.send('Page.navigate', { url });
  return reached;
}

/** As much of the DevTools protocol as is needed: numbered commands with one answer each, and events by name. */
class DevTools {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  readonly #events = new Map<string, () => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => {
      const { id, method, error } = JSON.parse(String(text)) as {
        id?: number;
        method?: string;
        error?: { message: string };
      };
      if (method !== undefined) this.#events.get(method)?.();
      if (id === undefined) return;
      const answer = this.#answers.get(id);
      this.#answers.delete(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve();
    });
  }

  send(method: string, params: object): Promise<void> {
    this.#last += 1;
    this.#socket.send(JSON.stringify({ id: this.#last, method, params }));
    const id = this.#last;
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  /** The `performance.now()` of the event's arrival. */
  waitFor(method: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`The page was not ready after ${patienceMilliseconds / 1000} s.`)),
        patienceMilliseconds,
      );
      this.#events.set(method, () => {
        clearTimeout(patience);
        resolve(performance.now());
      });
    });
  }
}
