// The rules that look at each reading as it comes: a few comparisons in arrays for most, an episode for what stands out.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { isGoodFlag } from '../readings/flag-codes.ts';
import type { ReadingColumns } from '../readings/reading-observer.ts';
import { registerAmount } from '../readings/register-rules.ts';
import { CrowdClock } from './crowd-clock.ts';
import { type Episode, type EpisodeKind, Episodes } from './episodes.ts';
import { follow, HABIT, startHabit } from './habit-rules.ts';
import * as F from './stream-facts.ts';
import { judgeValue, limitsOf, possible, runningBeyond } from './value-rules.ts';

/** Numbers of state a channel; the habit's come last. */
const NEWEST = 0;
const VALUE = 1;
/** Time beyond which an open episode is over; Infinity = none is open. */
const CLOSE_AT = 2;
/** Readings that came in order. */
const SEEN = 3;
const DELAYED = 4;
const RECEIVED = 5;
/** Newest reading that earlier messages brought: what comes twice within one message lies after it. */
const BEFORE_MESSAGE = 6;
const MESSAGE = 7;
/** Of a register, the time of VALUE. */
const REGISTER_AT = 8;
/** Oldest reading that was seen. */
export const FIRST = 9;
/** Hours before this have been looked at. */
export const HOURS_UNTIL = 10;
/** Days before this have been looked at. */
export const DAYS_UNTIL = 11;
/** The scan has looked at what is before this. */
export const SCANNED_UNTIL = 12;
const OWN = 13;
const STATE = OWN + HABIT;

const DAY = 86_400_000;
const STOPPED = 70; // F
const LEAST_PROGRESS_MS = 900_000;
const CLOCK_MS = ruleNumber('clock-fault', 'differenceMinutes') * 60_000;
const CLOCK_READINGS = ruleNumber('clock-fault', 'readings');
const MARK_READINGS = ruleNumber('mark-against-data', 'readings');
/** Channels of a block of state that is written or not written as one. */
const BLOCK_BITS = 9;
const BLOCK = 1 << BLOCK_BITS;

export interface StreamOptions {
  /** What a device's time is held against: when we received it, or (in a drill, where our clock says nothing) what the others send. */
  readonly clock: 'receipt' | 'crowd';
}

export class ReadingStream {
  readonly episodes = new Episodes();
  readonly #crowd: CrowdClock | null;
  #channels: ReadonlyMap<number, Channel> = new Map();
  #facts = new Float64Array(0);
  #devices = new Int32Array(0);
  /** Of a series without a limit of its own, the factor's channel, or -1: a least or greatest value says nothing by itself. 0 = neither. */
  #parents = new Int32Array(0);
  #state = new Float64Array(0);
  /** Blocks that have changed since the last checkpoint. */
  #dirty = new Uint8Array(0);
  /** Told of readings of production and treatment, in order. */
  onPower: ((channel: Channel, time: number, share: number) => void) | null = null;

  constructor({ clock }: StreamOptions) {
    this.#crowd = clock === 'crowd' ? new CrowdClock() : null;
  }

