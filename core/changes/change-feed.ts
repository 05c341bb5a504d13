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
  #publishing: Promise<void> = Promise.resolve();

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
    if (this.#listeners.size === 0 || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#publishing = this.#publishing
        .then(() => this.#publish())
        .catch((error: unknown) => this.#log(`change feed: ${String(error)}`));
    }, TICK_MS);
  }

  /** Changes from the moment of the call on, until the signal aborts. */
  async *changes(signal: AbortSignal | undefined): AsyncGenerator<WorldChange> {
    const listener: Listener = { pending: null, wake: () => undefined };
    await this.#publishing;
    if (this.#listeners.size === 0) this.#published = await this.#world();
    this.#listeners.add(listener);
    const onAbort = (): void => listener.wake();
    signal?.addEventListener('abort', onAbort);
    try {
      // What was committed while the present world was read.
      this.committed();
      while (!signal?.aborted) {
        if (listener.pending === null) {
          await new Promise<void>((resolve) => {
            listener.wake = resolve;
            if (listener.pending !== null || signal?.aborted) resolve();
          });
          continue;
        }
        const change = listener.pending;
        listener.pending = null;
        yield change;
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#listeners.delete(listener);
    }
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.wake();
  }

  async #world(): Promise<{ revision: number; world: PublishedWorld }> {
    const { revision, enterprises } = await this.snapshot({});
    return { revision, world: publish(enterprises) };
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
