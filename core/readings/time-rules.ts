// Hours, days and months of Asia/Shanghai (UTC+8 all year) as whole numbers, and how many readings are due in a span.
import type { ReadingStep } from '../../contract/monitoring.ts';

export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * HOUR_MS;

/** Hours since the epoch. */
export const hourOf = (time: number): number => Math.floor(time / HOUR_MS);
/** Days since 1970-01-01 by Shanghai's calendar. */
export const dayOf = (time: number): number => Math.floor((time + SHANGHAI_MS) / DAY_MS);
export const dayOfHour = (hour: number): number => Math.floor((hour + 8) / 24);
/** year * 12 + month - 1. */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
export const hourStart = (hour: number): number => hour * HOUR_MS;
export const dayStart = (day: number): number => day * DAY_MS - SHANGHAI_MS;
export const firstHourOfDay = (day: number): number => day * 24 - 8;
export const firstDayOfMonth = (month: number): number =>
  Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS);
export const monthStart = (month: number): number => dayStart(firstDayOfMonth(month));

/** Start of the step that a time lies in. */
export function stepStart(time: number, step: ReadingStep): number {
  if (step === '15m') return Math.floor(time / QUARTER_MS) * QUARTER_MS;
  if (step === '1h') return Math.floor(time / HOUR_MS) * HOUR_MS;
  return step === '1d' ? dayStart(dayOf(time)) : monthStart(monthOfDay(dayOf(time)));
}

/** Start of the next step. */
export function stepEnd(start: number, step: ReadingStep): number {
  if (step === '15m') return start + QUARTER_MS;
  if (step === '1h') return start + HOUR_MS;
  return step === '1d' ? start + DAY_MS : monthStart(monthOfDay(dayOf(start)) + 1);
}

/**
 * Readings due in [from, to), counted from midnight in Shanghai: a step shorter than the interval has one due where an
 * interval begins in it. null = none is expected of the channel.
 */
export function expectedReadings(from: number, to: number, intervalMs: number | null): number | null {
  if (intervalMs === null) return null;
  const begun = (time: number): number => Math.ceil((time + SHANGHAI_MS) / intervalMs);
  return begun(to) - begun(from);
}

/** Share of what was due that is there, at most 1; null where nothing was due. */
export function completenessOf(count: number, expected: number | null): number | null {
  return expected === null || expected === 0 ? null : Math.min(1, count / expected);
}
