// Takes messages into the store: one transaction a batch, idempotent by channel and time, with the rules inside the transaction.
import type Database from 'better-sqlite3';
import type { ReadingCorrection, ReadingCorrectionResult } from '../../contract/duty.ts';
import { AppError } from '../app-error.ts';
import { namedDbError } from '../db/open.ts';
import type { Receipt, SourceMessage } from '../ingest/source-message.ts';
import { adoptBatch } from './adopt-batch.ts';
import { correctReadings, madeBefore } from './correct-readings.ts';
import { MessagePacker, type PackedMessages, receiptAt } from './packed-messages.ts';
import { countRemaining } from './quarantine-rows.ts';
import type { ReadingObserver } from './reading-observer.ts';
import { ready } from './ready-statement.ts';
import { settleLog } from './settle-log.ts';
import { type Taken, takeBatch } from './take-batch.ts';
import { learnPacked, newPackerState, readStoreState, WriterMemory } from './writer-memory.ts';

export interface ReadingWriterOptions {
  /** ms since the epoch, by this machine's clock. */
  readonly now: () => number;
  /**
   * What listens inside the transactions. A function makes it anew whenever its memory can no longer be trusted: at the
   * start, after a transaction that failed, and after another process has written. It then gets the log's rows again.
   */
  readonly observer?: ReadingObserver | (() => ReadingObserver | null);
}

/** What became of a backlog. */
export interface Adopted extends Receipt {
  /** Readings that are in quarantine still. */
  readonly remaining: number;
}

/** Pages of the write-ahead log after which they go into the database: an hour's pages are written to many times. */
const CHECKPOINT_PAGES = 16_000;

export class ReadingWriter {
  readonly #db: Database.Database;
  readonly #now: () => number;
  readonly #makeObserver: () => ReadingObserver | null;
  readonly #packer = new MessagePacker();
  readonly #packerState = newPackerState();
  #memory: WriterMemory | null = null;

  constructor(db: Database.Database, { now, observer }: ReadingWriterOptions) {
    this.#db = db;
    this.#now = now;
    this.#makeObserver = typeof observer === 'function' ? observer : () => observer ?? null;
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  }

  /** One transaction. Throws AppError (`disk-full` …) where nothing of it was kept. */
  write(messages: readonly SourceMessage[]): Receipt[] {
    const { receipts } = this.take(this.#packer.pack(messages));
    return messages.map((_, message) => receiptAt(receipts, message));
  }

  /** The same for messages that are packed already, by one packer from its first batch on. */
  take(packed: PackedMessages): Taken {
    const isNewGeneration = learnPacked(this.#packerState, packed);
    if (isNewGeneration) this.#memory?.fitSlots(true);
    return this.#run((memory) => {
      memory.fitSlots(false);
      return takeBatch(this.#db, memory, packed, this.#now());
    });
  }

  /** Gives the observer what the log holds, before anything else happens. */
  resume(): void {
    this.#run(() => undefined);
  }

  /** Moves the log into the clustered table and brings all roll-ups up to date, in one transaction. */
  settle(): void {
    this.#run((memory) => this.#settle(memory));
  }

  #settle(memory: WriterMemory): void {
    const { log, rollUps, places, basis, settledTo, aheadMs, settledMessage, nextMessage, observer } = memory;
    const settling = { db: this.#db, log, rollUps, places, basis, settledTo, aheadMs };
    const settled = settleLog({ ...settling, firstMessage: settledMessage });
    log.clear();
    memory.settledMessage = nextMessage;
    observer?.settled(settled);
    observer?.checkpoint();
  }

  /**
   * Marks the readings of a span, or gives back what their sender said; roll-ups and rules follow in the same transaction.
   * To the rules it is no reading that came: they look at the span again. Throws AppError, see `correctReadings`.
   */
  correct(asked: ReadingCorrection): ReadingCorrectionResult {
    return this.#run((memory) => {
      const made = madeBefore(this.#db, asked);
      if (made) return made;
      this.#settle(memory);
      const { channel, ...result } = correctReadings(this.#db, memory, asked, this.#now());
      this.#settle(memory);
      memory.observer?.corrected?.(channel, asked.from, asked.to);
      return result;
    });
  }

  /** Moves the quarantined readings whose channel is registered by now into the store, as if they had just come. */
  adopt(device?: string): Adopted {
    const sum = { accepted: 0, repeated: 0, revised: 0, quarantined: 0 };
    while (true) {
      const { moved, receipt } = this.#run((memory) => adoptBatch(this.#db, memory, device, this.#now()));
      sum.accepted += receipt.accepted;
      sum.repeated += receipt.repeated;
      sum.revised += receipt.revised;
      if (moved === 0) return { ...sum, remaining: countRemaining(this.#db, device) };
    }
  }

  /** Tells the observer that time has moved on; in a transaction. */
  advance(feedTime: number): void {
    this.#run(({ observer }) => observer?.advance(feedTime));
  }

  /** Newest event time seen (at most ten minutes after it was received); null = no reading yet. */
  get feedTime(): number | null {
    return this.#memory?.feedTime ?? null;
  }

  /** Rows that are not settled yet. */
  get logRows(): number {
    return this.#memory?.log.count ?? 0;
  }

  /** Commits what `work` does, or leaves disk and memory as they were. */
  #run<Result>(work: (memory: WriterMemory) => Result): Result {
    try {
      return this.#db
        .transaction((): Result => {
          const memory = this.#current();
          const result = work(memory);
          memory.version += 1;
          ready(this.#db, 'UPDATE reading_state SET version = ?, next_message = ?, settled_message = ?').run(
            memory.version,
            memory.nextMessage,
            memory.settledMessage,
          );
          return result;
        })
        .immediate();
    } catch (error) {
      // What the transaction has changed in memory is not on the disk.
      this.#memory = null;
      if ((error as { code?: unknown }).code === 'SQLITE_BUSY')
        throw new AppError('store-busy', { dir: this.#db.name });
      throw namedDbError(error, this.#db.name) ?? error;
    }
  }

  /** Memory that agrees with the disk. In a transaction. */
  #current(): WriterMemory {
    const state = readStoreState(this.#db);
    let memory = this.#memory;
    if (!memory || memory.version !== state.version) {
      memory = new WriterMemory(this.#db, this.#makeObserver, this.#packerState);
      this.#memory = memory;
    }
    if (memory.directory.version !== state.registry) followRegistry(memory);
    return memory;
  }
}

/** The registry has changed: by this process or another. */
function followRegistry(memory: WriterMemory): void {
  memory.directory.load();
  memory.makeRoom();
  memory.forgetSlots();
  memory.observer?.registryChanged(memory.directory.channels);
}
