// What a writer holds in memory of the store: all of it can be read from the disk again, and is whenever the two may differ.
import type Database from 'better-sqlite3';
import { readAheadMs } from './ahead.ts';
import { ChannelDirectory } from './channel-directory.ts';
import { FlagCodes } from './flag-codes.ts';
import { MessageReader } from './message-blocks.ts';
import type { PackedMessages, Slot } from './packed-messages.ts';
import { PendingLog, readLog } from './pending-log.ts';
import { PlaceSums } from './place-sums.ts';
import type { ReadingObserver } from './reading-observer.ts';
import { ready } from './ready-statement.ts';
import { RollUpBasis } from './roll-up-basis.ts';
import { RollUps } from './roll-ups.ts';

/** Of a slot whose channel has not been asked for. */
export const UNRESOLVED = -2;
/** Flags from this one on are words of the packer. */
const FIRST_WORD = 256;

export interface StoreState {
  readonly version: number;
  readonly next_message: number;
  readonly settled_message: number;
  readonly registry: number;
}

export const readStoreState = (db: Database.Database): StoreState =>
  ready(
    db,
    `SELECT version, next_message, settled_message,
       CAST(ifnull((SELECT value FROM setting WHERE key = 'registry-version'), 0) AS INTEGER) AS registry
     FROM reading_state`,
  ).get() as StoreState;

/** Slots and words as the packer has numbered them: outlives the rest of the memory, since the packer tells each of them once. */
export interface PackerState {
  generation: number;
  slots: Slot[];
  words: string[];
}

export const newPackerState = (): PackerState => ({ generation: -1, slots: [], words: [] });

export class WriterMemory {
  readonly observer: ReadingObserver | null;
  readonly directory: ChannelDirectory;
  readonly flags: FlagCodes;
  readonly log = new PendingLog();
  readonly places: PlaceSums;
  readonly basis: RollUpBasis;
  readonly rollUps: RollUps;
  readonly messages: MessageReader;
  readonly archivedDays: ReadonlySet<number>;
  version: number;
  nextMessage: number;
  settledMessage: number;
  /** Newest event time; null = no reading yet. */
  feedTime: number | null = null;
  /** Readings further ahead of their receipt move neither feed time nor a channel's latest. */
  readonly aheadMs: number;
  /** Of each channel the newest time that is in the store: what is later is new without looking. */
  newest = new Float64Array(0);
  /** The same without readings ahead of their receipt: what is earlier is late. */
  present = new Float64Array(0);
  /** The newest time that is settled. */
  settledTo = new Float64Array(0);
  /** What the packer has told so far, see PackedMessages. */
  readonly #packer: PackerState;
  /** Channel of each slot; UNKNOWN = quarantine, UNRESOLVED = not asked yet. */
  slotChannel = new Int32Array(0);
  /** Code of each of the packer's words. */
  #codes: number[] = [];
  readonly quarantineSources = new Map<string, number>();

  /** In a transaction. */
  constructor(db: Database.Database, makeObserver: () => ReadingObserver | null, packer: PackerState) {
    this.#packer = packer;
    this.forgetSlots();
    const state = readStoreState(db);
    this.version = state.version;
    this.nextMessage = state.next_message;
    this.settledMessage = state.settled_message;
    this.aheadMs = readAheadMs(db);
    this.directory = new ChannelDirectory(db);
    this.flags = new FlagCodes(db);
    this.places = new PlaceSums(db);
    this.basis = new RollUpBasis(db, this.directory, this.places);
    this.rollUps = new RollUps(db, this.places, (channel) => this.basis.factsOf(channel));
    this.messages = new MessageReader(db);
    this.archivedDays = new Set(db.prepare('SELECT day FROM archived_day').pluck().all() as number[]);
    this.makeRoom();
    const latest = db.prepare('SELECT channel, newest, time FROM latest').raw().all();
    for (const [channel, newest, time] of latest as [number, number, number | null][]) {
      this.newest[channel] = newest;
      this.settledTo[channel] = newest;
      this.present[channel] = time ?? Number.NEGATIVE_INFINITY;
      if (time !== null) this.feedTime = Math.max(this.feedTime ?? time, time);
    }
    this.observer = makeObserver();
    for (const columns of readLog(db)) {
      const from = this.log.count;
      this.log.append(columns);
      for (let row = 0; row < columns.count; row++)
        this.passed(columns.channel[row] as number, columns.time[row] as number, columns.receivedAt[row] as number);
      this.observer?.readings(this.log.view(from));
    }
  }

  /** A reading is in the store: true where it is before its channel's newest. */
  passed(channel: number, time: number, receivedAt: number): boolean {
    if (time > (this.newest[channel] as number)) this.newest[channel] = time;
    if (time > receivedAt + this.aheadMs) return false;
    const present = this.present[channel] as number;
    if (time < present) return true;
    this.present[channel] = time;
    if (this.feedTime === null || time > this.feedTime) this.feedTime = time;
    return false;
  }

  /** Room for all channels of the registry. */
  makeRoom(): void {
    const { size } = this.directory;
    this.rollUps.grow(size);
    if (size <= this.newest.length) return;
    const enlarge = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(Math.max(size, column.length * 2)).fill(Number.NEGATIVE_INFINITY);
      larger.set(column);
      return larger;
    };
    this.newest = enlarge(this.newest);
    this.present = enlarge(this.present);
    this.settledTo = enlarge(this.settledTo);
  }

  /** After the registry has changed: every slot is asked for again. */
  forgetSlots(): void {
    this.slotChannel.fill(UNRESOLVED);
  }

  slotAt(slot: number): Slot {
    return this.#packer.slots[slot] as Slot;
  }

  /** The code of a packed flag. In a transaction: a word may be new to the database. */
  flagOf(packed: number): number {
    if (packed < FIRST_WORD) return packed;
    const word = packed - FIRST_WORD;
    this.#codes[word] ??= this.flags.codeOf(this.#packer.words[word] ?? null);
    return this.#codes[word];
  }

  /** Room for the slots that the packer has told. */
  fitSlots(isNewGeneration: boolean): void {
    if (isNewGeneration) {
      this.#codes = [];
      this.slotChannel.fill(UNRESOLVED);
    }
    const { length } = this.#packer.slots;
    if (length <= this.slotChannel.length) return;
    const larger = new Int32Array(Math.max(length, this.slotChannel.length * 2)).fill(UNRESOLVED);
    larger.set(this.slotChannel);
    this.slotChannel = larger;
  }
}

/** Takes in what a batch tells of slots and words. Before the batch's transaction: what it tells stays told if that fails. */
export function learnPacked(state: PackerState, packed: PackedMessages): boolean {
  const isNewGeneration = state.generation !== packed.generation;
  if (isNewGeneration) {
    state.generation = packed.generation;
    state.slots = [];
    state.words = [];
  }
  if (state.slots.length !== packed.firstSlot || state.words.length !== packed.firstWord)
    throw new Error('a packed batch is missing: slots and words do not follow on');
  for (const slot of packed.slots) state.slots.push(slot);
  for (const word of packed.words) state.words.push(word);
  return isNewGeneration;
}