  setChannels(channels: ReadonlyMap<number, Channel>, isFile: (channel: Channel) => boolean): void {
    let most = 0;
    for (const no of channels.keys()) if (no > most) most = no;
    this.#channels = channels;
    this.#facts = new Float64Array((most + 1) * F.FACTS);
    this.#grow(most);
    const devices = new Map<string, number>();
    const numbers = new Map([...channels.values()].map(({ id, no }) => [id, no]));
    this.#parents = new Int32Array(most + 1);
    this.#devices = new Int32Array(most + 1);
    for (const { no, device, series, parent, limitHigh, limitLow } of channels.values()) {
      const isExtreme = series.endsWith('-Min') || series.endsWith('-Max');
      if (series !== '' && limitHigh === null && limitLow === null)
        this.#parents[no] = isExtreme ? -1 : (numbers.get(parent ?? '') ?? 0);
      const number = devices.get(device) ?? devices.size;
      devices.set(device, number);
      this.#devices[no] = number;
    }
    this.#crowd?.setCrowd(devices.size);
    for (const channel of channels.values()) F.writeFacts(this.#facts, channel, isFile(channel));
  }

  #grow(most: number): void {
    const known = this.#state.length / STATE;
    if (most < known) return;
    const state = new Float64Array((most + 1) * STATE);
    state.set(this.#state);
    const dirty = new Uint8Array((most >> BLOCK_BITS) + 1);
    dirty.set(this.#dirty);
    this.#dirty = dirty;
    for (let no = known; no <= most; no++) {
      state[no * STATE + NEWEST] = Number.NEGATIVE_INFINITY;
      state[no * STATE + VALUE] = Number.NaN;
      state[no * STATE + CLOSE_AT] = Number.POSITIVE_INFINITY;
      state[no * STATE + BEFORE_MESSAGE] = Number.NEGATIVE_INFINITY;
      state[no * STATE + FIRST] = Number.POSITIVE_INFINITY;
      for (const mark of [HOURS_UNTIL, DAYS_UNTIL, SCANNED_UNTIL]) state[no * STATE + mark] = Number.NEGATIVE_INFINITY;
      startHabit(state, no * STATE + OWN);
    }
    this.#state = state;
  }

  /** What the feed has come to, where its newest reading is `newest`: in a drill a clock that runs ahead is not the feed's. */
  feedTime(newest: number): number {
    return this.#crowd?.time(newest) ?? newest;
  }

  /** The feed had come so far before. */
  resume(feed: number): void {
    this.#crowd?.resume(feed);
  }

  /** Newest reading in order of a channel; -Infinity = none. */
  newest(channel: number): number {
    return this.#state[channel * STATE + NEWEST] ?? Number.NEGATIVE_INFINITY;
  }

  /** Whether another channel already says all that this one could: the readings that it is a mean or a sum of. */
  isShadow(channel: number): boolean {
    const parent = this.#parents[channel] ?? 0;
    return parent === -1 || (parent > 0 && this.newest(parent) !== Number.NEGATIVE_INFINITY);
  }

  mark(channel: number, mark: number): number {
    return this.#state[channel * STATE + mark] ?? Number.NaN;
  }

  setMark(channel: number, mark: number, value: number): void {
    this.#state[channel * STATE + mark] = value;
    this.#dirty[channel >> BLOCK_BITS] = 1;
  }

  take(rows: ReadingColumns): void {
    const { count, channel, time, value, flag, outcome, receivedAt, message } = rows;
    const facts = this.#facts;
    const state = this.#state;
    const dirty = this.#dirty;
    for (let i = 0; i < count; i++) {
      const no = channel[i] as number;
      const f = no * F.FACTS;
      const mode = facts[f + F.MODE];
      // Not of the registry that is loaded: it is registered anew before its next reading is judged.
      if (mode === undefined || (mode & F.KNOWN) === 0) continue;
      const o = no * STATE;
      const t = time[i] as number;
      const v = value[i] as number;
      if ((this.#parents[no] as number) !== 0 && this.isShadow(no)) {
        if (t > (state[o + NEWEST] as number)) state[o + NEWEST] = t;
        continue;
      }
      dirty[no >> BLOCK_BITS] = 1;
      if (t < (state[o + FIRST] as number)) state[o + FIRST] = t;
      if ((message[i] as number) !== state[o + MESSAGE]) {
        state[o + MESSAGE] = message[i] as number;
        state[o + BEFORE_MESSAGE] = state[o + NEWEST] as number;
      }
      if ((outcome[i] as number) === 1) {
        this.#repeated(no, mode, t);
        continue;
      }
      const good = isGoodFlag(flag[i] as number) && !Number.isNaN(v);
      if ((mode & F.LIVE) !== 0) {
        const now = this.#crowd ? this.#crowd.now(this.#devices[no] as number, t) : (receivedAt[i] as number);
        if (this.#isAhead(no, t, now)) continue;
      }
      const newest = state[o + NEWEST] as number;
      if ((outcome[i] as number) === 2 || t <= newest) {
        this.#outOfOrder(no, outcome[i] as number, t, v, good);
        continue;
      }
      if (t - newest > (facts[f + F.SILENCE_AFTER] as number) && newest !== Number.NEGATIVE_INFINITY)
        this.#endSilence(no, newest, t);
      state[o + NEWEST] = t;
      state[o + SEEN] = (state[o + SEEN] as number) + 1;
      if (t > (state[o + CLOSE_AT] as number)) state[o + CLOSE_AT] = this.episodes.close(no, t);
      if (!good) {
        if ((flag[i] as number) === STOPPED && !Number.isNaN(v)) this.#markedStopped(no, t, v);
        continue;
      }
      if ((mode & (F.FAST | F.REGISTER | F.PRODUCTION | F.TREATMENT)) !== 0) this.#course(no, mode, t, v);
      if (v < (facts[f + F.LOW] as number) || v > (facts[f + F.HIGH] as number)) this.#wrongValue(no, 0, t, v);
      state[o + VALUE] = v;
    }
  }

  /** The wrong value of an episode that is furthest out is its evidence. */
  #hit(
    kind: EpisodeKind,
    no: number,
    lane: 0 | 1,
    t: number,
    v: number,
    bound: number,
    patience: number,
    least: number,
  ): Episode {
    const state = this.#state;
    let episode = this.episodes.find(kind, no, lane);
    const feed = Math.max(t, state[no * STATE + NEWEST] as number);
    if (episode && (t > episode.last + patience || t < episode.from - patience)) {
      this.episodes.end(episode, t > episode.last ? t : feed);
      episode = undefined;
    }
    episode ??= this.episodes.begin(kind, no, lane, t, v, bound);
    if (t < episode.from && !episode.isRaised) episode.from = t;
    episode.count++;
    if (t > episode.last) episode.last = t;
    if (Math.abs(v - bound) > Math.abs(episode.worst - episode.bound)) {
      episode.worst = v;
      episode.bound = bound;
    }
    episode.closeAt = feed + patience;
    if (episode.closeAt < (state[no * STATE + CLOSE_AT] as number)) state[no * STATE + CLOSE_AT] = episode.closeAt;
    if (episode.count >= least) {
      episode.isRaised = true;
      this.episodes.changed.add(episode);
    }
    return episode;
  }

  #wrongValue(no: number, lane: 0 | 1, t: number, v: number): void {
    const channel = this.#channels.get(no);
    if (!channel) return;
    const fault = judgeValue(v, channel);
    if (!fault) return;
    const { low, high } = fault === 'limit-exceedance' ? limitsOf(channel) : possible(channel);
    const bound = fault === 'negative-value' ? 0 : v < low ? low : high;
    this.#hit(fault, no, lane, t, v, bound, this.#facts[no * F.FACTS + F.PATIENCE] as number, 1);
  }

  /** What depends on the reading before: a register's growth, a fast channel's habit, what runs in a unit. */
  #course(no: number, mode: number, t: number, v: number): void {
    const o = no * STATE;
    const state = this.#state;
    if ((mode & F.REGISTER) !== 0) {
      this.#register(no, t, v);
      state[o + REGISTER_AT] = t;
      return;
    }
    if ((mode & F.FAST) !== 0) {
      const news = follow(state, o + OWN, t, v);
      const patience = this.#facts[no * F.FACTS + F.PATIENCE] as number;
      if (news?.stuck) {
        const { from, length, least } = news.stuck;
        const known = this.episodes.find('constant-value', no, 0);
        if (known && known.from !== from) this.episodes.end(known, t);
        const episode = known?.from === from ? known : this.#hit('constant-value', no, 0, from, v, least, patience, 1);
        // The run is seen to go on with each reading, also where its beginning lies hours back; it is over with the next but one.
        const closeAt = t + 1.5 * (this.#facts[no * F.FACTS + F.INTERVAL] as number);
        Object.assign(episode, { last: t, count: length, worst: v, closeAt });
        state[o + CLOSE_AT] = Math.min(state[o + CLOSE_AT] as number, closeAt);
        this.episodes.changed.add(episode);
      }
      if (news?.sudden) {
        const { from, value, before } = news.sudden;
        this.#hit('sudden-change', no, 0, from, value, before, patience, 1);
      }
    }
    if (this.onPower && (mode & (F.PRODUCTION | F.TREATMENT)) !== 0) {
      const channel = this.#channels.get(no);
      if (channel) this.onPower(channel, t, v / (this.#facts[no * F.FACTS + F.RATED] as number));
    }
  }

  #register(no: number, t: number, v: number): void {
    const state = this.#state;
    const before = state[no * STATE + VALUE] as number;
    const since = t - (state[no * STATE + REGISTER_AT] as number);
    if (Number.isNaN(before)) return;
    const channel = this.#channels.get(no);
    const most = (this.#facts[no * F.FACTS + F.MOST_PER_MS] as number) * since;
    if (!channel || (v >= before && v - before <= most)) return;
    // As the roll-ups count it: what they cannot know is a fault, unless a meter event was declared (excuses.ts).
    const amount = registerAmount(t - since, before, t, v, { ...channel, events: [] });
    if (amount !== null && amount <= most) return;
    const patience = this.#facts[no * F.FACTS + F.PATIENCE] as number;
    const episode = this.#hit('counter-fault', no, 0, t, v, before, patience, 1);
    // It happened between two readings: what was declared of that time explains it.
    if (episode.count === 1) episode.from = t - since;
  }

  #endSilence(no: number, newest: number, t: number): void {
    const span = this.#facts[no * F.FACTS + F.INTERVAL] as number;
    const episode =
      this.episodes.find('silence', no, 0) ?? this.episodes.begin('silence', no, 0, newest + span, newest, 0);
    Object.assign(episode, { last: Math.max(episode.last, t - span), isRaised: true });
    this.episodes.end(episode, t);
  }

  /** Time has moved on: who is not heard any more. */
  advance(feedTime: number): void {
    // A backlog that goes on from where it fell silent leaves no gap: it is heard again once it has caught up.
    for (const episode of this.episodes.of('silence')) {
      const newest = this.newest(episode.channel);
      const after = this.#facts[episode.channel * F.FACTS + F.SILENCE_AFTER] as number;
      if (newest >= episode.from && feedTime - newest <= after) this.episodes.end(episode, feedTime);
    }
    for (const no of this.#channels.keys()) {
      const newest = this.newest(no);
      if (!(feedTime - newest > (this.#facts[no * F.FACTS + F.SILENCE_AFTER] as number))) continue;
      if (newest === Number.NEGATIVE_INFINITY || this.isShadow(no)) continue;
      const span = this.#facts[no * F.FACTS + F.INTERVAL] as number;
      const known = this.episodes.find('silence', no, 0);
      if (known) {
        this.#goesOn(known, feedTime - span);
        continue;
      }
      const episode = this.episodes.begin('silence', no, 0, newest + span, newest, 0);
      Object.assign(episode, { last: newest + span, closeAt: Number.POSITIVE_INFINITY, isRaised: true });
      this.episodes.changed.add(episode);
    }
  }

  /** A silence's end moves with time; the longer it lasts the more rarely, for thousands may be silent at once. */
  #goesOn(episode: Episode, until: number): void {
    if (until - episode.last < Math.max(LEAST_PROGRESS_MS, (until - episode.from) / 8)) return;
    episode.last = until;
    this.episodes.changed.add(episode);
  }

  /** A reading that was made in the future, or keeps coming minutes late at its own pace: the clock is wrong. */
  #isAhead(no: number, t: number, receivedAt: number): boolean {
    if (receivedAt === Number.NEGATIVE_INFINITY) return false;
    const o = no * STATE;
    const state = this.#state;
    const due = t + (this.#facts[no * F.FACTS + F.SPAN] as number);
    const late = receivedAt - due;
    const interval = this.#facts[no * F.FACTS + F.INTERVAL] as number;
    // The first of the crowd to send the next reading is ahead of it by an interval.
    if (t > receivedAt + CLOCK_MS + (this.#crowd ? interval : 0)) {
      this.#hit('clock-fault', no, 0, t, -late / 60_000, 0, DAY, 1);
      return true;
    }
    if (late > CLOCK_MS && t > (state[o + NEWEST] as number)) {
      // A backlog comes faster than it was made; a clock that is slow keeps its distance.
      const pace = receivedAt - (state[o + RECEIVED] as number);
      const isPaced = interval > 0 && pace > interval / 2 && pace < interval * 2;
      state[o + DELAYED] = isPaced ? (state[o + DELAYED] as number) + 1 : 1;
      if ((state[o + DELAYED] as number) >= CLOCK_READINGS)
        this.#hit('clock-fault', no, 0, t, -late / 60_000, 0, DAY, 1);
    } else if (t > (state[o + NEWEST] as number)) state[o + DELAYED] = 0;
    state[o + RECEIVED] = receivedAt;
    return false;
  }

  #markedStopped(no: number, t: number, v: number): void {
    const channel = this.#channels.get(no);
    const bound = channel ? runningBeyond(channel) : null;
    if (!bound || (bound.isBelow ? v >= bound.value : v <= bound.value)) return;
    this.#hit(
      'mark-against-data',
      no,
      0,
      t,
      v,
      bound.value,
      this.#facts[no * F.FACTS + F.PATIENCE] as number,
      MARK_READINGS,
    );
  }

  /** The same reading again: of a file, a row that stands in it twice; of an instrument, what it sends again. */
  #repeated(no: number, mode: number, t: number): void {
    const isFile = (mode & F.LIVE) === 0;
    if (isFile && t <= (this.#state[no * STATE + BEFORE_MESSAGE] as number)) return;
    // Among different values for the same times, an equal one is no repetition.
    const conflict = this.episodes.find('conflicting-duplicates', no, 1);
    if (conflict && Math.abs(t - conflict.last) <= 4 * (this.#facts[no * F.FACTS + F.INTERVAL] as number)) return;
    this.#hit('duplicate-rows', no, 1, t, 1, 0, DAY, isFile ? 1 : this.#dayShare(no, 'duplicate-rows'));
  }

  #outOfOrder(no: number, outcome: number, t: number, v: number, good: boolean): void {
    const interval = this.#facts[no * F.FACTS + F.INTERVAL] as number;
    if (outcome === 2) this.#hit('conflicting-duplicates', no, 1, t, v, v, DAY, 1);
    // More late readings than others: a file whose newest row comes first.
    else if ((this.#state[no * STATE + SEEN] as number) > 1) {
      const delay = ((this.#state[no * STATE + NEWEST] as number) - t) / 3_600_000;
      const least = Math.max(ruleNumber('late-data', 'leastReadings'), this.#dayShare(no, 'late-data'));
      this.#hit('late-data', no, 1, t, delay, 0, Math.max(DAY / 4, 4 * interval), least);
    }
    if (
      good &&
      (v < (this.#facts[no * F.FACTS + F.LOW] as number) || v > (this.#facts[no * F.FACTS + F.HIGH] as number))
    )
      this.#wrongValue(no, 1, t, v);
  }

  #dayShare(no: number, rule: 'late-data' | 'duplicate-rows'): number {
    const interval = this.#facts[no * F.FACTS + F.INTERVAL] as number;
    return interval === 0 ? 1 : Math.ceil((ruleNumber(rule, 'share') * DAY) / interval);
  }

  /** Blocks that have changed since the last time, for a checkpoint. */
  *changedBlocks(): Generator<[block: number, bytes: Uint8Array]> {
    for (let block = 0; block < this.#dirty.length; block++) {
      if (this.#dirty[block] === 0) continue;
      const part = this.#state.subarray(block * BLOCK * STATE, (block + 1) * BLOCK * STATE);
      yield [block, new Uint8Array(part.buffer, part.byteOffset, part.byteLength)];
    }
    this.#dirty.fill(0);
  }

  restoreBlock(block: number, bytes: Uint8Array): void {
    this.#grow(block * BLOCK + Math.floor(bytes.byteLength / 8 / STATE) - 1);
    this.#state.set(new Float64Array(bytes.slice().buffer), block * BLOCK * STATE);
  }
}
