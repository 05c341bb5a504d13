// The times of HJ 212: digits YYYYMMDDhhmmss[zzz] in China Standard Time (UTC+8, no summer time).

const OFFSET_MS = 8 * 3_600_000;

/** Two or more decimal digits as a number; NaN where anything else stands there. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * ms since the epoch of 14 digits (17 with milliseconds); NaN where they name no moment: 30 February, hour 25. Hour 24 is
 * none either.
 */
export function localTime(text: string): number {
  if (text.length !== 14 && text.length !== 17) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 4, 6);
  const day = digits(text, 6, 8);
  const hour = digits(text, 8, 10);
  const minute = digits(text, 10, 12);
  const second = digits(text, 12, 14);
  const millisecond = text.length === 17 ? digits(text, 14, 17) : 0;
  const inRange = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60;
  if (!inRange || Number.isNaN(millisecond)) return Number.NaN;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - OFFSET_MS;
}

/** 17 digits of a moment, as a QN is made; the first 14 are a SystemTime. */
export function localDigits(time: number): string {
  return new Date(time + OFFSET_MS).toISOString().replace(/\D/g, '');
}
