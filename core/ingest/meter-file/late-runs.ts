// Follows the order of a file's rows: blocks that come late, and hours that come twice.

export interface LateRun {
  readonly row: number;
  lastRow: number;
  rows: number;
  from: number;
  to: number;
  /** Newest time before the run. */
  readonly after: number;
  /** Readings of it that the store did not have. */
  fresh: number;
  revised: number;
}

const HOUR_MS = 3_600_000;

export class RowSequence {
  /** -1 in a file whose newest row comes first. */
  readonly #direction: 1 | -1;
  #newest = Number.NEGATIVE_INFINITY;
  #run: LateRun | null = null;

  constructor(isDescending: boolean) {
    this.#direction = isDescending ? -1 : 1;
  }

  /** The late run that a row belongs to; null = it is in its place. A time again right after itself is no late one. */
  follow(row: number, time: number): LateRun | null {
    const at = time * this.#direction;
    if (this.#run && at <= this.#newest) {
      const run = this.#run;
      run.lastRow = row;
      run.rows += 1;
      run.from = Math.min(run.from, time);
      run.to = Math.max(run.to, time);
      return run;
    }
    this.#run = null;
    if (at >= this.#newest) {
      this.#newest = at;
      return null;
    }
    const after = this.#newest * this.#direction;
    this.#run = { ...{ row, lastRow: row, rows: 1, from: time, to: time, after }, fresh: 0, revised: 0 };
    return this.#run;
  }

  get open(): LateRun | null {
    return this.#run;
  }
}

/** Whether the rows before a run's beginning were one hour that the run says again, as a clock does that is set back. */
export function isDoubledHour(run: LateRun, intervalMs: number | null): boolean {
  if (intervalMs === null || intervalMs >= HOUR_MS || run.fresh > 0 || run.revised === 0) return false;
  return run.to === run.after && run.from === run.after + intervalMs - HOUR_MS && run.rows * intervalMs === HOUR_MS;
}
