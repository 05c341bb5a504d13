// One batch of messages into the log: whose each reading is, whether it is new, and what its sender is told.
import type Database from 'better-sqlite3';
import { UNKNOWN } from './channel-directory.ts';
import { textOf } from './digits-rules.ts';
import { storeMessages } from './message-blocks.ts';
import { type PackedMessages, RECEIPT_SIZE, type Receipts } from './packed-messages.ts';
import { countKept, type KeptCounts, keepInQuarantine, quarantineSource } from './quarantine-rows.ts';
import type { ReadingColumns } from './reading-observer.ts';
import { KEPT, LATE, NEW, REPEATED, REVISED, versionOutcome } from './reading-versions.ts';
import { ready } from './ready-statement.ts';
import { UNRESOLVED, type WriterMemory } from './writer-memory.ts';

export interface Taken {
  /** See `receiptAt`. */
  readonly receipts: Receipts;
  /** All readings that have a channel, repeated ones included. Valid until the next transaction. */
  readonly rows: ReadingColumns;
  /** Time of each channel's newest reading. */
  readonly present: Float64Array;
}

/** Places in `readingOutcomes`; REPEATED and REVISED are theirs already. */
const ACCEPTED = 0;
const QUARANTINED = 3;

/** In a transaction. */
export function takeBatch(db: Database.Database, memory: WriterMemory, packed: PackedMessages, now: number): Taken {
  resolveSlots(memory, packed, now);
  const first = memory.nextMessage;
  memory.nextMessage += packed.messages;
  storeMessages(db, first, packed);
  const { log, directory, slotChannel } = memory;
  const { slot, time, value, digits, readings, receivedAt } = packed;
  const texts = new Map(packed.texts);
  const from = log.count;
  log.reserve(packed.rows);
  const counts = new Int32Array(packed.messages * RECEIPT_SIZE);
  const outcomes = new Map(packed.itemised.map((each) => [each, new Uint8Array(readings[each] as number)]));
  const repeated: RepeatedRow[] = [];
  const kept: KeptCounts = new Map();
  const take = (row: number, message: number, received: number): number => {
    const channel = slotChannel[slot[row] as number] as number;
    const at = time[row] as number;
    const sent = value[row] as number;
    const flag = memory.flagOf(packed.flag[row] as number);
    let decimals = digits[row] as number;
    if (channel === UNKNOWN) {
      const quarantined = {
        source: quarantineSource(db, memory.quarantineSources, memory.slotAt(slot[row] as number)),
        ...{ time: at, flag, message, received_at: received },
        value: Number.isNaN(sent) ? null : sent,
        digits: decimals < 0 ? (texts.get(row) ?? '') : decimals,
      };
      keepInQuarantine(db, quarantined, kept);
      return QUARANTINED;
    }
    const factor = directory.factor[channel] as number;
    const shift = directory.shift[channel] as number;
    let stored = sent;
    let text = decimals < 0 ? (texts.get(row) ?? '') : null;
    if (factor !== 1 || shift !== 0) {
      stored = sent * factor + shift;
      // The text is what was sent, and no longer the value with its decimals.
      text ??= textOf(sent, decimals);
      decimals = -1;
    }
    let outcome = NEW;
    if (at > (memory.newest[channel] as number)) {
      if (memory.passed(channel, at, received)) outcome = LATE;
    } else {
      const reading = { channel, time: at, value: stored, flag, message, receivedAt: received };
      outcome = versionOutcome(db, memory, { ...reading, digits: text ?? decimals });
    }
    if (outcome === REPEATED) {
      repeated.push({ before: log.count - from, channel, time: at, value: stored, flag, message, received });
      return REPEATED;
    }
    if (outcome === KEPT) return REVISED;
    if (text !== null) log.texts.set(log.count, text);
    log.push(channel, at, stored, flag, message, received, outcome, decimals);
    return outcome === REVISED ? outcome : ACCEPTED;
  };
  let row = 0;
  for (let message = 0; message < packed.messages; message++) {
    const received = receivedAt[message] as number;
    const itemised = outcomes.get(message);
    const begin = row;
    for (const end = row + (readings[message] as number); row < end; row++) {
      const outcome = take(row, first + message, received);
      const at = message * RECEIPT_SIZE + outcome;
      counts[at] = (counts[at] as number) + 1;
      if (itemised) itemised[row - begin] = outcome;
    }
  }
  log.store(db, from);
  countKept(db, kept);
  countSenders(db, packed, first);
  const rows = repeated.length === 0 ? log.view(from) : withRepeated(log.view(from), repeated);
  if (rows.count > 0) memory.observer?.readings(rows);
  return { receipts: { counts, outcomes }, rows, present: memory.present };
}

