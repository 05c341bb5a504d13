// The numbered change feed: after each commit, what changed since the last tick, once to every screen that listens.
import type { WorldChange, WorldSnapshot } from '../../contract/events.ts';
import type { AskedTimes, LedgerReader } from '../ledger/ledger-reader.ts';
import { summarise } from '../ledger/slice.ts';
import { difference, type PublishedWorld, publish, squash } from './rules.ts';

/** Commits within a tick leave as one change. */
const TICK_MS = 100;

interface Listener {
  /** What the screen has not taken yet, squashed: one that is slow costs no more than one change. */
  pending: WorldChange | null;
  wake: () => void;
}

export class ChangeFeed {
  readonly #reader: LedgerReader;
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<Listener>();
  #published: { revision: number; world: PublishedWorld } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(reader: LedgerReader, log: (line: string) => void) {
    this.#reader = reader;
    this.#log = log;
  }

  async snapshot(asked: AskedTimes): Promise<WorldSnapshot> {
    const { revision, slice } = await this.#reader.read(asked);
    return { revision, enterprises: [...slice.enterprises.values()].map(summarise) };
  }

  /** To be called after a commit. */
  committed(): void {
    if (this.#listeners.size === 0 || this.#timer || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#queue(() => this.#publish()).catch((error: unknown) => this.#log(`change feed: ${String(error)}`));
    }, TICK_MS);
  }

  /**
   * Resolves when the feed has begun: a snapshot taken after that misses nothing that the feed will not tell. It ends when
   * the signal aborts.
   */
  async changes(signal: AbortSignal | undefined): Promise<AsyncGenerator<WorldChange>> {
    const listener: Listener = { pending: null, wake: () => undefined };
    await this.#queue(async () => {
      if (this.#listeners.size === 0 || this.#published === null) this.#published = await this.#world();
      this.#listeners.add(listener);
    });
    const leave = (): void => {
      this.#listeners.delete(listener);
      listener.wake();
    };
    if (signal?.aborted) leave();
    signal?.addEventListener('abort', leave, { once: true });
    // What was committed while the present world was read.
    this.committed();
    return this.#changesFor(listener, leave);
  }

  async *#changesFor(listener: Listener, leave: () => void): AsyncGenerator<WorldChange> {
    try {
      while (this.#listeners.has(listener)) {
        if (listener.pending === null) {
          await new Promise<void>((resolve) => {
            listener.wake = resolve;
          });
          continue;
        }
        const change = listener.pending;
        listener.pending = null;
        yield change;
      }
    } finally {
      leave();
    }
  }

  /** Ends all feeds. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener.wake();
  }

  /** What reads and replaces the published world does so one at a time: no listener may join half-way. */
  #queue(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #world(): Promise<{ revision: number; world: PublishedWorld }> {
    const { revision, enterprises } = await this.snapshot({});
    return { revision, world: publish(enterprises, this.#published?.world) };
  }

  async #publish(): Promise<void> {
    const before = this.#published;
    if (!before || this.#listeners.size === 0) return;
    const after = await this.#world();
    if (after.revision === before.revision) return;
    const change = difference(before.world, after.world, before.revision, after.revision);
    this.#published = after;
    for (const listener of this.#listeners) {
      listener.pending = listener.pending ? squash(listener.pending, change) : change;
      listener.wake();
    }
  }
}
