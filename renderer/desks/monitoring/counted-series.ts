// What a register has counted, as a series that a chart can draw. Pure.
import type { ChannelRecord, ReadingRow, ReadingSeries } from '../../../contract/monitoring.ts';

/** Steps as points of a chart, each at its beginning; those without a sum are gaps. What comes after the last reading is not missing yet. */
export function countedSeries(
  { id, unitOfMeasure }: Pick<ChannelRecord, 'id' | 'unitOfMeasure'>,
  rows: readonly ReadingRow[],
): ReadingSeries {
  const last = rows.findLastIndex(({ count }) => count > 0);
  const points = rows.flatMap(({ from, sum, count, expected }, index) => {
    const missing = expected === null || index >= last ? {} : { missing: Math.max(0, expected - count) };
    return sum === null ? [] : [{ time: from, value: sum, min: null, max: null, flag: null, ...missing }];
  });
  return { channel: id, unitOfMeasure, of: 'buckets', points };
}
