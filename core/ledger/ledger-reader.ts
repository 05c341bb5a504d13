// Slices of the ledger, kept in memory until the ledger changes or time itself changes what holds.
import type { Db } from '../db/open.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { type LedgerSlice, readSlice } from './slice.ts';

export interface AskedTimes {
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

/** What the ledger says at the times that were meant. Asked again with these times, at any later moment, it says the same. */
export interface LedgerView {
  readonly times: Times;
  /** Imports and corrections so far: the number of times that the ledger had changed when it was read. */
  readonly revision: number;
  readonly slice: LedgerSlice;
}

interface Held {
  readonly revision: number;
  readonly slice: Promise<LedgerSlice>;
  /** The slice is right for any "now" from when it was read up to this time. */
  readonly until: number;
}

/** Slices at past times that are kept beside the current one; a screen compares two or three. */
const PAST_SLICES = 4;

export class LedgerReader {
  readonly #db: Db;
  readonly #now: () => number;
  #current: Held | null = null;
  readonly #past = new Map<string, Promise<LedgerSlice>>();

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async revision(): Promise<number> {
    return this.#head().revision;
  }

  /**
   * The times that are meant. Left out, `asOf` is now; `knownAt` is the last change of the ledger: an import that is
   * running will be recorded before now, but is not known yet.
   */
  times(asked: AskedTimes): Times {
    return this.#times(asked, this.#head().recordedAt);
  }

  async read(asked: AskedTimes): Promise<LedgerView> {
    const { revision, recordedAt } = this.#head();
    const times = this.#times(asked, recordedAt);
    const isPresent = asked.asOf === undefined && asked.knownAt === undefined;
    const slice = await (isPresent ? this.#presentSlice(times, revision) : this.#pastSlice(times, revision));
    return { times, revision, slice };
  }

  async slice(asked: AskedTimes): Promise<LedgerSlice> {
    return (await this.read(asked)).slice;
  }

  #times(asked: AskedTimes, recordedAt: number): Times {
    // A clock that was set back must not hide what holds since the last change.
    const now = Math.max(this.#now(), recordedAt);
    return { asOf: asked.asOf ?? now, knownAt: asked.knownAt ?? (recordedAt || now) };
  }

  #pastSlice(times: Times, revision: number): Promise<LedgerSlice> {
    const key = `${revision} ${times.asOf} ${times.knownAt}`;
    const held = this.#past.get(key);
    if (held) return held;
    const slice = readSlice(this.#db, times);
    this.#past.set(key, slice);
    slice.catch(() => this.#past.delete(key));
    const [oldest] = this.#past.keys();
    if (this.#past.size > PAST_SLICES && oldest !== undefined) this.#past.delete(oldest);
    return slice;
  }

  #presentSlice(times: Times, revision: number): Promise<LedgerSlice> {
    const held = this.#current;
    if (held && held.revision === revision && times.asOf < held.until) return held.slice;
    const fresh = { revision, slice: readSlice(this.#db, times), until: this.#nextBoundary(times.asOf) };
    this.#current = fresh;
    fresh.slice.catch(() => {
      if (this.#current === fresh) this.#current = null;
    });
    return fresh.slice;
  }

  /** How often the ledger has changed, and when it last did (0 = never); in one statement, so that the two agree. */
  #head(): { readonly revision: number; readonly recordedAt: number } {
    return this.#db.raw
      .prepare(
        `SELECT count(*) AS revision, coalesce(max(recorded_at), 0) AS recordedAt
         FROM (SELECT recorded_at FROM import UNION ALL SELECT recorded_at FROM correction)`,
      )
      .get() as { revision: number; recordedAt: number };
  }

  /** When a version begins or ends next, and the present changes without anyone doing anything. */
  #nextBoundary(now: number): number {
    let next = OPEN_END;
    for (const kind of ['enterprise', 'site', 'unit', 'output']) {
      const found = this.#db.raw
        .prepare(`SELECT min(valid_from) FROM ${kind}_version WHERE superseded_at = ? AND valid_from > ?`)
        .pluck()
        .get(OPEN_END, now) as number | null;
      if (found !== null && found < next) next = found;
    }
    return next;
  }
}
