// A fast channel's habits, learned reading by reading in a few numbers: how it repeats itself and how far it steps. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { longestByChance } from './run-rules.ts';

/** Offsets in a channel's state; `HABIT` numbers in all. */
export const HABIT = 15;
const LAST = 0;
const RUN_FROM = 1;
const RUN = 2;
const RUNS = 3; // of 2, 3, 4 and 6 values
const LONG_RUNS = 7;
const STEPS = 8;
const MIDDLE_STEP = 9;
const FAR_STEP = 10;
const SPIKE_FROM = 11;
const BEFORE_SPIKE = 12;
const SPIKE_AGE = 13;
const SPIKE_PEAK = 14;

/** Steps that have to be seen before any is called sudden. */
const LEAST_STEPS = 120;
/** A channel that has stood still so often does so by nature. */
const ORDINARY_LONG_RUNS = 5;
/** How fast the two sizes of steps are learned. */
const PACE = 0.02;
/** A step is sudden beyond so many times the size that one in a hundred exceeds. */
const TIMES_FAR = 4;
/** Values that a spike may take before it is over; longer is a change of operation. */
const LONGEST_SPIKE = ruleNumber('sudden-change', 'longestSamples');

export interface Stuck {
  readonly from: number;
  readonly length: number;
  readonly least: number;
}

export interface Sudden {
  readonly from: number;
  readonly value: number;
  readonly before: number;
  readonly bound: number;
}

/** What a reading tells; `null` most of the time. */
export interface HabitNews {
  readonly stuck: Stuck | null;
  readonly sudden: Sudden | null;
}

const MINUTE_VALUES = ruleNumber('constant-value', 'minuteValues');
const CHANCE = ruleNumber('constant-value', 'chance');
const DEVIATIONS = ruleNumber('sudden-change', 'deviations') * 1.4826;

const at = (state: Float64Array, index: number): number => state[index] as number;

export function startHabit(state: Float64Array, o: number): void {
  state.fill(0, o, o + HABIT);
  state[o + LAST] = Number.NaN;
  state[o + SPIKE_FROM] = Number.NaN;
}

/** Takes the next good reading into the habit and says what stands out. Allocates only when something does. */
export function follow(state: Float64Array, o: number, time: number, value: number): HabitNews | null {
  const last = at(state, o + LAST);
  state[o + LAST] = value;
  if (value === last) {
    const run = at(state, o + RUN) + 1;
    state[o + RUN] = run;
    const stuck = run >= MINUTE_VALUES && value !== 0 ? stuckBy(state, o, run) : null;
    return stuck ? { stuck, sudden: null } : null;
  }
  const run = at(state, o + RUN);
  if (run > 1) endRun(state, o, run);
  state[o + RUN] = 1;
  state[o + RUN_FROM] = time;
  if (Number.isNaN(last)) return null;
  const sudden = step(state, o, time, value, last);
  return sudden ? { stuck: null, sudden } : null;
}

function endRun(state: Float64Array, o: number, run: number): void {
  for (const [i, length] of [2, 3, 4, 6].entries())
    if (run >= length) state[o + RUNS + i] = at(state, o + RUNS + i) + 1;
  if (run >= MINUTE_VALUES) state[o + LONG_RUNS] = at(state, o + LONG_RUNS) + 1;
}

function stuckBy(state: Float64Array, o: number, length: number): Stuck | null {
  if (at(state, o + LONG_RUNS) >= ORDINARY_LONG_RUNS) return null;
  const [two, three, four, six] = [0, 1, 2, 3].map((i) => at(state, o + RUNS + i)) as [number, number, number, number];
  const least = Math.max(MINUTE_VALUES, longestByChance({ two, three, four, six }, CHANCE));
  return length >= least ? { from: at(state, o + RUN_FROM), length, least } : null;
}

function step(state: Float64Array, o: number, time: number, value: number, last: number): Sudden | null {
  const size = Math.abs(value - last);
  const steps = at(state, o + STEPS);
  const middle = at(state, o + MIDDLE_STEP);
  const far = at(state, o + FAR_STEP);
  const bound = Math.max(DEVIATIONS * middle, TIMES_FAR * far);
  let sudden: Sudden | null = null;
  const from = at(state, o + SPIKE_FROM);
  if (!Number.isNaN(from)) {
    const before = at(state, o + BEFORE_SPIKE);
    const age = at(state, o + SPIKE_AGE) + 1;
    state[o + SPIKE_AGE] = age;
    // Back where it was: what lay between was a spike. Not back soon: a change of operation.
    if (Math.abs(value - before) < bound / 2) sudden = { from, value: at(state, o + SPIKE_PEAK), before, bound };
    if (sudden || age >= LONGEST_SPIKE) state[o + SPIKE_FROM] = Number.NaN;
  } else if (steps >= LEAST_STEPS && size > bound && bound > 0) {
    state[o + SPIKE_FROM] = time;
    state[o + BEFORE_SPIKE] = last;
    state[o + SPIKE_AGE] = 0;
    state[o + SPIKE_PEAK] = value;
  }
  learn(state, o, size, steps, middle, far);
  return sudden;
}

function learn(state: Float64Array, o: number, size: number, steps: number, middle: number, far: number): void {
  state[o + STEPS] = steps + 1;
  if (steps === 0) {
    state[o + MIDDLE_STEP] = size;
    state[o + FAR_STEP] = size * 3;
    return;
  }
  // Stochastic quantiles: up by the share that should lie below, down by the rest, in proportion to the size itself.
  const pace = Math.max(PACE, 1 / (steps + 1));
  state[o + MIDDLE_STEP] = middle === 0 ? size * pace : middle * (size > middle ? 1 + pace * 0.5 : 1 - pace * 0.5);
  state[o + FAR_STEP] = Math.max(
    at(state, o + MIDDLE_STEP),
    far === 0 ? size : far * (size > far ? 1 + Math.min(1, pace * 10) : 1 - pace * 0.1),
  );
}
