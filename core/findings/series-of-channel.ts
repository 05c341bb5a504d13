// A channel's readings on an even grid: single readings of slow channels, hours of fast ones.
import type { Channel } from '../devices/registry-facts.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS } from '../readings/time-rules.ts';
import { meanOf, type RollUps } from './roll-ups.ts';
import type { Series } from './series-rules.ts';
import { SLOW_INTERVAL_MS } from './stream-facts.ts';
import { isNeverNegative } from './value-rules.ts';

/** Slower than this, a fortnight has too few readings to know a channel by. */
const SLOWEST_MS = 2 * HOUR_MS;
/** Hours with fewer of their readings stand for nothing. */
const LEAST_OF_HOUR = 0.75;

/** Never at zero while their plant stands: meters of electricity, and what an analyser shows of air. */
const neverAtZero = new Set(['electricity', 'power', 'dust', 'so2', 'nox', 'co', 'oxygen']);

/** Whether its single readings are scanned; of others, the hours. */
export const isSlow = ({ intervalMs }: Channel): boolean => intervalMs !== null && intervalMs >= SLOW_INTERVAL_MS;

const followsLoad = new Set([
  ...['electricity', 'power', 'coal', 'gas', 'steam', 'water', 'output', 'co2-flow'],
  ...['temperature', 'velocity', 'pressure', 'humidity', 'flow'],
]);

/** Days [first, end) cut at `until` (ms); null = this channel cannot be put on a grid. */
export function seriesOfChannel(
  rollUps: RollUps,
  channel: Channel,
  first: number,
  end: number,
  until: number,
  isFile: boolean,
): Series | null {
  if (channel.intervalMs === null || channel.intervalMs > SLOWEST_MS) return null;
  const stepMs = isSlow(channel) ? channel.intervalMs : HOUR_MS;
  if (DAY_MS % stepMs !== 0) return null;
  const start = dayStart(first);
  const slots = Math.floor((Math.min(dayStart(end), until) - start) / stepMs);
  if (slots <= 0) return null;
  const values = new Float64Array(slots).fill(Number.NaN);
  const revised = new Uint8Array(slots);
  const missing = new Uint8Array(slots).fill(1);
  if (isSlow(channel)) fillPoints(rollUps, channel, first, end, { start, stepMs, values, missing });
  else fillHours(rollUps, channel, start, { start, stepMs, values, missing });
  for (const time of rollUps.revisedTimes(channel, start, start + slots * stepMs))
    revised[Math.floor((time - start) / stepMs)] = 1;
  return {
    ...{ start, stepMs, values, missing, revised, kind: channel.kind === 'level' ? 'level' : 'amount' },
    ...{ nonNegative: isNeverNegative(channel), stopsOften: !neverAtZero.has(channel.quantity), isLive: !isFile },
    followsLoad: followsLoad.has(channel.quantity),
    unitOfMeasure: channel.unitOfMeasure,
  };
}

interface Grid {
  readonly start: number;
  readonly stepMs: number;
  readonly values: Float64Array;
  readonly missing: Uint8Array;
}

function fillPoints(
  rollUps: RollUps,
  channel: Channel,
  first: number,
  end: number,
  { start, stepMs, values, missing }: Grid,
): void {
  const isRegister = channel.kind === 'register';
  let before: { slot: number; value: number } | null = null;
  for (let day = first; day < end; day++) {
    for (const { time, value } of rollUps.points(channel, day)) {
      const slot = Math.floor((time - start) / stepMs);
      if (slot < 0 || slot >= values.length) continue;
      missing[slot] = 0;
      if (value === null) continue;
      if (!isRegister) values[slot] = value;
      else if (before && slot === before.slot + 1 && value >= before.value)
        values[before.slot] = tidied(value - before.value);
      before = { slot, value };
    }
  }
}

/** Sums and differences of decimals without the noise of doubles: equal amounts are equal, and decimals tell what was written. */
const tidied = (value: number): number => Number(value.toPrecision(9));

function fillHours(rollUps: RollUps, channel: Channel, start: number, { values, missing }: Grid): void {
  for (const hour of rollUps.hours(channel, start, start + values.length * HOUR_MS)) {
    const slot = Math.round((hour.from - start) / HOUR_MS);
    missing[slot] = 0;
    if (hour.expected !== null && hour.amounts < LEAST_OF_HOUR * hour.expected) continue;
    const value = channel.kind === 'level' ? meanOf(hour) : hour.sum;
    if (value !== null) values[slot] = tidied(value);
  }
}

/** A fortnight of days, from a Monday: scans of a channel begin and end at these. */
const BLOCK_DAYS = 14;
const FIRST_MONDAY = 4;

export const blockOf = (time: number): number => Math.floor((dayOf(time) - FIRST_MONDAY) / BLOCK_DAYS);
export const blockStart = (block: number): number => block * BLOCK_DAYS + FIRST_MONDAY;
