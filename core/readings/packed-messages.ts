// Messages as columns: what crosses to the writer's thread is a dozen arrays, however many readings they hold.
import { ReadingTable } from '../ingest/reading-table-rules.ts';
import type { Protocol, Receipt, SourceMessage } from '../ingest/source-message.ts';
import { protocols, readingOutcomes } from '../ingest/source-message.ts';
import { decimalsOf } from './digits-rules.ts';
import { letterCode, NO_FLAG } from './flag-codes.ts';

/** What a slot number stands for. Slots are numbered as their addresses are first seen. */
export interface Slot {
  readonly protocol: Protocol;
  readonly device: string;
  readonly address: string;
}

export interface PackedMessages {
  /** Slots and words begin anew with another generation. */
  readonly generation: number;
  /** Slots that this batch uses for the first time, the first of them numbered `firstSlot`. */
  readonly firstSlot: number;
  readonly slots: readonly Slot[];
  /** Marks that are no letter, used for the first time; the first has flag 256 + `firstWord`. */
  readonly firstWord: number;
  readonly words: readonly string[];

  readonly messages: number;
  readonly protocol: Uint8Array;
  readonly device: readonly (string | null)[];
  readonly receivedAt: Float64Array;
  /** Bytes of each message; `bytes` is all of them in a row. */
  readonly length: Uint32Array;
  readonly bytes: Uint8Array;
  /** Readings of each message. */
  readonly readings: Int32Array;
  /** Messages whose senders want to hear of each reading. */
  readonly itemised: readonly number[];
  readonly issues: readonly PackedIssue[];

  readonly rows: number;
  readonly slot: Int32Array;
  readonly time: Float64Array;
  /** As sent; NaN = the text is no number. */
  readonly value: Float64Array;
  /** 0 none, below 256 the letter, else a word. */
  readonly flag: Uint16Array;
  /** Decimals of the text; -1 = the text stands in `texts`. */
  readonly digits: Int8Array;
  readonly texts: readonly (readonly [row: number, text: string])[];
}

export interface PackedIssue {
  readonly message: number;
  readonly code: string;
  readonly detail: string | null;
  readonly count: number;
}

/** What became of a batch. */
export interface Receipts {
  /** RECEIPT_SIZE of each message: how many readings had each of `readingOutcomes`. */
  readonly counts: Int32Array;
  /** Of each reading of the itemised messages. */
  readonly outcomes: ReadonlyMap<number, Uint8Array>;
}

export const RECEIPT_SIZE = readingOutcomes.length;

export function receiptAt({ counts, outcomes }: Receipts, message: number): Receipt {
  const at = message * RECEIPT_SIZE;
  const [accepted = 0, repeated = 0, revised = 0, quarantined = 0] = counts.subarray(at, at + RECEIPT_SIZE);
  const itemised = outcomes.get(message);
  return { accepted, repeated, revised, quarantined, ...(itemised && { outcomes: itemised }) };
}

/** More addresses than these are forgotten and numbered anew, so that senders who make them up fill no memory. */
const MOST_SLOTS = 400_000;
const MOST_WORDS = 60_000;
const MOST_WORD_LENGTH = 40;
/** 2200-01-01: beyond, a time is a mistake. */
const LAST_TIME = 7_258_118_400_000;

const protocolNumbers = new Map<Protocol, number>(protocols.map((protocol, number) => [protocol, number]));

/** Packs the messages of one sender after another. What it gives out owns its memory and may be transferred. */
export class MessagePacker {
  #generation = 0;
  #slots = new Map<string, Map<string, number>>();
  #slotCount = 0;
  #words = new Map<string, number>();
  #newSlots: Slot[] = [];
  #newWords: string[] = [];

  /** The next batch tells its slots again: the other side has lost what it was told. */
  reset(): void {
    this.#generation++;
    this.#slots = new Map();
    this.#slotCount = 0;
    this.#words = new Map();
  }

