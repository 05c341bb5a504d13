// The order in which the log's readings are settled: by channel and time for roll-ups, by hour and channel for the clustered table.
import type { PendingLog } from './pending-log.ts';
import { hourOf } from './time-rules.ts';

/** One channel's part of an order. */
export interface Segment {
  readonly channel: number;
  readonly from: number;
  readonly to: number;
}

export interface SortedLog {
  /** Rows by channel and time; of a time that comes more than once, the row that came last. */
  readonly order: Int32Array;
  readonly segments: readonly Segment[];
}

export function sortLog({ count, channel, time }: PendingLog): SortedLog {
  let highest = 0;
  for (let row = 0; row < count; row++) highest = Math.max(highest, channel[row] as number);
  const ends = new Int32Array(highest + 2);
  for (let row = 0; row < count; row++)
    ends[(channel[row] as number) + 1] = (ends[(channel[row] as number) + 1] as number) + 1;
  for (let each = 1; each < ends.length; each++) ends[each] = (ends[each] as number) + (ends[each - 1] as number);
  const starts = ends.slice(0, -1);
  const order = new Int32Array(count);
  const next = starts.slice();
  for (let row = 0; row < count; row++) {
    const place = next[channel[row] as number] as number;
    order[place] = row;
    next[channel[row] as number] = place + 1;
  }
  const segments: Segment[] = [];
  let kept = 0;
  for (let each = 0; each <= highest; each++) {
    const from = starts[each] as number;
    const to = ends[each + 1] as number;
    if (from === to) continue;
    const begin = kept;
    let inOrder = true;
    for (let index = from + 1; index < to && inOrder; index++)
      inOrder = (time[order[index] as number] as number) > (time[order[index - 1] as number] as number);
    if (!inOrder) order.subarray(from, to).sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
    for (let index = from; index < to; index++) {
      const row = order[index] as number;
      const isLast = inOrder || index + 1 === to || time[order[index + 1] as number] !== time[row];
      if (isLast) order[kept++] = row;
    }
    segments.push({ channel: each, from: begin, to: kept });
  }
  return { order: order.subarray(0, kept), segments };
}

/** The same rows by hour, then channel, then time. */
export function byHour(order: Int32Array, { time }: PendingLog): Int32Array {
  const hours = new Int32Array(order.length);
  const present = new Map<number, number>();
  for (let index = 0; index < order.length; index++) {
    const hour = hourOf(time[order[index] as number] as number);
    hours[index] = hour;
    present.set(hour, (present.get(hour) ?? 0) + 1);
  }
  if (present.size === 1) return order;
  const next = new Map<number, number>();
  let place = 0;
  for (const hour of [...present.keys()].sort((a, b) => a - b)) {
    next.set(hour, place);
    place += present.get(hour) as number;
  }
  const sorted = new Int32Array(order.length);
  for (let index = 0; index < order.length; index++) {
    const hour = hours[index] as number;
    const at = next.get(hour) as number;
    sorted[at] = order[index] as number;
    next.set(hour, at + 1);
  }
  return sorted;
}
