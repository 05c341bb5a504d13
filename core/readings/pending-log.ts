// Readings that are committed and not settled yet: as columns in memory, and as packed rows of `reading_log`.
import type Database from 'better-sqlite3';
import type { ReadingColumns } from './reading-observer.ts';
import { ready } from './ready-statement.ts';

const FIRST_CAPACITY = 1 << 15;

/** Columns that a row of the log holds after the channels, in this order; 8-byte ones first so that they lie aligned. */
const BYTES_PER_ROW = 8 * 4 + 2 + 1 + 1;

/** Rows as they stand in the log, with how their text is to be read. */
export interface LogColumns extends ReadingColumns {
  /** Decimals of the text; -1 = it stands in `texts`. */
  readonly digits: Int8Array;
  readonly texts: ReadonlyMap<number, string>;
}

export interface LogRow {
  readonly channel: number;
  readonly time: number;
  readonly value: number;
  readonly flag: number;
  readonly message: number;
  readonly receivedAt: number;
  readonly outcome: number;
  /** Decimals of the text, or the text. */
  readonly digits: number | string;
}

export class PendingLog {
  count = 0;
  channel = new Int32Array(FIRST_CAPACITY);
  time = new Float64Array(FIRST_CAPACITY);
  value = new Float64Array(FIRST_CAPACITY);
  flag = new Uint16Array(FIRST_CAPACITY);
  message = new Float64Array(FIRST_CAPACITY);
  receivedAt = new Float64Array(FIRST_CAPACITY);
  outcome = new Uint8Array(FIRST_CAPACITY);
  digits = new Int8Array(FIRST_CAPACITY);
  readonly texts = new Map<number, string>();

