// The newest reading of each channel as this page holds it, and what an arrival makes of it. Pure.
import type { ChannelRecord, ReadingsArrived } from '../../contract/monitoring.ts';

export interface LatestReading {
  readonly time: number;
  readonly value: number | null;
  readonly flag: string | null;
}

/** By channel id; a channel that has none has no reading yet. */
export type LatestReadings = ReadonlyMap<string, LatestReading>;

export function latestOf(channels: readonly ChannelRecord[]): LatestReadings {
  return new Map(channels.flatMap(({ id, latest }) => (latest === null ? [] : [[id, latest] as const])));
}

/**
 * Newest by the reading's own time: a late block does not replace what is newer, a revision of the newest does. The same
 * map where nothing changes.
 */
export function withArrivals(latest: LatestReadings, { readings }: Pick<ReadingsArrived, 'readings'>): LatestReadings {
  const newer = readings.filter(({ channel, time }) => time >= (latest.get(channel)?.time ?? Number.NEGATIVE_INFINITY));
  if (newer.length === 0) return latest;
  const next = new Map(latest);
  for (const { channel, time, value, flag } of newer) next.set(channel, { time, value, flag });
  return next;
}

/** Silent: no reading for more than three of its intervals, by the feed's time; what is not expected is not missed. */
export function isSilent(intervalMs: number | null, time: number | undefined, feedTime: number | null): boolean {
  if (intervalMs === null || feedTime === null) return false;
  return time === undefined || feedTime - time > 3 * intervalMs;
}
