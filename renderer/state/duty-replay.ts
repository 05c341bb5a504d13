// The times at which a past list changed, walked through. Pure.

/** The newest step at or before `time`; null = none. `steps` is in order. */
export function stepBefore(steps: readonly number[], time: number): number | null {
  return steps.findLast((step) => step <= time) ?? null;
}

/** The first step after `time`; null = none. */
export function stepAfter(steps: readonly number[], time: number): number | null {
  return steps.find((step) => step > time) ?? null;
}
