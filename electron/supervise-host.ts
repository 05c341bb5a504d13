// Keeps the host running as a process of its own: starts it, hands it ports, and starts it again when it ends by itself.
import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';
import type { ExportMessage, FromHost, ShellSentence, ToHost } from '../contract/desktop.ts';
import type { Download } from './app-protocol.ts';

/** This often within this time, and it is not tried again until a person says so. */
const mostCrashes = 5;
const crashWindowMs = 10 * 60 * 1000;
const stopPatienceMs = 3000;

/** There is no host to be had now; the sentence says why and what to do. */
export class HostRefused extends Error {
  readonly sentence: ShellSentence;
  constructor(sentence: ShellSentence) {
    super(sentence.en);
    this.sentence = sentence;
  }
}

export interface HostSupervisor {
  /** A window's own end of a new wire to the core; waits until there is one. Throws HostRefused. */
  openPort(): Promise<MessagePortMain>;
  /** Lets imports open the file, also of every host to come. Throws HostRefused. */
  choose(path: string): Promise<void>;
  /** Throws HostRefused; a body that breaks off is an error of its stream. */
  download(path: string, query: string): Promise<Download>;
  /** Calls whenever a host has ended, for whatever reason; its ports lead nowhere then. */
  onEnded(listener: () => void): void;
  /** How often the host was started again. */
  recoveries(): number;
  /** Ends the host, in its own time if that is short. */
  stop(): Promise<void>;
}

type Outcome = 'ready' | 'ended' | ShellSentence;

interface Running {
  readonly process: UtilityProcess;
  /** Settles once it serves, refuses to, or has ended before either. */
  readonly outcome: Promise<Outcome>;
  readonly ended: Promise<void>;
}

/** Wait before the first, second, third … start after a crash: doubles from a quarter of a second up to five. */
export function restartDelayMs(crashes: number): number {
  return Math.min(5000, 250 * 2 ** Math.min(crashes - 1, 16));
}

export function superviseHost(options: {
  fork(): UtilityProcess;
  createChannel(): Pick<MessageChannelMain, 'port1' | 'port2'>;
  workspaceDir: string;
  log(entry: string): void;
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
  /** It crashed too often: asks a person. */
  tryAgain(): Promise<boolean>;
  quit(): void;
}): HostSupervisor {
  const chosenPaths = new Set<string>();
  const endListeners: (() => void)[] = [];
  const waitingForChosen = new Map<string, (() => void)[]>();
  let crashes: number[] = [];
  let restarts = 0;
  let givenUp = false;
  let stopping = false;
  let running: Running | null = null;
  let pause: Promise<void> | null = null;

  const tell = (process: UtilityProcess, message: ToHost, ports: MessagePortMain[] = []): void =>
    process.postMessage(message, ports);

  function start(): Running {
    const process = options.fork();
    let settle = (_outcome: Outcome): void => {};
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    let refused = false;
    process.on('message', (message: FromHost) => {
      if (message.kind === 'ready') settle('ready');
      else if (message.kind === 'chosen') answerChosen(message.path);
      else {
        refused = true;
        settle(message.sentence);
      }
    });
    const ended = new Promise<void>((resolve) => {
      process.once('exit', (code) => {
        running = null;
        if (!refused && !stopping) noteCrash(code);
        settle('ended');
        resolve();
        for (const listener of endListeners) listener();
      });
    });
    tell(process, { kind: 'start', workspaceDir: options.workspaceDir, chosenPaths: [...chosenPaths] });
    return { process, outcome, ended };
  }

  function noteCrash(code: number): void {
    const now = options.now();
    crashes = [...crashes.filter((at) => now - at < crashWindowMs), now];
    options.log(`the host ended by itself with code ${code} (${crashes.length} within ten minutes)`);
    if (crashes.length >= mostCrashes) {
      givenUp = true;
      void options.tryAgain().then((again) => {
        if (!again) return options.quit();
        givenUp = false;
        crashes = [];
        restart();
      });
      return;
    }
    pause = options.wait(restartDelayMs(crashes.length)).then(restart);
  }

  function restart(): void {
    pause = null;
    if (stopping || running !== null) return;
    restarts += 1;
    running = start();
  }

  /** The process that serves. */
  async function serving(): Promise<UtilityProcess> {
    for (;;) {
      if (givenUp) throw new HostRefused(keepsFailing);
      if (stopping) throw new HostRefused(ending);
      if (pause !== null) await pause;
      else {
        running ??= start();
        const { process, outcome } = running;
        const came = await outcome;
        if (came === 'ready' && running?.process === process) return process;
        if (typeof came === 'object') throw new HostRefused(came);
      }
    }
  }

  function answerChosen(path: string): void {
    for (const answer of waitingForChosen.get(path) ?? []) answer();
    waitingForChosen.delete(path);
  }

  running = start();

  return {
    async openPort() {
      const process = await serving();
      const { port1, port2 } = options.createChannel();
      tell(process, { kind: 'screen' }, [port2]);
      return port1;
    },
    async choose(path) {
      chosenPaths.add(path);
      const process = await serving();
      const known = new Promise<void>((resolve) => {
        waitingForChosen.set(path, [...(waitingForChosen.get(path) ?? []), resolve]);
        // A host that comes after a crash is told at its start.
        process.once('exit', () => resolve());
      });
      tell(process, { kind: 'chosen', path });
      await known;
    },
    async download(path, query) {
      const process = await serving();
      const { port1, port2 } = options.createChannel();
      tell(process, { kind: 'export', path, query }, [port2]);
      return readDownload(port1);
    },
    onEnded: (listener) => void endListeners.push(listener),
    recoveries: () => restarts,
    async stop() {
      stopping = true;
      if (running === null) return;
      const { process, ended } = running;
      tell(process, { kind: 'stop' });
      await Promise.race([ended, options.wait(stopPatienceMs)]);
      process.kill();
    },
  };
}

/** Takes the export's chunks one at a time, as fast as the stream is read. Throws if it ends before its head. */
function readDownload(port: MessagePortMain): Promise<Download> {
  const pull = (): void => port.postMessage({ kind: 'pull' });
  return new Promise((resolve, reject) => {
    let ended = false;
    let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
    const end = (): void => {
      ended = true;
      port.close();
    };
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stream = controller;
        },
        pull,
        cancel: end,
      },
      // Nothing is asked for before somebody reads.
      { highWaterMark: 0 },
    );
    port.on('message', ({ data }) => {
      const message = data as ExportMessage;
      if (message.kind === 'head') resolve({ ...message, body });
      else if (ended) return;
      else if (message.kind === 'chunk') stream?.enqueue(message.bytes);
      else {
        stream?.close();
        end();
      }
    });
    port.on('close', () => {
      if (ended) return;
      ended = true;
      const reason = new Error('the export broke off');
      reject(reason);
      stream?.error(reason);
    });
    port.start();
  });
}

const keepsFailing: ShellSentence = {
  code: 'host-keeps-failing',
  zh: '数据服务反复意外退出，已暂停重试。请在弹出的对话框中选择重试。',
  en: 'The host keeps ending unexpectedly and is not started again for now. Choose Try again in the dialog.',
};

const ending: ShellSentence = {
  code: 'program-ending',
  zh: '程序正在退出。',
  en: 'The program is ending.',
};
