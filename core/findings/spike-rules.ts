// Single values that stand out of their neighbours. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { input, noiseOf, type Series, type Sighting, slotsPerDay, tidy } from './series-rules.ts';

/** Values on each side that a spike is compared with. */
const NEIGHBOURS = 4;
/** Of these, at least so many have to be there, two on each side. */
const LEAST_NEIGHBOURS = 5;
/** More spikes than one in so many values are a channel's nature (batches): only those far beyond them count. */
const ORDINARY_ONE_IN = 150;

/** Days on which the same happens at the same time, and how much less of it counts as the same. */
const HABIT_DAYS = 3;
const HABIT_SHARE = 2;
/** Values that lie beyond what the channel ever does may be so many and still a spike. */
const LONGEST_BEYOND = 6;
/** Where a stop is ordinary, so is a short one, and a short run up to the ordinary upper bound. */
const NEAR_STOP = 0.1;
/** Above the ordinary upper bound by so much. */
const BEYOND = 2;
/** A pause of three values is a break for lunch. */
const LONGEST_DIP = 2;

interface Spike {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly bound: number;
  /** How many times it stands out; compared with the threshold. */
  readonly times: number;
  /** Above all that the channel ever does: however restless it is, that is no habit of its own. */
  readonly isBeyond: boolean;
}

/** Isolated spikes and dips of one to three values. `upper` = the channel's robust upper bound. */
export function suddenChanges(series: Series, masked: Uint8Array, upper: number): Sighting[] {
  const { sigma, tail } = noiseOf(series.values, masked);
  const noise = Math.max(ruleNumber('sudden-change', 'deviations') * sigma, series.kind === 'level' ? 2 * tail : 0);
  const ratio = ruleNumber('sudden-change', 'ratio');
  const found: Spike[] = [];
  const taken = new Uint8Array(series.values.length);
  for (let length = 1; length <= LONGEST_BEYOND; length++) {
    for (let i = 0; i + length <= series.values.length; i++) {
      const spike = spikeAt(series, masked, taken, i, length, noise, ratio / HABIT_SHARE, upper);
      if (!spike) continue;
      found.push(spike);
      if (spike.times >= ratio) taken.fill(1, spike.from, spike.to);
    }
  }
  const present = series.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const ordinary = Math.ceil(present / ORDINARY_ONE_IN);
  const times = found
    .map((spike) => spike.times)
    .filter((each) => each >= ratio)
    .sort((a, b) => b - a);
  const least = times.length > ordinary ? 2 * (times[Math.floor(ordinary / 3)] ?? ratio) : ratio;
  const perDay = slotsPerDay(series);
  return found
    .filter((spike) => (spike.times >= least || spike.isBeyond) && !isHabit(spike, found, perDay))
    .sort((a, b) => a.from - b.from)
    .map((spike) => spikeSighting(series, spike, least));
}

/** A pause or a start at the same time of several days is how the place works. */
function isHabit(spike: Spike, found: readonly Spike[], perDay: number): boolean {
  const days = new Set<number>();
  for (const each of found) {
    const apart = Math.abs(each.from - spike.from) % perDay;
    const isUp = spike.value > spike.bound;
    const isAlike = each.value > each.bound === isUp && !(isUp && each.value < spike.value / HABIT_SHARE);
    if (isAlike && Math.min(apart, perDay - apart) <= 1) days.add(Math.round((each.from - spike.from) / perDay));
  }
  return perDay > 4 && days.size >= HABIT_DAYS;
}

function spikeAt(
  series: Series,
  masked: Uint8Array,
  taken: Uint8Array,
  from: number,
  length: number,
  noise: number,
  ratio: number,
  upper: number,
): Spike | null {
  const { values } = series;
  const longest = ruleNumber('sudden-change', 'longestSamples');
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + length; i++) {
    const value = values[i] ?? Number.NaN;
    if (masked[i] === 1 || taken[i] === 1 || Number.isNaN(value)) return null;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let [before, after] = [0, 0];
  for (let k = 1; k <= NEIGHBOURS; k++) {
    for (const i of [from - k, from + length - 1 + k]) {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value) || masked[i] === 1 || taken[i] === 1) continue;
      if (i < from) before++;
      else after++;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (before + after < LEAST_NEIGHBOURS || before < 2 || after < 2) return null;
  const spike = (value: number, bound: number, times: number, isBeyond = false): Spike | null =>
    times >= ratio ? { from, to: from + length, value, bound, times, isBeyond } : null;
  const spread = Math.max(most - least, noise);
  if (low - most > noise && spread > 0) {
    if (!series.nonNegative) return spike(low, most, (low - most) / spread);
    // What lasts longer may be work, unless the channel never works so hard.
    const local = most > 0 && length <= longest ? low / most : 0;
    const times = series.kind === 'level' ? Math.min(local, (low - most) / spread) : local;
    const isBeyond = low > BEYOND * Math.max(upper, most);
    if (series.stopsOften && !(low > upper)) return null;
    return isBeyond ? spike(low, most, Math.max(ratio, times, low / upper), true) : spike(low, most, times);
  }
  if (series.stopsOften && high <= NEAR_STOP * upper) return null;
  if (least - high > noise && spread > 0 && length <= LONGEST_DIP) {
    if (!series.nonNegative || series.kind === 'level') return spike(high, least, (least - high) / spread);
    // A value of an amount may fall far for a pause; it counts when it is a fifth or less of everything around it.
    return spike(high, least, (ratio / 5) * Math.min(1000, least / Math.max(high, 1e-9)));
  }
  return null;
}

function spikeSighting(series: Series, { from, to, value, bound, times }: Spike, least: number): Sighting {
  const unit = series.unitOfMeasure;
  const up = value > bound;
  return {
    rule: 'sudden-change',
    from,
    to,
    inputs: [input('value', value, unit), input('neighbours', bound, unit), input('times', times, '1')],
    formula: up ? 'times = value against the greatest neighbour' : 'times = the least neighbour against value',
    threshold: `times ≥ ${tidy(least)}`,
    sentence: up
      ? {
          zh: `突升至${tidy(value)} ${unit}，前后各值不超过${tidy(bound)} ${unit}`,
          en: `Jumps to ${tidy(value)} ${unit} where its neighbours are not above ${tidy(bound)} ${unit}`,
        }
      : {
          zh: `突降至${tidy(value)} ${unit}，前后各值不低于${tidy(bound)} ${unit}`,
          en: `Falls to ${tidy(value)} ${unit} where its neighbours are not below ${tidy(bound)} ${unit}`,
        },
  };
}
