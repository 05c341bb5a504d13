// The axis under the two times: its span, its ticks, and the steps between days, months and years of the province. Pure.
import { instantOf, wallClock } from '../../format/zoned-time.ts';

export const stepUnits = ['day', 'month', 'year'] as const;
export type StepUnit = (typeof stepUnits)[number];

/** Ms since the epoch, both ends included. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

interface Tick {
  readonly instant: number;
  readonly label: string;
}

/** Where "now" stands, and in whose days, months and years time is counted. */
export interface Clock {
  readonly now: number;
  readonly timeZone: string;
}

/** What a person may mean; a year that is still being typed is none of these. */
export const firstYear = 1900;
export const lastYear = 2199;

/** How far the axis reaches before and after now, in its own unit. */
const reach: Readonly<Record<StepUnit, readonly [before: number, after: number]>> = {
  day: [90, 30],
  month: [60, 12],
  year: [40, 15],
};

/** The first instant of a calendar day; months and days may run over, as with Date.UTC. */
function startOf(year: number, month: number, day: number, timeZone: string): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const text = date.toISOString().slice(0, 10);
  return instantOf(`${text}T00:00`, timeZone) ?? date.getTime();
}

function dateOf(instant: number, timeZone: string): readonly [year: number, month: number, day: number] {
  const [year = 0, month = 1, day = 1] = wallClock(instant, timeZone).slice(0, 10).split('-').map(Number);
  return [year, month, day];
}

/** The beginning of the day, month or year that lies `count` after the one that holds `instant`. */
export function boundary(instant: number, unit: StepUnit, timeZone: string, count = 0): number {
  const [year, month, day] = dateOf(instant, timeZone);
  switch (unit) {
    case 'day':
      return startOf(year, month, day + count, timeZone);
    case 'month':
      return startOf(year, month + count, 1, timeZone);
    case 'year':
      return startOf(year + count, 1, 1, timeZone);
  }
}

/** The boundary that lies nearest. */
export function nearestBoundary(instant: number, unit: StepUnit, timeZone: string): number {
  const before = boundary(instant, unit, timeZone);
  const after = boundary(instant, unit, timeZone, 1);
  return instant - before <= after - instant ? before : after;
}

/**
 * One step to an earlier (-1) or later (1) boundary. Now (undefined) is a stop of its own between the past and what is
 * to come; `future` says whether there is anything behind it.
 */
export function step(
  current: number | undefined,
  unit: StepUnit,
  direction: -1 | 1,
  future: boolean,
  { now, timeZone }: Clock,
): number | undefined {
  const from = current ?? now;
  const floor = boundary(from, unit, timeZone);
  const next = direction === -1 && floor < from ? floor : boundary(from, unit, timeZone, direction);
  const passesNow = current !== undefined && (direction === 1 ? from < now && next >= now : from > now && next <= now);
  if (passesNow || (!future && next >= now)) return undefined;
  const [year] = dateOf(next, timeZone);
  return year < firstYear || year > lastYear ? current : next;
}

/** A span around now that fits the unit and holds every time that is pinned within the years above. */
export function axisOf(unit: StepUnit, pinned: readonly (number | undefined)[], { now, timeZone }: Clock): Axis {
  const held = pinned
    .filter((instant) => instant !== undefined)
    .map((instant) => Math.min(Date.UTC(lastYear, 11, 30), Math.max(Date.UTC(firstYear, 0, 2), instant)));
  const [before, after] = reach[unit];
  return {
    from: Math.min(boundary(now, unit, timeZone, -before), ...held.map((each) => boundary(each, unit, timeZone))),
    to: Math.max(boundary(now, unit, timeZone, after), ...held.map((each) => boundary(each, unit, timeZone, 1))),
  };
}

const tickSteps = [
  ['day', 1],
  ['day', 7],
  ['month', 1],
  ['month', 3],
  ['year', 1],
  ['year', 5],
  ['year', 10],
  ['year', 50],
] as const;
const unitMs: Readonly<Record<StepUnit, number>> = {
  day: 86_400_000,
  month: 30.4 * 86_400_000,
  year: 365.25 * 86_400_000,
};

/** At most about `most` ticks, at round days, months or years, none outside the axis. */
export function ticksOf({ from, to }: Axis, most: number, timeZone: string): readonly Tick[] {
  const [unit, count] =
    tickSteps.find(([each, every]) => (to - from) / (unitMs[each] * every) <= most) ?? (['year', 50] as const);
  const ticks: Tick[] = [];
  let instant = boundary(from, unit, timeZone);
  for (; instant <= to; instant = boundary(instant, unit, timeZone, 1)) {
    const [year, month, day] = dateOf(instant, timeZone);
    const round =
      unit === 'year'
        ? year % count === 0
        : unit === 'month'
          ? (month - 1) % count === 0
          : (day - 1) % count === 0 && day < 29;
    if (!round || instant < from) continue;
    const two = (n: number): string => String(n).padStart(2, '0');
    const label =
      unit === 'year'
        ? `${year}`
        : unit === 'month' && month === 1
          ? `${year}`
          : unit === 'month'
            ? `${year}-${two(month)}`
            : `${two(month)}-${two(day)}`;
    ticks.push({ instant, label });
  }
  return ticks;
}

/** 0 at the axis's beginning, 1 at its end. */
export const shareOf = (instant: number, { from, to }: Axis): number =>
  Math.min(1, Math.max(0, (instant - from) / (to - from)));