/** Every slot of the batch gets its channel; series of HJ 212 factors that come for the first time get one made. */
function resolveSlots(memory: WriterMemory, { slot, rows }: PackedMessages, now: number): void {
  for (let row = 0; row < rows; row++) {
    const each = slot[row] as number;
    if (memory.slotChannel[each] !== UNRESOLVED) continue;
    const { device, address } = memory.slotAt(each);
    memory.slotChannel[each] = memory.directory.resolve(device, address, now);
  }
  if (!memory.directory.takeInMade()) return;
  memory.makeRoom();
  memory.observer?.registryChanged(memory.directory.channels);
}

/** A reading that is in the store already: the log does not get it, the observer does. */
interface RepeatedRow {
  /** Rows of the batch that are in the log before it. */
  readonly before: number;
  readonly channel: number;
  readonly time: number;
  readonly value: number;
  readonly flag: number;
  readonly message: number;
  readonly received: number;
}

function withRepeated(logged: ReadingColumns, repeated: readonly RepeatedRow[]): ReadingColumns {
  const count = logged.count + repeated.length;
  const all = {
    count,
    channel: new Int32Array(count),
    time: new Float64Array(count),
    value: new Float64Array(count),
    flag: new Uint16Array(count),
    message: new Float64Array(count),
    outcome: new Uint8Array(count),
    receivedAt: new Float64Array(count),
  };
  let next = 0;
  let row = 0;
  for (let each = 0; each <= logged.count; each++) {
    for (let again = repeated[next]; again?.before === each; again = repeated[++next]) {
      all.channel[row] = again.channel;
      all.time[row] = again.time;
      all.value[row] = again.value;
      all.flag[row] = again.flag;
      all.message[row] = again.message;
      all.receivedAt[row] = again.received;
      all.outcome[row++] = REPEATED;
    }
    if (each === logged.count) break;
    all.channel[row] = logged.channel[each] as number;
    all.time[row] = logged.time[each] as number;
    all.value[row] = logged.value[each] as number;
    all.flag[row] = logged.flag[each] as number;
    all.message[row] = logged.message[each] as number;
    all.receivedAt[row] = logged.receivedAt[each] as number;
    all.outcome[row++] = logged.outcome[each] as number;
  }
  return all;
}

/** When each sender was heard, and what was wrong with what it sent. */
function countSenders(db: Database.Database, packed: PackedMessages, first: number): void {
  const heard = new Map<string, { messages: number; last: number }>();
  for (let message = 0; message < packed.messages; message++) {
    const device = packed.device[message] ?? '';
    const sender = heard.get(device);
    if (sender) {
      sender.messages++;
      sender.last = message;
    } else heard.set(device, { messages: 1, last: message });
  }
  const hear = ready(
    db,
    `INSERT INTO device_heard (device, heard_at, message, messages) VALUES (?, ?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET heard_at = max(heard_at, excluded.heard_at), message = excluded.message,
       messages = messages + excluded.messages`,
  );
  for (const [device, { messages, last }] of heard)
    hear.run(device, Math.round(packed.receivedAt[last] as number), first + last, messages);
  const count = ready(
    db,
    `INSERT INTO device_quality (device, code, count, first_at, last_at, detail, message) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device, code) DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at, detail = excluded.detail,
       message = excluded.message`,
  );
  for (const { message, code, detail, count: times } of packed.issues) {
    const at = Math.round(packed.receivedAt[message] as number);
    count.run(packed.device[message] ?? '', code, times, at, at, detail, first + message);
  }
}
