// Slices of the ledger, kept in memory until the ledger changes or time itself changes what holds.
import type { Db } from '../db/open.ts';
import { lastRecordedAt } from '../db/recorded-at.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { type LedgerSlice, readSlice } from './slice.ts';
import { nextValidFrom } from './store.ts';

export interface AskedTimes {
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

interface Current {
  readonly revision: number;
  /** The slice is right for any "now" before this time, at which a version begins or ends by itself. */
  until: number;
  readonly slice: Promise<LedgerSlice>;
}

/** Slices at past times that are kept beside the current one; a screen compares two or three. */
const PAST_SLICES = 4;

export class LedgerReader {
  readonly #db: Db;
  readonly #now: () => number;
  #current: Current | null = null;
  readonly #past = new Map<string, Promise<LedgerSlice>>();

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Imports and corrections so far: the number of times that the ledger has changed. */
  async revision(): Promise<number> {
    const { sql } = this.#db;
    const count = async (table: 'import' | 'correction'): Promise<number> => {
      const row = await sql
        .selectFrom(table)
        .select((column) => column.fn.countAll().as('rows'))
        .executeTakeFirst();
      return Number(row?.rows ?? 0);
    };
    return (await count('import')) + (await count('correction'));
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

  async #currentSlice({ asOf }: Times): Promise<LedgerSlice> {
    const revision = await this.revision();
    const held = this.#current;
    if (held && held.revision === revision && asOf < held.until) return held.slice;
    const fresh: Current = {
      revision,
      until: OPEN_END,
      slice: this.#readCurrent(asOf, (until) => {
        fresh.until = until;
      }),
    };
    this.#current = fresh;
    return fresh.slice;
  }

  async #readCurrent(now: number, holdsUntil: (until: number) => void): Promise<LedgerSlice> {
    const { sql } = this.#db;
    // Two changes within a millisecond are recorded a little later than now: what is recorded is known.
    const asOf = Math.max(now, await lastRecordedAt(sql));
    holdsUntil(await nextValidFrom(sql, asOf));
    return readSlice(this.#db, { asOf, knownAt: OPEN_END - 1 });
  }
}
