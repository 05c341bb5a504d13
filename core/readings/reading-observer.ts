// What listens inside the writer's transactions: the rules. Types only, so that store and rules don't know each other.
import type { Channel } from '../devices/registry-facts.ts';

/** Readings as columns: row i is one reading. Rows of one channel come in the order in which they were received. */
export interface ReadingColumns {
  readonly count: number;
  /** Channel numbers. */
  readonly channel: Int32Array;
  /** ms since the epoch, UTC; the start of the interval for amounts and means. */
  readonly time: Float64Array;
  /** In the channel's unit of measure; NaN = the text was no number. */
  readonly value: Float64Array;
  /** Quality mark, see `flag-codes.ts`; 0 = none given. */
  readonly flag: Uint16Array;
  /** Number of the message that it came in. */
  readonly message: Float64Array;
  /** What the store made of it: 0 new, 1 repeated, 2 revised (another value for the same channel and time), 3 new but late (before the channel's newest). */
  readonly outcome: Uint8Array;
  /** When the message was received, ms since the epoch. */
  readonly receivedAt: Float64Array;
}

/** A channel's hour that a settling has made or made again. */
export interface SettledHour {
  readonly channel: number;
  /** Start of the hour in Asia/Shanghai's hours, ms since the epoch. */
  readonly hour: number;
}

export interface ReadingObserver {
  /** After the rows are in the log, before the commit. Called again with the rows of the log after a restart. */
  readings(rows: ReadingColumns): void;
  /** In the transaction that settled the log: the roll-ups of these hours (and of their days and months) are up to date. */
  settled(hours: readonly SettledHour[]): void;
  /** After `settled`: a person has marked readings of [from, to), or given them back; `readings` is not told of these. */
  corrected?(channel: number, from: number, to: number): void;
  /** At the end of that transaction: keep what is needed to go on after a restart with the log that is then empty. */
  checkpoint(): void;
  /** Feed time moved on without readings of some channels: silence. `feedTime` never goes back. */
  advance(feedTime: number): void;
  /** The registry has changed: by this process or another. */
  registryChanged(channels: ReadonlyMap<number, Channel>): void;
}
