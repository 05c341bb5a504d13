// Follows the instruments and alarms: what the core says once, then what changes, until the signal aborts or the wire breaks.
import type { Backend } from '../backend/backend.ts';
import { alarmsAfter } from './duty-alarms.ts';
import { answerWithinMs, askEveryMs } from './monitoring-age.ts';
import { latestOf, withArrivals } from './monitoring-arrivals.ts';
import { useMonitoring } from './monitoring-store.ts';

/** As many as the core lists at once. */
export const mostChannels = 25_000;
const mostAlarms = 20_000;
/** Counts over all alarms are asked anew at most this often. */
const countsEveryMs = 2_000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => [clearTimeout(timer), resolve()], { once: true });
  });
}

/** Asks for the status again and again, on every desk: it says whether this is a drill, and that the core is there. */
export async function followStatus(backend: Backend, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      // Where the wire hangs without having broken, the answer must not be waited for.
      const patience = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
      const status = await backend.monitoring.status(undefined, { signal: patience });
      if (signal.aborted) return;
      useMonitoring.setState((last) => ({
        status,
        agreedAt: Date.now(),
        problem: null,
        feedTime: later(last.feedTime, status.feedTime),
      }));
    } catch (problem) {
      if (signal.aborted) return;
      useMonitoring.setState({ problem });
    }
    await pause(askEveryMs, signal);
  }
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (other ?? one) : Math.max(one, other);

/** Channels with their newest readings, then whatever arrives. */
export async function followReadings(backend: Backend, signal: AbortSignal): Promise<void> {
  // Subscribed before the list is taken, so that no reading falls between the two.
  const arrivals = await backend.monitoring.arrivals(undefined, { signal });
  await takeChannels(backend, signal);
  for await (const arrived of arrivals) {
    if (signal.aborted) return;
    useMonitoring.setState((last) => ({
      latest: withArrivals(last.latest, arrived),
      feedTime: later(last.feedTime, arrived.feedTime),
      agreedAt: Date.now(),
    }));
  }
}

export async function takeChannels(backend: Backend, signal?: AbortSignal): Promise<void> {
  const channels = await backend.monitoring.channels({ limit: mostChannels }, signal === undefined ? {} : { signal });
  if (signal?.aborted === true) return;
  useMonitoring.setState((last) => {
    // What arrived while the list was on its way is newer than the list.
    const arrived = [...last.latest].map(([channel, latest]) => ({ channel, ...latest }));
    const latest = withArrivals(latestOf(channels), { readings: arrived });
    let newest = last.feedTime;
    for (const { time } of latest.values()) newest = later(newest, time);
    return { channels, latest, feedTime: newest };
  });
}

/** Open alarms; those that are closed meanwhile stay. On every desk: they sound, and stand on the map. */
export async function followAlarms(backend: Backend, signal: AbortSignal): Promise<void> {
  const changes = await backend.alarms.changes(undefined, { signal });
  const takeAll = async (): Promise<void> => {
    const alarms = await backend.alarms.list({ open: true, limit: mostAlarms }, { signal });
    if (!signal.aborted) useMonitoring.setState({ alarms });
  };
  let counting = false;
  async function count(): Promise<void> {
    if (counting) return;
    counting = true;
    await pause(countsEveryMs, signal);
    counting = false;
    if (signal.aborted) return;
    const { counts, flood } = await backend.alarms.list({ limit: 1 }, { signal });
    if (!signal.aborted) useMonitoring.setState(({ alarms }) => ({ alarms: alarms && { ...alarms, counts, flood } }));
  }
  await takeAll();
  for await (const change of changes) {
    if (signal.aborted) return;
    const { alarms } = useMonitoring.getState();
    const next = alarms === null ? 'resync' : alarmsAfter(alarms, change);
    if (next === 'resync') await takeAll();
    else if (next !== alarms) {
      useMonitoring.setState({ alarms: next });
      // A count that fails is made up for by the next change.
      void count().catch(() => undefined);
    }
  }
}
