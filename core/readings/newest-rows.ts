// The newest reading of each channel among rows that were just committed.
import type { ReadingColumns } from './reading-observer.ts';
import { REPEATED } from './reading-versions.ts';

export interface NewestRows {
  readonly count: number;
  readonly channel: Int32Array;
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly flag: Uint16Array;
}

export const noRows: NewestRows = {
  count: 0,
  channel: new Int32Array(0),
  time: new Float64Array(0),
  value: new Float64Array(0),
  flag: new Uint16Array(0),
};

/** Copies. `present` = time of each channel's newest reading: late ones, older revisions and repeated ones are not told. */
export function newestRows(rows: ReadingColumns, present: Float64Array): NewestRows {
  const newest = new Map<number, number>();
  for (let row = 0; row < rows.count; row++) {
    const channel = rows.channel[row] as number;
    if (rows.outcome[row] !== REPEATED && rows.time[row] === present[channel]) newest.set(channel, row);
  }
  const picked = [...newest.values()];
  return {
    count: picked.length,
    channel: Int32Array.from(picked, (row) => rows.channel[row] as number),
    time: Float64Array.from(picked, (row) => rows.time[row] as number),
    value: Float64Array.from(picked, (row) => rows.value[row] as number),
    flag: Uint16Array.from(picked, (row) => rows.flag[row] as number),
  };
}
