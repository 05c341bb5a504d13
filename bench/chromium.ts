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

/** A browser that speaks to nobody but the host. */
const flags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--headless=new',
  '--remote-debugging-port=0',
  '--window-size=1600,900',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * As on a machine without a graphics card: WebGL2 in software, pages put together and 2-D canvases drawn by the processor.
 * Without --disable-gpu, Debian's Chromium would send 2-D canvases through the software WebGL, at twenty times the cost.
 */
const softwareFlags = ['--disable-gpu', '--enable-unsafe-swiftshader'];
/**
 * The machine's own graphics card. Without a display, ANGLE over EGL lets the card put the page together too; over Vulkan
 * it only draws, and every picture is read back.
 */
const gpuFlags = ['--use-gl=angle', '--use-angle=gl-egl'];

export interface BrowserOptions {
  /** Draw with the machine's graphics card; default: in software. */
  readonly gpu?: boolean;
  /** Added to the command that starts it. */
  readonly switches?: readonly string[];
  /** As for readers who want no motion: the camera jumps. */
  readonly reducedMotion?: boolean;
  /** Frame of the page in CSS pixels, at one device pixel each. */
  readonly size?: readonly [width: number, height: number];
}

export interface Browser {
  /** Loads `url` and resolves with the `performance.now()` at which `condition`, an expression in the page, became true. */
  load(url: string, condition: string): Promise<number>;
  /** Runs `source` in every page before the page's own programs. */
  runFirst(source: string): Promise<void>;
  /** Value of an expression in the page; promises are waited for, exceptions are thrown here. */
  evaluate<T>(expression: string): Promise<T>;
  /** Bytes in use after everything that can be freed has been: objects, and what lies beside them such as typed arrays. */
  heapBytes(): Promise<number>;
  /** Elements, texts and comments that are alive, on the page or not. */
  domNodes(): Promise<number>;
  /** One call of the DevTools protocol. */
  send<T = unknown>(method: string, params?: object): Promise<T>;
  close(): Promise<void>;
}

/** How long a page may take before the measurement is given up. */
const patienceMilliseconds = 60_000;

/** Resolves when the browser can be told what to load. */
export async function openChromium(
  program: string,
  scratchDir: string,
  { gpu = false, switches = [], reducedMotion = false, size }: BrowserOptions = {},
): Promise<Browser> {
  const profileDir = await mkdtemp(join(scratchDir, 'chromium-'));
  const own = [...flags, ...(gpu ? gpuFlags : softwareFlags), ...switches];
  const child = spawn(program, [...own, `--user-data-dir=${profileDir}`, 'about:blank'], {
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
    if (reducedMotion) {
      const features = [{ name: 'prefers-reduced-motion', value: 'reduce' }];
      await page.send('Emulation.setEmulatedMedia', { features });
    }
    if (size !== undefined) {
      const [width, height] = size;
      await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    }
    return {
      load: (url, condition) => load(page, url, condition),
      runFirst: async (source) => void (await page.send('Page.addScriptToEvaluateOnNewDocument', { source })),
      evaluate: (expression) => evaluate(page, expression),
      heapBytes: () => heapBytes(page),
      domNodes: async () => (await page.send<{ nodes: number }>('Memory.getDOMCounters', {})).nodes,
      send: (method, params = {}) => page.send(method, params),
      close,
    };
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
  const { identifier } = await page.send<{ identifier: string }>('Page.addScriptToEvaluateOnNewDocument', {
    source: `{
      const look = () => { if (${condition}) benchReached(''); else setTimeout(look, 10); };
      look();
    }`,
  });
  const reached = page.waitFor('Runtime.bindingCalled');
  await page.send('Runtime.enable', {});
  await page.send('Page.navigate', { url });
  const reachedAt = await reached;
  await page.send('Page.removeScriptToEvaluateOnNewDocument', { identifier });
  return reachedAt;
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

async function evaluate<T>(page: DevTools, expression: string): Promise<T> {
  const { result, exceptionDetails } = await page.send<Evaluated>('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) {
    throw new Error(`The page failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }
  return result.value as T;
}

async function heapBytes(page: DevTools): Promise<number> {
  // Twice: what the first round lets go of in passing is only collected in the second.
  for (let round = 0; round < 2; round += 1) await page.send('HeapProfiler.collectGarbage', {});
  const usage = await page.send<{ usedSize: number; embedderHeapUsedSize?: number; backingStorageSize?: number }>(
    'Runtime.getHeapUsage',
    {},
  );
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
}

/** As much of the DevTools protocol as is needed: numbered commands with one answer each, and events by name. */
class DevTools {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #events = new Map<string, () => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => {
      const { id, method, error, result } = JSON.parse(String(text)) as {
        id?: number;
        method?: string;
        error?: { message: string };
        result?: unknown;
      };
      if (method !== undefined) this.#events.get(method)?.();
      if (id === undefined) return;
      const answer = this.#answers.get(id);
      this.#answers.delete(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve(result);
    });
    socket.on('close', () => {
      for (const { reject } of this.#answers.values()) reject(new Error('Chromium closed the page.'));
      this.#answers.clear();
    });
  }

  send<T = unknown>(method: string, params: object): Promise<T> {
    this.#last += 1;
    this.#socket.send(JSON.stringify({ id: this.#last, method, params }));
    const id = this.#last;
    return new Promise((resolve, reject) =>
      this.#answers.set(id, { resolve: (result) => resolve(result as T), reject }),
    );
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
