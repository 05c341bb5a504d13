// A series for a chart: buckets that keep what was first, least, greatest and last, so that no peak is lost by drawing less.

/** A value, or what many came to, at the times where they were. */
export interface SeriesPart {
  readonly count: number;
  readonly first: readonly [time: number, value: number];
  readonly min: readonly [time: number, value: number];
  readonly max: readonly [time: number, value: number];
  readonly last: readonly [time: number, value: number];
}

export interface SeriesBucket extends SeriesPart {
  readonly from: number;
  readonly to: number;
}

/** Parts in the order of time into buckets of `widthMs` from `from` on; a part belongs to the bucket of its first value. */
export function bucketParts(parts: Iterable<SeriesPart>, from: number, to: number, widthMs: number): SeriesBucket[] {
  const buckets: SeriesBucket[] = [];
  let open: SeriesBucket | undefined;
  for (const part of parts) {
    if (open && part.first[0] < open.to) {
      open = {
        from: open.from,
        to: open.to,
        first: open.first,
        count: open.count + part.count,
        min: part.min[1] < open.min[1] ? part.min : open.min,
        max: part.max[1] > open.max[1] ? part.max : open.max,
        last: part.last,
      };
      buckets[buckets.length - 1] = open;
    } else {
      const start = from + Math.floor((part.first[0] - from) / widthMs) * widthMs;
      open = { ...part, from: start, to: Math.min(to, start + widthMs) };
      buckets.push(open);
    }
  }
  return buckets;
}

/** Width of at most `points` buckets over a span, in whole `unitMs`. */
export function bucketWidth(spanMs: number, points: number, unitMs: number): number {
  return Math.max(1, Math.ceil(spanMs / Math.max(1, points) / unitMs)) * unitMs;
}
