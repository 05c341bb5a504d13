// Values that stay the same: stuck, written as zero, clipped at a ceiling, or lying on a straight line. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import {
  HOUR,
  input,
  quantile,
  type Series,
  type Sighting,
  slotsIn,
  slotsPerDay,
  sortedValues,
  tidy,
} from './series-rules.ts';

export interface Run {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** Values that are there, each with those equal to it that follow. */
function allRuns(values: Float64Array, masked: Uint8Array): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let i = 1; i <= values.length; i++) {
    const value = values[from] ?? Number.NaN;
    if (i < values.length && values[i] === value && masked[i] === 0 && masked[from] === 0) continue;
    if (!Number.isNaN(value) && masked[from] === 0) runs.push({ from, to: i, value });
    from = i;
  }
  return runs;
}

/** How many runs were of at least so many equal values. */
export interface RunCounts {
  readonly two: number;
  readonly three: number;
  readonly four: number;
  readonly six: number;
}

/**
 * How many equal values in a row are more than a channel's habit of repeating itself explains. Each run counts once in the
 * habit, however long: a stuck week does not make itself ordinary.
 */
export function longestByChance({ two, three, four, six }: RunCounts, chance: number): number {
  const goesOn = Math.min(
    0.98,
    Math.max((three + 0.5) / (two + 10), (four + 0.5) / (three + 10), Math.sqrt((six + 0.5) / (four + 10))),
  );
  return 2 + Math.ceil(Math.log(chance / Math.max(1, two)) / Math.log(goesOn));
}

/** Runs of about the same size that a run is held against. */
const ALIKE = 200;
/** A value at which the channel stands again and again: so many other runs of three and more, together so much as this. */
const OTHERS_OF_VALUE = 3;
const SHARE_OF_RUN = 0.5;
/** Longer by so much than any other of its size. */
const BEYOND_LONGEST = 1.5;

/** Stuck: the same value for longer than the channel repeats itself where it is of about that size, while it is not at zero. */
export function constantValues(series: Series, masked: Uint8Array): Sighting[] {
  const least = ruleNumber('constant-value', 'values');
  const runs = allRuns(series.values, masked).sort((a, b) => a.value - b.value);
  const found: Sighting[] = [];
  for (const [at, run] of runs.entries()) {
    const length = run.to - run.from;
    if (length < least || run.value === 0) continue;
    const needed = Math.max(least, neededAt(runs, at));
    if (length >= needed) found.push(constantSighting(series, run, needed));
  }
  return found.sort((a, b) => a.from - b.from);
}

/** By the runs of about its size, how many equal values in a row are no accident. `runs` in order of their values. */
function neededAt(runs: readonly Run[], at: number): number {
  const { value, from, to } = runs[at] as Run;
  const far = (i: number): number => Math.abs((runs[i]?.value ?? Number.POSITIVE_INFINITY) - value);
  let [low, high] = [at - 1, at + 1];
  const lengths: number[] = [];
  let [others, together] = [0, 0];
  while (lengths.length < ALIKE && (low >= 0 || high < runs.length)) {
    const each = runs[low >= 0 && (high >= runs.length || far(low) <= far(high)) ? low-- : high++] as Run;
    const length = each.to - each.from;
    lengths.push(length);
    if (each.value !== value || length < 3) continue;
    others++;
    together += length;
  }
  if (others >= OTHERS_OF_VALUE && together >= SHARE_OF_RUN * (to - from)) return Number.POSITIVE_INFINITY;
  lengths.sort((a, b) => b - a);
  // Another that is stuck at about the same value does not excuse this one.
  const habit = (lengths[0] ?? 0) > LONGEST_COUNTED ? lengths.slice(1) : lengths;
  return Math.max(repeatsByChance(habit), BEYOND_LONGEST * (lengths[1] ?? 0));
}

/** A run says no more of how runs go on than one of so many values does. */
const LONGEST_COUNTED = 8;
/** Doubts of how a channel goes on that has hardly repeated itself yet. */
const DOUBTED = 12;

