// What we cannot see: channels that have missed their readings, and the devices and gateways behind which all is silent. DU5.
import type { SilentItem, SilentList } from '../../contract/duty.ts';
import type { Channel, Device } from '../devices/registry-facts.ts';
import { silenceAfter } from '../findings/stream-facts.ts';

export interface SilenceFacts {
  readonly devices: ReadonlyMap<string, Device>;
  readonly channels: Iterable<Channel>;
  /** Newest event time by number of the channel. */
  readonly newest: ReadonlyMap<number, number>;
  /** When a channel was registered, by its number. */
  readonly registeredAt: ReadonlyMap<number, number>;
  readonly feedTime: number | null;
  /** Open alarms about silence, by `kind id` of their subject. */
  readonly alarms: ReadonlyMap<string, number>;
}

interface Watched {
  readonly channel: Channel;
  readonly since: number | null;
  readonly isSilent: boolean;
}

/** Files are brought by people, and a channel without an interval owes nothing: neither can be silent. */
export function silentList(facts: SilenceFacts): SilentList {
  const { feedTime, devices } = facts;
  const watched = watchedChannels(facts);
  const byDevice = Map.groupBy(watched, ({ channel }) => channel.device);
  const byGateway = Map.groupBy(
    [...byDevice].filter(([device]) => typeof devices.get(device)?.gateway === 'string'),
    ([device]) => devices.get(device)?.gateway as string,
  );
  const silent = (of: readonly Watched[]): boolean => of.every(({ isSilent }) => isSilent);
  const deadDevices = new Set([...byDevice].filter(([, of]) => silent(of)).map(([id]) => id));
  const deadGateways = new Set(
    [...byGateway].filter(([, own]) => own.every(([device]) => deadDevices.has(device))).map(([id]) => id),
  );
  const describe = (of: readonly Watched[]) => {
    const heard = of.flatMap(({ since }) => since ?? []);
    return {
      enterprise: only(of.map(({ channel }) => channel.enterprise ?? devices.get(channel.device)?.enterprise ?? null)),
      city: only(of.map(({ channel }) => channel.city)),
      since: heard.length === 0 ? null : heard.reduce((a, b) => Math.max(a, b)),
      channels: of.filter(({ isSilent }) => isSilent).length,
    };
  };
  const alarm = (kind: string, id: string): number | null => facts.alarms.get(`${kind} ${id}`) ?? null;
  const items: SilentItem[] = [];
  for (const id of deadGateways) {
    const of = (byGateway.get(id) ?? []).flatMap(([, own]) => own);
    const own = devices.get(id);
    items.push({
      ...{ kind: 'gateway', id, name: own?.name ?? id, position: positionOf(own), gateway: null, within: null },
      ...{ ...describe(of), alarm: alarm('gateway', id) },
    });
  }
  const gatewayOf = (device: string): string | null => devices.get(device)?.gateway ?? null;
  const above = (device: string): SilentItem['within'] => {
    const gateway = gatewayOf(device);
    return gateway !== null && deadGateways.has(gateway) ? { kind: 'gateway', id: gateway } : null;
  };
  for (const id of deadDevices) {
    const own = devices.get(id);
    items.push({
      ...{ kind: 'device', id, name: own?.name ?? id, position: positionOf(own), gateway: gatewayOf(id) },
      ...{ ...describe(byDevice.get(id) ?? []), within: above(id), alarm: alarm('device', id) },
    });
  }
  for (const each of watched) {
    const { channel, isSilent } = each;
    if (!isSilent) continue;
    const device = devices.get(channel.device);
    const within =
      above(channel.device) ?? (deadDevices.has(channel.device) ? { kind: 'device', id: channel.device } : null);
    items.push({
      ...{ kind: 'channel', id: channel.id, name: channel.name, position: positionOf(device) },
      ...{ ...describe([each]), gateway: gatewayOf(channel.device), within, alarm: alarm('channel', channel.id) },
    } as SilentItem);
  }
  const count = watched.filter(({ isSilent }) => isSilent).length;
  return { feedTime, items, silent: count, of: watched.length };
}

/** How many channels are silent, of all that are expected to report. */
export function countSilent(facts: SilenceFacts): { silent: number; of: number } {
  const watched = watchedChannels(facts);
  return { silent: watched.filter(({ isSilent }) => isSilent).length, of: watched.length };
}

function watchedChannels({ devices, channels, newest, registeredAt, feedTime, alarms }: SilenceFacts): Watched[] {
  const own: Channel[] = [];
  /** A factor is heard where any of its series is. */
  const heard = new Map<string, number>();
  for (const channel of channels) {
    const time = newest.get(channel.no);
    const id = channel.series === '' ? channel.id : channel.parent;
    if (time !== undefined && id !== null) heard.set(id, Math.max(heard.get(id) ?? time, time));
    const isLive = (devices.get(channel.device)?.protocol ?? 'file') !== 'file';
    if (channel.series === '' && channel.intervalMs !== null && isLive) own.push(channel);
  }
  return own.map((channel) => {
    const since = heard.get(channel.id) ?? null;
    const from = since ?? registeredAt.get(channel.no) ?? Number.POSITIVE_INFINITY;
    const isOverdue = feedTime !== null && feedTime - from > silenceAfter(channel.intervalMs ?? 0);
    // Where nothing comes at all, the feed stands still and the alarms stand.
    const isSilent = isOverdue || alarms.has(`channel ${channel.id}`);
    return { channel, since, isSilent };
  });
}

const positionOf = (device: Device | undefined): SilentItem['position'] =>
  device === undefined || device.longitude === null || device.latitude === null
    ? null
    : [device.longitude, device.latitude];

/** The one that all have; null where they differ. */
function only<T>(values: readonly (T | null)[]): T | null {
  const distinct = new Set(values);
  return distinct.size === 1 ? (values[0] ?? null) : null;
}