  pack(batch: readonly SourceMessage[]): PackedMessages {
    if (this.#slotCount > MOST_SLOTS || this.#words.size > MOST_WORDS) this.reset();
    this.#newSlots = [];
    this.#newWords = [];
    const firstSlot = this.#slotCount;
    const firstWord = this.#words.size;
    let rows = 0;
    let size = 0;
    for (const message of batch) {
      rows += message.readings.length;
      size += message.bytes.byteLength;
    }
    const protocol = new Uint8Array(batch.length);
    const device: (string | null)[] = [];
    const receivedAt = new Float64Array(batch.length);
    const length = new Uint32Array(batch.length);
    const readings = new Int32Array(batch.length);
    const itemised: number[] = [];
    const issues: PackedIssue[] = [];
    const bytes = new Uint8Array(size);
    const slot = new Int32Array(rows);
    const time = new Float64Array(rows);
    const value = new Float64Array(rows);
    const flag = new Uint16Array(rows);
    const digits = new Int8Array(rows);
    const texts: [number, string][] = [];
    let row = 0;
    let byte = 0;
    const put = (
      message: number,
      of: string,
      address: string,
      sentAt: number,
      sent: number,
      decimals: number,
      text: string,
      mark: string | null,
    ): void => {
      const at = Math.round(sentAt);
      // A time that cannot be is no key: the message is kept, and the departure counted.
      if (!(at >= 0 && at < LAST_TIME)) {
        issues.push({ message, code: 'impossible-time', detail: `${address}: ${sentAt}`, count: 1 });
        return;
      }
      slot[row] = this.#slotOf((batch[message] as SourceMessage).protocol, of, address);
      time[row] = at;
      // SQLite knows no -0: it is 0 from the beginning, so that it is no other value when it comes again.
      value[row] = sent + 0;
      flag[row] = this.#flagOf(mark);
      digits[row] = decimals;
      if (decimals < 0) texts.push([row, text]);
      row++;
    };
    for (let index = 0; index < batch.length; index++) {
      const message = batch[index] as SourceMessage;
      protocol[index] = protocolNumbers.get(message.protocol) ?? 0;
      device.push(message.device);
      receivedAt[index] = message.receivedAt;
      length[index] = message.bytes.byteLength;
      if (message.isItemised) itemised.push(index);
      bytes.set(message.bytes, byte);
      byte += message.bytes.byteLength;
      for (const { code, detail = null, count = 1 } of message.issues)
        issues.push({ message: index, code, detail, count });
      const begin = row;
      const list = message.readings;
      if (list instanceof ReadingTable)
        for (let each = 0; each < list.length; each++) {
          const [of, address] = [list.device[each] as string, list.address[each] as string];
          const [at, sent] = [list.time[each] as number, list.value[each] as number];
          const decimals = list.decimals[each] as number;
          const text = decimals < 0 ? (list.texts.get(each) ?? '') : '';
          put(index, of, address, at, sent, decimals, text, list.flag[each] as string | null);
        }
      else
        for (const { device: of, address, time: at, value: number, text, flag: mark } of list) {
          const sent = number === null || !Number.isFinite(number) ? Number.NaN : number;
          put(index, of, address, at, sent, decimalsOf(text, sent), text, mark);
        }
      readings[index] = row - begin;
    }
    return {
      ...{ generation: this.#generation, firstSlot, slots: this.#newSlots, firstWord, words: this.#newWords },
      ...{ messages: batch.length, protocol, device, receivedAt, length, bytes, readings, itemised, issues },
      ...{ rows: row, slot, time, value, flag, digits, texts },
    };
  }

  #slotOf(protocol: Protocol, device: string, address: string): number {
    let ofDevice = this.#slots.get(device);
    if (!ofDevice) {
      ofDevice = new Map();
      this.#slots.set(device, ofDevice);
    }
    let slot = ofDevice.get(address);
    if (slot === undefined) {
      slot = this.#slotCount++;
      ofDevice.set(address, slot);
      this.#newSlots.push({ protocol, device, address });
    }
    return slot;
  }

  #flagOf(word: string | null): number {
    if (word === null || word === '') return NO_FLAG;
    const letter = letterCode(word);
    if (letter !== 0) return letter;
    const text = word.slice(0, MOST_WORD_LENGTH);
    let number = this.#words.get(text);
    if (number === undefined) {
      number = this.#words.size;
      this.#words.set(text, number);
      this.#newWords.push(text);
    }
    return 256 + number;
  }
}

/** The memory that a packed batch may hand over to another thread. */
export function transferable(packed: PackedMessages): ArrayBuffer[] {
  const columns = [packed.protocol, packed.receivedAt, packed.length, packed.bytes, packed.readings];
  const rows = [packed.slot, packed.time, packed.value, packed.flag, packed.digits];
  return [...columns, ...rows].map((column) => column.buffer as ArrayBuffer);
}
