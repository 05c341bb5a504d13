// What the stream needs to know of each channel, as numbers in arrays indexed by channel number.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { unquestioned } from './value-rules.ts';

export const FACTS = 9;
/** Values within are right in every respect. */
export const LOW = 0;
export const HIGH = 1;
export const INTERVAL = 2;
/** From the time of a reading to its end: what it is an amount or mean of. */
export const SPAN = 3;
/** Longer without a reading is silence; Infinity = never (files, energies filled in by hand). */
export const SILENCE_AFTER = 4;
export const MODE = 5;
/** Growth of a register in a millisecond that its name plate allows; Infinity = not known. */
export const MOST_PER_MS = 6;
export const RATED = 7;
/** Episodes of readings that are wrong are one while they lie no further apart. */
export const PATIENCE = 8;

export const KNOWN = 1;
/** Received when it was made: its clock can be compared with ours. */
export const LIVE = 2;
/** Too fast for the scan of single readings: constant values and spikes are watched here. */
export const FAST = 4;
export const REGISTER = 8;
export const PRODUCTION = 16;
export const TREATMENT = 32;

/** Channels of this interval and slower are scanned reading by reading; faster ones by their hours. */
export const SLOW_INTERVAL_MS = 900_000;
const LEAST_PATIENCE_MS = 900_000;

/** Mean or amount of an interval, under the interval's start; HJ 212's real-time series (2011) are moments. */
export const isOfInterval = (channel: Channel): boolean =>
  channel.kind === 'amount' || (channel.series !== '' && !channel.series.startsWith('2011'));

export function writeFacts(facts: Float64Array, channel: Channel, isFile: boolean): void {
  const at = channel.no * FACTS;
  const { low, high } = unquestioned(channel);
  const interval = channel.intervalMs;
  const isRegister = channel.kind === 'register';
  const most = isRegister && channel.rated !== null && interval !== null ? channel.rated / interval : null;
  facts[at + LOW] = low;
  facts[at + HIGH] = high;
  facts[at + INTERVAL] = interval ?? 0;
  facts[at + SPAN] = isOfInterval(channel) ? (interval ?? 0) : 0;
  facts[at + SILENCE_AFTER] = isFile || interval === null ? Number.POSITIVE_INFINITY : silenceAfter(interval);
  facts[at + MOST_PER_MS] = most === null ? Number.POSITIVE_INFINITY : most * ruleNumber('counter-fault', 'ratedShare');
  facts[at + RATED] = channel.rated ?? Number.NaN;
  facts[at + PATIENCE] = Math.max(LEAST_PATIENCE_MS, 4 * (interval ?? 0));
  facts[at + MODE] =
    KNOWN |
    (isFile ? 0 : LIVE) |
    (interval !== null && interval < SLOW_INTERVAL_MS && !isRegister ? FAST : 0) |
    (isRegister ? REGISTER : 0) |
    (!isRegister && channel.rated !== null && channel.role === 'production' ? PRODUCTION : 0) |
    (!isRegister && channel.rated !== null && channel.role === 'treatment' ? TREATMENT : 0);
}

/** From the last reading: the intervals that may be missed, and the one in which the next would come. */
export const silenceAfter = (interval: number): number =>
  Math.max(ruleNumber('silence', 'intervals') * interval, ruleNumber('silence', 'minimumMinutes') * 60_000) + interval;
