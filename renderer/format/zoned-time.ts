// Instants (ms since the epoch) as wall-clock text in the province's time zone, and back; the browser's own zone plays no part.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function partsOf(instant: number, timeZone: string): Record<Part, string> {
  const parts = formatIn(timeZone).formatToParts(instant);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<Part, string>;
}

/** 2026-11-20 09:14:05 */
export function wallClock(instant: number, timeZone: string): string {
  const { year, month, day, hour, minute, second } = partsOf(instant, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** 2026-11-20 09:14 */
export function wallClockMinutes(instant: number, timeZone: string): string {
  return wallClock(instant, timeZone).slice(0, 16);
}

/** 09:14:05 */
export function timeOfDay(instant: number, timeZone: string): string {
  return wallClock(instant, timeZone).slice(11);
}

/**
 * The instant at which clocks in `timeZone` show `text` (2026-11-20T09:14 with optional seconds); null where the text
 * is no such time. In a repeated hour the first, in a skipped hour the one that follows.
 */
export function instantOf(text: string, timeZone: string): number | null {
  const naive = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(naive)) return null;
  const offset = (instant: number): number =>
    Date.parse(`${wallClock(instant, timeZone).replace(' ', 'T')}Z`) - instant;
  const day = 86_400_000;
  const before = naive - offset(naive - day);
  return before + offset(before) === naive ? before : naive - offset(naive + day);
}
