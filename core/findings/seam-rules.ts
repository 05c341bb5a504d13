// Seams that a wrong clock leaves: where it was set, time is missing or comes twice. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { correlation, curveOf, curveShifts, displacedSentence, livelyDays, profileOf } from './displacement-rules.ts';
import { HOUR, input, quantile, type Series, type Sighting, slotsIn, slotsPerDay, tidy } from './series-rules.ts';

const RULE = 'clock-shift';
/** Overlapping values that happen to be equal are no revisions: holes of so many slots are bridged. */
const HOLES = 4;
/** Days after a seam that agree with its displacement. */
const AGREEING = 0.7;
const LEAST_GAIN = 0.03;
const LEAST_LIKE = 0.4;

interface Piece {
  readonly from: number;
  readonly to: number;
}

interface Seam extends Piece {
  /** Displacement, in slots, of what follows a seam if it is one: a gap of n puts time n ahead, an overlap back. */
  readonly lag: number;
}

/** Everything that tells of time marks out of place; a stretch that several kinds of evidence tell of is told of once. */
export function clockShifts(series: Series, masked: Uint8Array): Sighting[] {
  const seams = seamsOf(series);
  const found = pairs(series, seams);
  const perDay = slotsPerDay(series);
  const add = (more: readonly Sighting[]): void => {
    for (const each of more) {
      if (!found.some(({ from, to }) => from < each.to + perDay && each.from < to + perDay)) found.push(each);
    }
  };
  if (seams.length > 0 && perDay >= 24) add(onsets(series, masked, seams));
  add(curveShifts(series, masked));
  return found;
}

function seamsOf(series: Series): Seam[] {
  const least = slotsIn(series, ruleNumber(RULE, 'leastHours'));
  const inside = ({ from, to }: Piece): boolean => to - from >= least && from > 0 && to < series.values.length;
  const gaps = pieces(series.values.length, (i) => series.missing[i] === 1, 0).filter(inside);
  const overlaps = pieces(series.values.length, (i) => series.revised[i] === 1, HOLES).filter(inside);
  return [
    ...gaps.map((gap) => ({ ...gap, lag: gap.to - gap.from })),
    ...overlaps.map((overlap) => ({ ...overlap, lag: overlap.from - overlap.to })),
  ].sort((a, b) => a.from - b.from);
}

/** A gap and an overlap of one length: a clock that was wrong between them. Each alone is a gap, or a revision. */
function pairs(series: Series, seams: readonly Seam[]): Sighting[] {
  const found: Sighting[] = [];
  const used = new Set<Seam>();
  for (const [i, seam] of seams.entries()) {
    const mate = seams
      .slice(i + 1)
      .find((each) => !used.has(each) && Math.abs(each.lag + seam.lag) <= Math.max(1, Math.abs(seam.lag) / 8));
    if (used.has(seam) || !mate) continue;
    used.add(seam).add(mate);
    const hours = tidy((seam.lag * series.stepMs) / HOUR);
    found.push({
      rule: RULE,
      from: seam.from,
      to: mate.to,
      inputs: [
        input('displacement', hours, 'h'),
        input('first', Math.abs(seam.lag), '1'),
        input('second', Math.abs(mate.lag), '1'),
      ],
      formula: 'first, second = slots without a value, slots with two values; displacement = both',
      threshold: `first = second ≥ ${slotsIn(series, ruleNumber(RULE, 'leastHours'))}`,
      sentence: {
        zh: `缺口与重叠等长（${Math.abs(hours)}小时）：其间时钟${hours > 0 ? '偏快' : '偏慢'}`,
        en: `A gap and an overlap of the same ${Math.abs(hours)} h: the clock was ${hours > 0 ? 'ahead' : 'behind'} between them`,
      },
    });
  }
  return found;
}

/** Seams after which the daily curve stands displaced by just their length, to the end of what is known. */
function onsets(series: Series, masked: Uint8Array, seams: readonly Seam[]): Sighting[] {
  const perDay = slotsPerDay(series);
  const curve = curveOf(series, masked);
  const lively = livelyDays(curve, perDay);
  return seams.flatMap((seam) => {
    const before = lively.filter((day) => (day + 1) * perDay <= seam.from);
    const after = lively.filter((day) => day * perDay >= seam.to);
    if (before.length < 1 || after.length < 1 || before.length + after.length < 4) return [];
    // The longer side is the measure of the shorter.
    const [known, asked, lag] =
      before.length >= after.length ? ([before, after, seam.lag] as const) : ([after, before, -seam.lag] as const);
    const profile = profileOf(curve, perDay, known);
    const likeness = (days: readonly number[], by: number): number =>
      quantile(
        days.map((day) => correlation(curve, profile, day * perDay, by)).sort((a, b) => a - b),
        0.5,
      );
    const gains = asked
      .map((day) => correlation(curve, profile, day * perDay, lag) - correlation(curve, profile, day * perDay, 0))
      .filter((gain) => !Number.isNaN(gain))
      .sort((a, b) => a - b);
    const agreeing = gains.filter((gain) => gain > 0).length;
    const middle = quantile(gains, 0.5);
    if (gains.length === 0 || agreeing < AGREEING * gains.length || !(middle >= LEAST_GAIN)) return [];
    // A channel that keeps no hours agrees with anything by a little.
    if (!(likeness(known, 0) >= ruleNumber(RULE, 'likeness') && likeness(asked, lag) >= LEAST_LIKE)) return [];
    const hours = tidy((seam.lag * series.stepMs) / HOUR);
    return [
      {
        rule: RULE,
        from: seam.from,
        to: series.values.length,
        inputs: [input('displacement', hours, 'h'), input('gain', middle, '1'), input('days', gains.length, 'd')],
        formula:
          'displacement = length of the gap (or overlap); gain = correlation of daily curves across it with the displacement − without',
        threshold: `gain ≥ ${LEAST_GAIN} on ${AGREEING} of the days`,
        sentence: displacedSentence(hours),
      },
    ];
  });
}

/** Runs of slots for which `test` holds, holes of up to `holes` slots included. */
function pieces(length: number, test: (slot: number) => boolean, holes: number): Piece[] {
  const found: { from: number; to: number }[] = [];
  for (let i = 0; i < length; i++) {
    if (!test(i)) continue;
    const last = found.at(-1);
    if (last && i - last.to <= holes) last.to = i + 1;
    else found.push({ from: i, to: i + 1 });
  }
  return found;
}
