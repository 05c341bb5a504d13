// Arithmetic of the alarm page: rates, shares and percentiles of a period. Pure. AL11.

export interface Spread {
  readonly median: number | null;
  readonly p95: number | null;
}

/** The smallest value that at least this share of the values does not exceed; `sorted` ascending. */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { median: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

/** The most of the times that fall into any window of this length; `times` ascending. */
export function busiest(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while ((times[first] as number) <= time - windowMs) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** How much of [from, to) the spans cover; they don't overlap each other, and null = it goes on. */
export function covered(spans: readonly { from: number; to: number | null }[], from: number, to: number): number {
  let sum = 0;
  for (const span of spans) sum += Math.max(0, Math.min(span.to ?? to, to) - Math.max(span.from, from));
  return sum;
}

/** null where there is nothing to divide by. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
