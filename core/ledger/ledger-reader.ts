// Slices of the ledger, kept in memory until the ledger changes or time itself changes what holds.
import type { Db } from '../db/open.ts';
import { OPEN_END, type Times } from '../db/times.ts';
import { nextSlice } from './next-slice.ts';
import { type LedgerSlice, readSlice } from './slice.ts';
import { nextValidFrom } from './store.ts';

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
  until: number;
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
    return (await this.#head()).revision;
  }

  async times(asked: AskedTimes): Promise<Times> {
    return this.#times(asked, (await this.#head()).recordedAt);
  }

  /**
   * The ledger at the times that are meant. Left out, `asOf` is now; `knownAt` is the last change of the ledger: an import
   * that is running will be recorded before now, but is not known yet.
   */
  async read(asked: AskedTimes): Promise<LedgerView> {
    const { revision, recordedAt } = await this.#head();
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
    const fresh: Held = {
      revision,
      until: OPEN_END,
      slice: this.#readPresent(times, held, (until) => {
        fresh.until = until;
      }),
    };
    this.#current = fresh;
    fresh.slice.catch(() => {
      if (this.#current === fresh) this.#current = null;
    });
    return fresh.slice;
  }

  /** From the present before, where little has changed since; else from the database. */
  async #readPresent(times: Times, before: Held | null, holdsUntil: (until: number) => void): Promise<LedgerSlice> {
    // Of an empty ledger it was not known when it last changed.
    const slice = before && before.revision > 0 ? await before.slice.catch(() => null) : null;
    if (before && slice && slice.times.asOf <= times.asOf && times.asOf < before.until) {
      const next = await nextSlice(this.#db, slice, times);
      if (next) {
        holdsUntil(Math.min(before.until, next.until));
        return next.slice;
      }
    }
    holdsUntil(await nextValidFrom(this.#db.sql, times.asOf));
    return readSlice(this.#db, times);
  }

  /** How often the ledger has changed, and when it last did (0 = never); in one statement, so that the two agree. */
  async #head(): Promise<{ readonly revision: number; readonly recordedAt: number }> {
    const { sql } = this.#db;
    const changes = sql
      .selectFrom('import')
      .select('recorded_at')
      .unionAll(sql.selectFrom('correction').select('recorded_at'));
    const { revision, recordedAt } = await sql
      .selectFrom(changes.as('change'))
      .select((column) => [column.fn.countAll().as('revision'), column.fn.max('recorded_at').as('recordedAt')])
      .executeTakeFirstOrThrow();
    return { revision: Number(revision), recordedAt: Number(recordedAt ?? 0) };
  }
}
