// Times as meters and spreadsheet programs write them. Pure.

/** Which of the numbers of a date is which. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** A time as written. Whether `first` is the month or the day of an open date, its text does not tell. */
export interface WrittenTime {
  readonly year: number;
  readonly first: number;
  readonly second: number;
  readonly isOpen: boolean;
  /** ms since midnight, up to 24:00; null = a day without a clock. */
  readonly clockMs: number | null;
  /** Minutes east of UTC; null = not stated. */
  readonly offsetMinutes: number | null;
}

/** A moment by the clock on the wall, of the zone that is meant. */
export interface Moment {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly clockMs: number;
  readonly hasClock: boolean;
  readonly offsetMinutes: number | null;
}

export const DAY_MS = 86_400_000;
/** China Standard Time, without daylight saving since 1991. */
export const CHINA_OFFSET_MINUTES = 480;

const CLOCK = String.raw`(上午|下午)?\s*(\d{1,2})(?:[:时点]\s*(?:(\d{1,2})(?:[:分]\s*(?:(\d{1,2})(?:[.,](\d{1,9}))?)?)?)?)?[分秒]?\s*([ap]\.?m\.?)?`;
const OFFSET = String.raw`\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?`;
const TAIL = String.raw`(?:(?:\s*t\s*|,?\s+|(?<=日)\s*)${CLOCK}${OFFSET})?$`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?${TAIL}`, 'i');
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})${TAIL}`, 'i');
const NAMED = new RegExp(String.raw`^(\d{1,2})[-/. ]([a-z]{3,9})\.?[-/. ,]+(\d{4})${TAIL}`, 'i');
const NAMED_FIRST = new RegExp(String.raw`^([a-z]{3,9})\.?[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/. ,]+(\d{4})${TAIL}`, 'i');
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(?:(\d{2})(\d{2})?)?)?$/i;
const MONTH = /^(\d{4})\s*[-/年]\s*(\d{1,2})\s*月?$/;
const MONTH_FIRST = /^(\d{1,2}|[a-z]{3,9})\.?[-/ ]+(\d{4})$/i;
const COMPACT_MONTH = /^((?:19[7-9]|20\d)\d)(\d{2})$/;
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`, 'i');

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ASCII is the rule; the rest is brought to it. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is asked for.
  return /^[\x00-\x7f]*$/.test(text) ? text.trim() : text.normalize('NFKC').trim();
}

type Parts = readonly (string | undefined)[];

/** `undefined` = impossible; null = there is none. */
function clockOf(parts: Parts): number | null | undefined {
  const [before, hours, minutes = '0', seconds = '0', fraction = '', after] = parts;
  if (hours === undefined) return null;
  let hour = Number(hours);
  const half = before ?? after;
  if (half !== undefined) {
    const isAfternoon = half === '下午' || /^p/i.test(half);
    // 下午 13:05 is written as well.
    if (after !== undefined && (hour < 1 || hour > 12)) return undefined;
    if (isAfternoon && hour < 12) hour += 12;
    else if (!isAfternoon && hour === 12) hour = 0;
  }
  const [minute, second, ms] = [Number(minutes), Number(seconds), Math.floor(Number(`0.${fraction || '0'}`) * 1000)];
  if (hour > 24 || minute > 59 || second > 59) return undefined;
  const clockMs = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return clockMs > DAY_MS ? undefined : clockMs;
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

function written(date: readonly [number, number, number], isOpen: boolean, tail: Parts): WrittenTime | null {
  const clockMs = clockOf(tail.slice(0, 6));
  if (clockMs === undefined) return null;
  return { year: date[0], first: date[1], second: date[2], isOpen, clockMs, offsetMinutes: offsetOf(tail[6]) };
}

/**
 * A date with or without a clock: year first (`-` `/` `.` 年月日), year last (open, day or month first), months by English
 * name, ISO 8601 with an offset, seconds optional, AM and PM, 上午 and 下午, `24:00`; null if the text is none of these.
 */
export function readTimeText(text: string): WrittenTime | null {
  const t = plain(text);
  if (t.length < 8 || t.length > 40) return null;
  let found = YEAR_FIRST.exec(t);
  if (found) return written([Number(found[1]), Number(found[2]), Number(found[3])], false, found.slice(4));
  found = YEAR_LAST.exec(t);
  if (found) return written([Number(found[3]), Number(found[1]), Number(found[2])], true, found.slice(4));
  found = NAMED.exec(t) ?? NAMED_FIRST.exec(t);
  if (!found) return null;
  const [name, day] = /^\d/.test(found[1] as string) ? [found[2], found[1]] : [found[1], found[2]];
  const month = monthOf(name as string);
  return month === 0 ? null : written([Number(found[3]), month, Number(day)], false, found.slice(4));
}

/** 0 = none. */
const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** A month alone, which stands for its beginning: `2026-01`, 2026年1月, 01/2026, Jan 2026, 202601. */
export function readMonthText(text: string): WrittenTime | null {
  const t = plain(text);
  const found = MONTH.exec(t) ?? COMPACT_MONTH.exec(t);
  const last = found ? null : MONTH_FIRST.exec(t);
  const [year, month] = found ? [found[1], found[2]] : [last?.[2], last?.[1]];
  if (year === undefined || month === undefined) return null;
  const number = /^\d/.test(month) ? Number(month) : monthOf(month);
  return number >= 1 && number <= 12 ? written([Number(year), number, 1], false, []) : null;
}

/**
 * 20180101, 2018010100, 201801010015 and 20180101001500: digits that might be any number, so only for a column that
 * holds times.
 */
export function readCompactTime(text: string): WrittenTime | null {
  const found = COMPACT.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hours, minutes, seconds] = found;
  return written([Number(year), Number(month), Number(day)], false, [undefined, hours, minutes, seconds]);
}

/** Ten digits from here on are 1970010100, an hour; before, seconds since 1970, which reach it in June 2032. */
const FIRST_COMPACT_HOUR = 1_970_010_100;

/** Seconds (ten digits, from 2001 on) or milliseconds (thirteen) since 1970, as programs write times; of a column that holds times. */
export function readEpochTime(text: string): WrittenTime | null {
  const found = /^([1-9]\d{9})(?:\.(\d{1,9})|(\d{3}))?$/.exec(text.trim());
  if (!found || (found[3] === undefined && Number(found[1]) >= FIRST_COMPACT_HOUR)) return null;
  const ms = Number(found[1]) * 1000 + Number(found[3] ?? Math.floor(Number(`0.${found[2] ?? 0}`) * 1000));
  return writtenOf(ms + CHINA_OFFSET_MINUTES * 60_000);
}

/** By the clock on the wall, `ms` being counted as if it were UTC. */
function writtenOf(ms: number): WrittenTime {
  const date = new Date(ms);
  const [year, first, second] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { year, first, second, isOpen: false, clockMs: ms % DAY_MS, offsetMinutes: null };
}

const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 80_000;
const SERIAL_OF_EPOCH = 25_569;

/** A spreadsheet program's day number (1900 system, 1954 to 2119) that no cell style shows as a date. */
export function readSerialTime(text: string): WrittenTime | null {
  const serial = /^\d{5}(\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return null;
  const seconds = Math.round((serial - SERIAL_OF_EPOCH) * 86_400);
  return writtenOf(seconds * 1000);
}

/** ms of the day of a clock alone (`00:15`), to be joined with the date of another column; null = it is none. */
export function readClockText(text: string): number | null {
  const t = plain(text);
  if (t.length > 20 || !/[:时点]/.test(t)) return null;
  const found = CLOCK_ALONE.exec(t);
  return found === null ? null : (clockOf(found.slice(1)) ?? null);
}

export const isClockText = (text: string): boolean => readClockText(text) !== null;

/** The moment that is meant, where open dates are in `order`; null = the calendar has no such day. Years 1970 to 2199. */
export function momentOf(time: WrittenTime, order: DateOrder): Moment | null {
  const dayFirst = time.isOpen && order === 'dmy';
  const month = dayFirst ? time.second : time.first;
  const dayOfMonth = dayFirst ? time.first : time.second;
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31 || time.year < 1970 || time.year > 2199) return null;
  const ms = Date.UTC(time.year, month - 1, dayOfMonth);
  if (dayOfMonth > 28 && new Date(ms).getUTCDate() !== dayOfMonth) return null;
  const { clockMs, offsetMinutes } = time;
  return { day: ms / DAY_MS, clockMs: clockMs ?? 0, hasClock: clockMs !== null, offsetMinutes };
}

/** ms since the epoch. `midnight` 24: a clock of 00:00 stands for the end of the date beside it. */
export function instantOf(moment: Moment, midnight: 0 | 24): number {
  const end = midnight === 24 && moment.clockMs === 0 ? DAY_MS : 0;
  const offsetMs = (moment.offsetMinutes ?? CHINA_OFFSET_MINUTES) * 60_000;
  return moment.day * DAY_MS + moment.clockMs + end - offsetMs;
}
