// The host of the desktop's own windows: the core behind message ports that the shell hands over. It opens no socket for them.
import { readdir } from 'node:fs/promises';
import type { ExportMessage, FromHost, ShellSentence, ToHost } from '../contract/desktop.ts';
import { type App, createApp } from '../core/app.ts';
import { asAppError, refusalText } from '../core/refusal.ts';
import { makeWorkspace } from './commands/make-workspace.ts';
import type { Instruments } from './instruments.ts';
import { instrumentsAppear } from './instruments-appear.ts';
import { attachment, exportFormat, exportTimes } from './ledger-download.ts';
import { createMessagePortWire } from './wires/message-port.ts';

interface Incoming {
  readonly data: unknown;
  readonly ports: readonly DesktopPort[];
}

/** As Electron's utility processes have it; a window's port is one too. */
export interface DesktopPort {
  on(event: 'message', listener: (message: Incoming) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** What a host needs of the process that it runs in. */
export interface DesktopProcess {
  /** The way to whoever started us. */
  readonly parent: Pick<DesktopPort, 'postMessage'> & {
    on(event: 'message', listener: (message: Incoming) => void): unknown;
  };
  log(entry: string): void;
  /** Ends the process. */
  exit(code: number): void;
}

/** Waits for `start`, then serves every port it is given until `stop`. A defect is thrown, and so ends the process. */
export function runDesktopHost({ parent, log, exit }: DesktopProcess): void {
  const chosen = new Set<string>();
  let app: Promise<App | null> = Promise.resolve(null);
  let instruments: Promise<Instruments | null> | null = null;
  const stopping = new AbortController();
  const say = (message: FromHost): void => parent.postMessage(message);

  /** Null = refused, and said so. */
  async function start(workspaceDir: string): Promise<App | null> {
    try {
      if ((await readdir(workspaceDir).catch(() => [])).length === 0) {
        await makeWorkspace(workspaceDir, { profile: 'shandong', empty: false });
      }
      const started = await createApp({ workspaceDir, purpose: 'desktop', log });
      say({ kind: 'ready' });
      instruments = instrumentsOf(started);
      instruments.catch((error: unknown) => log(`instruments: ${String(error)}`));
      return started;
    } catch (error) {
      const refusal = asAppError(error, workspaceDir);
      if (refusal === null) throw error;
      say({ kind: 'refused', sentence: refusalText(refusal) });
      exit(0);
      return null;
    }
  }

  /** Loaded where there are instruments alone: a desktop without them has no code that could open a socket. */
  async function instrumentsOf(app: App): Promise<Instruments | null> {
    if (!(await instrumentsAppear(app.monitoring, stopping.signal))) return null;
    const { startInstruments } = await import('./instruments.ts');
    return startInstruments({ app, log });
  }

  async function serveScreen(port: DesktopPort): Promise<void> {
    const running = await app;
    if (running === null) return port.close();
    const serve = createMessagePortWire({ router: running.router, mayOpen: (path) => chosen.has(path), log });
    serve(port, { actor: 'operator' });
  }

  async function serveExport(port: DesktopPort, path: string, query: string): Promise<void> {
    const running = await app;
    try {
      if (running !== null) return await sendExport(port, running, path, new URLSearchParams(query));
    } catch (error) {
      log(`${path}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    port.close();
  }

  parent.on('message', ({ data, ports }) => {
    const message = data as ToHost;
    const [port] = ports;
    if (message.kind === 'start') {
      for (const path of message.chosenPaths) chosen.add(path);
      app = start(message.workspaceDir);
    } else if (message.kind === 'chosen') {
      chosen.add(message.path);
      say({ kind: 'chosen', path: message.path });
    } else if (message.kind === 'screen' && port) {
      void serveScreen(port);
    } else if (message.kind === 'export' && port) {
      void serveExport(port, message.path, message.query);
    } else if (message.kind === 'stop') {
      stopping.abort();
      void (async () => {
        await (await instruments?.catch(() => null))?.close();
        await (await app)?.close();
      })().finally(() => exit(0));
    }
  });
}

/** No faster than it is taken; the taker closes the port. Throws the export's error. */
async function sendExport(port: DesktopPort, app: App, path: string, query: URLSearchParams): Promise<void> {
  const say = (message: ExportMessage): void => port.postMessage(message);
  const refuse = (status: number, sentence: ShellSentence): void => {
    say({ kind: 'head', status, contentType: 'application/json; charset=utf-8', disposition: null });
    say({ kind: 'chunk', bytes: Buffer.from(JSON.stringify(sentence)) });
    say({ kind: 'end' });
  };
  const format = exportFormat(path);
  if (format === null) return refuse(404, noSuchExport);
  const times = exportTimes(query);
  if ('code' in times) return refuse(400, times);
  const pulled = pullsOf(port);
  const file = await app.exportLedger(format, times).catch((error: unknown) => {
    const refusal = asAppError(error, app.workspaceDir);
    if (refusal === null) throw error;
    return refusalText(refusal);
  });
  if ('code' in file) return refuse(422, file);
  say({ kind: 'head', status: 200, contentType: file.contentType, disposition: attachment(file.fileName) });
  for await (const bytes of file.stream) {
    if (!(await pulled())) return;
    say({ kind: 'chunk', bytes });
  }
  if (await pulled()) say({ kind: 'end' });
}

/** Waits until the other side has asked for one more; false = it has gone. */
function pullsOf(port: DesktopPort): () => Promise<boolean> {
  let asked = 0;
  let gone = false;
  let wake = (): void => {};
  port.on('message', () => {
    asked += 1;
    wake();
  });
  port.on('close', () => {
    gone = true;
    wake();
  });
  port.start();
  return async () => {
    while (asked === 0 && !gone) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    asked -= 1;
    return !gone;
  };
}

const noSuchExport: ShellSentence = {
  code: 'no-such-export',
  zh: '没有这种导出格式。请从界面上的“导出”菜单选择。',
  en: 'There is no export of this form. Choose one from the export menu on the screen.',
};
