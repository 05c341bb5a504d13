// Values that lie on a straight line between two others: filled in, not measured. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { decimalsOf, HOUR, input, MOST_DECIMALS, quantile, type Series, type Sighting, tidy } from './series-rules.ts';

/** The line has to climb by so many of the smallest steps: a level that hardly moves is straight by nature. */
const LEAST_CLIMB = 20;

/** A channel that bends by less than so many of the smallest steps is straight by nature. */
const LEAST_ROUGH = 15;

/** A value lies on the line by chance where it is within so many of the smallest steps. */
const STEPS_ALIKE = 6;
const CHANCE = 1e-3;

/** Runs of values that follow one line to within what rounding takes away. */
export function straightLines(series: Series, masked: Uint8Array): Sighting[] {
  const { values } = series;
  const unit = smallestStep(values, masked);
  const rough = roughness(values, masked) / unit;
  if (rough < LEAST_ROUGH) return [];
  // The less it bends, the more values lie on a line by chance.
  const byChance = Math.log(CHANCE / values.length) / Math.log(STEPS_ALIKE / rough);
  const least = Math.max(ruleNumber('straight-line', 'samples'), 2 + Math.ceil(byChance));
  const found: Sighting[] = [];
  for (let from = 0; from + least <= values.length; ) {
    const to = lineEnd(values, masked, from, unit);
    const climb = Math.abs((values[to - 1] as number) - (values[from] as number));
    if (to - from >= least && climb >= LEAST_CLIMB * unit && climb > 0) {
      found.push(lineSighting(series, from, to, least));
      from = to;
    } else from++;
  }
  return found;
}

/** End of the longest run from `from` on whose steps are equal, give or take one of the smallest. */
function lineEnd(values: Float64Array, masked: Uint8Array, from: number, unit: number): number {
  const tolerance = unit * 1.01;
  const start = values[from] as number;
  if (Number.isNaN(start) || masked[from] === 1) return from + 1;
  // Slopes that reach every value so far to within the tolerance.
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let to = from + 1;
  for (; to < values.length; to++) {
    const value = values[to] as number;
    if (Number.isNaN(value) || masked[to] === 1) break;
    low = Math.max(low, (value - tolerance - start) / (to - from));
    high = Math.min(high, (value + tolerance - start) / (to - from));
    if (low > high) break;
  }
  return to;
}

/** How far a value commonly lies from the middle of its neighbours. */
function roughness(values: Float64Array, masked: Uint8Array): number {
  const bends: number[] = [];
  for (let i = 1; i + 1 < values.length; i++) {
    const bend = (values[i - 1] as number) - 2 * (values[i] as number) + (values[i + 1] as number);
    if (masked[i] === 0 && !Number.isNaN(bend) && values[i] !== 0) bends.push(Math.abs(bend));
  }
  return quantile(Float64Array.from(bends).sort(), 0.6) || 0;
}

/** One of the last decimal that most values are written with. */
function smallestStep(values: Float64Array, masked: Uint8Array): number {
  const counts = new Float64Array(MOST_DECIMALS + 2);
  for (let i = 0; i < values.length; i += 7) {
    const value = values[i] as number;
    if (Number.isNaN(value) || value === 0 || masked[i] === 1) continue;
    const decimals = decimalsOf(value);
    counts[decimals] = (counts[decimals] ?? 0) + 1;
  }
  return 10 ** -Math.min(MOST_DECIMALS, counts.indexOf(Math.max(...counts)));
}

function lineSighting(series: Series, from: number, to: number, least: number): Sighting {
  const unit = series.unitOfMeasure;
  const [first, last] = [series.values[from] as number, series.values[to - 1] as number];
  const hours = tidy(((to - from) * series.stepMs) / HOUR);
  return {
    rule: 'straight-line',
    from,
    to,
    inputs: [input('samples', to - from, '1'), input('first', first, unit), input('last', last, unit)],
    formula: 'x(i) = first + i × (last − first) / (samples − 1), to within the last decimal',
    threshold: `samples ≥ ${least}`,
    sentence: {
      zh: `连续${to - from}个值（${hours}小时）落在${tidy(first)}到${tidy(last)} ${unit}的直线上`,
      en: `${to - from} values in a row (${hours} h) lie on the line from ${tidy(first)} to ${tidy(last)} ${unit}`,
    },
  };
}
