// Slices of the ledger, kept in memory until the ledger changes or time itself changes what holds.
import type { Db } from '../db/open.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { type LedgerSlice, readSlice } from './slice.ts';

export interface AskedTimes {
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

interface Held {
  readonly slice: Promise<LedgerSlice>;
  /** The slice is right for any "now" from when it was read up to this time. */
  readonly until: number;
}

/** Slices at past times that are kept beside the current one; a screen compares two or three. */
const PAST_SLICES = 4;

export class LedgerReader {
  readonly #db: Db;
  readonly #now: () => number;
  #current: { revision: number; held: Held } | null = null;
  readonly #past = new Map<string, Promise<LedgerSlice>>();

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Imports and corrections so far: the number of times that the ledger has changed. */
  async revision(): Promise<number> {
    return this.#db.raw
      .prepare('SELECT (SELECT count(*) FROM import) + (SELECT count(*) FROM correction)')
      .pluck()
      .get() as number;
  }

  /** The times that are meant; what is left out is now. */
  times(asked: AskedTimes): Times {
    const now = this.#now();
    return { asOf: asked.asOf ?? now, knownAt: asked.knownAt ?? now };
  }

  async slice(asked: AskedTimes): Promise<LedgerSlice> {
    const times = this.times(asked);
    if (asked.asOf === undefined && asked.knownAt === undefined) return this.#currentSlice(times);
    const revision = await this.revision();
    const key = `${revision} ${times.asOf} ${times.knownAt}`;
    let held = this.#past.get(key);
    if (!held) {
      held = readSlice(this.#db, times);
      this.#past.set(key, held);
      const [oldest] = this.#past.keys();
      if (this.#past.size > PAST_SLICES && oldest !== undefined) this.#past.delete(oldest);
    }
    return held;
  }

  async #currentSlice(times: Times): Promise<LedgerSlice> {
    const revision = await this.revision();
    const held = this.#current;
    if (held && held.revision === revision && times.asOf < held.held.until) return held.held.slice;
    // An import of this very millisecond is recorded a little later than now: what is recorded is known.
    const known = { asOf: Math.max(times.asOf, this.#lastRecordedAt()), knownAt: OPEN_END - 1 };
    const fresh = { slice: readSlice(this.#db, known), until: this.#nextBoundary(known.asOf) };
    this.#current = { revision, held: fresh };
    return fresh.slice;
  }

  #lastRecordedAt(): number {
    return this.#db.raw
      .prepare(
        'SELECT max(coalesce((SELECT max(recorded_at) FROM import), 0), coalesce((SELECT max(recorded_at) FROM correction), 0))',
      )
      .pluck()
      .get() as number;
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
