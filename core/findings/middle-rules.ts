// A level whose daily middle jumps and stays: a span, slope or zero that was changed. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import { input, quantile, type Series, type Sighting, slotsPerDay, tidy } from './series-rules.ts';

const LEAST_OF_DAY = 0.5;
const LEAST_DAYS = 5;
/** Days that stand apart are few; where they are many, it is not known which are right. */
const MOST_APART = 0.5;
/** Further away is no shifted instrument: it stands still, or its unit of measure has changed. */
const MOST = Math.log(3);
/** Slots on each side of an edge that are compared. */
const EDGE = 4;
/** So much of a shift happens at its edge: what a process does, it does by and by. */
const AT_EDGE = 0.5;

interface Middle {
  readonly day: number;
  readonly middle: number;
}

/** Days in a row whose median lies far from that of the others and got there at once. */
export function movedMiddles(series: Series, masked: Uint8Array): Sighting[] {
  if (!series.nonNegative || series.followsLoad) return [];
  const perDay = slotsPerDay(series);
  const logs = series.values.map((value, i) => (masked[i] === 0 && value > 0 ? Math.log(value) : Number.NaN));
  const middles = dayMiddles(logs, perDay);
  if (middles.length < LEAST_DAYS) return [];
  const sorted = middles.map(({ middle }) => middle).sort((a, b) => a - b);
  const usual = quantile(sorted, 0.5);
  const spread =
    1.4826 *
    quantile(
      sorted.map((middle) => Math.abs(middle - usual)).sort((a, b) => a - b),
      0.5,
    );
  const bound = Math.max(
    Math.log(1 + ruleNumber('level-shift', 'levelShare')),
    ruleNumber('level-shift', 'deviations') * spread,
  );
  const apart = middles.filter(({ middle }) => Math.abs(middle - usual) > bound && Math.abs(middle - usual) < MOST);
  if (apart.length > MOST_APART * middles.length) return [];
  const found: Sighting[] = [];
  for (let i = 0; i < apart.length; ) {
    let j = i;
    const isUp = (apart[i]?.middle ?? 0) > usual;
    while (
      j + 1 < apart.length &&
      apart[j + 1]?.day === (apart[j]?.day ?? 0) + 1 &&
      (apart[j + 1]?.middle ?? 0) > usual === isUp
    )
      j++;
    const change = quantile(
      apart
        .slice(i, j + 1)
        .map(({ middle }) => middle - usual)
        .sort((a, b) => a - b),
      0.5,
    );
    const from = edgeNear(logs, (apart[i]?.day ?? 0) * perDay, perDay, change);
    const to = edgeNear(logs, ((apart[j]?.day ?? 0) + 1) * perDay, perDay, -change);
    if (from !== null && to !== null && to > from) found.push(sighting(series, from, to, usual, change));
    i = j + 1;
  }
  return found;
}

function dayMiddles(logs: Float64Array, perDay: number): Middle[] {
  const middles: Middle[] = [];
  for (let day = 0; (day + 1) * perDay <= logs.length; day++) {
    const of = logs
      .slice(day * perDay, (day + 1) * perDay)
      .filter((value) => !Number.isNaN(value))
      .sort();
    if (of.length >= LEAST_OF_DAY * perDay) middles.push({ day, middle: quantile(of, 0.5) });
  }
  return middles;
}

/** Where, within a day of a slot, the values jump by most of `change`; null = they nowhere do. The ends of what is known count. */
function edgeNear(logs: Float64Array, near: number, perDay: number, change: number): number | null {
  let best: number | null = null;
  let most = AT_EDGE * Math.abs(change);
  for (let i = Math.max(0, near - perDay); i <= Math.min(logs.length, near + perDay); i++) {
    const before = middleOf(logs, i - EDGE, i);
    const after = middleOf(logs, i, i + EDGE);
    if (before === null || after === null) {
      if (i === 0 || i === logs.length) best ??= i;
      continue;
    }
    const jump = (after - before) * Math.sign(change);
    if (jump <= most) continue;
    most = jump;
    best = i;
  }
  return best;
}

/** Of logarithms of what a level shows in [from, to): whether it comes to it by a jump and leaves it by one. */
export function jumpsAtEnds({ values }: Series, { from, to }: Pick<Sighting, 'from' | 'to'>): boolean {
  const logs = values.map((value) => (value > 0 ? Math.log(value) : Number.NaN));
  const inside = middleOf(logs, from, to) ?? Number.NaN;
  const rest = logs.map((value, i) => (i >= from && i < to ? Number.NaN : value));
  const change = inside - (middleOf(rest, 0, rest.length) ?? Number.NaN);
  return [
    [from - EDGE, from, from + EDGE],
    [to + EDGE, to, to - EDGE],
  ].every(([out, at, into]) => {
    const [away, here] = [
      middleOf(logs, Math.min(out as number, at as number), Math.max(out as number, at as number)),
      middleOf(logs, Math.min(into as number, at as number), Math.max(into as number, at as number)),
    ];
    return away === null || here === null || (here - away) * Math.sign(change) > AT_EDGE * Math.abs(change);
  });
}

function middleOf(logs: Float64Array, from: number, to: number): number | null {
  const of = logs
    .slice(Math.max(0, from), Math.max(0, to))
    .filter((value) => !Number.isNaN(value))
    .sort();
  return of.length < 2 ? null : quantile(of, 0.5);
}

function sighting(series: Series, from: number, to: number, usual: number, change: number): Sighting {
  const unit = series.unitOfMeasure;
  const percent = tidy(Math.round((Math.exp(change) - 1) * 1000) / 10);
  return {
    rule: 'level-shift',
    from,
    to,
    inputs: [input('change', Math.exp(change) - 1, '1'), input('usualMedian', Math.exp(usual), unit)],
    formula: 'change = daily median / usual daily median − 1, with a jump at either end',
    threshold: `|change| > ${ruleNumber('level-shift', 'levelShare')} and > ${ruleNumber('level-shift', 'deviations')} robust standard deviations of daily medians`,
    sentence: {
      zh: `整段比平时（日中位${tidy(Math.exp(usual))} ${unit}）${percent > 0 ? '高' : '低'}${Math.abs(percent)}%，起止均为突变`,
      en: `${Math.abs(percent)} % ${percent > 0 ? 'above' : 'below'} the usual daily median of ${tidy(Math.exp(usual))} ${unit}, with a jump at either end`,
    },
  };
}
