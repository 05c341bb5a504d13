// The drill province at work: the value and mark of any channel at any time, from plan and planted cases alone.
import { hourOf, STANDSTILL } from './activity-rules.ts';
import { chanceAt, deviateAt, driftAt, mixKey } from './chance-rules.ts';
import { Courses } from './course-rules.ts';
import { dischargeFactors, POLLUTANTS, stackFactors } from './factor-rules.ts';
import {
  DAY,
  type DrillChannel,
  type DrillEnterprise,
  type DrillPlan,
  type DrillUnit,
  type Effect,
  HOUR,
  isDuring,
  type PlantedCase,
  STACK_INTERVAL,
} from './plan-facts-rules.ts';
import { CONVERTED, carbonOf, STACK_VALUES, stackValues } from './stack-rules.ts';

type ChannelEffect = Extract<Effect, { on: 'channel' }>;

export interface DrillValue {
  readonly value: number;
  /** HJ 212's letter; null = none is sent. */
  readonly flag: string | null;
}

/** A stack at a minute: values as they are sent, with the mark of each. */
export interface StackFrame {
  /** In the order of `stackFactors`, then the converted pollutants. */
  readonly values: Float64Array;
  readonly flags: string[];
}

/** Analysers are checked once a week: so many minutes of zero gas, and as many of span gas, at this share of the range. */
const CHECK_MINUTES = 6;
const SPAN_GAS = 0.3;

/**
 * Times are ms since the epoch, from the drill's start on. A register at a time is what has passed up to it; an amount is
 * that of the interval that begins then. What was looked up is kept, so neighbouring questions are cheap.
 */
