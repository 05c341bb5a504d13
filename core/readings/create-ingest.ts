// The store behind a worker thread: a collector packs what comes within some milliseconds, the worker commits it, then senders are answered.
import { Worker } from 'node:worker_threads';
import { AppError } from '../app-error.ts';
import type { Ingest, SourceMessage } from '../ingest/source-message.ts';
import { Collector } from './collector.ts';
import { type Receipts, transferable } from './packed-messages.ts';
import type { WorkerCommands } from './worker-commands.ts';
import {
  type Committed,
  type FromWorker,
  OPENING,
  type ReadingWorkerInput,
  type Refused,
  type ToWorker,
} from './worker-messages.ts';

export type { Committed } from './worker-messages.ts';

export interface LiveIngest extends Ingest {
  /** Runs a command of `worker-commands.ts` in the writer's thread, after what was sent to it before. Rejects with AppError. */
  call<Name extends keyof WorkerCommands>(
    name: Name,
    input: Parameters<WorkerCommands[Name]>[1],
  ): Promise<ReturnType<WorkerCommands[Name]>>;
  /** Told after each commit; the function returned ends it. */
  onCommitted(listener: (committed: Committed) => void): () => void;
  /** Writes what was taken, settles, ends the worker. */
  close(): Promise<void>;
}

export interface CreateIngestOptions {
  readonly dbPath: string;
  readonly log: (line: string) => void;
  readonly now?: () => number;
  /** Another program for the thread: tests let it fail. */
  readonly worker?: URL;
}

/** A worker that ends within this time of being started again is left alone: it would end for ever. */
const STEADY_MS = 60_000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the sender is told, as the error that the worker met. */
const asError = ({ code, params, message }: Refused): Error =>
  code === null ? new Error(message) : new AppError(code, params);

/** Resolves once the worker has opened the database and given the log to the rules again. Rejects with AppError. */
export async function createIngest(options: CreateIngestOptions): Promise<LiveIngest> {
  const ingest = new WorkerIngest(options);
  await ingest.start();
  return ingest;
}

class WorkerIngest implements LiveIngest {
  readonly #program: URL;
  readonly #dbPath: string;
  readonly #log: (line: string) => void;
  readonly #now: () => number;
  readonly #collector: Collector;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #starting: Promise<void> | null = null;
  #nextId = OPENING + 1;
  #closed = false;

  constructor({ dbPath, log, now = Date.now, worker }: CreateIngestOptions) {
    this.#program = worker ?? new URL('./reading-worker.ts', import.meta.url);
    this.#dbPath = dbPath;
    this.#log = log;
    this.#now = now;
    this.#collector = new Collector(async (pack) => {
      const receipts = await this.#ask((id, at) => ({ kind: 'take', id, now: at, packed: pack() }));
      return receipts as Receipts;
    }, log);
  }

  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const input: ReadingWorkerInput = { dbPath: this.#dbPath, now: this.#now() };
    const worker = new Worker(this.#program, { workerData: input });
    // The worker knows nothing of what the one before it was told.
    this.#collector.restart();
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      let defect = 'the worker ended';
      let isReady = false;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') {
          isReady = true;
          resolve();
        } else if (message.kind === 'refused' && message.id === OPENING) reject(asError(message));
        else this.#receive(message);
      });
      worker.on('error', (error: Error) => {
        defect = error.stack ?? error.message;
      });
      worker.on('exit', () => {
        reject(new Error(defect));
        if (isReady) this.#ended(worker, defect);
        else this.#worker = null;
      });
    });
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'log') this.#log(message.line);
    else if (message.kind === 'committed') for (const listener of this.#listeners) listener(message.committed);
    else if (message.kind !== 'ready') {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.kind === 'taken') waiting?.resolve(message.receipts);
      else if (message.kind === 'result') waiting?.resolve(message.result);
      else waiting?.reject(asError(message));
    }
  }

  /** What was under way may be stored or not: its senders hear that it is not, and sending it again is harmless. */
  #ended(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const stopped = new AppError('store-stopped', { dir: this.#dbPath });
    for (const { reject } of waiting) reject(stopped);
    if (this.#closed) return;
    this.#log(`the writer's thread ended: ${reason}`);
    const isSteady = performance.now() - this.#restartedAt > STEADY_MS;
    if (!isSteady) return;
    this.#restartedAt = performance.now();
    this.start().catch((error: unknown) => {
      this.#log(`the writer's thread does not start again: ${String(error)}`);
    });
  }

  async #ask(make: (id: number, now: number) => ToWorker): Promise<unknown> {
    await this.#starting;
    const worker = this.#worker;
    if (!worker) throw new AppError('store-stopped', { dir: this.#dbPath });
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const message = make(id, this.#now());
      worker.postMessage(message, message.kind === 'take' ? transferable(message.packed) : []);
      this.#waiting.set(id, { resolve, reject });
    });
  }

  take(message: SourceMessage): ReturnType<Ingest['take']> {
    if (this.#closed) return Promise.reject(new AppError('store-stopped', { dir: this.#dbPath }));
    return this.#collector.take(message);
  }

  async call<Name extends keyof WorkerCommands>(
    name: Name,
    input: Parameters<WorkerCommands[Name]>[1],
  ): Promise<ReturnType<WorkerCommands[Name]>> {
    return (await this.#ask((id, now) => ({ kind: 'call', id, now, name, input }))) as ReturnType<WorkerCommands[Name]>;
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#collector.empty();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    await this.#ask((id, now) => ({ kind: 'close', id, now })).catch((error: unknown) => this.#log(String(error)));
    await ended;
  }
}
