// Worker thread of a host's store: commits what the collector sends, settles, and lets rules and alarm clocks go on in time.
import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { namedDbError } from '../db/open.ts';
import { openMonitoring } from '../db/open-monitoring.ts';
import { createLiveObservers, type LiveObservers } from './live-observers.ts';
import { type NewestRows, newestRows, noRows } from './newest-rows.ts';
import { ReadingWriter } from './reading-writer.ts';
import { dueFeedTime, isSettlingDue } from './settling-rules.ts';
import { type CommandContext, workerCommands } from './worker-commands.ts';
import { type FromWorker, OPENING, type Published, type ReadingWorkerInput, type ToWorker } from './worker-messages.ts';

const BEAT_MS = 250;
const TICK_MS = 1_000;
const ADVANCE_MS = 5_000;

class ReadingWorker {
  readonly #say: (message: FromWorker) => void;
  readonly #dbPath: string;
  readonly #db: Database.Database;
  readonly #writer: ReadingWriter;
  readonly #context: CommandContext;
  #observers: LiveObservers | null = null;
  #published: Published[] = [];
  /** The host's clock less this thread's. */
  #shift: number;
  #settledAt: number;
  /** -Infinity = it has not, the last time. */
  #settlingFailedAt = Number.NEGATIVE_INFINITY;
  #tickedAt = 0;
  #advancedAt = 0;
  #takenAt = 0;
  readonly #said = new Set<string>();
  readonly #beat: NodeJS.Timeout;

  constructor({ dbPath, now }: ReadingWorkerInput, say: (message: FromWorker) => void) {
    this.#say = say;
    this.#dbPath = dbPath;
    this.#shift = now - Date.now();
    this.#settledAt = this.#now();
    this.#db = openMonitoring(dbPath, { now });
    const log = (line: string): void => say({ kind: 'log', line });
    const publish = (topic: string, content: unknown): void => void this.#published.push({ topic, content });
    const live = { now: () => this.#now(), log, publish };
    this.#writer = new ReadingWriter(this.#db, {
      now: live.now,
      observer: () => {
        this.#observers = createLiveObservers(this.#db, live);
        return this.#observers.observer;
      },
    });
    this.#context = { ...live, writer: this.#writer };
    this.#writer.resume();
    this.#tell(noRows);
    this.#beat = setInterval(() => this.#onBeat(), BEAT_MS);
  }

  #now(): number {
    return Date.now() + this.#shift;
  }

  receive(message: ToWorker): void {
    this.#shift = message.now - Date.now();
    try {
      if (message.kind === 'take') {
        const { receipts, rows, present } = this.#writer.take(message.packed);
        this.#takenAt = this.#now();
        const newest = newestRows(rows, present);
        this.#say({ kind: 'taken', id: message.id, receipts });
        this.#tell(newest);
        this.#try('settling', () => this.#settleIfDue());
      } else if (message.kind === 'call') {
        const command = workerCommands[message.name as keyof typeof workerCommands] as
          | ((db: Database.Database, input: unknown, context: CommandContext) => unknown)
          | undefined;
        if (!command) throw new Error(`there is no command ${message.name}`);
        const result = command(this.#db, message.input, this.#context);
        this.#say({ kind: 'result', id: message.id, result });
        this.#tell(noRows);
      } else {
        this.#close();
        this.#say({ kind: 'result', id: message.id, result: null });
      }
    } catch (error) {
      // What was published belongs to what was undone.
      this.#published = [];
      this.#say({ kind: 'refused', id: message.id, ...refused(error, this.#dbPath) });
    }
  }

  #tell(newest: NewestRows): void {
    const published = this.#published;
    if (newest.count === 0 && published.length === 0) return;
    this.#published = [];
    this.#say({ kind: 'committed', committed: { ...newest, published } });
  }

  /** Clocks go on when nothing comes; what fails here is said once and tried again with the next beat. */
  #onBeat(): void {
    const now = this.#now();
    this.#try('settling', () => this.#settleIfDue());
    // Of a clock that was set back as well.
    if (Math.abs(now - this.#tickedAt) >= TICK_MS) {
      this.#tickedAt = now;
      this.#try('alarm clocks', () => this.#db.transaction(() => this.#observers?.tick(now)).immediate());
    }
    if (Math.abs(now - this.#advancedAt) >= ADVANCE_MS) {
      this.#advancedAt = now;
      const clock = this.#db.prepare("SELECT value FROM setting WHERE key = 'clock'").pluck().get();
      const feedTime = dueFeedTime(this.#writer.feedTime, now, clock === 'readings');
      if (feedTime !== null) this.#try('feed time', () => this.#writer.advance(feedTime));
    }
    this.#tell(noRows);
  }

  #settleIfDue(): void {
    const now = this.#now();
    const state = {
      rows: this.#writer.logRows,
      sinceSettledMs: now - this.#settledAt,
      sinceTakenMs: now - this.#takenAt,
      sinceFailedMs: now - this.#settlingFailedAt,
    };
    if (!isSettlingDue(state)) return;
    this.#settledAt = now;
    this.#settlingFailedAt = now;
    this.#writer.settle();
    this.#settlingFailedAt = Number.NEGATIVE_INFINITY;
    this.#tell(noRows);
  }

  #try(what: string, work: () => void): void {
    try {
      work();
      this.#said.delete(what);
    } catch (error) {
      this.#published = [];
      if (this.#said.has(what)) return;
      this.#said.add(what);
      this.#say({ kind: 'log', line: `${what}: ${refused(error, this.#dbPath).message}` });
    }
  }

  #close(): void {
    clearInterval(this.#beat);
    this.#try('settling', () => this.#writer.settle());
    this.#db.close();
  }
}

function refused(
  error: unknown,
  dbPath: string,
): { code: AppError['code'] | null; params: AppError['params']; message: string } {
  const named = error instanceof AppError ? error : namedDbError(error, dbPath);
  if (named) return { code: named.code, params: named.params, message: named.message };
  return { code: null, params: {}, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const port = parentPort;
if (port) {
  const input = workerData as ReadingWorkerInput;
  const say = (message: FromWorker): void => port.postMessage(message);
  try {
    const worker = new ReadingWorker(input, say);
    port.on('message', (message: ToWorker) => {
      worker.receive(message);
      if (message.kind === 'close') port.close();
    });
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'refused', id: OPENING, ...refused(error, input.dbPath) });
    port.close();
  }
}
