// Finds out from a whole column of times what is not stated: order of day and month, interval, midnight, order of rows. Pure.
import { DAY_MS, type DateOrder, instantOf, type Moment, momentOf, type WrittenTime } from './meter-time-rules.ts';

export type RowOrder = 'ascending' | 'descending' | 'none';

export interface TimeShape {
  readonly order: DateOrder;
  /** Whether day and month of any time could have been exchanged, and it mattered which is which. */
  readonly orderMattered: boolean;
  /** Most common distance of times; null = there is none. */
  readonly commonStepMs: number | null;
  /** One row a month: months are of different lengths, so there is no distance. */
  readonly isMonthly: boolean;
  /** Where in its interval a time stands as a rule; 0 = on the full quarter, hour … of China Standard Time. */
  readonly phaseMs: number;
  readonly midnight: 0 | 24;
  /** Times of 00:00 in the column, and how many stood after the end of their date or before its beginning. */
  readonly midnights: { readonly rows: number; readonly asEnd: number; readonly asStart: number };
  readonly rowOrder: RowOrder;
  /** false = days without a clock. */
  readonly hasClock: boolean;
  readonly invalid: number;
  readonly count: number;
}

/** Distances are found among so many of the first times. */
const SAMPLE = 100_000;
/** A share of rows that may be wrong without shaking what the others tell. */
const TOLERATED = 0.05;

/** The column read under one order of day and month. */
class OrderSurvey {
  readonly order: DateOrder;
  count = 0;
  invalid = 0;
  /** Steps from one row to the next between neighbouring days: what a true calendar shows at every midnight. */
  dayByDay = 0;
  hasClock = false;
  #forward = 0;
  #backward = 0;
  readonly #times = new Float64Array(SAMPLE);
  #sampled = 0;
  #last: Moment | null = null;
  #lastAt = 0;
  #midnights = 0;
  /** `<days from the midnight's date> <clock of the neighbour>` → how often it stood beside a midnight. */
  readonly #beside = new Map<string, number>();

  constructor(order: DateOrder) {
    this.order = order;
  }

