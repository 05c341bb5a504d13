// Messages as columns: what crosses to the writer's thread is a dozen arrays, however many readings they hold.
import type { Protocol, Receipt, SourceMessage } from '../ingest/source-message.ts';
import { protocols } from '../ingest/source-message.ts';
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
}

/** accepted, repeated, revised, quarantined of each message. */
export const RECEIPT_SIZE = 4;

export function receiptAt(counts: Int32Array, message: number): Receipt {
  const at = message * RECEIPT_SIZE;
  const [accepted = 0, repeated = 0, revised = 0, quarantined = 0] = counts.subarray(at, at + RECEIPT_SIZE);
  return { accepted, repeated, revised, quarantined };
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
    for (let index = 0; index < batch.length; index++) {
      const message = batch[index] as SourceMessage;
      protocol[index] = protocolNumbers.get(message.protocol) ?? 0;
      device.push(message.device);
      receivedAt[index] = message.receivedAt;
      length[index] = message.bytes.byteLength;
      bytes.set(message.bytes, byte);
      byte += message.bytes.byteLength;
      for (const { code, detail } of message.issues) issues.push({ message: index, code, detail: detail ?? null });
      const begin = row;
      for (const reading of message.readings) {
        const at = Math.round(reading.time);
        // A time that cannot be is no key: the message is kept, and the departure counted.
        if (!(at >= 0 && at < LAST_TIME)) {
          issues.push({ message: index, code: 'impossible-time', detail: `${reading.address}: ${reading.time}` });
          continue;
        }
        const number = reading.value === null || !Number.isFinite(reading.value) ? Number.NaN : reading.value;
        const decimals = decimalsOf(reading.text, number);
        slot[row] = this.#slotOf(message.protocol, reading.device, reading.address);
        time[row] = at;
        // SQLite knows no -0: it is 0 from the beginning, so that it is no other value when it comes again.
        value[row] = number + 0;
        flag[row] = this.#flagOf(reading.flag);
        digits[row] = decimals;
        if (decimals < 0) texts.push([row, reading.text]);
        row++;
      }
      readings[index] = row - begin;
    }
    return {
      ...{ generation: this.#generation, firstSlot, slots: this.#newSlots, firstWord, words: this.#newWords },
      ...{ messages: batch.length, protocol, device, receivedAt, length, bytes, readings, issues },
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
