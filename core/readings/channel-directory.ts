// The registry as the writer uses it: from what a sender calls a thing to the channel's number, factor and shift.
import type Database from 'better-sqlite3';
import {
  loadDeclarations,
  loadRegistry,
  type Registry,
  registerChannel,
  registryVersion,
} from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { childChannel, factorSeries } from './hj212-child-channel.ts';
import type { MeterEvent, RegisterFacts } from './register-rules.ts';

/** Nobody has registered it. */
export const UNKNOWN = -1;

export interface DeclaredMeterEvent extends MeterEvent {
  readonly declaration: number;
  readonly channel: number;
}

export class ChannelDirectory {
  readonly #db: Database.Database;
  version = 0;
  #registry!: Registry;
  /** All channels by number, those that were made since the registry was loaded included. */
  channels: ReadonlyMap<number, Channel> = new Map();
  /** Channels made since then, by id. */
  readonly #made = new Map<string, Channel>();
  #isTold = true;
  /** Numbers of channels are below this. */
  size = 0;
  factor = new Float64Array(0);
  shift = new Float64Array(0);
  meterEvents: readonly DeclaredMeterEvent[] = [];
  #eventsOf = new Map<number, MeterEvent[]>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.load();
  }

  load(): void {
    this.version = registryVersion(this.#db);
    this.#registry = loadRegistry(this.#db);
    this.#made.clear();
    this.#takeIn(this.#registry.channels);
    const events: DeclaredMeterEvent[] = [];
    this.#eventsOf = new Map();
    for (const { id, kind, channel, from, to, value } of loadDeclarations(this.#db)) {
      const of = kind === 'meter-event' && channel !== null ? this.#registry.channel(channel) : undefined;
      if (!of) continue;
      const event = { declaration: id, channel: of.no, from, to, value };
      events.push(event);
      const ofChannel = this.#eventsOf.get(of.no) ?? [];
      ofChannel.push(event);
      this.#eventsOf.set(of.no, ofChannel);
    }
    this.meterEvents = events;
  }

  #takeIn(channels: ReadonlyMap<number, Channel>): void {
    this.channels = channels;
    let highest = 0;
    for (const no of channels.keys()) highest = Math.max(highest, no);
    this.size = highest + 1;
    this.factor = new Float64Array(this.size).fill(1);
    this.shift = new Float64Array(this.size);
    for (const { no, factor, shift } of channels.values()) {
      this.factor[no] = factor;
      this.shift[no] = shift;
    }
  }

  /** The number of the channel that takes an address, or UNKNOWN. Makes the channel of a factor's other series; in a transaction. */
  resolve(device: string, address: string, now: number): number {
    const known = this.#registry.at(device, address);
    if (known) return known.no;
    const owner = this.#registry.devices.get(device);
    const said = owner?.protocol === 'hj212' ? factorSeries(address) : null;
    const factor = said && this.#registry.at(device, said.code);
    if (!owner || !said || !factor) return UNKNOWN;
    if (said.series === null) return factor.no;
    const draft = childChannel(factor, owner, address, said.series);
    const there = this.#registry.channel(draft.id) ?? this.#made.get(draft.id);
    if (there) return there.no;
    const made = registerChannel(this.#db, draft, now);
    this.#made.set(made.id, made);
    this.#isTold = false;
    return made.no;
  }

  /** After `resolve`: takes in the channels that it has made. True where there are any. */
  takeInMade(): boolean {
    if (this.#isTold) return false;
    this.#isTold = true;
    this.version = registryVersion(this.#db);
    const all = new Map(this.channels);
    for (const channel of this.#made.values()) all.set(channel.no, channel);
    this.#takeIn(all);
    return true;
  }

  registerFacts({ no, registerMax, rated, intervalMs }: Channel): RegisterFacts {
    return { registerMax, rated, intervalMs, events: this.#eventsOf.get(no) ?? [] };
  }
}
