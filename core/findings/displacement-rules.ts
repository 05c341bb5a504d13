// Load curves that stand at the wrong time of day, by their shape against other days. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { HOUR, input, quantile, type Series, type Sighting, slotsIn, slotsPerDay, tidy } from './series-rules.ts';

const RULE = 'clock-shift';
/** Days with less of their readings have no curve. */
const LEAST_OF_DAY = 0.7;
/** A day whose values hardly spread has no curve either; as a share of a lively day's spread. */
const LEAST_SPREAD = 0.4;
const LEAST_DAYS = 8;
/** Days that make a curve to hold others against. */
const REFERENCE_DAYS = 3;
/** Of the days that are in place, so many may still seem not to be; more, and the channel keeps no hours. */
const MOST_STRAY = 0.07;
/** The days that are in place are alike by so much, in the middle of them. */
const LIKE_IN_PLACE = { amount: 0.7, level: 0.9 } as const;
/** A clock goes wrong now and then: more stretches than one in so many days are the channel's own nature. */
const DAYS_A_STRETCH = 6;
/** Of the lively days, so many have to tell the time at all. */
const TELLING = { amount: 0.65, level: 0.9 } as const;
/** Displacements up to this are none. */
const TOLERANCE_MS = 900_000;
/** A single day has to show its displacement more clearly than days in a row. */
const ALONE = 3;

interface DayLag {
  readonly day: number;
  /** In slots; positive = later than it should be. */
  readonly lag: number;
  readonly gain: number;
  readonly like: number;
}

/** Logarithms for what cannot be negative, so that nights count as much as days. */
export function curveOf(series: Series, masked: Uint8Array): Float64Array {
  const positive = series.values.filter((value, i) => value > 0 && masked[i] === 0).sort();
  const floor = quantile(positive, 0.02) || 1;
  return series.values.map((value, i) => {
    if (masked[i] === 1) return Number.NaN;
    return series.nonNegative ? Math.log(Math.max(value, floor)) : value;
  });
}

/** Days with a curve: enough readings, and a spread like that of lively days. */
export function livelyDays(curve: Float64Array, perDay: number): number[] {
  const spreads: number[] = [];
  for (let day = 0; (day + 1) * perDay <= curve.length; day++) {
    const sorted = curve
      .slice(day * perDay, (day + 1) * perDay)
      .filter((value) => !Number.isNaN(value))
      .sort();
    spreads.push(sorted.length < perDay * LEAST_OF_DAY ? 0 : quantile(sorted, 0.9) - quantile(sorted, 0.1));
  }
  const lively = quantile(
    [...spreads].sort((a, b) => a - b),
    0.8,
  );
  return spreads.flatMap((spread, day) => (spread > 0 && spread > LEAST_SPREAD * lively ? [day] : []));
}

