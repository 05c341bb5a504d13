// Figures of readings and alarms: sums, completeness and counts over channels, with the channels behind each.
import type Database from 'better-sqlite3';
import type {
  FigureDefinition,
  FigureDimension,
  FigureExplanation,
  FigureKey,
  FigureResult,
  FigureRow,
} from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import { loadRegistry, registryVersion } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { type AlarmInput, alarmInputs } from './alarm-inputs.ts';
import type { FigureAsk } from './figure-ask.ts';
import { compareKeys, keyFor, labelOf } from './figure-keys.ts';
import { keptSums } from './kept-sums.ts';
import { channelDimensions, monitoringFigures, type TimeDimension, timeDimensions } from './monitoring-catalogue.ts';
import { DAY, HOUR, labeller, stepsOf, ZONE } from './monitoring-steps.ts';
import { rollUpsOf, stretchesOf } from './roll-up-stretches.ts';
import { COUNT, exactSum } from './rules.ts';

/** One channel's share of one cell of a figure. */
interface Contribution {
  readonly channel: Channel;
  readonly time: string | null;
  readonly count: number;
  readonly amounts: number;
  readonly expected: number | null;
  readonly sum: number | null;
}

const metered = monitoringFigures.find(({ id }) => id === 'metered-amount') as FigureDefinition;

export class MonitoringFigures {
  readonly #db: () => Database.Database | null;
  readonly #boundaries: Boundaries;
  #channels: { version: number; channels: readonly Channel[] } | null = null;

  /** `db` gives null where the workspace has no monitoring data: then all of it is unknown. */
  constructor(db: () => Database.Database | null, boundaries: Boundaries) {
    this.#db = db;
    this.#boundaries = boundaries;
  }

  find(id: string): FigureDefinition | undefined {
    return monitoringFigures.find((figure) => figure.id === id);
  }

  /** Throws AppError for an unknown dimension or key, or a period that is not whole hours. */
  get(figure: FigureDefinition, ask: FigureAsk, now: number): FigureResult {
    return this.#answer(figure, ask, now).result;
  }

  explain(
    figure: FigureDefinition,
    ask: FigureAsk,
    {
      limit,
      now,
      nameOf,
    }: { readonly limit: number; readonly now: number; readonly nameOf: (enterprise: string) => string },
  ): FigureExplanation {
    const { result, channels: channelsOf, alarms, period } = this.#answer(figure, ask, now);
    const channels = channelsOf();
    const inputs: FigureExplanation['inputs'] = [];
    const keysOfChannel = (channel: Channel): Partial<Record<FigureDimension, FigureKey>> =>
      Object.fromEntries(channelDimensions.map((dimension) => [dimension, keyOf(channel, dimension)]));
    for (const { channel, count, sum, expected } of channels.slice(0, limit)) {
      inputs.push({
        enterpriseId: channel.enterprise ?? '',
        enterpriseName: channel.enterprise === null ? '' : nameOf(channel.enterprise),
        recordId: channel.id,
        recordName: channel.name,
        keys: keysOfChannel(channel),
        value:
          figure.id === 'metered-amount' || figure.id === 'hourly-amount'
            ? sum
            : figure.id === 'channel-count'
              ? 1
              : share(count, expected),
        unit: figure.unit ?? amountUnit(channel),
        origin: {
          ...{ kind: 'readings', channel: channel.id, device: channel.device, count },
          ...{ from: period[0], to: period[1] },
        },
        flags: [],
      });
    }
    for (const alarm of alarms.slice(0, limit)) {
      inputs.push({
        enterpriseId: alarm.enterprise ?? '',
        enterpriseName: alarm.enterprise === null ? '' : nameOf(alarm.enterprise),
        recordId: `alarm ${alarm.id}`,
        recordName: null,
        keys: alarm.keys,
        value: 1,
        unit: COUNT,
        origin: { kind: 'rule', rule: String(alarm.keys.rule), detail: new Date(alarm.raisedAt).toISOString() },
        flags: [],
      });
    }
    return { definition: { ...figure }, result, inputs, inputCount: channels.length + alarms.length };
  }

