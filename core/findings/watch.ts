// The rules at work: listens inside the writer's transactions, keeps findings and tells the alarm book of them.
import type Database from 'better-sqlite3';
import type { AlarmBook } from '../alarms/finding-change.ts';
import { loadDeclarations, loadRegistry } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import type { ReadingColumns, ReadingObserver, SettledHour } from '../readings/reading-observer.ts';
import { dayOf, HOUR_MS } from '../readings/time-rules.ts';
import { compareAggregates } from './aggregation.ts';
import { ChannelWatch } from './channel-watch.ts';
import { episodeStatement } from './episode-statement.ts';
import type { Episode } from './episodes.ts';
import { Excuses } from './excuses.ts';
import { FindingStore } from './finding-store.ts';
import { GroupWatch } from './group-watch.ts';
import { lookAgain } from './look-again.ts';
import { ReadingStream } from './reading-stream.ts';
import { RollUps } from './roll-ups.ts';
import { draftOf, type Stated } from './stated.ts';
import { TreatmentWatch } from './treatment-watch.ts';

export interface WatchOptions {
  readonly book: AlarmBook;
  /** Told of what could not be evaluated; never of readings. */
  readonly log: (text: string) => void;
}

/** Scans and groups of a settling at least; a long queue is worked off in step with what settles. */
const LEAST_WORK = 64;
/** Readings ahead of their receipt by more do not move the feed's time. */
const AHEAD_MS = 600_000;

/** Restored from the last checkpoint; the writer then replays the log through `readings`. */
export function createWatch(db: Database.Database, options: WatchOptions): ReadingObserver {
  return new Watch(db, options);
}

interface SavedState {
  readonly feed: number | null;
  readonly episodes: readonly Episode[];
  readonly treatment: unknown;
  readonly groups: unknown;
  readonly scans: readonly (readonly [channel: number, block: number])[];
}

class Watch implements ReadingObserver {
  readonly #db: Database.Database;
  readonly #options: WatchOptions;
  readonly #store: FindingStore;
  readonly #stream: ReadingStream;
  readonly #treatment = new TreatmentWatch();
  readonly #rollUps: RollUps;
  readonly #channelWatch: ChannelWatch;
  readonly #groupWatch: GroupWatch;
  #channels: ReadonlyMap<number, Channel> = new Map();
  #files = new Set<string>();
  /** By the id of a factor's channel: it and its series, where it has any. */
  #families = new Map<string, Channel[]>();
  #excuses = new Excuses([], []);
  #scans = new Map<string, readonly [channel: number, block: number]>();
  #feed = Number.NEGATIVE_INFINITY;

  constructor(db: Database.Database, options: WatchOptions) {
    this.#db = db;
    this.#options = options;
    const clock = db.prepare("SELECT value FROM setting WHERE key = 'clock'").pluck().get();
    this.#stream = new ReadingStream({ clock: clock === 'readings' ? 'crowd' : 'receipt' });
    this.#stream.onPower = (channel, time, share) => this.#treatment.take(channel, time, share);
    this.#store = new FindingStore(db);
    this.#rollUps = new RollUps(db);
    const isExcused = (stated: Stated): boolean => this.#excuses.has(stated);
    const shared = { rollUps: this.#rollUps, store: this.#store, stream: this.#stream, isExcused };
    const hasDeclared = (channel: string, from: number, to: number): boolean =>
      this.#excuses.hasDeclared(channel, from, to);
    this.#channelWatch = new ChannelWatch({ ...shared, hasDeclared });
    this.#groupWatch = new GroupWatch({ ...shared, log: options.log });
    this.#restore();
    this.registryChanged(loadRegistry(db).channels);
  }

  readings(rows: ReadingColumns): void {
    const { count, time, receivedAt } = rows;
    let newest = this.#feed;
    for (let i = 0; i < count; i++) {
      const at = time[i] as number;
      if (at > newest && at <= (receivedAt[i] as number) + AHEAD_MS) newest = at;
    }
    this.#stream.take(rows);
    this.#feed = Math.max(this.#feed, this.#stream.feedTime(newest));
    this.#flush();
  }

  settled(hours: readonly SettledHour[]): void {
    const byChannel = new Map<number, number[]>();
    for (const { channel, hour } of hours) {
      const of = byChannel.get(channel);
      if (of) of.push(hour);
      else byChannel.set(channel, [hour]);
    }
    for (const [no, of] of byChannel)
      this.#settledChannel(
        no,
        of.sort((a, b) => a - b),
      );
    this.#work(Math.max(LEAST_WORK, Math.ceil(hours.length / 64)));
    this.#flush();
  }

  corrected(no: number, from: number, to: number): void {
    const channel = this.#channels.get(no);
    if (channel) lookAgain(this.#db, this.#store, channel, from, to, this.#feed);
    this.#flush();
  }

  #settledChannel(no: number, hours: readonly number[]): void {
    const channel = this.#channels.get(no);
    if (!channel) return;
    const isFile = this.#isFile(channel);
    for (const block of this.#channelWatch.settled(channel, hours, isFile)) {
      // A file is looked at as soon as it is in; what comes by the minute waits its turn.
      if (isFile) this.#channelWatch.scan(channel, block, true);
      else this.#scans.set(`${no} ${block}`, [no, block]);
    }
    for (const day of new Set(hours.map(dayOf))) this.#groupWatch.touched(no, day);
    this.#compare(channel, hours);
  }