/** The median of each time of day. */
export function profileOf(curve: Float64Array, perDay: number, days: readonly number[]): Float64Array {
  const profile = new Float64Array(perDay);
  for (let slot = 0; slot < perDay; slot++) {
    const at = days.map((day) => curve[day * perDay + slot] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    profile[slot] = quantile(
      at.sort((a, b) => a - b),
      0.5,
    );
  }
  return profile;
}

export function correlation(curve: Float64Array, profile: Float64Array, from: number, lag: number): number {
  const perDay = profile.length;
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (let slot = 0; slot < perDay; slot++) {
    const x = curve[from + slot] as number;
    const y = profile[(((slot - lag) % perDay) + perDay) % perDay] as number;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const spread = (sxx - (sx * sx) / n) * (syy - (sy * sy) / n);
  return n > 0 && spread > 0 ? (sxy - (sx * sy) / n) / Math.sqrt(spread) : Number.NaN;
}

function lagOf(curve: Float64Array, profile: Float64Array, day: number): DayLag {
  const perDay = profile.length;
  const now = correlation(curve, profile, day * perDay, 0);
  let lag = 0;
  let like = now;
  // No displacement could gain enough to count.
  if (now > 1 - ruleNumber(RULE, 'gain')) return { day, lag, gain: 0, like };
  for (let each = 1 - Math.floor(perDay / 2); each <= Math.floor(perDay / 2); each++) {
    const at = correlation(curve, profile, day * perDay, each);
    if (at > like) {
      like = at;
      lag = each;
    }
  }
  return { day, lag, gain: like - now, like };
}

interface Stretch {
  from: number;
  to: number;
  readonly lag: number;
  readonly days: DayLag[];
}

/** Days in a row (idle ones between them aside) whose curves stand by the same time too early or too late. */
export function curveShifts(series: Series, masked: Uint8Array): Sighting[] {
  const perDay = slotsPerDay(series);
  if (perDay < 24) return [];
  const curve = curveOf(series, masked);
  const lively = livelyDays(curve, perDay);
  if (lively.length < LEAST_DAYS) return [];
  const gain = ruleNumber(RULE, 'gain');
  // Where about as many days stand elsewhere, the middle of all is nowhere: then by the first days, then by the last.
  for (const reference of [lively, lively.slice(0, REFERENCE_DAYS), lively.slice(-REFERENCE_DAYS)]) {
    const days = lagsByProfile(series, curve, lively, reference);
    const found = stretches(series, days);
    if (found.length > 0) return found.map((stretch) => shiftSighting(series, stretch));
    if (days.every((day) => day.lag === 0 || day.gain < gain)) return [];
  }
  return [];
}

/** Twice: the second profile is that of the days that the first found in place. */
function lagsByProfile(
  series: Series,
  curve: Float64Array,
  lively: readonly number[],
  reference: readonly number[],
): DayLag[] {
  const perDay = slotsPerDay(series);
  const days = lagsOf(curve, perDay, lively, reference);
  const tolerance = Math.floor(TOLERANCE_MS / series.stepMs);
  const placed = days.filter(({ lag }) => Math.abs(lag) <= tolerance).map(({ day }) => day);
  return placed.length >= REFERENCE_DAYS ? lagsOf(curve, perDay, lively, placed) : days;
}

const lagsOf = (curve: Float64Array, perDay: number, of: readonly number[], by: readonly number[]): DayLag[] => {
  const profile = profileOf(curve, perDay, by);
  return of.map((day) => lagOf(curve, profile, day));
};

function stretches(series: Series, all: readonly DayLag[]): Stretch[] {
  // A day that is like the others nowhere tells nothing.
  const days = all.filter(({ like }) => like >= ruleNumber(RULE, 'likeness'));
  const perDay = slotsPerDay(series);
  const tolerance = Math.floor(TOLERANCE_MS / series.stepMs);
  const least = Math.max(2, slotsIn(series, ruleNumber(RULE, 'leastHours')));
  const gain = ruleNumber(RULE, 'gain');
  const isAway = (day: DayLag): boolean => Math.abs(day.lag) >= least && day.gain >= gain;
  const found: Stretch[] = [];
  for (const day of days) {
    const last = found.at(-1);
    const before = days[days.indexOf(day) - 1];
    if (!isAway(day)) continue;
    const goesOn = last && before && last.days.at(-1) === before && Math.abs(last.lag - day.lag) <= 1;
    if (goesOn) {
      last.days.push(day);
      last.to = (day.day + 1) * perDay;
    } else found.push({ from: day.day * perDay, to: (day.day + 1) * perDay, lag: day.lag, days: [day] });
  }
  const sure = found.filter(({ days: of }) => of.length > 1 || (of[0]?.gain ?? 0) >= ALONE * gain);
  const away = new Set(sure.flatMap((stretch) => stretch.days));
  const rest = days.filter((day) => !away.has(day));
  const stray = rest.filter(({ lag }) => Math.abs(lag) > tolerance).length;
  const likes = rest.map((day) => day.like).sort((a, b) => a - b);
  const keepsHours =
    rest.length > 3 &&
    days.length >= TELLING[series.kind] * all.length &&
    stray <= MOST_STRAY * rest.length &&
    sure.length <= Math.ceil(days.length / DAYS_A_STRETCH) &&
    quantile(likes, 0.5) >= LIKE_IN_PLACE[series.kind];
  if (!keepsHours) return [];
  return sure.map((stretch) => fromTheChange(series, days, stretch));
}

/** What comes first is the reference: a stretch at the beginning that differs means that the time after it is displaced. */
function fromTheChange(series: Series, days: readonly DayLag[], stretch: Stretch): Stretch {
  const isFirst = days[0] === stretch.days[0];
  if (!isFirst) return stretch;
  return { ...stretch, from: stretch.to, to: series.values.length, lag: -stretch.lag };
}

function shiftSighting(series: Series, { from, to, lag, days }: Stretch): Sighting {
  const hours = tidy((lag * series.stepMs) / HOUR);
  const gain = quantile(
    days.map((day) => day.gain).sort((a, b) => a - b),
    0.5,
  );
  return {
    rule: RULE,
    from,
    to,
    inputs: [input('displacement', hours, 'h'), input('gain', gain, '1'), input('days', days.length, 'd')],
    formula:
      'displacement = lag at which a day correlates best with the median day; gain = correlation there − correlation in place',
    threshold: `|displacement| ≥ ${ruleNumber(RULE, 'leastHours')} h, gain ≥ ${ruleNumber(RULE, 'gain')}`,
    sentence: displacedSentence(hours),
  };
}

export const displacedSentence = (hours: number): Sighting['sentence'] => ({
  zh: `日负荷曲线整体${hours > 0 ? '推后' : '提前'}${Math.abs(hours)}小时：时标错位`,
  en: `The daily curve stands ${Math.abs(hours)} h too ${hours > 0 ? 'late' : 'early'}: time marks are displaced`,
});
