// The course of the drill's units, hour by hour: load, output and electricity, cases included. Nothing of it needs history.
import {
  blockOf,
  blockShare,
  hourOf,
  hourShare,
  idleShare,
  ownActivity,
  powerShare,
  STANDSTILL,
  siteShare,
} from './activity-rules.ts';
import { mixKey } from './chance-rules.ts';
import {
  type DrillChannel,
  type DrillEnterprise,
  type DrillPlan,
  type DrillUnit,
  type Effect,
  HOUR,
  isDuring,
  type PlantedCase,
} from './plan-facts-rules.ts';
import type { StackConditions } from './stack-rules.ts';

type On<Name extends Effect['on']> = Extract<Effect, { on: Name }>;

/** Hours count from the drill's start; times are ms since the epoch, from it on. */
export class Courses {
  readonly #plan: DrillPlan;
  readonly #start: number;
  readonly #unitEffects: ReadonlyMap<number, readonly On<'unit'>[]>;
  readonly #mainEffects: ReadonlyMap<number, readonly On<'main'>[]>;
  /** kWh up to each hour: of units by their index, of their treatments below zero, of sites by their channel. */
  readonly #totals = new Map<number | string, number[]>();

  constructor(plan: DrillPlan, cases: readonly PlantedCase[]) {
    this.#plan = plan;
    this.#start = plan.spec.start;
    const effects = cases.flatMap((each) => each.effects);
    this.#unitEffects = Map.groupBy(
      effects.filter((effect) => effect.on === 'unit'),
      ({ unit }) => unit,
    );
    this.#mainEffects = Map.groupBy(
      effects.filter((effect) => effect.on === 'main'),
      ({ enterprise }) => enterprise,
    );
  }

  /** Share of full load in an hour, cases included. */
  activityOf(unit: DrillUnit, hour: number): number {
    const time = this.#start + hour * HOUR;
    let activity = ownActivity(unit, this.#start, hour);
    for (const effect of this.#unitEffects.get(unit.index) ?? [])
      if (effect.load !== undefined && isDuring(effect, time)) activity *= effect.load;
    return activity;
  }

  /** Made in an hour, whatever is reported. */
  outputOf = (unit: DrillUnit, hour: number): number => unit.ratedOutput * this.activityOf(unit, hour);

  /** Told of an hour. */
  reportedOf(unit: DrillUnit, hour: number): number {
    const time = this.#start + hour * HOUR;
    let output = this.outputOf(unit, hour);
    for (const effect of this.#unitEffects.get(unit.index) ?? [])
      if (effect.output !== undefined && isDuring(effect, time)) output *= effect.output;
    return output;
  }

  /** kWh of an hour. */
  energyOf(unit: DrillUnit, hour: number, at: 'unit' | 'treatment'): number {
    return at === 'unit' ? this.#unitPower(unit, hour) : this.#treatmentPower(unit, hour);
  }

  /** kW at a moment. */
  powerAt(unit: DrillUnit, time: number, at: 'unit' | 'treatment'): number {
    const hour = hourOf(this.#start, time);
    return this.energyOf(unit, hour, at) * blockShare(unit.key, hour, blockOf(time - this.#start - hour * HOUR));
  }

  /** What a stack is run under, and the mark that a case puts on all of it. */
  conditionsAt(unit: DrillUnit, time: number): StackConditions & { readonly mark: string | null } {
    let isTreated = true;
    let air = 0;
    let mark: string | null = null;
    for (const effect of this.#unitEffects.get(unit.index) ?? []) {
      if (!isDuring(effect, time)) continue;
      if (effect.treatment === 'off') isTreated = false;
      if (effect.air !== undefined) air = effect.air;
      if (effect.flag !== undefined) mark = effect.flag;
    }
    return { activity: this.#smoothActivity(unit, time), isTreated, air, mark };
  }

  /** kWh since the drill's start. */
  energyBefore(channel: DrillChannel, time: number): number {
    const { signal } = channel;
    if (signal.of !== 'energy') throw new Error(`${channel.id} is no register`);
    const hour = hourOf(this.#start, time);
    const sinceHour = time - this.#start - hour * HOUR;
    if (signal.at === 'site') {
      // Sites of even number have the lights on and nothing else.
      const isIdle = (Number(/site-(\d+)/.exec(channel.id)?.[1]) & 1) === 0;
      const powerOf = (of: number): number => signal.power * siteShare(channel.key, of, isIdle);
      return this.#upTo(channel.id, channel.key, powerOf, hour, sinceHour);
    }
    if (signal.at === 'main')
      return this.#mainEnergy(this.#plan.enterprises[channel.enterprise as number] as DrillEnterprise, time);
    const unit = this.#plan.units[channel.unit as number] as DrillUnit;
    const share = signal.at === 'feeder' ? signal.share : 1;
    return share * this.#energyUpTo(unit, signal.at === 'treatment' ? 'treatment' : 'unit', hour, sinceHour);
  }

  #mainEnergy(enterprise: DrillEnterprise, time: number): number {
    const hour = hourOf(this.#start, time);
    const sinceHour = time - this.#start - hour * HOUR;
    const subs = (h: number, since: number): number =>
      enterprise.units.reduce(
        (sum, unit) =>
          sum +
          this.#energyUpTo(unit, 'unit', h, since) +
          (unit.stack ? this.#energyUpTo(unit, 'treatment', h, since) : 0),
        0,
      );
    let total = subs(hour, sinceHour) * (1 + enterprise.loss);
    for (const effect of this.#mainEffects.get(enterprise.index) ?? []) {
      if (time <= effect.from) continue;
      const until = Math.min(time, effect.to);
      const untilHour = hourOf(this.#start, until);
      const during =
        subs(untilHour, until - this.#start - untilHour * HOUR) - subs(hourOf(this.#start, effect.from), 0);
      total += effect.extra * during;
    }
    return total;
  }

  #energyUpTo(unit: DrillUnit, at: 'unit' | 'treatment', hour: number, sinceHour: number): number {
    const powerOf = (of: number): number => this.energyOf(unit, of, at);
    return this.#upTo(at === 'unit' ? unit.index : -1 - unit.index, unit.key, powerOf, hour, sinceHour);
  }

  /** What has been drawn since the drill's start; totals up to each hour are kept under `name`. */
  #upTo(
    name: number | string,
    key: number,
    powerOf: (hour: number) => number,
    hour: number,
    sinceHour: number,
  ): number {
    const totals = this.#totals.get(name) ?? [0];
    if (totals.length === 1) this.#totals.set(name, totals);
    while (totals.length <= hour + 1) totals.push((totals.at(-1) as number) + powerOf(totals.length - 1));
    const [before, after] = [totals[hour] as number, totals[hour + 1] as number];
    return sinceHour === 0 ? before : before + (after - before) * hourShare(key, hour, sinceHour);
  }

  #unitPower(unit: DrillUnit, hour: number): number {
    const time = this.#start + hour * HOUR;
    let factor = 1;
    for (const effect of this.#unitEffects.get(unit.index) ?? [])
      if (effect.electricity !== undefined && isDuring(effect, time)) factor *= effect.electricity;
    return unit.ratedPower * powerShare(unit.key, hour, this.activityOf(unit, hour)) * factor;
  }

  #treatmentPower(unit: DrillUnit, hour: number): number {
    const { stack } = unit;
    if (stack === null) return 0;
    const time = this.#start + hour * HOUR;
    const activity = this.activityOf(unit, hour);
    const isOff =
      activity <= STANDSTILL ||
      (this.#unitEffects.get(unit.index) ?? []).some((effect) => effect.treatment === 'off' && isDuring(effect, time));
    const idle = 0.01 * idleShare(mixKey(unit.key, 77), hour);
    return stack.treatmentPower * (isOff ? idle : 0.4 + 0.55 * activity);
  }

  /** From the middle of one hour to the middle of the next: a stack does not jump on the hour. */
  #smoothActivity(unit: DrillUnit, time: number): number {
    const hours = (time - this.#start) / HOUR - 0.5;
    const hour = Math.floor(hours);
    const before = this.activityOf(unit, hour);
    const after = this.activityOf(unit, hour + 1);
    return before + (after - before) * (hours - hour);
  }
}
