// The two times of every fact: when it was so (valid) and when we knew it (recorded), both ms since the epoch, UTC.

/** Open ends of a valid or recorded interval. Numbers, so that SQL compares them without a case for NULL. */
export const OPEN_START = -8_640_000_000_000_000;
export const OPEN_END = 8_640_000_000_000_000;

/** A point in both times at which the ledger is read. */
export interface Times {
  readonly asOf: number;
  readonly knownAt: number;
}

/** The open ends said as null, for people and other programs. */
export const openToNull = (ms: number): number | null => (ms === OPEN_START || ms === OPEN_END ? null : ms);
