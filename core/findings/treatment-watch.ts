// Production that runs while its treatment stands, by the power of both sides, reading by reading.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { input, tidy } from './series-rules.ts';
import type { Stated } from './stated.ts';

interface Side {
  readonly channel: number;
  readonly role: 'production' | 'treatment';
  time: number;
  share: number;
}

interface UnitState {
  readonly unit: string;
  readonly sides: Side[];
  /** Since when it has held; null = it does not. */
  from: number | null;
  last: number;
  production: number;
  treatment: number;
  isRaised: boolean;
}

/** Readings older than so many intervals say nothing of now. */
const FRESH = 3;

export class TreatmentWatch {
  readonly #units = new Map<string, UnitState>();
  readonly #intervals = new Map<number, number>();
  readonly #minutes = ruleNumber('treatment-off', 'minutes') * 60_000;
  readonly #productionShare = ruleNumber('treatment-off', 'productionShare');
  readonly #treatmentShare = ruleNumber('treatment-off', 'treatmentShare');
  readonly #changed = new Map<string, Stated>();

  setChannels(channels: Iterable<Channel>): void {
    const known = new Map(this.#units);
    this.#units.clear();
    for (const channel of channels) {
      if (channel.unit === null || channel.rated === null || channel.kind === 'register') continue;
      if (channel.role !== 'production' && channel.role !== 'treatment') continue;
      this.#intervals.set(channel.no, channel.intervalMs ?? this.#minutes);
      const before = known.get(channel.unit);
      const fresh = { from: null, last: 0, production: 0, treatment: 0, isRaised: false };
      const state = this.#units.get(channel.unit) ?? { ...(before ?? fresh), unit: channel.unit, sides: [] };
      const side = before?.sides.find((each) => each.channel === channel.no && each.role === channel.role);
      state.sides.push(side ?? { channel: channel.no, role: channel.role, time: Number.NEGATIVE_INFINITY, share: 0 });
      this.#units.set(channel.unit, state);
    }
  }

  take({ no, unit }: Channel, time: number, share: number): void {
    const state = unit === null ? undefined : this.#units.get(unit);
    const side = state?.sides.find((each) => each.channel === no);
    if (!state || !side) return;
    side.time = time;
    side.share = share;
    let production = Number.NEGATIVE_INFINITY;
    let treatment = Number.NEGATIVE_INFINITY;
    for (const each of state.sides) {
      const age = Math.abs(time - each.time);
      // What is not known of one side decides nothing, in neither direction.
      if (age > FRESH * (this.#intervals.get(each.channel) ?? 0)) return;
      if (each.role === 'production') production = Math.max(production, each.share);
      else treatment = Math.max(treatment, each.share);
    }
    const holds =
      production > this.#productionShare && treatment < this.#treatmentShare && treatment > Number.NEGATIVE_INFINITY;
    if (holds) this.#hold(state, time, production, treatment);
    else if (state.from !== null) this.#end(state, time);
  }

  #hold(state: UnitState, time: number, production: number, treatment: number): void {
    if (state.from === null) Object.assign(state, { from: time, production, treatment });
    state.last = Math.max(state.last, time);
    if (production - treatment > state.production - state.treatment) Object.assign(state, { production, treatment });
    if (time - (state.from ?? time) <= this.#minutes) return;
    state.isRaised = true;
    this.#changed.set(state.unit, statement(state, null));
  }

  #end(state: UnitState, time: number): void {
    // Readings of the two sides come one after the other: what ended is told with the time of its end.
    if (state.isRaised) this.#changed.set(`${state.unit} ${state.from}`, statement(state, Math.max(time, state.last)));
    this.#changed.delete(state.unit);
    Object.assign(state, { from: null, isRaised: false, production: 0, treatment: 0, last: 0 });
  }

  takeChanged(): Stated[] {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }

  toJson(): unknown {
    return [...this.#units.values()].map((state) => ({
      ...state,
      sides: state.sides.filter(({ time }) => Number.isFinite(time)),
    }));
  }

  restore(json: unknown): void {
    this.#units.clear();
    for (const state of json as UnitState[]) this.#units.set(state.unit, state);
  }
}

function statement(state: UnitState, clearedAt: number | null): Stated {
  const from = state.from ?? state.last;
  const to = clearedAt ?? state.last;
  const minutes = tidy((to - from) / 60_000);
  const percent = (share: number): string => `${tidy(Math.round(share * 1000) / 10)}%`;
  return {
    rule: 'treatment-off',
    subject: { kind: 'unit', id: state.unit },
    ...{ from, to, clearedAt },
    inputs: [
      input('production', state.production, '1'),
      input('treatment', state.treatment, '1'),
      input('minutes', minutes, 'min'),
    ],
    formula: 'production = power / rating > productionShare and treatment < treatmentShare for minutes',
    threshold: `> ${ruleNumber('treatment-off', 'productionShare')}, < ${ruleNumber('treatment-off', 'treatmentShare')}, > ${ruleNumber('treatment-off', 'minutes')} min`,
    sentence: {
      zh: `生产负荷为额定的${percent(state.production)}而治污设施仅${percent(state.treatment)}，已${minutes}分钟`,
      en: `Production at ${percent(state.production)} of its rating with treatment at ${percent(state.treatment)}, for ${minutes} min`,
    },
  };
}
