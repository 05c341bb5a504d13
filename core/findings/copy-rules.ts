// Days that are given again. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { HOUR, input, type Series, type Sighting, slotsIn, slotsPerDay, tidy } from './series-rules.ts';

/** A channel that equals itself by chance more often than this says nothing by repeating. */
const MOST_BY_CHANCE = 1e-4;

/** What equals the day before more often than this is a plan or a counter of the hours. */
const MOST_DAILY = 0.95;

/** Stretches that equal, value for value, the same hours some days before: the later is taken for the copy. */
export function repeatedPatterns(series: Series, masked: Uint8Array): Sighting[] {
  const { values } = series;
  const perDay = slotsPerDay(series);
  const least = slotsIn(series, ruleNumber('repeated-pattern', 'hours'));
  const distinct = ruleNumber('repeated-pattern', 'distinct');
  const found: Sighting[] = [];
  const copied = new Uint8Array(values.length);
  for (let lag = perDay; lag + least <= values.length; lag += perDay) {
    let from = lag;
    let equal = 0;
    let compared = 0;
    const runs: [from: number, to: number][] = [];
    for (let i = lag; i <= values.length; i++) {
      const value = values[i] ?? Number.NaN;
      const before = values[i - lag] ?? Number.NaN;
      if (!Number.isNaN(value) && !Number.isNaN(before)) compared++;
      if (i < values.length && value === before && masked[i] === 0 && masked[i - lag] === 0) {
        equal++;
        continue;
      }
      if (i - from >= least) runs.push([from, i]);
      from = i + 1;
    }
    if (lag === perDay && equal > MOST_DAILY * compared) return [];
    for (const [start, end] of runs) {
      const length = end - start;
      // How often the two days agree elsewhere is how often they agree by chance.
      const byChance = (equal - length + 1) / Math.max(1, compared - length + 2);
      if (compared * byChance ** length > MOST_BY_CHANCE) continue;
      if (new Set(values.subarray(start, end)).size < Math.min(distinct, length)) continue;
      if (copied[start] === 1) continue;
      copied.fill(1, start, end);
      found.push(copySighting(series, start, end, lag));
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

function copySighting(series: Series, from: number, to: number, lag: number): Sighting {
  const days = Math.round(lag / slotsPerDay(series));
  const hours = tidy(((to - from) * series.stepMs) / HOUR);
  return {
    rule: 'repeated-pattern',
    from,
    to,
    inputs: [input('equalHours', hours, 'h'), input('daysBefore', days, 'd')],
    formula: 'x(t) = x(t − daysBefore) for equalHours',
    threshold: `equalHours ≥ ${ruleNumber('repeated-pattern', 'hours')}`,
    sentence: {
      zh: `连续${hours}小时与${days}天前同一时段逐值相同`,
      en: `${hours} h equal those ${days} d before, value for value`,
    },
  };
}