/** Equal values in a row that a habit of such runs explains; `lengths` in descending order. */
function repeatsByChance(lengths: readonly number[]): number {
  const repeated = lengths.filter((length) => length > 1).map((length) => Math.min(length, LONGEST_COUNTED));
  const further = repeated.reduce((sum, length) => sum + length - 2, 0);
  const [four, six] = [4, 6].map((least) => repeated.filter((length) => length >= least).length) as [number, number];
  const goesOn = Math.max(
    ((repeated.length + 0.5) / (lengths.length + 1)) ** 0.6,
    (further + 0.3) / (further + repeated.length + DOUBTED),
    Math.sqrt(six / (four + 2)),
  );
  const runs = Math.max(1, repeated.length);
  return 2 + Math.ceil(Math.log(ruleNumber('constant-value', 'chance') / runs) / Math.log(Math.min(0.98, goesOn)));
}

function constantSighting(series: Series, { from, to, value }: Run, least: number): Sighting {
  const hours = tidy(((to - from) * series.stepMs) / HOUR);
  const unit = series.unitOfMeasure;
  return {
    rule: 'constant-value',
    from,
    to,
    inputs: [input('run', to - from, '1'), input('value', value, unit), input('least', least, '1')],
    formula: 'run ≥ least, value ≠ 0',
    threshold: `run ≥ ${least}`,
    sentence: {
      zh: `连续${hours}小时（${to - from}个值）恒为${tidy(value)} ${unit}，不变化`,
      en: `${to - from} values in a row (${hours} h) are all ${tidy(value)} ${unit}`,
    },
  };
}

/**
 * Zeros of a channel that is otherwise never at zero: a default written for what is missing. Shorter than an hour they are a
 * sudden change.
 */
export function zeroBlocks(series: Series, masked: Uint8Array): Sighting[] {
  if (series.stopsOften || !series.nonNegative) return [];
  const least = Math.max(ruleNumber('zero-block', 'samples'), slotsIn(series, ruleNumber('zero-block', 'hours')));
  const runs = allRuns(series.values, masked).filter(({ value }) => value === 0);
  if (runs.length === 0) return [];
  const all = sortedValues(series.values, masked);
  const above = all.subarray(all.findIndex((value) => value > 0));
  const zeros = all.length - above.length;
  const blocks = runs.filter(({ from, to }) => to - from >= least);
  const inBlocks = blocks.reduce((sum, { from, to }) => sum + to - from, 0);
  const days = all.length / slotsPerDay(series);
  const floor = quantile(above, 0.01);
  const typical = quantile(above, 0.5);
  const ordinary =
    (zeros - inBlocks) / all.length > 0.005 ||
    inBlocks / all.length > 0.35 ||
    runs.length > Math.max(5, days / 4) ||
    // A stretch in the wrong unit does not make it a channel that fades to nothing.
    quantile(above, 0.1) < 0.005 * typical;
  if (all.length === zeros || ordinary) return [];
  return runs.map((run) => zeroSighting(series, run, floor, least));
}

function zeroSighting(series: Series, { from, to }: Run, floor: number, least: number): Sighting {
  const unit = series.unitOfMeasure;
  const minutes = ((to - from) * series.stepMs) / 60_000;
  const isBlock = to - from >= least;
  const [zh, en] =
    minutes >= 60
      ? [`${tidy(minutes / 60)}小时`, `${tidy(minutes / 60)} h`]
      : [`${tidy(minutes)}分钟`, `${tidy(minutes)} min`];
  return {
    rule: isBlock ? 'zero-block' : 'sudden-change',
    from,
    to,
    inputs: [input('zeros', to - from, '1'), input('floor', floor, unit)],
    formula: 'value = 0 where floor > 0; floor = the value that 99 in 100 others exceed',
    threshold: isBlock ? `zeros ≥ ${least}` : 'zeros ≥ 1',
    sentence: {
      zh: `连续${zh}为零，而该点位平时不低于${tidy(floor)} ${unit}`,
      en: `${en} of zeros, while the channel is otherwise not below ${tidy(floor)} ${unit}`,
    },
  };
}

