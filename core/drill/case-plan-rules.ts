// Plants the cases that a drill is scored by, and for each kind clean look-alikes; where and when is chance, no two on one unit at once.
import type { KindOfCase, Target } from './case-making-rules.ts';
import { type Chance, createChance, keyOf, mixKey } from './chance-rules.ts';
import { DEAD_GATEWAY, mainOf } from './channel-plan-rules.ts';
import { meterCases } from './meter-cases-rules.ts';
import { DAY, type DrillChannel, type DrillPlan, HOUR, type PlantedCase, type Span } from './plan-facts-rules.ts';
import { stackCases } from './stack-cases-rules.ts';

/** Before the first case: rules that compare with a channel's own past have to have some. */
const QUIET_SHARE = 0.25;
/** Kept free on either side of a case. */
const MARGIN = 24 * HOUR;
/** Later than any run. */
const ALWAYS: Span = { from: 0, to: Date.UTC(2200, 0, 1) };
/** Places and times that are tried for a case before it is left out. */
const ATTEMPTS = 400;

export const caseKinds: readonly KindOfCase[] = [...stackCases, ...meterCases];

export interface Planted {
  readonly cases: PlantedCase[];
  /** Ids of cases that found no room: too few days, or no unit that they fit. */
  readonly left: string[];
}

interface Candidate {
  readonly target: Target;
  /** Kept free of other cases for its time. */
  readonly units: readonly number[];
}

export function plantCases(plan: DrillPlan): Planted {
  const book = new CaseBook(plan);
  // What takes all of a unit's time is placed first, then what befalls many units at once.
  const first = (kind: KindOfCase): number =>
    (isBroad(kind) ? DAY / HOUR : 0) + Math.min(kind.hours(plan.spec.days), 1e5);
  for (const kind of caseKinds.toSorted((a, b) => first(b) - first(a))) {
    // There is one such gateway and one such day, however large the province.
    const count = isBroad(kind) ? 1 : plan.size.cases;
    for (let ordinal = 0; ordinal < count; ordinal += 1) book.plant(kind, ordinal);
  }
  const cases = book.cases.toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
  return { cases, left: book.left.toSorted() };
}

const isBroad = ({ target }: KindOfCase): boolean => target === 'all' || target === 'gateway';

class CaseBook {
  readonly cases: PlantedCase[] = [];
  readonly left: string[] = [];
  readonly #plan: DrillPlan;
  readonly #chance: Chance;
  readonly #taken = new Map<number, Span[]>();
  readonly #numbers = new Map<string, number>();
  readonly #channels: ReadonlyMap<string, DrillChannel>;
  readonly #ofUnit: ReadonlyMap<number, readonly DrillChannel[]>;

  constructor(plan: DrillPlan) {
    this.#plan = plan;
    this.#chance = createChance(mixKey(keyOf('cases'), plan.spec.seed));
    this.#channels = new Map(plan.channels.map((channel) => [channel.id, channel]));
    this.#ofUnit = Map.groupBy(
      plan.channels.filter(({ unit }) => unit !== null),
      ({ unit }) => unit as number,
    );
    for (const unit of plan.units) for (const stop of unit.stops) this.#take([unit.index], stop);
  }

  plant(kind: KindOfCase, ordinal: number): void {
    const { start, days } = this.#plan.spec;
    const name = `${kind.kind}${kind.lookAlike ? '-look-alike' : ''}`;
    const number = (this.#numbers.get(name) ?? 0) + 1;
    this.#numbers.set(name, number);
    const id = `${name}-${number}`;
    const length = kind.hours(days) * HOUR;
    const earliest = start + (kind.isWhole ? DAY : Math.ceil(QUIET_SHARE * days) * DAY);
    const latest = start + days * DAY - length - 12 * HOUR;
    let targets: Candidate[] | null = null;
    for (let attempt = 0; latest >= earliest && attempt < ATTEMPTS; attempt += 1) {
      const hours = kind.isWhole ? 0 : Math.floor((latest - earliest) / HOUR);
      const from = earliest + this.#chance.index(hours + 1) * HOUR;
      const span = { from, to: from + length };
      if (targets === null || kind.target === 'all') targets = this.#candidates(kind, ordinal, span);
      if (targets.length === 0) break;
      const { target, units } = targets[this.#chance.index(targets.length)] as Candidate;
      if (!isBroad(kind) && !units.every((unit) => this.#isFree(unit, span))) continue;
      this.#take(units, span);
      const enterpriseId = (index: number): string => this.#plan.enterprises[index]?.id ?? '';
      this.cases.push({
        ...{ id, kind: kind.kind, lookAlike: kind.lookAlike, rules: kind.rules, besides: kind.besides },
        ...{ least: kind.least ?? 1, ...span },
        ...kind.make({ target, span, doing: kind.isWhole ? ALWAYS : span, ordinal, enterpriseId }),
      });
      return;
    }
    this.left.push(id);
  }

  #candidates({ target, lookAlike, fits }: KindOfCase, ordinal: number, span: Span): Candidate[] {
    const { units, enterprises } = this.#plan;
    if (target === 'stack' || target === 'unit') {
      return units
        .filter((unit) => (target === 'stack') === (unit.stack !== null) && (fits?.(unit) ?? true))
        .map((unit) => ({ target: { unit, channels: this.#ofUnit.get(unit.index) ?? [] }, units: [unit.index] }));
    }
    if (target === 'enterprise') {
      return enterprises.map((enterprise) => ({
        target: { enterprise, channels: [this.#channels.get(mainOf(enterprise.index)) as DrillChannel] },
        units: enterprise.units.map(({ index }) => index),
      }));
    }
    if (target === 'all') {
      // Units that stand still, or have a case of their own, are left in peace.
      const free = units.filter(({ stack, index }) => stack !== null && this.#isFree(index, span));
      const channels = free.flatMap(({ index }) => this.#ofUnit.get(index) ?? []);
      return [{ target: { units: free, channels }, units: free.map(({ index }) => index) }];
    }
    if (target === 'site') {
      const sites = this.#plan.channels.filter(({ signal }) => signal.of === 'energy' && signal.at === 'site');
      const site = sites[2 * ordinal + (lookAlike ? 1 : 0)];
      return site ? [{ target: { channels: [site] }, units: [] }] : [];
    }
    const gateways = this.#plan.devices.filter(
      ({ id }) => id.startsWith('drill-gw-') && (id === DEAD_GATEWAY) !== lookAlike,
    );
    return gateways.map(({ id }) => {
      const behind = this.#plan.devices.filter(({ gateway }) => gateway === id).flatMap(({ channels }) => channels);
      const indexes = new Set(behind.flatMap(({ unit }) => (unit === null ? [] : [unit])));
      return { target: { gateway: id, channels: behind }, units: [...indexes] };
    });
  }

  #isFree(unit: number, { from, to }: Span): boolean {
    return !(this.#taken.get(unit) ?? []).some((span) => span.from < to + MARGIN && from - MARGIN < span.to);
  }

  #take(units: readonly number[], span: Span): void {
    for (const unit of units) this.#taken.set(unit, [...(this.#taken.get(unit) ?? []), span]);
  }
}
