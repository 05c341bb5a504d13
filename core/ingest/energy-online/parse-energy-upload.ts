// Reads an energy upload: a JSON body under a mapping becomes readings, with a reason for every row that brings none.
import type { Bilingual } from '../../../contract/figures.ts';
import { compileDateFormat } from '../meter-file/date-format-rules.ts';
import { readNumber } from '../meter-file/meter-number-rules.ts';
import { DAY_MS, instantOf, momentOf, readTimeText } from '../meter-file/meter-time-rules.ts';
import type { MessageIssue, SourceReading } from '../source-message.ts';
import { type EnergyField, type EnergyInterval, type EnergyMapping, energyIntervals } from './energy-mapping.ts';
import { type EnergyReason, energyReason } from './energy-reasons.ts';

/** Readings of one call; more are refused as a whole. */
export const MOST_ENERGY_ROWS = 1000;

export interface EnergyRow {
  /** From 0, as the body has them. */
  readonly index: number;
  readonly code: EnergyReason;
  readonly sentence: Bilingual;
}

export interface EnergyUpload {
  /** null = the body states none. */
  readonly batch: string | null;
  readonly rows: number;
  /** Of rows that are taken; a row with counters brings those as well. */
  readonly readings: readonly SourceReading[];
  /** Row of each reading. */
  readonly rowOf: readonly number[];
  readonly rejected: readonly EnergyRow[];
  /** What was taken and is doubtful all the same. */
  readonly doubts: readonly EnergyRow[];
  /** For the device's data quality. */
  readonly issues: readonly MessageIssue[];
  /** The body as a whole is none: nothing was read. */
  readonly refused: EnergyRow | null;
}

const MINUTE_MS = 60_000;
const lengths: Readonly<Record<Exclude<EnergyInterval, '1mo'>, number>> = {
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '1d': DAY_MS,
};
/** A day begins at 00:00, at most a minute off; a month on its first, at most a day off (技术规范, 2018). */
const dayDeviationMs = MINUTE_MS;
const monthDeviationMs = DAY_MS;
const CHINA_MS = 8 * 3_600_000;

/** `a.b.c` of nested objects; '' = the thing itself. */
function at(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path === '' ? [] : path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.hasOwn(here, step) ? (here as Record<string, unknown>)[step] : undefined;
  }
  return here;
}

/** Text of a cell; '' where there is none. */
const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';

/**
 * `device`: whose credential the body came with. A point's values of different lengths are channels of their own, with
 * addresses `<point>/15m`, `<point>/1d` …; counters are `<point>/register`, at the ends of the interval. Pure.
 */
export function parseEnergyUpload(body: unknown, mapping: EnergyMapping, device: string): EnergyUpload {
  const none = { batch: null, rows: 0, readings: [], rowOf: [], rejected: [], doubts: [], issues: [] };
  const list = at(body, mapping.rows);
  if (!Array.isArray(list)) return { ...none, refused: row(0, 'no-rows', { path: mapping.rows || '/' }) };
  if (list.length > MOST_ENERGY_ROWS)
    return {
      ...none,
      rows: list.length,
      refused: row(0, 'too-many-rows', { rows: list.length, most: MOST_ENERGY_ROWS }),
    };
  const reader = new RowReader(mapping, device);
  for (const [index, each] of list.entries()) reader.read(index, each);
  const batch = mapping.batch === undefined ? '' : textOf(at(body, mapping.batch));
  const { readings, rowOf, rejected, doubts } = reader;
  const issues = [...rejected, ...doubts].map(({ code, index }) => ({ code, detail: `${index}` }));
  return { batch: batch || null, rows: list.length, readings, rowOf, rejected, doubts, issues, refused: null };
}

const row = (index: number, code: EnergyReason, params: Record<string, string | number> = {}): EnergyRow => ({
  ...{ index, code },
  sentence: energyReason(code, params),
});

class RowReader {
  readonly readings: SourceReading[] = [];
  readonly rowOf: number[] = [];
  readonly rejected: EnergyRow[] = [];
  readonly doubts: EnergyRow[] = [];
  readonly #mapping: EnergyMapping;
  readonly #device: string;
  readonly #readTime: (text: string) => number | null;
  readonly #seen = new Map<string, string>();

