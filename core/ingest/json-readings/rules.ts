// Finds readings in a JSON payload of MQTT or HTTP, in any of the shapes of docs/spec/sources.md, and names what it cannot take.
import { ReadingTable } from '../reading-table-rules.ts';
import type { FlatReading } from './flat-object-rules.ts';
import { readTime, type TimeFault } from './time-rules.ts';

export type RowFaultCode =
  | TimeFault
  | 'not-json'
  | 'not-a-reading'
  | 'device-unreadable'
  | 'device-not-yours'
  | 'name-missing'
  | 'name-unreadable'
  | 'value-missing'
  | 'value-unreadable'
  | 'value-too-long'
  | 'quality-unreadable'
  | 'columns-uneven'
  | 'too-many-readings';

export interface RowFault {
  /** From 1: line of NDJSON, element of an array, index of `t` in a table. */
  readonly row: number;
  readonly code: RowFaultCode;
  /** What was found, or the name that it was found under. */
  readonly detail: string;
}

/** Whose payload it is, and what is known beside it. */
export interface JsonSender {
  /** The device that readings belong to unless they name another. */
  readonly device: string;
  /** The channel that the topic names; null = the payload names them. */
  readonly name: string | null;
  /** Stands in for a time that is missing; null = a missing time is a fault. */
  readonly receivedAt: number | null;
  /** Whether the sender may speak for another device. */
  mayName(device: string): boolean;
}

type Json = Readonly<Record<string, unknown>>;

const MAX_NAME = 128;
const MAX_TEXT = 128;
const MAX_MARK = 32;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not stand in a name
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Collects readings and faults of one message; reading i came from row `rows[i]`. */
export class JsonRows {
  readonly readings = new ReadingTable();
  readonly rows: number[] = [];
  readonly faults: RowFault[] = [];
  /** Readings that got the time of arrival, because none was sent. */
  timesMissing = 0;
  readonly #sender: JsonSender;
  readonly #limit: number;
  /** There were more than may be; what follows is not looked at. */
  #isOver = false;
  #timeText: unknown = null;
  #time: number | TimeFault = 'time-missing';
  #deviceText: unknown = null;
  #device: string | null = null;
  /** Names that were looked at. */
  readonly #fitNames = new Set<string>();

  /** Holds at most `limit` readings; the first that is too many is a fault, and nothing after it is taken. */
  constructor(sender: JsonSender, limit: number) {
    this.#sender = sender;
    this.#limit = limit;
  }

  /** A whole payload: one item, an array of items, or {device?, readings: [items]}. */
  document(payload: unknown): void {
    const sender = this.#sender.device;
    if (Array.isArray(payload)) {
      this.#items(payload, sender);
      return;
    }
    if (!isObject(payload)) {
      if (this.#sender.name === null) {
        this.fault(1, 'not-a-reading', shown(payload));
        return;
      }
      this.#one(sender, this.#sender.name, undefined, payload, undefined, 1);
      return;
    }
    const { readings } = payload;
    if (readings === undefined) {
      this.item(payload, 1, sender, true);
      return;
    }
    const device = this.#deviceOf(payload.device, sender, 1);
    if (device === null) return;
    if (!Array.isArray(readings)) {
      this.fault(1, 'not-a-reading', shown(readings));
      return;
    }
    this.#items(readings, device);
  }

