// Messages as they came, compressed in blocks; a message number leads back to its bytes.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { protocols } from '../ingest/source-message.ts';
import { archivedBody } from './archived-blocks.ts';
import type { PackedMessages } from './packed-messages.ts';
import { ready } from './ready-statement.ts';

/** Small blocks compress badly; settling puts them together up to this many bytes. */
const FULL_BLOCK = 512 * 1024;
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const SETTLED_COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Columns of the JSON head of a block. */
interface BlockHead {
  readonly at: readonly number[];
  readonly length: readonly number[];
  readonly protocol: readonly number[];
  readonly device: readonly (string | null)[];
}

export interface StoredMessage {
  readonly no: number;
  readonly protocol: string;
  /** null = the sender did not say. */
  readonly device: string | null;
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
}

interface BlockRow {
  readonly first: number;
  readonly count: number;
  readonly received_from: number;
  readonly received_to: number;
  readonly size: number;
  readonly body: Buffer;
}

function storeBlock(
  db: Database.Database,
  first: number,
  head: BlockHead,
  bytes: readonly Uint8Array[],
  isFinal: boolean,
): void {
  const headBytes = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(headBytes.byteLength);
  const whole = Buffer.concat([prefix, headBytes, ...bytes]);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const at of head.at) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  ready(
    db,
    'INSERT INTO message_block (first, count, received_from, received_to, size, body) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(
    first,
    head.at.length,
    Math.round(from),
    Math.round(to),
    whole.byteLength,
    zstdCompressSync(whole, isFinal ? SETTLED_COMPRESSION : COMPRESSION),
  );
}

/** Keeps a batch's messages under the numbers from `first` on. In a transaction. */
export function storeMessages(db: Database.Database, first: number, packed: PackedMessages): void {
  if (packed.messages === 0) return;
  const head: BlockHead = {
    at: [...packed.receivedAt],
    length: [...packed.length],
    protocol: [...packed.protocol],
    device: packed.device,
  };
  storeBlock(db, first, head, [packed.bytes], false);
}

/** Of messages that no instrument sent: what a person stated at the desk. */
const AT_DESK = 255;

/** Keeps what a person stated as a message of its own. In a transaction. */
export function storeDeskMessage(db: Database.Database, no: number, at: number, bytes: Uint8Array): void {
  storeBlock(db, no, { at: [at], length: [bytes.byteLength], protocol: [AT_DESK], device: [null] }, [bytes], false);
}

const protocolOf = (number: number | undefined): string =>
  number === AT_DESK ? 'desk' : (protocols[number ?? 0] ?? 'file');

function openBlock(db: Database.Database, { first, body }: BlockRow): { head: BlockHead; bytes: Buffer } {
  const whole = zstdDecompressSync(body.byteLength === 0 ? archivedBody(db, first) : body);
  const headEnd = 4 + whole.readUInt32LE(0);
  return { head: JSON.parse(whole.toString('utf8', 4, headEnd)) as BlockHead, bytes: whole.subarray(headEnd) };
}

/** Puts the small blocks of messages from `from` on together. In a transaction. */
export function mergeBlocks(db: Database.Database, from: number): void {
  const sizes = ready(db, 'SELECT first, size FROM message_block WHERE first >= ? ORDER BY first').all(from) as {
    first: number;
    size: number;
  }[];
  let group: number[] = [];
  let size = 0;
  const merge = (): void => {
    if (group.length > 1) mergeGroup(db, group);
    group = [];
    size = 0;
  };
  for (const block of sizes) {
    if (size + block.size > FULL_BLOCK) merge();
    group.push(block.first);
    size += block.size;
  }
  merge();
}

function mergeGroup(db: Database.Database, firsts: readonly number[]): void {
  const at: number[] = [];
  const length: number[] = [];
  const protocol: number[] = [];
  const device: (string | null)[] = [];
  const bytes: Buffer[] = [];
  for (const first of firsts) {
    const block = openBlock(db, ready(db, 'SELECT * FROM message_block WHERE first = ?').get(first) as BlockRow);
    for (const each of block.head.at) at.push(each);
    for (const each of block.head.length) length.push(each);
    for (const each of block.head.protocol) protocol.push(each);
    for (const each of block.head.device) device.push(each);
    bytes.push(block.bytes);
    ready(db, 'DELETE FROM message_block WHERE first = ?').run(first);
  }
  storeBlock(db, firsts[0] as number, { at, length, protocol, device }, bytes, true);
}

interface OpenBlock {
  readonly first: number;
  readonly head: BlockHead;
  readonly bytes: Buffer;
  /** Where each message ends. */
  readonly ends: Float64Array;
}

/** Reads messages; keeps the block it opened last, since neighbours are asked for together. */
export class MessageReader {
  readonly #db: Database.Database;
  #open: OpenBlock | null = null;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  #blockOf(no: number): OpenBlock | null {
    if (this.#open && no >= this.#open.first && no < this.#open.first + this.#open.ends.length) return this.#open;
    const row = ready(this.#db, 'SELECT * FROM message_block WHERE first <= ? ORDER BY first DESC LIMIT 1').get(no) as
      | BlockRow
      | undefined;
    if (!row || no >= row.first + row.count) return null;
    const { head, bytes } = openBlock(this.#db, row);
    const ends = new Float64Array(head.length.length);
    let end = 0;
    for (let index = 0; index < ends.length; index++) {
      end += head.length[index] as number;
      ends[index] = end;
    }
    this.#open = { first: row.first, head, bytes, ends };
    return this.#open;
  }

  /** null = there is none of this number. */
  read(no: number): StoredMessage | null {
    const block = this.#blockOf(no);
    if (!block) return null;
    const index = no - block.first;
    const end = block.ends[index] as number;
    return {
      no,
      protocol: protocolOf(block.head.protocol[index]),
      device: block.head.device[index] ?? null,
      receivedAt: block.head.at[index] as number,
      bytes: new Uint8Array(block.bytes.subarray(end - (block.head.length[index] as number), end)),
    };
  }

  /** Whether a message had been received by a time; one that is not there was not. */
  wasReceived(no: number, by: number): boolean {
    const row = ready(
      this.#db,
      'SELECT first, count, received_from, received_to FROM message_block WHERE first <= ? ORDER BY first DESC LIMIT 1',
    ).get(no) as BlockRow | undefined;
    if (!row || no >= row.first + row.count || row.received_from > by) return false;
    return row.received_to <= by || (this.#blockOf(no)?.head.at[no - row.first] as number) <= by;
  }
}