  constructor(mapping: EnergyMapping, device: string) {
    this.#mapping = mapping;
    this.#device = device;
    const format = mapping.timeFormat === undefined ? null : compileDateFormat(mapping.timeFormat);
    this.#readTime = (text) => {
      // Milliseconds since the epoch, 2001 to 2286.
      if (format === null && /^\d{13}$/.test(text)) return Number(text);
      const written = format?.read(text) ?? readTimeText(text);
      // Without a format, a date whose day and month are open is none.
      const moment = written && (format !== null || !written.isOpen) ? momentOf(written, format?.order ?? 'ymd') : null;
      return moment && instantOf(moment, 0);
    };
  }

  read(index: number, source: unknown): void {
    const fault = this.#take(index, source);
    if (fault) this.rejected.push(fault);
  }

  /** Why a row brings nothing; null = it has been taken. */
  #take(index: number, source: unknown): EnergyRow | null {
    const field = (name: EnergyField): string => {
      const path = this.#mapping.fields[name];
      return path === undefined ? '' : textOf(at(source, path));
    };
    if (typeof source !== 'object' || source === null) return row(index, 'not-an-object');
    const point = field('point');
    if (point === '') return row(index, 'missing', { field: this.#mapping.fields.point ?? 'point' });
    const interval = this.#intervalOf(field('interval'));
    if (interval === null) return row(index, 'unknown-interval', { value: field('interval') });
    const stamp = this.#readTime(field('start'));
    if (stamp === null) return row(index, 'bad-time', { value: field('start') });
    const start = this.#mapping.stamp === 'end' ? before(stamp, interval) : stamp;
    const quality = field('quality') === '' ? null : (this.#mapping.qualities?.[field('quality')] ?? field('quality'));
    const text = field('value');
    if (text === '' || quality === 'missing') return row(index, 'no-value');
    const value = readNumber(text, 'point');
    if (value === null || value.isOdd) return row(index, 'not-a-number', { value: text });
    const key = `${point}\n${interval}\n${start}`;
    const earlier = this.#seen.get(key);
    if (earlier !== undefined && earlier !== text)
      this.doubts.push(row(index, 'conflicting', { other: earlier, value: text }));
    this.#seen.set(key, text);
    const deviation = deviationOf(start, interval);
    if (deviation !== null)
      this.doubts.push(row(index, 'odd-start', { interval, minutes: Math.round(deviation / MINUTE_MS) }));
    this.#add(index, `${point}/${interval}`, start, value.value, text, quality);
    this.#readCounter(index, point, quality, [
      [start, field('registerStart')],
      [after(start, interval), field('registerEnd')],
    ]);
    return null;
  }

  #readCounter(
    index: number,
    point: string,
    quality: string | null,
    ends: readonly (readonly [number, string])[],
  ): void {
    for (const [time, text] of ends) {
      if (text === '') continue;
      const value = readNumber(text, 'point');
      if (value === null || value.isOdd) this.doubts.push(row(index, 'bad-register', { value: text }));
      else this.#add(index, `${point}/register`, time, value.value, text, quality);
    }
  }

  #add(index: number, address: string, time: number, value: number, text: string, flag: string | null): void {
    this.readings.push({ device: this.#device, address, time, value, text, flag });
    this.rowOf.push(index);
  }

  #intervalOf(text: string): EnergyInterval | null {
    if (text === '') return this.#mapping.interval ?? null;
    return this.#mapping.intervals?.[text] ?? energyIntervals.find((each) => each === text.toLowerCase()) ?? null;
  }
}

/** Months are those of the calendar in China. */
function shifted(time: number, interval: EnergyInterval, by: 1 | -1): number {
  if (interval !== '1mo') return time + by * lengths[interval];
  const date = new Date(time + CHINA_MS);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.getTime() - CHINA_MS;
}
const after = (time: number, interval: EnergyInterval): number => shifted(time, interval, 1);
const before = (time: number, interval: EnergyInterval): number => shifted(time, interval, -1);

/** By how much a day or month begins later or earlier than it may; null = it begins as it should. */
function deviationOf(start: number, interval: EnergyInterval): number | null {
  if (interval !== '1d' && interval !== '1mo') return null;
  const local = new Date(start + CHINA_MS);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const edges =
    interval === '1d'
      ? [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)]
      : [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  const off = Math.min(...edges.map((edge) => Math.abs(local.getTime() - edge)));
  return off > (interval === '1d' ? dayDeviationMs : monthDeviationMs) ? off : null;
}
