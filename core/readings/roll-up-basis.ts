// What of the registry the roll-ups rest on: kept beside them, so that they follow where the registry changes afterwards.
import type Database from 'better-sqlite3';
import type { Channel } from '../devices/registry-facts.ts';
import type { ChannelDirectory } from './channel-directory.ts';
import type { ChannelGroups, PlaceSums } from './place-sums.ts';
import { ready } from './ready-statement.ts';
import { NO_HOUR, previousGood, readHours } from './roll-up-rows.ts';
import type { RollUpFacts } from './roll-ups.ts';
import { hourOf } from './time-rules.ts';

interface Basis {
  readonly register: string;
  readonly groups: ChannelGroups | null;
}

/** Hours to be made again, by channel. */
export type StaleHours = Map<number, number[]>;

const notRegistered: RollUpFacts = { register: null, groups: null };

export class RollUpBasis {
  readonly #db: Database.Database;
  readonly #directory: ChannelDirectory;
  readonly #places: PlaceSums;
  readonly #stored = new Map<number, Basis>();
  #facts = new Map<number, RollUpFacts>();
  #checked = -1;

  constructor(db: Database.Database, directory: ChannelDirectory, places: PlaceSums) {
    this.#db = db;
    this.#directory = directory;
    this.#places = places;
    const rows = db.prepare('SELECT channel, register, city_group, industry_group FROM roll_up_basis').raw().all();
    for (const [channel, register, city, industry] of rows as [number, string, number | null, number | null][])
      this.#stored.set(channel, { register, groups: city === null || industry === null ? null : { city, industry } });
  }

  /** In a transaction: a channel that is settled for the first time gets its row. */
  factsOf(no: number): RollUpFacts {
    const known = this.#facts.get(no);
    if (known) return known;
    const channel = this.#directory.channels.get(no);
    if (!channel) return notRegistered;
    const groups = this.#places.groupsOf(channel);
    const facts = { register: channel.kind === 'register' ? this.#directory.registerFacts(channel) : null, groups };
    this.#facts.set(no, facts);
    if (!this.#stored.has(no)) this.#store(no, { register: registerText(channel), groups });
    return facts;
  }

  #store(no: number, basis: Basis): void {
    ready(
      this.#db,
      'INSERT OR REPLACE INTO roll_up_basis (channel, register, city_group, industry_group) VALUES (?, ?, ?, ?)',
    ).run(no, basis.register, basis.groups?.city ?? null, basis.groups?.industry ?? null);
    this.#stored.set(no, basis);
  }

  /**
   * After the registry has changed: moves sums to the groups that channels are in by now, and says which hours have to be
   * made again because a channel became a register, its register's limit or plate changed, or its meter was exchanged.
   */
  follow(): StaleHours {
    const stale: StaleHours = new Map();
    if (this.#checked === this.#directory.version) return stale;
    this.#checked = this.#directory.version;
    this.#facts = new Map();
    for (const channel of this.#directory.channels.values()) {
      const stored = this.#stored.get(channel.no);
      if (!stored) continue;
      const { groups } = this.factsOf(channel.no);
      const register = registerText(channel);
      const moved = groups?.city !== stored.groups?.city || groups?.industry !== stored.groups?.industry;
      if (!moved && register === stored.register) continue;
      if (moved) this.#places.move(channel.no, stored.groups, groups);
      if (register !== stored.register) stale.set(channel.no, this.#hoursOf(channel.no, 0, NO_HOUR));
      this.#store(channel.no, { register, groups });
    }
    const counted = new Set(ready(this.#db, 'SELECT declaration FROM meter_event_counted').pluck().all() as number[]);
    for (const event of this.#directory.meterEvents) {
      if (counted.has(event.declaration)) continue;
      ready(this.#db, 'INSERT INTO meter_event_counted (declaration) VALUES (?)').run(event.declaration);
      const begin = previousGood(this.#db, event.channel, hourOf(event.from));
      const hours = this.#hoursOf(event.channel, hourOf(begin?.time ?? event.from), hourOf(event.to) + 1);
      stale.set(
        event.channel,
        [...new Set([...(stale.get(event.channel) ?? []), ...hours])].sort((a, b) => a - b),
      );
    }
    return stale;
  }

  #hoursOf(channel: number, from: number, to: number): number[] {
    return readHours(this.#db, channel, from, to).map(({ number }) => number);
  }
}

/** What a register's differences depend on; the same text = the same differences. */
function registerText({ kind, registerMax, rated, intervalMs }: Channel): string {
  return kind === 'register' ? JSON.stringify([registerMax, rated, intervalMs]) : '';
}
