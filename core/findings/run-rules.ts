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

/** Runs of at least two equal values. */
export function equalRuns(values: Float64Array, masked: Uint8Array): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let i = 1; i <= values.length; i++) {
    const value = values[from] ?? Number.NaN;
    if (i < values.length && values[i] === value && masked[i] === 0 && masked[from] === 0) continue;
    if (i - from > 1) runs.push({ from, to: i, value });
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

/** Stuck: the same value for hours while the channel is not at zero. */
export function constantValues(series: Series, masked: Uint8Array): Sighting[] {
  const runs = equalRuns(series.values, masked).filter(({ value }) => value !== 0);
  const byHours = Math.ceil((ruleNumber('constant-value', 'hours') * HOUR) / series.stepMs);
  const atLeast = (length: number): number => runs.filter(({ from, to }) => to - from >= length).length;
  const byHabit = longestByChance(
    { two: atLeast(2), three: atLeast(3), four: atLeast(4), six: atLeast(6) },
    ruleNumber('constant-value', 'chance'),
  );
  const least = Math.max(byHours, byHabit);
  return runs.filter(({ from, to }) => to - from >= least).map((run) => constantSighting(series, run, least));
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

/** Zeros of a channel that is otherwise never at zero: a default written for what is missing. */
export function zeroBlocks(series: Series, masked: Uint8Array): Sighting[] {
  if (series.stopsOften || !series.nonNegative) return [];
  const least = Math.max(ruleNumber('zero-block', 'samples'), slotsIn(series, ruleNumber('zero-block', 'hours')));
  const blocks = equalRuns(series.values, masked).filter(({ from, to, value }) => value === 0 && to - from >= least);
  if (blocks.length === 0) return [];
  const all = sortedValues(series.values, masked);
  const above = all.subarray(all.findIndex((value) => value > 0));
  const zeros = all.length - above.length;
  const inBlocks = blocks.reduce((sum, { from, to }) => sum + to - from, 0);
  const days = all.length / slotsPerDay(series);
  const floor = quantile(above, 0.01);
  const typical = quantile(above, 0.5);
  const ordinary =
    (zeros - inBlocks) / all.length > 0.005 ||
    inBlocks / all.length > 0.35 ||
    blocks.length > Math.max(3, days / 4) ||
    floor < 0.005 * typical;
  if (all.length === zeros || ordinary) return [];
  return blocks.map(({ from, to }) => {
    const hours = tidy(((to - from) * series.stepMs) / HOUR);
    return {
      rule: 'zero-block',
      from,
      to,
      inputs: [input('zeros', to - from, '1'), input('least', least, '1'), input('floor', floor, series.unitOfMeasure)],
      formula: 'zeros ≥ least, floor > 0',
      threshold: `zeros ≥ ${least}`,
      sentence: {
        zh: `连续${hours}小时为零，而该点位平时不低于${tidy(floor)} ${series.unitOfMeasure}`,
        en: `${hours} h of zeros, while the channel is otherwise not below ${tidy(floor)} ${series.unitOfMeasure}`,
      },
    };
  });
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
    if (count >= least && count >= CROWDED * ordinaryCount(times, value))
      found.push(...ceilingAt(series, masked, value, least));
  }
  return found.sort((a, b) => a.from - b.from);
}

/** One long run with a few others is a stuck value, no ceiling. */
const MOST_IN_A_ROW = 0.7;
/** A ceiling is that many times as often met as the most frequent values of its size. */
const CROWDED = 4;

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
    if (from < 0) from = i;
    run = last === i - 1 && hits > 0 ? run + 1 : 1;
    longest = Math.max(longest, run);
    last = i;
    hits++;
  }
  if (from >= 0) close();
  // A level may have a natural bound (air holds 21 % oxygen); that it has been above proves that this is none.
  return series.kind === 'amount' || above > 0 ? found : [];
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