  #answer(
    figure: FigureDefinition,
    ask: FigureAsk,
    now: number,
  ): {
    readonly result: FigureResult;
    /** Worked out where they are asked for. */
    readonly channels: () => readonly Contribution[];
    readonly alarms: readonly AlarmInput[];
    readonly period: readonly [number, number];
  } {
    for (const dimension of [...ask.by, ...(Object.keys(ask.where) as FigureDimension[])])
      if (!figure.dimensions.includes(dimension))
        throw new AppError('unknown-dimension', { id: figure.id, dimension, accepted: figure.dimensions.join(', ') });
    if (ask.knownAt !== undefined && ask.knownAt < now) throw new AppError('known-now-only', { id: figure.id });
    const db = this.#db();
    const period = this.#period(db, ask);
    const frame = {
      id: figure.id,
      ...(figure.id === 'channel-count' ? {} : { period: [period[0], period[1]] as [number, number] }),
      asOf: ask.asOf ?? now,
      knownAt: now,
      revision: db === null ? 0 : revisionOf(db),
      rule: figure.rule,
      boundaries: this.#boundaries.sha256,
      datasets: ['monitoring'],
    };
    if (figure.id === 'alarm-count') {
      const alarms = db === null ? [] : alarmInputs(db, period, this.#conditions(ask));
      const rows = group(alarms, ask.by, ({ keys }) => keys).map(
        ([keys, members]): FigureRow => this.#row(keys, members.length, COUNT, members.length, 0),
      );
      const total = alarms.length;
      const totals = total === 0 ? [] : [{ product: null, unit: COUNT, value: total, inputs: total, missing: 0 }];
      const result = { ...frame, unit: COUNT, rows: this.#sorted(rows, ask.by), total, totals, completeness: null };
      return { result, channels: () => [], alarms, period };
    }
    if (figure.id === 'hourly-amount') {
      const conditions = this.#conditions(ask);
      const accepts = (of: FigureDimension, key: FigureKey): boolean =>
        conditions.every(([dimension, accepted]) => dimension !== of || accepted.has(key));
      const sums = db === null ? { rows: [], totals: [] } : keptSums(db, ask, period, accepts);
      const rows = sums.rows.map(({ keys, value, unit, inputs, missing }) =>
        this.#row(keys, value, unit, inputs, missing),
      );
      const [only, ...others] = sums.totals;
      const due = sums.totals.reduce((sum, { inputs }) => sum + inputs, 0);
      const missing = sums.totals.reduce((sum, total) => sum + total.missing, 0);
      const result = {
        ...frame,
        unit: others.length === 0 ? (only?.unit ?? null) : null,
        rows: this.#sorted(rows, ask.by),
        total: others.length === 0 ? (only?.value ?? null) : null,
        totals: sums.totals.map((total) => ({ product: null, ...total })),
        completeness: share(due - missing, due),
      };
      // What it rests on are the channels of the same question without steps.
      const members = { ...ask, by: ask.by.filter((each) => channelDimensions.includes(each)) };
      return {
        result,
        channels: () =>
          db === null ? [] : this.#contributions(db, metered, this.#chosen(db, metered, members), period, null),
        alarms: [],
        period,
      };
    }
    const chosen = db === null ? [] : this.#chosen(db, figure, ask);
    const whole = db === null ? [] : this.#contributions(db, figure, chosen, period, null);
    const time = timeDimensions.find((dimension) => ask.by.includes(dimension)) ?? null;
    const parts = time === null || db === null ? whole : this.#contributions(db, figure, chosen, period, time);
    // Units of measure are never added across; what each row is of is among its keys.
    const by: FigureDimension[] =
      figure.id === 'metered-amount' ? [...new Set([...ask.by, 'quantity' as const])] : [...ask.by];
    const rows: FigureRow[] = [];
    const unitOf = (channel: Channel): string =>
      figure.id === 'metered-amount' ? amountUnit(channel) : (figure.unit ?? COUNT);
    for (const [unit, ofUnit] of byUnit(parts, unitOf))
      for (const [keys, members] of group(ofUnit, by, (part) => keysOf(part, by)))
        rows.push(this.#row(keys, amountOf(figure, members), unit, members.length, missingOf(members)));
    const totals = byUnit(whole, (channel) =>
      figure.id === 'metered-amount' ? `${unitOf(channel)}\0${channel.quantity}` : unitOf(channel),
    ).map(([unit, members]) => ({
      product: null,
      unit: unit.split('\0')[0] as string,
      value: amountOf(figure, members),
      inputs: members.length,
      missing: missingOf(members),
    }));
    const [only] = totals;
    const due = whole.filter(({ expected }) => expected !== null);
    return {
      result: {
        ...frame,
        unit: totals.length === 1 && only ? only.unit : figure.unit,
        rows: this.#sorted(rows, by),
        total: totals.length === 1 && only ? only.value : figure.id === 'channel-count' ? 0 : null,
        totals,
        completeness:
          figure.id === 'channel-count' ? null : share(sumOf(due, 'count'), sumOf(due, 'expected'), due.length === 0),
      },
      channels: () => whole,
      alarms: [],
      period,
    };
  }

  /** The day of the newest reading, unless a period is asked for. Throws AppError `bad-period`. */
  #period(db: Database.Database | null, { period }: FigureAsk): readonly [number, number] {
    if (period) {
      const [from, to] = period;
      if (from >= to || from % HOUR !== 0 || to % HOUR !== 0) throw new AppError('bad-period', {});
      return period;
    }
    const newest = (db?.prepare('SELECT max(time) FROM latest').pluck().get() ?? null) as number | null;
    const from = newest === null ? 0 : Math.floor((newest + ZONE) / DAY) * DAY - ZONE;
    return [from, from + DAY];
  }

  /** Registered channels that the figure is about and the question narrows it to. */
  #chosen(db: Database.Database, figure: FigureDefinition, ask: FigureAsk): Channel[] {
    const version = registryVersion(db);
    if (this.#channels?.version !== version)
      this.#channels = { version, channels: [...loadRegistry(db).channels.values()] };
    const eachForItself = ask.by.includes('channel') || ask.where.channel !== undefined;
    const conditions = this.#conditions(ask);
    return this.#channels.channels.filter((channel) => {
      if (figure.id === 'metered-amount' && channel.kind === 'level') return false;
      if (!eachForItself && channel.series !== '') return false;
      // As in the store's sums by place: what is a part of another channel is not added beside it.
      const isPart = channel.parent !== null || channel.role === 'sub';
      if (!eachForItself && figure.id === 'metered-amount' && isPart) return false;
      if (figure.id === 'reading-completeness' && channel.intervalMs === null) return false;
      return conditions.every(([dimension, accepted]) => accepted.has(keyOf(channel, dimension)));
    });
  }

  #conditions({ where }: FigureAsk): (readonly [FigureDimension, ReadonlySet<FigureKey>])[] {
    return (Object.entries(where) as [FigureDimension, readonly string[]][]).map(
      ([dimension, texts]) =>
        [dimension, new Set(texts.map((text) => keyFor(dimension, text, this.#boundaries)))] as const,
    );
  }

  /** What each channel gave in the period, or in each step of it. A channel without a reading contributes nothing, visibly. */
  #contributions(
    db: Database.Database,
    figure: FigureDefinition,
    channels: readonly Channel[],
    [from, to]: readonly [number, number],
    time: TimeDimension | null,
  ): Contribution[] {
    if (figure.id === 'channel-count')
      return channels.map((channel) => ({ channel, time: null, count: 0, amounts: 1, expected: null, sum: null }));
    const found = new Map<number, Map<string | null, { count: number; amounts: number; sums: number[] }>>();
    const wanted = new Map(channels.map((channel) => [channel.no, channel]));
    for (const stretch of stretchesOf(from, to, time)) {
      const label = labeller(stretch.byDays, time);
      for (const [no, at, count, amounts, sum] of rollUpsOf(db, stretch)) {
        if (!wanted.has(no)) continue;
        const steps = found.get(no) ?? new Map<string | null, { count: number; amounts: number; sums: number[] }>();
        found.set(no, steps);
        const key = label(at);
        const step = steps.get(key) ?? { count: 0, amounts: 0, sums: [] };
        steps.set(key, step);
        step.count += count;
        step.amounts += amounts;
        if (sum !== null) step.sums.push(sum);
      }
    }
    const steps = time === null ? [[null, to - from] as const] : stepsOf(from, to, time);
    return channels.flatMap((channel) =>
      steps.map(([step, lengthMs]): Contribution => {
        const given = found.get(channel.no)?.get(step);
        return {
          channel,
          time: step,
          count: given?.count ?? 0,
          amounts: given?.amounts ?? 0,
          expected: channel.intervalMs === null ? null : lengthMs / channel.intervalMs,
          sum: given && given.sums.length > 0 ? exactSum(given.sums) : null,
        };
      }),
    );
  }

  #row(
    keys: Partial<Record<FigureDimension, FigureKey>>,
    value: number | null,
    unit: string,
    inputs: number,
    missing: number,
  ): FigureRow {
    const labels: FigureRow['labels'] = {};
    for (const [dimension, key] of Object.entries(keys) as [FigureDimension, FigureKey][])
      labels[dimension] = labelOf(dimension, key, this.#boundaries);
    return { keys, labels, value, unit, inputs, missing };
  }

  #sorted(rows: FigureRow[], by: readonly FigureDimension[]): FigureRow[] {
    return rows.sort((a, b) => {
      for (const dimension of by) {
        const order = compareKeys(dimension, a.keys[dimension] ?? null, b.keys[dimension] ?? null);
        if (order !== 0) return order;
      }
      return a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0;
    });
  }
}