/** Clipped: again and again exactly the same greatest value, with nothing above it. */
export function ceilings(series: Series, masked: Uint8Array): Sighting[] {
  const times = new Map<number, number>();
  for (let i = 0; i < series.values.length; i++) {
    const value = series.values[i] ?? Number.NaN;
    if (!Number.isNaN(value) && value !== 0 && masked[i] === 0) times.set(value, (times.get(value) ?? 0) + 1);
  }
  const least = ruleNumber('ceiling', 'samples');
  const found: Sighting[] = [];
  for (const [value, count] of times) {
    if (count >= least && count >= CROWDED * ordinaryCount(times, value) && isResolved(times, value))
      found.push(...ceilingAt(series, masked, value, least));
  }
  return found.sort((a, b) => a.from - b.from);
}

/** One long run with a few others is a stuck value, no ceiling. */
const MOST_IN_A_ROW = 0.7;
/** A ceiling is that many times as often met as the most frequent values of its size. */
const CROWDED = 4;

/** So many different values between half of it and itself: where a channel knows few, it meets each again and again. */
const LEAST_DISTINCT = 10;

function isResolved(times: ReadonlyMap<number, number>, ceiling: number): boolean {
  let distinct = 0;
  for (const value of times.keys())
    if (Math.abs(value) < Math.abs(ceiling) && value / ceiling >= 0.5 && ++distinct >= LEAST_DISTINCT) return true;
  return false;
}

/** How often values of about the same size are met: the second most frequent, so that one other ceiling does not count. */
function ordinaryCount(times: ReadonlyMap<number, number>, of: number): number {
  let [first, second] = [0, 0];
  const [low, high] = [Math.min(of / 2, 2 * of), Math.max(of / 2, 2 * of)];
  for (const [value, count] of times) {
    if (value === of || value < low || value > high || count <= second) continue;
    second = Math.min(first, count);
    first = Math.max(first, count);
  }
  return second;
}

/** A number of so many digits is no bound that nature or a table knows. */
const ODD_DIGITS = 4;

const digitsIn = (value: number): number =>
  String(tidy(Math.abs(value)))
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;

function ceilingAt(series: Series, masked: Uint8Array, ceiling: number, least: number): Sighting[] {
  const { values } = series;
  const found: Sighting[] = [];
  const patience = 2 * slotsPerDay(series);
  let from = -1;
  let last = -1;
  let hits = 0;
  let run = 0;
  let longest = 0;
  let above = 0;
  let atCeiling = 0;
  const close = (): void => {
    const samples = last + 1 - from;
    if (hits >= least && longest < MOST_IN_A_ROW * hits && hits / samples >= ruleNumber('ceiling', 'share')) {
      found.push(ceilingSighting(series, from, last + 1, ceiling, hits));
    }
    from = -1;
    hits = 0;
    longest = 0;
  };
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (masked[i] === 1) continue;
    if (value > ceiling) above++;
    if (from >= 0 && (value > ceiling || i - last > patience)) close();
    if (value !== ceiling) continue;
    atCeiling++;
    if (from < 0) from = i;
    run = last === i - 1 && hits > 0 ? run + 1 : 1;
    longest = Math.max(longest, run);
    last = i;
    hits++;
  }
  if (from >= 0) close();
  // A level may have a natural bound (air holds 21 % oxygen), a round one; that it is above as often proves that this is none.
  return series.kind === 'amount' || above >= atCeiling || digitsIn(ceiling) >= ODD_DIGITS ? found : [];
}

function ceilingSighting(series: Series, from: number, to: number, ceiling: number, hits: number): Sighting {
  const unit = series.unitOfMeasure;
  return {
    rule: 'ceiling',
    from,
    to,
    inputs: [input('hits', hits, '1'), input('samples', to - from, '1'), input('ceiling', ceiling, unit)],
    formula: 'hits = number of values equal to the greatest value',
    threshold: `hits ≥ ${ruleNumber('ceiling', 'samples')}`,
    sentence: {
      zh: `${to - from}个值中有${hits}个恰为${tidy(ceiling)} ${unit}，没有更高的：峰值被削去`,
      en: `${hits} of ${to - from} values are exactly ${tidy(ceiling)} ${unit} and none is above: peaks are cut off`,
    },
  };
}