  push(time: WrittenTime): void {
    const moment = momentOf(time, this.order);
    this.count += 1;
    if (moment === null) {
      this.invalid += 1;
      return;
    }
    const at = instantOf(moment, 0);
    const last = this.#last;
    if (this.#sampled < SAMPLE) {
      this.#times[this.#sampled] = at;
      this.#sampled += 1;
    }
    const isMidnight = moment.clockMs === 0;
    this.hasClock ||= moment.hasClock;
    if (isMidnight) this.#midnights += 1;
    if (last) {
      if (Math.abs(moment.day - last.day) === 1) this.dayByDay += 1;
      if (at > this.#lastAt) this.#forward += 1;
      else if (at < this.#lastAt) this.#backward += 1;
      if (isMidnight) this.#vote(moment, last);
      if (last.clockMs === 0) this.#vote(last, moment);
    }
    this.#last = moment;
    this.#lastAt = at;
  }

  get isSteady(): boolean {
    return this.#forward === 0 || this.#backward === 0;
  }

  #vote(midnight: Moment, neighbour: Moment): void {
    const days = neighbour.day - midnight.day;
    if (days < -1 || days > 1 || this.#beside.size > 10_000) return;
    const key = `${days} ${neighbour.clockMs}`;
    this.#beside.set(key, (this.#beside.get(key) ?? 0) + 1);
  }

  shape(orderMattered: boolean, givenInterval: number | null): TimeShape {
    const sample = this.#times.slice(0, this.#sampled).sort();
    const step = mostCommonStep(sample);
    const isMonthly = step !== null && step >= 28 * DAY_MS && step <= 31 * DAY_MS;
    const commonStepMs = isMonthly ? null : step;
    const intervalMs = givenInterval ?? commonStepMs;
    const asEnd = intervalMs === null ? 0 : this.#votes([0, DAY_MS - intervalMs], [1, intervalMs]);
    const asStart = intervalMs === null ? 0 : this.#votes([-1, DAY_MS - intervalMs], [0, intervalMs]);
    // A neighbour on both sides votes, so most of them have voted where there are as many votes as midnights.
    const isEnd = intervalMs !== null && intervalMs < DAY_MS && asEnd > asStart && asEnd >= this.#midnights;
    const steps = this.#forward + this.#backward;
    const few = Math.max(1, steps * 0.1);
    return {
      ...{ order: this.order, orderMattered, commonStepMs, isMonthly },
      phaseMs: intervalMs === null ? 0 : mostCommonPhase(sample, intervalMs),
      midnight: isEnd ? 24 : 0,
      midnights: { rows: this.#midnights, asEnd, asStart },
      rowOrder:
        this.#backward <= few && this.#forward >= this.#backward
          ? 'ascending'
          : this.#forward <= few
            ? 'descending'
            : 'none',
      ...{ hasClock: this.hasClock, invalid: this.invalid, count: this.count },
    };
  }

  #votes(...keys: readonly (readonly [number, number])[]): number {
    return keys.reduce((sum, [days, clock]) => sum + (this.#beside.get(`${days} ${clock}`) ?? 0), 0);
  }
}

/** Of sorted times. Also right where the times are a part of all, in any order: of its multiples, an interval is the most common. */
function mostCommonStep(sorted: Float64Array): number | null {
  const counts = new Map<number, number>();
  for (let index = 1; index < sorted.length; index += 1) {
    const step = (sorted[index] as number) - (sorted[index - 1] as number);
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let [best, most, all] = [null as number | null, 0, 0];
  for (const [step, count] of counts) {
    all += count;
    if (count > most || (count === most && best !== null && step < best)) [best, most] = [step, count];
  }
  // Times without a rhythm: nothing is expected of them.
  return most * 4 >= all ? best : null;
}

export const phaseOf = (at: number, intervalMs: number): number =>
  (((at + 8 * 3_600_000) % intervalMs) + intervalMs) % intervalMs;

function mostCommonPhase(times: Float64Array, intervalMs: number): number {
  const counts = new Map<number, number>();
  for (const at of times) {
    const phase = phaseOf(at, intervalMs);
    counts.set(phase, (counts.get(phase) ?? 0) + 1);
  }
  let [best, most] = [0, counts.get(0) ?? 0];
  for (const [phase, count] of counts) if (count > most) [best, most] = [phase, count];
  return best;
}

/** Feed it every time of the column in the file's order, then ask. */
export class TimeSurvey {
  readonly #surveys: readonly OrderSurvey[];
  #open = 0;
  #differ = 0;
  /** A text whose day and month could be exchanged. */
  example = '';
  /** A text that leaves open which is which, even if the calendar knows only one of the two. */
  openExample = '';

  /** `order`: where it is stated. */
  constructor(order: DateOrder | null) {
    this.#surveys = (order === null ? (['dmy', 'mdy'] as const) : [order]).map((each) => new OrderSurvey(each));
  }

  push(time: WrittenTime, text: string): void {
    if (time.isOpen) {
      this.#open += 1;
      this.openExample ||= text;
      if (time.first !== time.second) {
        this.#differ += 1;
        if (time.first <= 12 && time.second <= 12) this.example ||= text;
      }
    }
    // Nothing to choose between, until the first open date.
    for (const survey of this.#surveys) survey.push(time);
  }

  /** Share of times whose day and month the text leaves open; where some are and some are not, a program has exchanged some. */
  get openShare(): number {
    return this.#open / Math.max(1, this.#surveys[0]?.count ?? 0);
  }

  /** null = day and month may be either way round, and the column does not tell. */
  decide(givenInterval: number | null): TimeShape | null {
    const [first, second] = this.#surveys as [OrderSurvey, OrderSurvey | undefined];
    if (second === undefined) return first.shape(false, givenInterval);
    const better = this.#differ === 0 ? first : betterOf(first, second, givenInterval);
    if (better === null) return null;
    const shape = better.shape(this.#differ > 0, givenInterval);
    return this.#open === 0 ? { ...shape, order: 'ymd' } : shape;
  }
}

function betterOf(first: OrderSurvey, second: OrderSurvey, givenInterval: number | null): OrderSurvey | null {
  const tolerable = [first, second].filter(({ invalid, count }) => invalid <= count * TOLERATED);
  if (tolerable.length === 1) return tolerable[0] as OrderSurvey;
  if (tolerable.length === 0) return null;
  // The first twelve days of January, or the first of twelve months: without a clock, either is a calendar.
  const isEither = !first.hasClock && first.isSteady && second.isSteady && givenInterval === null;
  const [steadier, other] = first.dayByDay >= second.dayByDay ? [first, second] : [second, first];
  if (!isEither && steadier.dayByDay > 0 && steadier.dayByDay >= 5 * other.dayByDay) return steadier;
  if (first.invalid === 0 && second.invalid > 0) return first;
  if (second.invalid === 0 && first.invalid > 0) return second;
  return null;
}
