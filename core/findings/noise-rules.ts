// Stretches in which a channel is far more restless than it is at that level: noise was added, or a contact is loose. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { HOUR, input, quantile, type Series, type Sighting, slotsIn, sortedValues, tidy } from './series-rules.ts';

const RULE = 'unusual-noise';
/** Values of a window at least; it moves on by half of itself. */
const LEAST_WINDOW = 8;
/** Windows of about the same level that a window is held against, of so many days or more. */
const ALIKE = 60;
/** Neighbours in level that are held against the same. */
const TOGETHER = 8;
const LEAST_WINDOWS = 80;
/** A level is set to another work from time to time, and restless for that long. */
const FOR_LEVELS = 2;
/** In all, so much has to speak for it: ln(times) beyond the bar, of each window one at most. */
const LEAST_EVIDENCE = 5;
/** Of amounts, in logarithms: a heater that goes on and off beside a standby is no noise. */
const LEAST_ROUGH = 0.07;
/** Of noise two values in three are a peak or a dip; what a process does goes on for some values. */
const TURNING = 0.56;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly level: number;
  /** Median of how far a value lies from the middle between its neighbours. */
  readonly rough: number;
}

/** Held against its other windows of about the same level: a busy time is more restless than a quiet one. */
export function unusualNoise(series: Series, masked: Uint8Array): Sighting[] {
  const windows = windowsOf(series, masked);
  if (windows.length < LEAST_WINDOWS) return [];
  const moving = Float64Array.from(windows, ({ rough }) => rough)
    .filter((rough) => rough > 0)
    .sort();
  const floor = series.kind === 'amount' && series.nonNegative ? LEAST_ROUGH : quantile(moving, 0.5);
  const usual = usualRoughness(windows, floor);
  const least = slotsIn(series, ruleNumber(RULE, 'hours'));
  const times = ruleNumber(RULE, 'times') * (series.kind === 'level' ? FOR_LEVELS : 1);
  const found: Sighting[] = [];
  let run: Window[] = [];
  let [sum, best, until] = [0, 0, 0];
  const close = (): void => {
    const of = run.slice(0, until);
    const [from, to] = [of[0]?.from ?? 0, of.at(-1)?.to ?? 0];
    if (best >= LEAST_EVIDENCE && to - from >= least && turning(series.values, from, to) >= TURNING)
      found.push(noiseSighting(series, from, to, of, usual, times));
    run = [];
    [sum, best, until] = [0, 0, 0];
  };
  for (const window of windows) {
    if (run.length > 0 && window.from > (run.at(-1)?.to ?? 0)) close();
    const bar = times * (usual.get(window) ?? 0);
    if (!(bar > 0)) continue;
    const evidence = Math.max(-1, Math.min(1, Math.log(window.rough / bar)));
    sum += evidence;
    run.push(window);
    if (sum <= 0 || sum < best - LEAST_EVIDENCE) close();
    else if (sum > best) [best, until] = [sum, run.length];
  }
  close();
  return found;
}

/** Of each window, the median roughness of those at about its level. */
function usualRoughness(windows: readonly Window[], floor: number): Map<Window, number> {
  const byLevel = [...windows].sort((a, b) => a.level - b.level);
  const usual = new Map<Window, number>();
  for (let at = 0; at < byLevel.length; at += TOGETHER) {
    const first = Math.max(0, Math.min(at - ALIKE / 2, byLevel.length - ALIKE));
    const alike = Float64Array.from(byLevel.slice(first, first + ALIKE), ({ rough }) => rough).sort();
    const middle = Math.max(floor, quantile(alike, 0.5));
    for (const window of byLevel.slice(at, at + TOGETHER)) usual.set(window, middle);
  }
  return usual;
}

function windowsOf(series: Series, masked: Uint8Array): Window[] {
  const length = Math.max(LEAST_WINDOW, slotsIn(series, 2));
  const floor =
    quantile(
      sortedValues(series.values, masked).filter((value) => value > 0),
      0.02,
    ) / 2;
  // What noise has taken below zero is as low as can be.
  const values = series.values.map((value, i) => {
    if (masked[i] === 1 && !(value < 0)) return Number.NaN;
    return series.nonNegative ? Math.log(Math.max(value, floor)) : value;
  });
  const windows: Window[] = [];
  for (let from = 0; from + length <= values.length; from += length / 2) {
    const of = values
      .subarray(from, from + length)
      .filter((value) => !Number.isNaN(value))
      .sort();
    if (of.length < length) continue;
    const bends: number[] = [];
    for (let i = Math.max(1, from); i < Math.min(values.length - 1, from + length); i++) {
      const bend = (values[i] as number) - ((values[i - 1] as number) + (values[i + 1] as number)) / 2;
      if (!Number.isNaN(bend)) bends.push(Math.abs(bend));
    }
    if (bends.length < length - 2) continue;
    const rough = quantile(
      bends.sort((a, b) => a - b),
      0.5,
    );
    windows.push({ from, to: from + length, level: quantile(of, 0.5), rough });
  }
  return windows;
}

/** Share of values that lie above or below both neighbours. */
function turning(values: Float64Array, from: number, to: number): number {
  let [all, turns] = [0, 0];
  for (let i = Math.max(1, from); i < Math.min(values.length - 1, to); i++) {
    const [before, after] = [
      (values[i] as number) - (values[i - 1] as number),
      (values[i + 1] as number) - (values[i] as number),
    ];
    if (Number.isNaN(before) || Number.isNaN(after)) continue;
    all++;
    if (before * after < 0) turns++;
  }
  return turns / Math.max(1, all);
}

function noiseSighting(
  series: Series,
  from: number,
  to: number,
  run: readonly Window[],
  usual: ReadonlyMap<Window, number>,
  least: number,
): Sighting {
  const hours = tidy(((to - from) * series.stepMs) / HOUR);
  const times = quantile(
    run.map((window) => window.rough / (usual.get(window) ?? window.rough)).sort((a, b) => a - b),
    0.5,
  );
  return {
    rule: RULE,
    from,
    to,
    inputs: [input('times', times, '1'), input('hours', hours, 'h')],
    formula:
      'restlessness = median |x(i) − mean of its neighbours|, of hours at the same level; times = against the middle of the others',
    threshold: `times ≥ ${tidy(least)}`,
    sentence: {
      zh: `${hours}小时内的起伏是同一水平平时的${tidy(Math.round(times * 10) / 10)}倍：像是叠加了噪声`,
      en: `For ${hours} h its restlessness is ${tidy(Math.round(times * 10) / 10)} times what it is at this level: noise on the signal`,
    },
  };
}
