// What the drill's instruments send, minute by minute, with all that planted cases do to its delivery.
import { chanceAt } from './chance-rules.ts';
import type { Drill } from './drill-rules.ts';
import { FLOW, POLLUTANTS, stackFactors } from './factor-rules.ts';
import type { DrillModel } from './model-rules.ts';
import {
  type DrillChannel,
  type DrillDevice,
  type DrillUnit,
  type Effect,
  HOUR,
  STACK_INTERVAL,
} from './plan-facts-rules.ts';
import { CONVERTED } from './stack-rules.ts';

/** A factor of an HJ 212 message: attributes in the order in which they are sent, digits as text, then its mark. */
export interface SentFactor {
  readonly code: string;
  readonly values: readonly (readonly [attribute: string, text: string])[];
  readonly flag: string;
}

export interface SentFrame {
  readonly protocol: 'hj212';
  readonly device: DrillDevice;
  /** When it is sent, ms since the epoch. */
  readonly at: number;
  readonly command: '2011' | '2061';
  readonly dataTime: number;
  readonly factors: readonly SentFactor[];
}

export interface SentValues {
  readonly protocol: 'mqtt' | 'http';
  readonly device: DrillDevice;
  readonly at: number;
  readonly time: number;
  readonly values: readonly (readonly [name: string, text: string])[];
}

export type Sent = SentFrame | SentValues;

type Delivery = Extract<Effect, { on: 'device' | 'gateway' | 'clock' }>;

/** The finest step of what is sent. */
export const TICK = STACK_INTERVAL;

export class Traffic {
  readonly #model: DrillModel;
  readonly #start: number;
  readonly #units: readonly DrillUnit[];
  readonly #byInterval: ReadonlyMap<number, readonly DrillDevice[]>;
  readonly #deliveries = new Map<string, Delivery[]>();
  /** What only such devices send outside their own interval. */
  readonly #odd: readonly DrillDevice[];

  constructor({ plan, cases, model }: Drill) {
    this.#model = model;
    this.#start = plan.spec.start;
    this.#units = plan.units;
    const senders = plan.devices.filter(({ channels }) => channels.length > 0);
    this.#byInterval = Map.groupBy(senders, ({ intervalMs }) => intervalMs);
    const behind = Map.groupBy(senders, ({ gateway }) => gateway ?? '');
    for (const effect of cases.flatMap(({ effects }) => effects)) {
      if (effect.on === 'device' || effect.on === 'clock') this.#put(effect.id, effect);
      else if (effect.on === 'gateway') for (const { id } of behind.get(effect.id) ?? []) this.#put(id, effect);
    }
    this.#odd = senders.filter(({ id }) => this.#deliveries.has(id));
  }