  /** Newest row of each channel and time, by open addressing: row + 1, 0 = free. Made when it is first asked. */
  #index = new Int32Array(0);
  #indexed = 0;
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);

  /** Room for `more` rows; views given out before lose touch. */
  reserve(more: number): void {
    if (this.count + more <= this.channel.length) return;
    let capacity = this.channel.length;
    while (capacity < this.count + more) capacity *= 2;
    const grow = <Column extends Int32Array | Float64Array | Uint16Array | Uint8Array | Int8Array>(
      column: Column,
      larger: Column,
    ): Column => {
      larger.set(column.subarray(0, this.count));
      return larger;
    };
    this.channel = grow(this.channel, new Int32Array(capacity));
    this.time = grow(this.time, new Float64Array(capacity));
    this.value = grow(this.value, new Float64Array(capacity));
    this.flag = grow(this.flag, new Uint16Array(capacity));
    this.message = grow(this.message, new Float64Array(capacity));
    this.receivedAt = grow(this.receivedAt, new Float64Array(capacity));
    this.outcome = grow(this.outcome, new Uint8Array(capacity));
    this.digits = grow(this.digits, new Int8Array(capacity));
  }

  /** After `reserve`. The caller fills `texts` where digits are -1. */
  push(
    channel: number,
    time: number,
    value: number,
    flag: number,
    message: number,
    receivedAt: number,
    outcome: number,
    digits: number,
  ): void {
    const row = this.count++;
    this.channel[row] = channel;
    this.time[row] = time;
    this.value[row] = value;
    this.flag[row] = flag;
    this.message[row] = message;
    this.receivedAt[row] = receivedAt;
    this.outcome[row] = outcome;
    this.digits[row] = digits;
  }

  rowAt(row: number): LogRow {
    const digits = this.digits[row] as number;
    return {
      channel: this.channel[row] as number,
      time: this.time[row] as number,
      value: this.value[row] as number,
      flag: this.flag[row] as number,
      message: this.message[row] as number,
      receivedAt: this.receivedAt[row] as number,
      outcome: this.outcome[row] as number,
      digits: digits < 0 ? (this.texts.get(row) ?? '') : digits,
    };
  }

  /** Newest row of this channel and time; -1 = none. */
  find(channel: number, time: number): number {
    this.#bringIndexUpToDate();
    const row = (this.#index[this.#placeOf(channel, time)] as number) - 1;
    return row;
  }

  #bringIndexUpToDate(): void {
    if (this.#indexed === this.count && this.#index.length > 0) return;
    if (this.#index.length < this.count * 2 || this.#index.length === 0) {
      let size = 1 << 10;
      while (size < this.count * 4) size *= 2;
      this.#index = new Int32Array(size);
      this.#indexed = 0;
    }
    for (; this.#indexed < this.count; this.#indexed++) {
      const place = this.#placeOf(this.channel[this.#indexed] as number, this.time[this.#indexed] as number);
      this.#index[place] = this.#indexed + 1;
    }
  }

  #placeOf(channel: number, time: number): number {
    this.#double[0] = time;
    const mask = this.#index.length - 1;
    let hash =
      Math.imul(channel, 0x9e3779b1) ^ Math.imul((this.#words[0] as number) ^ (this.#words[1] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    let place = (hash ^ (hash >>> 13)) & mask;
    while (true) {
      const row = (this.#index[place] as number) - 1;
      if (row < 0 || (this.channel[row] === channel && this.time[row] === time)) return place;
      place = (place + 1) & mask;
    }
  }

  clear(): void {
    this.count = 0;
    this.texts.clear();
    this.#indexed = 0;
    this.#index = new Int32Array(0);
  }

  view(from: number, to = this.count): ReadingColumns {
    return {
      count: to - from,
      channel: this.channel.subarray(from, to),
      time: this.time.subarray(from, to),
      value: this.value.subarray(from, to),
      flag: this.flag.subarray(from, to),
      message: this.message.subarray(from, to),
      receivedAt: this.receivedAt.subarray(from, to),
      outcome: this.outcome.subarray(from, to),
    };
  }

  /** Keeps the rows from `from` on the disk, as one row of the log. In a transaction. */
  store(db: Database.Database, from: number): void {
    if (from === this.count) return;
    const { count, channel, time, value, message, receivedAt, flag, outcome, digits } = this;
    const columns = [time, value, message, receivedAt, flag, outcome, digits].map((column) => {
      const part = column.subarray(from, count);
      return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    });
    const channels = channel.subarray(from, count);
    const texts: [number, string][] = [];
    if (this.texts.size > 0)
      for (let row = from; row < count; row++) {
        if ((digits[row] as number) < 0) texts.push([row - from, this.texts.get(row) ?? '']);
      }
    ready(db, 'INSERT INTO reading_log (count, channels, columns, texts) VALUES (?, ?, ?, ?)').run(
      count - from,
      Buffer.from(channels.buffer, channels.byteOffset, channels.byteLength),
      Buffer.concat(columns),
      JSON.stringify(texts),
    );
  }

  /** Puts the rows of one row of the log behind these. */
  append(columns: LogColumns): void {
    this.reserve(columns.count);
    const from = this.count;
    this.channel.set(columns.channel, from);
    this.time.set(columns.time, from);
    this.value.set(columns.value, from);
    this.flag.set(columns.flag, from);
    this.message.set(columns.message, from);
    this.receivedAt.set(columns.receivedAt, from);
    this.outcome.set(columns.outcome, from);
    this.digits.set(columns.digits, from);
    for (const [row, text] of columns.texts) this.texts.set(from + row, text);
    this.count += columns.count;
  }
}

interface StoredLogRow {
  readonly no: number;
  readonly count: number;
  readonly channels: Buffer;
  readonly columns: Buffer;
  readonly texts: string;
}

/** A copy that lies aligned, whatever the buffer's place. */
const aligned = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;

function unpack({ count, channels, columns, texts }: Omit<StoredLogRow, 'no'>): LogColumns {
  if (columns.byteLength !== count * BYTES_PER_ROW || channels.byteLength !== count * 4)
    throw new Error('a row of reading_log has the wrong length');
  const bytes = aligned(columns);
  return {
    count,
    channel: new Int32Array(aligned(channels)),
    time: new Float64Array(bytes, 0, count),
    value: new Float64Array(bytes, count * 8, count),
    message: new Float64Array(bytes, count * 16, count),
    receivedAt: new Float64Array(bytes, count * 24, count),
    flag: new Uint16Array(bytes, count * 32, count),
    outcome: new Uint8Array(bytes, count * 34, count),
    digits: new Int8Array(bytes, count * 35, count),
    texts: new Map(JSON.parse(texts) as [number, string][]),
  };
}

/** All of the log, a batch after the other, in the order in which they were committed. */
export function* readLog(db: Database.Database): Generator<LogColumns> {
  // A list, not a cursor: the connection stays free for whoever works on a batch before asking for the next.
  const numbers = ready(db, 'SELECT no FROM reading_log ORDER BY no').pluck().all() as number[];
  const read = ready(db, 'SELECT no, count, channels, columns, texts FROM reading_log WHERE no = ?');
  for (const no of numbers) yield unpack(read.get(no) as StoredLogRow);
}

/** The log's rows of one channel, in the order in which they were committed. */
export function readLogOf(db: Database.Database, channel: number): LogRow[] {
  const found: LogRow[] = [];
  const heads = ready(db, 'SELECT no, channels FROM reading_log ORDER BY no').all() as StoredLogRow[];
  for (const { no, channels } of heads) {
    const numbers = new Int32Array(aligned(channels));
    let row = numbers.indexOf(channel);
    if (row < 0) continue;
    const batch = unpack(
      ready(db, 'SELECT count, channels, columns, texts FROM reading_log WHERE no = ?').get(no) as StoredLogRow,
    );
    for (; row >= 0; row = numbers.indexOf(channel, row + 1)) {
      const digits = batch.digits[row] as number;
      found.push({
        channel,
        time: batch.time[row] as number,
        value: batch.value[row] as number,
        flag: batch.flag[row] as number,
        message: batch.message[row] as number,
        receivedAt: batch.receivedAt[row] as number,
        outcome: batch.outcome[row] as number,
        digits: digits < 0 ? (batch.texts.get(row) ?? '') : digits,
      });
    }
  }
  return found;
}
