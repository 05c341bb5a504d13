// When the writer's thread settles, and how far feed time has gone on by itself.

export interface SettlingState {
  /** Rows of the log. */
  readonly rows: number;
  readonly sinceSettledMs: number;
  /** Since the last batch. */
  readonly sinceTakenMs: number;
  /** Since a settling failed that has not succeeded since; Infinity = none has. */
  readonly sinceFailedMs: number;
}

/** A flood is settled in great parts: each touches all pages of the open hour, so that few great ones write least. */
const MOST_ROWS = 1_000_000;
const LONGEST_MS = 10_000;
/** Small parts keep the pause short in which nothing is committed, and cost no more as long as each channel has but one row. */
const LEAST_ROWS = 2_000;
const SMALL_ROWS = 5_000;
const SPARE_MS = 200;
const SHORTEST_MS = 1_000;
const BUSY_MS = 4_000;

export function isSettlingDue({ rows, sinceSettledMs, sinceTakenMs, sinceFailedMs }: SettlingState): boolean {
  if (rows === 0) return false;
  // A failure costs a log's reading: a disk that is full is not asked with every batch.
  if (sinceFailedMs >= 0 && sinceFailedMs < LONGEST_MS) return false;
  if (rows >= MOST_ROWS || sinceSettledMs >= LONGEST_MS || sinceSettledMs < 0) return true;
  if (rows < LEAST_ROWS) return false;
  return sinceSettledMs >= (rows <= SMALL_ROWS || sinceTakenMs >= SPARE_MS ? SHORTEST_MS : BUSY_MS);
}

/** A feed that ended longer ago is history (a file of a past year): the wall clock says nothing of its silence. */
const LIVE_MS = 86_400_000;

/** The time that the feed has come to; null = there is no reading yet. `isDrill`: the readings are the clock. */
export function dueFeedTime(newest: number | null, now: number, isDrill: boolean): number | null {
  if (newest === null || isDrill) return newest;
  return now - newest <= LIVE_MS ? Math.max(newest, now) : newest;
}