  /** All that is sent at a tick; `tick` is a multiple of TICK. Nothing before the drill's start. */
  at(tick: number): Sent[] {
    const sent: Sent[] = [];
    if (tick < this.#start) return sent;
    for (const [interval, devices] of this.#byInterval) {
      if ((tick - this.#start) % interval !== 0) continue;
      for (const device of devices) if (!this.#deliveries.has(device.id)) this.#make(device, tick, tick, sent);
    }
    for (const device of this.#odd) this.#deliver(device, tick, sent);
    return sent;
  }

  #put(id: string, effect: Delivery): void {
    this.#deliveries.set(id, [...(this.#deliveries.get(id) ?? []), effect]);
  }

  #deliver(device: DrillDevice, tick: number, sent: Sent[]): void {
    const isDue = (time: number): boolean => (time - this.#start) % device.intervalMs === 0;
    let what: 'all' | 'hours' | 'nothing' = 'all';
    let clockMs = 0;
    for (const effect of this.#deliveries.get(device.id) ?? []) {
      const isOn = effect.from <= tick && tick < effect.to;
      if (effect.on === 'clock') {
        if (isOn) clockMs = effect.byMs;
        continue;
      }
      const { delivery } = effect;
      if (delivery === 'late' && tick === effect.to) {
        for (let due = effect.from; due < effect.to; due += TICK) if (isDue(due)) this.#make(device, due, tick, sent);
      }
      if (typeof delivery === 'object' && 'delayMs' in delivery) {
        const due = tick - delivery.delayMs;
        if (effect.from <= due && due < effect.to && isDue(due)) this.#make(device, due, tick, sent);
      }
      if (!isOn) continue;
      const isLost = typeof delivery === 'object' && 'lost' in delivery;
      if (!isLost) what = 'nothing';
      // What a logger tells of an hour it keeps until it is answered; a minute it tells once.
      else if (chanceAt(device.key, Math.floor(tick / TICK)) < delivery.lost) what = 'hours';
    }
    if (what !== 'nothing' && isDue(tick)) this.#make(device, tick, tick, sent, clockMs, what === 'hours');
  }

  /** What was due at `due`, sent at `at`, by a clock that is wrong by so much. */
  #make(device: DrillDevice, due: number, at: number, sent: Sent[], clockMs = 0, hoursAlone = false): void {
    if (device.protocol === 'hj212') this.#makeFrames(device, due, at, clockMs, hoursAlone, sent);
    else if (device.protocol === 'mqtt') sent.push(this.#values(device, 'mqtt', due, at, due + clockMs));
    // An amount is told once its interval is over.
    else if (due > this.#start)
      sent.push(this.#values(device, 'http', due - device.intervalMs, at, due - device.intervalMs));
  }

  #values(device: DrillDevice, protocol: 'mqtt' | 'http', of: number, at: number, time: number): SentValues {
    const values = device.channels.map(
      (channel) => [channel.address, this.#model.read(channel, of).value.toFixed(channel.decimals)] as const,
    );
    return { protocol, device, at, time, values };
  }

  #makeFrames(device: DrillDevice, due: number, at: number, clockMs: number, hoursAlone: boolean, sent: Sent[]): void {
    const head = { protocol: 'hj212', device, at } as const;
    const [first] = device.channels;
    const unit = first?.signal.of === 'stack' ? this.#unitOf(first) : null;
    if (!hoursAlone) {
      const factors = unit === null ? this.#discharge(device, due) : this.#stack(device, unit, due);
      sent.push({ ...head, command: '2011', dataTime: due + clockMs, factors });
    }
    const from = due - HOUR;
    // The hour is over when the logger's own clock says so.
    if (unit === null || from < this.#start || (due + clockMs - this.#start) % HOUR !== 0) return;
    sent.push({ ...head, command: '2061', dataTime: from + clockMs, factors: this.#stackHour(device, unit, from) });
  }

  #unitOf = (channel: DrillChannel): DrillUnit => this.#units[channel.unit as number] as DrillUnit;

  #discharge(device: DrillDevice, time: number): SentFactor[] {
    return device.channels.map((channel) => {
      const { value, flag } = this.#model.read(channel, time);
      return { code: channel.address, values: [['Rtd', value.toFixed(channel.decimals)]], flag: flag ?? 'N' };
    });
  }

  #stack(device: DrillDevice, unit: DrillUnit, time: number): SentFactor[] {
    const frame = this.#model.stackAt(unit, time);
    return device.channels.map((channel, i) => {
      const text = (index: number): string => (frame.values[index] as number).toFixed(channel.decimals);
      const rtd = ['Rtd', text(i)] as const;
      return {
        code: channel.address,
        values: i < POLLUTANTS ? [rtd, ['ZsRtd', text(CONVERTED + i)]] : [rtd],
        flag: frame.flags[i] as string,
      };
    });
  }

  /** Means, extremes and totals of the hour that begins at `from` (HJ 212-2017 Appendix D). */
  #stackHour(device: DrillDevice, unit: DrillUnit, from: number): SentFactor[] {
    const tallies = Array.from({ length: CONVERTED + POLLUTANTS }, newTally);
    const marks = stackFactors.map(() => new Map<string, number>());
    const masses = new Float64Array(POLLUTANTS);
    let volume = 0;
    for (let time = from; time < from + HOUR; time += STACK_INTERVAL) {
      const { values, flags } = this.#model.stackAt(unit, time);
      const flow = (values[FLOW] as number) * 60;
      volume += flow;
      for (let i = 0; i < tallies.length; i += 1) {
        const factor = i < CONVERTED ? i : i - CONVERTED;
        const flag = flags[factor] as string;
        add(tallies[i] as Tally, values[i] as number, flag === 'N');
        if (i >= CONVERTED) continue;
        const counts = marks[i] as Map<string, number>;
        counts.set(flag, (counts.get(flag) ?? 0) + 1);
        if (i < POLLUTANTS) masses[i] = (masses[i] as number) + (values[i] as number) * flow * 1e-6;
      }
    }
    return device.channels.map((channel, i) => {
      const { decimals } = channel;
      const by = this.#model.hourMeanFactor(channel, from);
      const tally = tallies[i] as Tally;
      const average = ['Avg', (meanOf(tally) * by).toFixed(decimals)] as const;
      const flag = hourFlag(marks[i] as Map<string, number>);
      if (i === FLOW) return { code: channel.address, values: [average, ['Cou', volume.toFixed(1)]], flag };
      if (i >= POLLUTANTS) return { code: channel.address, values: [average], flag };
      const converted = meanOf(tallies[CONVERTED + i] as Tally) * by;
      return {
        code: channel.address,
        values: [
          ['Min', leastOf(tally).toFixed(decimals)],
          average,
          ['Max', greatestOf(tally).toFixed(decimals)],
          ['ZsAvg', converted.toFixed(decimals)],
          ['Cou', (masses[i] as number).toFixed(3)],
        ],
        flag,
      };
    });
  }
}

/** Of the values marked normal, and of all: where none is normal, all must do. */
interface Tally {
  normal: { count: number; sum: number; least: number; greatest: number };
  all: { count: number; sum: number; least: number; greatest: number };
}

const empty = () => ({ count: 0, sum: 0, least: Number.POSITIVE_INFINITY, greatest: Number.NEGATIVE_INFINITY });
const newTally = (): Tally => ({ normal: empty(), all: empty() });

function add(tally: Tally, value: number, isNormal: boolean): void {
  for (const each of isNormal ? [tally.normal, tally.all] : [tally.all]) {
    each.count += 1;
    each.sum += value;
    if (value < each.least) each.least = value;
    if (value > each.greatest) each.greatest = value;
  }
}

const usable = ({ normal, all }: Tally): Tally['all'] => (normal.count > 0 ? normal : all);
const meanOf = (tally: Tally): number => usable(tally).sum / usable(tally).count;
const leastOf = (tally: Tally): number => usable(tally).least;
const greatestOf = (tally: Tally): number => usable(tally).greatest;

/** N where three in four values are normal, else the mark that most have (HJ 212-2017 D.3). */
function hourFlag(counts: ReadonlyMap<string, number>): string {
  if ((counts.get('N') ?? 0) >= 45) return 'N';
  return [...counts].filter(([flag]) => flag !== 'N').reduce((a, b) => (b[1] > a[1] ? b : a), ['D', 0])[0];
}

/** Ticks of [from, to). */
export function* ticksBetween(from: number, to: number): Generator<number> {
  for (let tick = Math.ceil(from / TICK) * TICK; tick < to; tick += TICK) yield tick;
}

/** How many readings a message holds. */
export const readingsOf = (sent: Sent): number =>
  sent.protocol === 'hj212' ? sent.factors.reduce((sum, { values }) => sum + values.length, 0) : sent.values.length;
