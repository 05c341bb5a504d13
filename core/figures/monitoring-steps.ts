// Hours, days and months of a period as keys, cut in Asia/Shanghai as the store cuts them.
import type { TimeDimension } from './monitoring-catalogue.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Asia/Shanghai, the zone of every profile: days are cut there. */
export const ZONE = 8 * HOUR;

const localIso = (ms: number): string => new Date(ms + ZONE).toISOString();
export const monthText = (ms: number): string => localIso(ms).slice(0, 7);
export const dayText = (ms: number): string => localIso(ms).slice(0, 10);
export const hourText = (ms: number): string => localIso(ms).slice(0, 13);

/** year × 12 + month - 1, as the store numbers months. */
export function monthNumber(ms: number): number {
  const local = new Date(ms + ZONE);
  return local.getUTCFullYear() * 12 + local.getUTCMonth();
}

const textOf = { month: monthText, day: dayText, hour: hourText } as const;

/** The step that a day or hour number of the store falls in. */
export function labeller(byDays: boolean, time: TimeDimension | null): (at: number) => string | null {
  if (time === null) return () => null;
  const known = new Map<number, string>();
  return (at) => {
    const text = known.get(at) ?? textOf[time](byDays ? at * DAY - ZONE : at * HOUR);
    known.set(at, text);
    return text;
  };
}

/** The steps of a period with their lengths within it, ms. */
export function stepsOf(from: number, to: number, time: TimeDimension): [string, number][] {
  const steps = new Map<string, number>();
  for (let at = from; at < to; at += HOUR) {
    const text = textOf[time](at);
    steps.set(text, (steps.get(text) ?? 0) + HOUR);
  }
  return [...steps];
}