export class DrillModel {
  readonly plan: DrillPlan;
  readonly #start: number;
  readonly courses: Courses;
  readonly #channelEffects = new Map<string, ChannelEffect[]>();
  readonly #frozen = new Map<ChannelEffect, number>();
  readonly #channels: ReadonlyMap<string, DrillChannel>;
  readonly #stackChannels = new Map<number, DrillChannel[]>();
  readonly #stack: StackFrame = {
    values: new Float64Array(STACK_VALUES),
    flags: new Array<string>(stackFactors.length),
  };

  constructor(plan: DrillPlan, cases: readonly PlantedCase[]) {
    this.plan = plan;
    this.#start = plan.spec.start;
    this.courses = new Courses(plan, cases);
    this.#channels = new Map(plan.channels.map((channel) => [channel.id, channel]));
    for (const channel of plan.channels)
      if (channel.signal.of === 'stack' && channel.unit !== null) put(this.#stackChannels, channel.unit, channel);
    for (const effect of cases.flatMap(({ effects }) => effects))
      if (effect.on === 'channel') put(this.#channelEffects, effect.channel, effect);
  }

  channel(id: string): DrillChannel {
    const channel = this.#channels.get(id);
    if (!channel) throw new Error(`the drill has no channel ${id}`);
    return channel;
  }

  /** Rounded as the instrument sends it. */
  read(channel: DrillChannel, time: number): DrillValue {
    const { signal } = channel;
    if (signal.of === 'stack') {
      const frame = this.stackAt(this.#unit(channel), time);
      return { value: frame.values[signal.factor] as number, flag: frame.flags[signal.factor] as string };
    }
    let value = this.#trueValue(channel, time);
    for (const effect of this.#channelEffects.get(channel.id) ?? [])
      value = this.#reshaped(channel, effect, value, time);
    const { registerMax } = channel;
    if (registerMax !== null) value = ((value % registerMax) + registerMax) % registerMax;
    return { value: roundTo(value, channel.decimals), flag: signal.of === 'discharge' ? 'N' : null };
  }

  /** The stack's values at a minute, as they are sent; the same object every time. */
  stackAt(unit: DrillUnit, time: number): StackFrame {
    const { stack } = unit;
    if (stack === null) throw new Error(`${unit.name} has no stack`);
    const frame = this.#stack;
    const minute = Math.floor(time / STACK_INTERVAL);
    const conditions = this.courses.conditionsAt(unit, time);
    stackValues(unit, stack, conditions, minute, frame.values);
    const usual = conditions.mark ?? (conditions.activity > STANDSTILL ? 'N' : 'F');
    frame.flags.fill(usual);
    const channels = this.#stackChannels.get(unit.index) ?? [];
    if (usual === 'N') this.#checkAnalysers(unit, minute, frame);
    for (const channel of channels) {
      const effectsOfChannel = this.#channelEffects.get(channel.id);
      if (effectsOfChannel && channel.signal.of === 'stack')
        for (const effect of effectsOfChannel) this.#reshapeStack(channel, channel.signal.factor, effect, time, frame);
    }
    for (let i = 0; i < frame.values.length; i += 1) {
      const { decimals, range } = stackFactors[i < CONVERTED ? i : i - CONVERTED] as (typeof stackFactors)[number];
      // An analyser shows no more than its span, and air no more oxygen than air has.
      const shown =
        i < POLLUTANTS || i >= CONVERTED ? Math.min(Math.max(frame.values[i] as number, 0), range[1]) : frame.values[i];
      frame.values[i] = roundTo(shown as number, decimals);
    }
    return frame;
  }

  /** What the hour's message (2061) says of its mean, against the mean itself. */
  hourMeanFactor(channel: DrillChannel, time: number): number {
    let factor = 1;
    for (const effect of this.#channelEffects.get(channel.id) ?? [])
      if (effect.shape.kind === 'hour-mean' && isDuring(effect, time)) factor *= effect.shape.by;
    return factor;
  }

  #unit = (channel: DrillChannel): DrillUnit => this.plan.units[channel.unit as number] as DrillUnit;

  #trueValue(channel: DrillChannel, time: number): number {
    const { signal } = channel;
    if (signal.of === 'energy') {
      const before = (chanceAt(channel.key, 1) * 0.9 + 0.02) * (channel.registerMax ?? 0);
      return before + this.courses.energyBefore(channel, time);
    }
    const hour = hourOf(this.#start, time);
    if (signal.of === 'power') {
      const noise = 1 + 0.001 * deviateAt(channel.key, Math.floor(time / 1000));
      return this.courses.powerAt(this.#unit(channel), time, signal.at) * noise;
    }
    if (signal.of === 'water') {
      const { units } = this.plan.enterprises[channel.enterprise as number] as DrillEnterprise;
      const noise = 1 + 0.03 * deviateAt(channel.key, hour);
      return noise * units.reduce((sum, unit) => sum + this.courses.outputOf(unit, hour) * unit.product.water, 0);
    }
    if (signal.of === 'discharge') return this.#discharge(channel, signal.factor, time);
    const unit = this.#unit(channel);
    const output = this.courses.outputOf(unit, hour);
    if (signal.of === 'coal') return (output * unit.coal) / 1000;
    if (signal.of === 'carbon') return carbonOf(unit, output);
    return this.courses.reportedOf(unit, hour);
  }

  #discharge({ key }: DrillChannel, factor: number, time: number): number {
    const slot = Math.floor(time / (10 * 60_000));
    const wander = driftAt(key, slot / 20);
    const noise = deviateAt(mixKey(key, 5), slot);
    const limit = dischargeFactors[factor]?.limit;
    if (limit !== null && limit !== undefined) return limit * (0.5 + 0.05 * wander + 0.015 * noise);
    if (factor === 2) return 7.4 + 0.12 * wander + 0.03 * noise;
    const ofDay = ((time - this.#start) % DAY) / DAY;
    return 40 * (0.8 + 0.15 * Math.cos((ofDay - 0.6) * 2 * Math.PI) + 0.03 * wander + 0.02 * noise);
  }

  #checkAnalysers(unit: DrillUnit, minute: number, frame: StackFrame): void {
    const hour = hourOf(this.#start, minute * STACK_INTERVAL);
    if (hour % 168 !== (unit.key % 7) * 24 + 9 + (unit.key % 6)) return;
    const ofHour = minute % 60;
    if (ofHour >= 2 * CHECK_MINUTES) return;
    for (let i = 0; i < POLLUTANTS; i += 1) {
      const noise = 1 + 0.01 * deviateAt(mixKey(unit.key, 111 + i), minute);
      const gas = ofHour < CHECK_MINUTES ? 0.3 : SPAN_GAS * (stackFactors[i]?.range[1] ?? 100);
      frame.values[i] = gas * noise;
      frame.values[CONVERTED + i] = gas * noise;
      frame.flags[i] = 'C';
    }
  }

  #reshapeStack(channel: DrillChannel, factor: number, effect: ChannelEffect, time: number, frame: StackFrame): void {
    if (!isDuring(effect, time)) return;
    const before = frame.values[factor] as number;
    const after = this.#reshaped(channel, effect, before, time);
    frame.values[factor] = after;
    if (factor < POLLUTANTS) {
      const share = before === 0 ? 1 : after / before;
      frame.values[CONVERTED + factor] =
        effect.shape.kind === 'freeze' ? after : (frame.values[CONVERTED + factor] as number) * share;
    }
    const { flag, hours } = effect;
    if (flag === undefined) return;
    const isMarked = hours === undefined || chanceAt(mixKey(channel.key, 121), hourOf(this.#start, time)) < hours;
    if (isMarked) frame.flags[factor] = flag;
  }

  #reshaped(channel: DrillChannel, effect: ChannelEffect, value: number, time: number): number {
    const { shape, from } = effect;
    if (shape.kind === 'reset') return time < from ? value : value - this.#trueValue(channel, from);
    if (shape.kind === 'rollover') return value - this.#trueValue(channel, from) + (channel.registerMax ?? 0);
    if (!isDuring(effect, time)) return value;
    if (shape.kind === 'scale') return value * shape.by;
    if (shape.kind === 'set') return shape.value;
    if (shape.kind === 'freeze') return this.#frozenAt(channel, effect, value, time);
    if (shape.kind === 'of-limit') {
      const slot = Math.floor(time / channel.intervalMs);
      if (shape.minutes !== undefined && (time % HOUR) / 60_000 >= shape.minutes) return value;
      const along =
        0.5 + 0.12 * driftAt(mixKey(channel.key, 131), slot / 40) + 0.1 * deviateAt(mixKey(channel.key, 132), slot);
      const share = shape.low + (shape.high - shape.low) * Math.min(1, Math.max(0, along));
      return (channel.limitHigh ?? 1) * share;
    }
    return value;
  }

  /** The value that stood when it froze. */
  #frozenAt(channel: DrillChannel, effect: ChannelEffect, value: number, time: number): number {
    if (time === effect.from) this.#frozen.set(effect, value);
    const known = this.#frozen.get(effect);
    if (known !== undefined) return known;
    if (channel.signal.of !== 'stack') {
      const frozen = this.#trueValue(channel, effect.from);
      this.#frozen.set(effect, frozen);
      return frozen;
    }
    // Begun in the middle: ask for the minute in which it froze, then for this one again.
    const keep = { values: this.#stack.values.slice(), flags: [...this.#stack.flags] };
    this.stackAt(this.#unit(channel), effect.from);
    this.#stack.values.set(keep.values);
    for (const [i, flag] of keep.flags.entries()) this.#stack.flags[i] = flag;
    return this.#frozen.get(effect) ?? value;
  }
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const powersOfTen = [1, 10, 100, 1000, 10_000];
export function roundTo(value: number, decimals: number): number {
  const scale = powersOfTen[decimals] as number;
  return Math.round(value * scale) / scale;
}
