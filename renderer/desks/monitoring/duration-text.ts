// Lengths of time as people say them: one unit, no false precision. Pure.
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { Words } from '../../i18n/zh.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** 40 s, 12 min, 3.5 h, 6 d; rounded down, so that a limit is not said to be reached before it is. */
export function durationText(ms: number, { monitoring: { duration } }: Words, language: Language): string {
  const amount = (value: number, digits = 0): string =>
    numberText(Math.floor(value * 10 ** digits) / 10 ** digits, language, digits);
  if (ms < minuteMs) return duration.seconds(amount(Math.max(0, ms) / 1000));
  if (ms < 2 * hourMs && ms % hourMs !== 0) return duration.minutes(amount(ms / minuteMs));
  if (ms < 2 * dayMs) return duration.hours(amount(ms / hourMs, 1));
  return duration.days(amount(ms / dayMs));
}