  /**
   * One item: a reading {t, name, v, q?}, a moment {t, values: {name: v | {v, q}}}, or a table {t: [], names: [], v: [[]]}
   * in which `v[i][j]` is the value of `names[j]` at `t[i]` and null is none. Where it is `alone`, the rows that are
   * counted are those of its table.
   */
  item(item: unknown, row: number, of: string = this.#sender.device, alone = false): void {
    if (this.#isOver) return;
    if (!isObject(item)) {
      this.fault(row, 'not-a-reading', shown(item));
      return;
    }
    const device = item.device === undefined ? of : this.#deviceOf(item.device, of, row);
    if (device === null) return;
    const time = item.t === undefined ? item.time : item.t;
    const mark = item.q === undefined ? item.quality : item.q;
    if (item.names !== undefined) {
      this.#table(device, time, item, row, alone);
      return;
    }
    if (item.values !== undefined) {
      this.#moment(device, time, item.values, mark, row);
      return;
    }
    const name = item.name === undefined ? this.#sender.name : item.name;
    this.#one(device, name, time, sentValue(item), mark, row);
  }

  /** The same for an item that is a reading, field by field. */
  reading({ device, t, name, v, q }: FlatReading, row: number): void {
    if (this.#isOver) return;
    const of = this.#deviceOf(device, this.#sender.device, row);
    if (of !== null) this.#one(of, name === undefined ? this.#sender.name : name, t, v, q, row);
  }

  fault(row: number, code: RowFaultCode, detail: string): void {
    this.faults.push({ row, code, detail });
  }

  #items(items: readonly unknown[], device: string): void {
    for (let index = 0; index < items.length; index++) {
      if (this.#isOver) return;
      this.item(items[index], index + 1, device);
    }
  }

  #moment(device: string, time: unknown, values: unknown, mark: unknown, row: number): void {
    if (!isObject(values)) {
      this.fault(row, 'not-a-reading', 'values');
      return;
    }
    for (const name of Object.keys(values)) {
      const given = values[name];
      if (!isObject(given)) this.#one(device, name, time, given, mark, row);
      else this.#one(device, name, time, sentValue(given), given.q ?? given.quality ?? mark, row);
    }
  }

  #table(device: string, times: unknown, item: Json, row: number, alone: boolean): void {
    const { names } = item;
    const values = sentValue(item);
    const marks = item.q ?? item.quality;
    if (!Array.isArray(times) || !Array.isArray(names) || !Array.isArray(values)) {
      this.fault(row, 'columns-uneven', 't, names, v');
      return;
    }
    if (values.length !== times.length) {
      this.fault(row, 'columns-uneven', `t: ${times.length}, v: ${values.length}`);
      return;
    }
    for (let i = 0; i < times.length; i++) {
      const cells: unknown = values[i];
      const at = alone ? i + 1 : row;
      if (!Array.isArray(cells) || cells.length !== names.length) {
        this.fault(
          at,
          'columns-uneven',
          `names: ${names.length}, v[${i}]: ${Array.isArray(cells) ? cells.length : shown(cells)}`,
        );
        continue;
      }
      const rowMarks: unknown = Array.isArray(marks) ? marks[i] : marks;
      for (let j = 0; j < cells.length; j++) {
        const cell: unknown = cells[j];
        if (cell === null) continue;
        if (this.#isOver) return;
        this.#one(device, names[j], times[i], cell, Array.isArray(rowMarks) ? rowMarks[j] : rowMarks, at);
      }
    }
  }

  #one(device: string, name: unknown, sentTime: unknown, sent: unknown, mark: unknown, row: number): void {
    if (this.readings.length >= this.#limit) {
      if (!this.#isOver) this.fault(row, 'too-many-readings', String(this.#limit));
      this.#isOver = true;
      return;
    }
    if (typeof name !== 'string' || !this.#fits(name)) {
      const isMissing = name === undefined || name === null || (typeof name === 'string' && name.trim() === '');
      this.fault(row, isMissing ? 'name-missing' : 'name-unreadable', isMissing ? '' : shown(name));
      return;
    }
    let time = this.#timeOf(sentTime);
    if (typeof time === 'string') {
      if (time !== 'time-missing' || this.#sender.receivedAt === null) {
        this.fault(row, time, time === 'time-missing' ? name : shown(sentTime));
        return;
      }
      time = this.#sender.receivedAt;
      this.timesMissing++;
    }
    const flag = mark === undefined || mark === null ? null : markOf(mark);
    if (flag === undefined) {
      this.fault(row, 'quality-unreadable', shown(mark));
      return;
    }
    if (typeof sent === 'number') this.readings.pushNumber(device, name, time, sent, flag);
    else if (typeof sent === 'string' && sent.length <= MAX_TEXT) {
      const text = sent.trim();
      this.readings.pushText(device, name, time, numberOf(text), text, flag);
    } else if (typeof sent === 'boolean') this.readings.pushText(device, name, time, sent ? 1 : 0, String(sent), flag);
    else if (sent === null) this.readings.pushText(device, name, time, null, '', flag);
    else {
      const isText = typeof sent === 'string';
      this.fault(row, isText ? 'value-too-long' : sent === undefined ? 'value-missing' : 'value-unreadable', name);
      return;
    }
    this.rows.push(row);
  }

  /** Readings of a moment share its text, so that it is read once. */
  #timeOf(sent: unknown): number | TimeFault {
    if (sent !== this.#timeText || sent === null) {
      this.#timeText = sent;
      this.#time = readTime(sent);
    }
    return this.#time;
  }

  #fits(name: string): boolean {
    if (this.#fitNames.has(name)) return true;
    if (!isFitName(name)) return false;
    this.#fitNames.add(name);
    return true;
  }

  /** null = a fault was noted. */
  #deviceOf(sent: unknown, of: string, row: number): string | null {
    if (sent === undefined || sent === of) return of;
    if (typeof sent !== 'string' || !isFitName(sent)) {
      this.fault(row, 'device-unreadable', shown(sent));
      return null;
    }
    if (sent !== this.#deviceText) {
      this.#deviceText = sent;
      this.#device = sent === this.#sender.device || this.#sender.mayName(sent) ? sent : null;
    }
    if (this.#device === null) this.fault(row, 'device-not-yours', sent);
    return this.#device;
  }
}

/** What a device or a channel may be called: 1 to 128 characters, none of them a control character, not spaces alone. */
export const isFitName = (name: string): boolean => name.trim() !== '' && name.length <= MAX_NAME && !UNFIT.test(name);

/** The number that a text is, as instruments write them; null = it is none, such as `NaN`, `--` or `12,5`. */
export function numberOf(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Quality marks pass as they are sent; true and false are the words of them. undefined = it is no mark. */
function markOf(mark: unknown): string | null | undefined {
  if (typeof mark === 'boolean') return mark ? 'good' : 'bad';
  if (typeof mark === 'number') return String(mark);
  if (typeof mark !== 'string' || mark.length > MAX_MARK || UNFIT.test(mark)) return undefined;
  return mark.trim() || null;
}

function sentValue(given: Json): unknown {
  return given.v === undefined ? given.value : given.v;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Enough of what was sent to find it again. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 40);
  if (Array.isArray(value)) return '[…]';
  return isObject(value) ? '{…}' : String(value);
}
