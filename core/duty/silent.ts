// What we cannot see now: the facts of the registry, the newest readings and the open alarms about silence. DU5.
import type Database from 'better-sqlite3';
import type { SilentList } from '../../contract/duty.ts';
import { gapRules } from '../../policy/alarm-clocks.ts';
import type { Registry } from '../devices/registry.ts';
import { CrowdClock } from '../findings/crowd-clock.ts';
import { type LatestReading, latestReadings } from '../readings/read-readings.ts';
import { ready } from '../readings/ready-statement.ts';
import { dueFeedTime } from '../readings/settling-rules.ts';
import { countSilent, type SilenceFacts, silentList } from './silent-list.ts';

export function silentNow(db: Database.Database, registry: Registry, now: number): SilentList {
  return silentList(factsOf(db, registry, now, latestReadings(db)));
}

/** The same count without the list: asked for often. */
export function silentCount(
  db: Database.Database,
  registry: Registry,
  now: number,
  latest: readonly LatestReading[],
): { silent: number; of: number } {
  return countSilent(factsOf(db, registry, now, latest));
}

function factsOf(
  db: Database.Database,
  { devices, channels }: Registry,
  now: number,
  latest: readonly LatestReading[],
): SilenceFacts {
  const newest = new Map(latest.map(({ channel, time }) => [channel, time]));
  const registeredAt = new Map(ready(db, 'SELECT no, registered_at FROM channel').raw().all() as [number, number][]);
  const alarms = new Map(
    ready(
      db,
      `SELECT subject_kind || ' ' || subject_id, id FROM alarm INDEXED BY alarm_open
       WHERE state <> 'closed' AND cleared_at IS NULL AND rule IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
      .raw()
      .all(JSON.stringify([...gapRules])) as [string, number][],
  );
  const feedTime = feedTimeOf(db, newest, channels, now);
  return { devices, channels: channels.values(), newest, registeredAt, feedTime, alarms };
}

/** As the rules have it: of a drill the time that enough devices have come to, otherwise our own clock while the feed is live. */
function feedTimeOf(
  db: Database.Database,
  newest: ReadonlyMap<number, number>,
  channels: Registry['channels'],
  now: number,
): number | null {
  if (newest.size === 0) return null;
  const isDrill = ready(db, "SELECT value FROM setting WHERE key = 'clock'").pluck().get() === 'readings';
  const last = [...newest.values()].reduce((a, b) => Math.max(a, b));
  if (!isDrill) return dueFeedTime(last, now, false);
  const devices = new Map<string, number>();
  for (const { device } of channels.values()) devices.set(device, devices.get(device) ?? devices.size);
  const crowd = new CrowdClock();
  crowd.setCrowd(devices.size);
  for (const [no, time] of newest) {
    const device = devices.get(channels.get(no)?.device ?? '');
    if (device !== undefined) crowd.now(device, time);
  }
  return crowd.time(last);
}
