// Stretches that are written with other decimals than the channel's own: rounded, cut, scaled, or worked out by somebody. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { decimalsOf, input, MOST_DECIMALS, type Series, type Sighting, tidy } from './series-rules.ts';

const RULE = 'other-decimals';
/** Values of a size (power of ten) that are needed to know how they are written. */
const LEAST_OF_SIZE = 40;
/** Fewer decimals happen (a last digit of 0); where they happen to more than this share nothing is told by them. */
const MOST_FEWER = 0.4;
/** Different values in a stretch: a value that is merely repeated is written alike. */
const LEAST_DIFFERENT = 3;

const sizeOf = (value: number): number => Math.floor(Math.log10(Math.abs(value)));

interface Habit {
  readonly usual: number;
  readonly fewer: number;
  readonly more: number;
}

/** How values of each size are written; sizes are kept apart, for some channels cut to significant digits. */
function habitsOf(values: Float64Array, decimals: Uint8Array, masked: Uint8Array): Map<number, Habit> {
  const counts = new Map<number, Float64Array>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value) || value === 0 || masked[i] === 1) continue;
    const of = counts.get(sizeOf(value)) ?? new Float64Array(MOST_DECIMALS + 2);
    counts.set(sizeOf(value), of);
    of[decimals[i] as number] = (of[decimals[i] as number] as number) + 1;
  }
  const habits = new Map<number, Habit>();
  for (const [size, of] of counts) {
    const all = of.reduce((sum, count) => sum + count, 0);
    const usual = of.indexOf(Math.max(...of));
    if (all < LEAST_OF_SIZE || usual > MOST_DECIMALS) continue;
    const share = (from: number, to: number): number =>
      (of.subarray(from, to).reduce((sum, n) => sum + n, 0) + 1) / all;
    habits.set(size, { usual, fewer: share(0, usual), more: share(usual + 1, of.length) });
  }
  return habits;
}

/** Runs of values with fewer decimals, or with more, that chance does not explain. */
export function otherDecimals({ values, unitOfMeasure }: Series, masked: Uint8Array): Sighting[] {
  const decimals = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : decimalsOf(value)));
  const habits = habitsOf(values, decimals, masked);
  const enough = Math.log(values.length / ruleNumber(RULE, 'chance'));
  const found: Sighting[] = [];
  for (const side of [-1, 1]) {
    let [from, to, evidence] = [-1, -1, 0];
    const close = (): void => {
      const different = new Set(values.subarray(from, to)).size;
      if (from >= 0 && evidence >= enough && different >= LEAST_DIFFERENT) {
        const usual = habits.get(sizeOf(values[from] as number))?.usual ?? 0;
        found.push(sighting(values, decimals, from, to, usual, unitOfMeasure));
      }
      [from, to, evidence] = [-1, -1, 0];
    };
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const habit = habits.get(sizeOf(value));
      // Zeros and sizes that are rarely met say nothing.
      if (Number.isNaN(value) || value === 0 || !habit) continue;
      const chance = side < 0 ? habit.fewer : habit.more;
      const isOther = Math.sign((decimals[i] as number) - habit.usual) === side && chance <= MOST_FEWER;
      if (!isOther || masked[i] === 1) {
        close();
        continue;
      }
      if (from < 0) from = i;
      to = i + 1;
      evidence -= Math.log(chance);
    }
    close();
  }
  return found;
}

function sighting(
  values: Float64Array,
  decimals: Uint8Array,
  from: number,
  to: number,
  usual: number,
  unit: string,
): Sighting {
  const most = Math.min(MOST_DECIMALS, Math.max(...decimals.subarray(from, to)));
  const isMore = most > usual;
  return {
    rule: RULE,
    from,
    to,
    inputs: [
      ...[input('values', to - from, '1'), input('decimals', most, '1'), input('usualDecimals', usual, '1')],
      input('first', values[from] as number, unit),
    ],
    formula: 'chance = number of values × Π share of values of that size with as many decimals',
    threshold: `chance ≤ ${tidy(ruleNumber(RULE, 'chance'))}`,
    sentence: {
      zh: `连续${to - from}个值的小数位数${isMore ? '多于' : '少于'}平时（${isMore ? '达' : '至多'}${most}位，平时${usual}位）：不像原样上传的读数`,
      en: `${to - from} values in a row have ${isMore ? 'more' : 'fewer'} decimals than usual (${isMore ? 'up to' : 'at most'} ${most}, otherwise ${usual}): hardly readings as they were made`,
    },
  };
}