  /** A stated mean or sum against the readings: when it comes, and when the readings under it come late. */
  #compare(channel: Channel, hours: readonly number[]): void {
    const family = this.#families.get(channel.parent ?? channel.id) ?? [];
    if (family.length === 0) return;
    const parent = channel.series === '' ? channel : family.find(({ id }) => id === channel.parent);
    const newest = this.#stream.newest(channel.no);
    const late = hours.filter((hour) => hour + HOUR_MS <= newest);
    for (const series of channel.series === '' ? family : [channel]) {
      if (series.series === '') continue;
      compareAggregates(this.#rollUps, this.#store, series, parent, family, series === channel ? hours : late);
    }
  }

  /** Takes from the queues what a settling can carry. */
  #work(most: number): void {
    let left = most;
    for (const [key, [no, block]] of this.#scans) {
      if (left-- <= 0) break;
      this.#scans.delete(key);
      const channel = this.#channels.get(no);
      if (channel) this.#channelWatch.scan(channel, block, false);
    }
    this.#groupWatch.run(this.#feed, most);
  }

  advance(feedTime: number): void {
    this.#feed = Math.max(this.#feed, this.#stream.feedTime(feedTime));
    this.#stream.advance(this.#feed);
    this.#flush();
  }

  registryChanged(channels: ReadonlyMap<number, Channel>): void {
    const declarations = loadDeclarations(this.#db);
    this.#channels = channels;
    this.#files = new Set(this.#db.prepare("SELECT id FROM device WHERE protocol = 'file'").pluck().all() as string[]);
    const places = new Set(
      this.#db.prepare('SELECT id FROM device WHERE longitude IS NOT NULL').pluck().all() as string[],
    );
    this.#families = familiesOf(channels);
    this.#excuses = new Excuses(declarations, channels.values());
    this.#stream.setChannels(channels, (channel) => this.#isFile(channel));
    this.#treatment.setChannels(channels.values());
    this.#groupWatch.setRegistry([...channels.values()], declarations, ({ device }) => places.has(device));
  }

  #isFile({ device }: Channel): boolean {
    return this.#files.has(device);
  }

  /** Episodes that have changed become findings, and the book hears of all that has changed. */
  #flush(): void {
    const { changed } = this.#stream.episodes;
    for (const episode of changed) {
      const channel = this.#channels.get(episode.channel);
      if (channel) this.#carryOn(episodeStatement(episode, channel));
    }
    changed.clear();
    for (const stated of this.#treatment.takeChanged()) this.#carryOn(stated);
    const changes = this.#store.takeChanges();
    if (changes.length > 0) this.#options.book.apply(changes, this.#feed);
  }

  #carryOn(stated: Stated): void {
    if (!this.#excuses.has(stated)) this.#store.carryOn(draftOf(stated));
  }

  checkpoint(): void {
    const save = this.#db.prepare(
      'INSERT INTO finding_state (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state',
    );
    const saved: SavedState = {
      feed: Number.isFinite(this.#feed) ? this.#feed : null,
      episodes: this.#stream.episodes.toJson(),
      treatment: this.#treatment.toJson(),
      groups: this.#groupWatch.toJson(),
      scans: [...this.#scans.values()],
    };
    save.run('watch', Buffer.from(JSON.stringify(saved, numbers)));
    for (const [block, bytes] of this.#stream.changedBlocks()) save.run(`stream ${block}`, bytes);
  }

  #restore(): void {
    const rows = this.#db.prepare('SELECT key, state FROM finding_state').all() as { key: string; state: Buffer }[];
    for (const { key, state } of rows) {
      if (key.startsWith('stream ')) this.#stream.restoreBlock(Number(key.slice('stream '.length)), state);
      else if (key === 'watch') this.#restoreRest(JSON.parse(state.toString('utf8'), restoredNumber) as SavedState);
    }
  }

  #restoreRest({ feed, episodes, treatment, groups, scans }: SavedState): void {
    this.#feed = feed ?? Number.NEGATIVE_INFINITY;
    this.#stream.resume(this.#feed);
    this.#stream.episodes.restore(episodes);
    this.#treatment.restore(treatment);
    this.#groupWatch.restore(groups);
    this.#scans = new Map(scans.map((scan) => [`${scan[0]} ${scan[1]}`, scan]));
  }
}

function familiesOf(channels: ReadonlyMap<number, Channel>): Map<string, Channel[]> {
  const families = new Map<string, Channel[]>();
  for (const channel of channels.values()) {
    if (channel.series === '' || channel.parent === null) continue;
    const family = families.get(channel.parent);
    if (family) family.push(channel);
    else families.set(channel.parent, [channel]);
  }
  for (const channel of channels.values()) families.get(channel.id)?.push(channel);
  return families;
}

/** JSON knows no infinity. */
const numbers = (_key: string, value: unknown): unknown =>
  value === Number.POSITIVE_INFINITY ? '+inf' : value === Number.NEGATIVE_INFINITY ? '-inf' : value;
const restoredNumber = (_key: string, value: unknown): unknown =>
  value === '+inf' ? Number.POSITIVE_INFINITY : value === '-inf' ? Number.NEGATIVE_INFINITY : value;