function keyOf(channel: Channel, dimension: FigureDimension): FigureKey {
  switch (dimension) {
    case 'quantity':
      return channel.quantity;
    case 'city':
      return channel.city;
    case 'industry':
      return channel.industry;
    case 'enterprise':
      return channel.enterprise;
    case 'device':
      return channel.device;
    default:
      return channel.id;
  }
}

const keysOf = (
  { channel, time }: Contribution,
  by: readonly FigureDimension[],
): Partial<Record<FigureDimension, FigureKey>> =>
  Object.fromEntries(
    by.map((dimension) => [
      dimension,
      (timeDimensions as readonly string[]).includes(dimension) ? time : keyOf(channel, dimension),
    ]),
  );

/** What a register counts in is what its differences are in. */
const amountUnit = ({ unitOfMeasure }: Channel): string => unitOfMeasure;

const share = (count: number, expected: number | null, isNothing = false): number | null =>
  isNothing || expected === null || expected === 0 ? null : Math.min(1, count / expected);

const sumOf = (members: readonly Contribution[], of: 'count' | 'expected'): number =>
  members.reduce((sum, each) => sum + (each[of] ?? 0), 0);

const missingOf = (members: readonly Contribution[]): number => members.filter(({ amounts }) => amounts === 0).length;

function amountOf({ id }: FigureDefinition, members: readonly Contribution[]): number | null {
  if (id === 'channel-count') return members.length;
  if (id === 'reading-completeness') {
    const complete = share(sumOf(members, 'count'), sumOf(members, 'expected'));
    return complete === null ? null : complete * 100;
  }
  const sums = members.flatMap(({ sum }) => (sum === null ? [] : [sum]));
  return sums.length === 0 ? null : exactSum(sums);
}

function byUnit(parts: readonly Contribution[], unitOf: (channel: Channel) => string): [string, Contribution[]][] {
  const units = new Map<string, Contribution[]>();
  for (const part of parts) {
    const unit = unitOf(part.channel);
    const members = units.get(unit);
    if (members) members.push(part);
    else units.set(unit, [part]);
  }
  return [...units];
}

function group<T>(
  members: readonly T[],
  by: readonly FigureDimension[],
  keysOfMember: (member: T) => Partial<Record<FigureDimension, FigureKey>>,
): [Partial<Record<FigureDimension, FigureKey>>, T[]][] {
  if (by.length === 0) return [];
  const groups = new Map<string, [Partial<Record<FigureDimension, FigureKey>>, T[]]>();
  for (const member of members) {
    const all = keysOfMember(member);
    const keys = Object.fromEntries(by.map((dimension) => [dimension, all[dimension] ?? null]));
    const text = JSON.stringify(keys);
    const known = groups.get(text);
    if (known) known[1].push(member);
    else groups.set(text, [keys, [member]]);
  }
  return [...groups.values()];
}

const revisionOf = (db: Database.Database): number =>
  db.prepare('SELECT version FROM reading_state').pluck().get() as number;
