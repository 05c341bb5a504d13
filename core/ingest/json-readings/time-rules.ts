// Reads the time of a reading in JSON: ms since the epoch, ISO 8601, or digits of China Standard Time.

export type TimeFault = 'time-missing' | 'time-unreadable' | 'time-in-seconds' | 'time-implausible';

/** No instrument of this product measured before, or measures after. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Asia/Shanghai is UTC+8 and knows no summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?)?$/i;
const DIGITS = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/;

/**
 * ms since the epoch, UTC, of a number or text: 13 digits are ms; 14 (yyyyMMddHHmmss) and 17 (with ms) are China
 * Standard Time, as is ISO 8601 without an offset; a bare date is its beginning. What cannot be a time is named.
 */
export function readTime(sent: unknown): number | TimeFault {
  if (typeof sent === 'number') {
    if (sent >= EARLIEST && sent < LATEST) return Math.trunc(sent);
    return Number.isSafeInteger(sent) ? fromDigits(String(sent)) : 'time-unreadable';
  }
  if (sent === undefined || sent === null || sent === '') return 'time-missing';
  if (typeof sent !== 'string' || sent.length > 40) return 'time-unreadable';
  const text = sent.trim();
  if (/^\d+$/.test(text)) return fromDigits(text);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = ISO.exec(text) ?? [];
  if (year === undefined) return 'time-unreadable';
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const offset = zone === undefined ? CHINA_OFFSET_MS : offsetOf(zone);
  return utcOf(year, month, day, hour, minute, second, ms, offset);
}

function fromDigits(text: string): number | TimeFault {
  if (text.length === 13) return plausible(Number(text));
  const [, year, month, day, hour, minute, second, ms = '0'] = DIGITS.exec(text) ?? [];
  if (year !== undefined) return utcOf(year, month, day, hour, minute, second, Number(ms), CHINA_OFFSET_MS);
  const ofSeconds = Number(text) * 1000;
  if (text.length === 10 && ofSeconds >= EARLIEST && ofSeconds < LATEST) return 'time-in-seconds';
  return text.length <= 12 ? 'time-implausible' : 'time-unreadable';
}

/** NaN = no such offset. */
function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function utcOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  ms: number,
  offset: number,
): number | TimeFault {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  // 24:00 is the end of a day, written so by ISO 8601:2004 and by many meters.
  if (h > 24 || m > 59 || s > 59 || (h === 24 && m + s + ms > 0)) return 'time-unreadable';
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // 31 February would otherwise be taken for 2 March.
  if (new Date(date).getUTCDate() !== Number(day) || new Date(date).getUTCMonth() !== Number(month) - 1) {
    return 'time-unreadable';
  }
  const time = date + h * 3_600_000 + m * 60_000 + s * 1000 + ms - offset;
  return Number.isNaN(time) ? 'time-unreadable' : plausible(time);
}

function plausible(time: number): number | TimeFault {
  return time >= EARLIEST && time < LATEST ? time : 'time-implausible';
}
