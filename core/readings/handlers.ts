// monitoring.channels, rows, completeness, series and origin: channels and their readings in the contract's shapes.
import type Database from 'better-sqlite3';
import type { z } from 'zod';
import type {
  ChannelCompleteness,
  ChannelRecord,
  channelFilterSchema,
  ReadingOrigin,
  ReadingRow,
  ReadingSeries,
  ReadingStep,
} from '../../contract/monitoring.ts';
import { AppError } from '../app-error.ts';
import type { Registry } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { countReadings, latestReadings, readMarkedSeries, readRaw, readRows } from './read-readings.ts';
import { messageBytes, readingOrigin } from './reading-origin.ts';

export type ChannelFilter = z.output<typeof channelFilterSchema>;

/** [from, to), ms since the epoch. */
export interface SpanOfChannels {
  readonly channels: readonly string[];
  readonly from: number;
  readonly to: number;
}

export interface RowsAsked {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly step: ReadingStep;
}

export function listChannels(db: Database.Database, registry: Registry, filter: ChannelFilter): ChannelRecord[] {
  const latest = new Map(latestReadings(db).map((reading) => [reading.channel, reading]));
  const ids = filter.ids && new Set(filter.ids);
  const text = filter.text?.toLowerCase();
  const found: ChannelRecord[] = [];
  for (const channel of registry.channels.values()) {
    if (filter.enterprise !== undefined && channel.enterprise !== filter.enterprise) continue;
    if (filter.device !== undefined && channel.device !== filter.device) continue;
    if (ids && !ids.has(channel.id)) continue;
    if (text !== undefined && !`${channel.id} ${channel.name}`.toLowerCase().includes(text)) continue;
    const { no, factor, shift, resolution, registerMax, rated, ...stated } = channel;
    const newest = latest.get(no);
    found.push({
      ...stated,
      latest: newest ? { time: newest.time, value: newest.value, flag: newest.flag } : null,
    });
    if (found.length >= filter.limit) break;
  }
  return found;
}

/** Throws AppError `unknown-channel`, as all below. */
export function rowsOf(db: Database.Database, registry: Registry, asked: RowsAsked): ReadingRow[] {
  return readRows(db, channelOf(registry, asked.channel).no, asked);
}

/** Of many channels at once, over whole hours. */
export function completenessOf(
  db: Database.Database,
  registry: Registry,
  asked: SpanOfChannels,
): ChannelCompleteness[] {
  return asked.channels.map((channel) => {
    const { count, expected } = countReadings(db, channelOf(registry, channel).no, asked);
    const completeness = expected === null || expected === 0 ? null : Math.min(1, count / expected);
    return { channel, count, expected, completeness };
  });
}

/** Short stretches as they are, long ones in buckets that keep what was least and greatest. */
export function seriesOf(
  db: Database.Database,
  registry: Registry,
  asked: SpanOfChannels & { readonly points: number },
): ReadingSeries[] {
  return asked.channels.map((id) => {
    const { no, unitOfMeasure } = channelOf(registry, id);
    const raw = readRaw(db, no, { from: asked.from, to: asked.to, limit: asked.points + 1 });
    if (raw.length <= asked.points) {
      const points = raw.map(({ time, value, flag }) => ({ time, value, min: value, max: value, flag }));
      return { channel: id, unitOfMeasure, of: 'readings', points };
    }
    const points = readMarkedSeries(db, no, asked).map(({ from, values, flagged, missing }) => ({
      time: from,
      value: values === null ? null : (values.first[1] + values.last[1]) / 2,
      min: values?.min[1] ?? null,
      max: values?.max[1] ?? null,
      ...{ flag: null, flagged },
      ...(missing === null ? {} : { missing }),
    }));
    return { channel: id, unitOfMeasure, of: 'buckets', points };
  });
}

/** Throws AppError `unknown-record` where the channel has no reading at that time. */
export function originOf(
  db: Database.Database,
  registry: Registry,
  { channel, time }: { readonly channel: string; readonly time: number },
): ReadingOrigin {
  const versions = readingOrigin(db, channelOf(registry, channel).no, time);
  if (versions.length === 0) throw new AppError('unknown-record', { id: `${channel} ${new Date(time).toISOString()}` });
  return {
    channel,
    time,
    versions: versions.reverse().map(({ value, text, flag, receivedAt, device, protocol, message, correction }) => ({
      ...{ value, text, flag, receivedAt, device, protocol, message, correction },
      ...asText(messageBytes(db, message)?.bytes ?? new Uint8Array()),
    })),
  };
}

function channelOf(registry: Registry, id: string): Channel {
  const channel = registry.channel(id);
  if (!channel) throw new AppError('unknown-channel', { id });
  return channel;
}

/** Frames are text on nearly every line; what is not is shown in Base64. */
function asText(bytes: Uint8Array): { frame: string; frameEncoding: 'text' | 'base64' } {
  try {
    return { frame: new TextDecoder('utf-8', { fatal: true }).decode(bytes), frameEncoding: 'text' };
  } catch {
    return { frame: Buffer.from(bytes).toString('base64'), frameEncoding: 'base64' };
  }
}
