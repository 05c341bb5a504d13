// Gathers messages into batches: one transaction for what comes within some milliseconds, and as much as the writer keeps up with.
import { AppError } from '../app-error.ts';
import type { Receipt, SourceMessage } from '../ingest/source-message.ts';
import { MessagePacker, type PackedMessages, type Receipts, receiptAt } from './packed-messages.ts';

/** A batch waits this long for more, or for the writer. */
const GATHER_MS = 10;
const BATCH_ROWS = 20_000;
/** As many are worth a commit of their own where the writer has nothing to do. */
const IDLE_ROWS = 5_000;
const BATCH_BYTES = 8 * 2 ** 20;
/** One is written while the next is on its way. */
const BATCHES_UNDER_WAY = 2;

interface Taken {
  readonly message: SourceMessage;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Memory is bounded by its senders: each waits for its receipts, and a sender that is to be slowed down simply gets them
 * later. Packing is left until the writer is ready for it, so that what waits is held once.
 */
export class Collector {
  readonly #send: (pack: () => PackedMessages) => Promise<Receipts>;
  readonly #log: (line: string) => void;
  readonly #packer = new MessagePacker();
  #waiting: Taken[] = [];
  #waitingRows = 0;
  #underWay = 0;
  #timer: NodeJS.Timeout | null = null;
  #idle: (() => void)[] = [];

  /** `send` packs when it can send: what is packed is meant for the one who gets it. */
  constructor(send: (pack: () => PackedMessages) => Promise<Receipts>, log: (line: string) => void) {
    this.#send = send;
    this.#log = log;
  }

  /** Whoever is sent batches from now on has not seen the earlier ones. */
  restart(): void {
    this.#packer.reset();
  }

  take(message: SourceMessage): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      this.#waitingRows += message.readings.length;
      if (this.#waitingRows >= (this.#underWay === 0 ? IDLE_ROWS : BATCH_ROWS)) this.#next();
      else this.#timer ??= setTimeout(() => this.#next(), GATHER_MS);
    });
  }

  /** Resolves once nothing waits and nothing is under way. */
  async empty(): Promise<void> {
    if (this.#waiting.length === 0 && this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve);
      this.#next();
    });
  }

  #next(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#waiting.length > 0 && this.#underWay < BATCHES_UNDER_WAY) this.#dispatch(this.#batch());
    if (this.#waiting.length === 0 && this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #batch(): Taken[] {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const { message } of this.#waiting) {
      rows += message.readings.length;
      bytes += message.bytes.byteLength;
      // A message is never split: one that is larger than a batch is a batch.
      if (count > 0 && (rows > BATCH_ROWS || bytes > BATCH_BYTES)) break;
      count++;
    }
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    for (const { message } of batch) this.#waitingRows -= message.readings.length;
    return batch;
  }

  #dispatch(batch: readonly Taken[]): void {
    this.#underWay++;
    this.#commit(batch)
      .catch((error: unknown) => this.#log(String(error)))
      .finally(() => {
        this.#underWay--;
        this.#next();
      });
  }

  async #commit(batch: readonly Taken[]): Promise<void> {
    try {
      const receipts = await this.#send(() => this.#packer.pack(batch.map(({ message }) => message)));
      batch.forEach(({ resolve }, index) => {
        resolve(receiptAt(receipts, index));
      });
    } catch (error) {
      // A refusal concerns all of them. A defect may lie in one: it is found by halves, and the others are kept.
      if (error instanceof AppError || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      this.#log(`a batch of ${batch.length} messages is taken in halves: ${String(error)}`);
      const half = Math.ceil(batch.length / 2);
      await this.#commit(batch.slice(0, half));
      await this.#commit(batch.slice(half));
    }
  }
}
