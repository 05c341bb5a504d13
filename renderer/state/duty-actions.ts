// What the officer does about alarms: shown at once, queued, delivered when there is a wire, and taken back within ten seconds.
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';
import { useCore } from './core-store.ts';
import { type UndoOffer, useDutyDesk } from './duty-desk.ts';
import type { ListedAlarm } from './duty-list.ts';
import { useOfficer } from './duty-officer.ts';
import { deliver, enqueue, followStoredQueue, useDutyQueue, waitingRequests } from './duty-queue.ts';
import { useMonitoring } from './monitoring-store.ts';

/** As long as the core takes an action back (AL14). */
export const undoMs = 10_000;
const tryAgainMs = 5_000;

/** The alarms as the core says they now are, put into the list; one that is older than what the list holds is no news. */
export function takeAlarms(news: readonly Alarm[]): void {
  useMonitoring.setState(({ alarms }) => {
    if (alarms === null) return {};
    const byId = new Map(news.map((alarm) => [alarm.id, alarm]));
    const next = alarms.alarms.map((alarm) => {
      const newer = byId.get(alarm.id);
      return newer !== undefined && newer.version >= alarm.version ? newer : alarm;
    });
    return { alarms: { ...alarms, alarms: next } };
  });
}

/** Shown as done at once; the core hears of it as soon as there is a wire. */
export function actOn(
  alarm: ListedAlarm,
  request: Omit<AlarmTransitionRequest, 'alarm' | 'key' | 'expectedVersion'>,
): void {
  enqueue({ ...request, alarm: alarm.id, expectedVersion: alarm.version, key: crypto.randomUUID() }, alarm.sentence);
}

let undoTimer: ReturnType<typeof setTimeout> | undefined;

export function offerUndo(offer: Omit<UndoOffer, 'until'>): void {
  clearTimeout(undoTimer);
  useDutyDesk.setState({ problem: null, undo: { ...offer, until: Date.now() + undoMs } });
  undoTimer = setTimeout(() => useDutyDesk.setState({ undo: null }), undoMs);
}

/** Takes back what is offered; where the core refuses it, because somebody has acted since, its sentence is the desk's problem. */
export async function takeBack(): Promise<void> {
  const { undo } = useDutyDesk.getState();
  const { backend } = useCore.getState();
  if (undo === null || backend === null) return;
  clearTimeout(undoTimer);
  useDutyDesk.setState({ undo: null, problem: null });
  try {
    takeAlarms(await backend.alarms.undo({ key: undo.key, actor: useOfficer.getState().name }));
  } catch (problem) {
    useDutyDesk.setState({ problem });
  }
}

/** One window at a time delivers: others that share the queue wait for it. */
function alone(work: () => Promise<void>): Promise<void> {
  // Only pages that came by a safe way have locks; keys keep doubles out for the others.
  const locks = navigator.locks as LockManager | undefined;
  return locks === undefined ? work() : locks.request('lianggao.duty-queue', work);
}

/** Delivers the queue whenever there is something in it and a wire to the core. The answer ends it. */
export function startDelivery(): () => void {
  let running = false;
  async function run(): Promise<void> {
    const { backend } = useCore.getState();
    if (running || backend === null || waitingRequests(useDutyQueue.getState().queue).length === 0) return;
    running = true;
    try {
      await alone(async () => {
        await deliver(backend.alarms, (alarm, { key, action }) => {
          takeAlarms([alarm]);
          if (action !== 'note') offerUndo({ key, action, alarms: 1 });
        });
      });
    } finally {
      running = false;
    }
  }
  const again = (): void => void run().catch(reportError);
  const stops = [
    useCore.subscribe(({ backend }, last) => backend !== last.backend && again()),
    useDutyQueue.subscribe(again),
    followStoredQueue(),
  ];
  const timer = setInterval(again, tryAgainMs);
  again();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
