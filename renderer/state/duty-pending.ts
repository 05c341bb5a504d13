// What an alarm looks like once the officer's queued actions are done: shown at once, before the core has answered. Pure.
import type { Alarm, AlarmState, AlarmTransitionRequest } from '../../contract/alarms.ts';
import type { ListedAlarm } from './duty-list.ts';

const leadsTo: Readonly<Record<string, AlarmState>> = {
  acknowledge: 'acknowledged',
  verify: 'verifying',
  dispatch: 'dispatched',
  resolve: 'resolved',
  close: 'closed',
  reopen: 'verifying',
};

const stopsClock: ReadonlySet<string> = new Set(['verify', 'dispatch', 'resolve', 'close', 'shelve']);

/** The alarm after one action; each action is one row of its log, so that its version grows by one. */
export function afterAction(alarm: Alarm, request: AlarmTransitionRequest): Alarm {
  const { action, actor, owner, until, reason = '' } = request;
  const held = owner ?? actor;
  return {
    ...alarm,
    state: leadsTo[action] ?? alarm.state,
    version: alarm.version + 1,
    owner: action === 'acknowledge' ? held : action === 'assign' ? held : alarm.owner,
    verifyBy: stopsClock.has(action) ? null : alarm.verifyBy,
    ...(action === 'shelve' && until !== undefined ? { shelved: { until, owner: held, reason } } : {}),
    ...(action === 'unshelve' ? { shelved: null } : {}),
    ...(action === 'take-out-of-service' ? { outOfService: { until: until ?? null, owner: held, reason } } : {}),
    ...(action === 'return-to-service' ? { outOfService: null } : {}),
    ...(action === 'close' ? { cause: reason, followUp: request.followUp ?? null } : {}),
  };
}

/** The alarms of the core's list with what waits to be delivered, in its order, and with their clocks read. */
export function shownAlarms(
  alarms: readonly Alarm[],
  waiting: readonly AlarmTransitionRequest[],
  overdue: ReadonlySet<number>,
): readonly ListedAlarm[] {
  const byAlarm = Map.groupBy(waiting, ({ alarm }) => alarm);
  return alarms.map((alarm) => {
    const queued = byAlarm.get(alarm.id);
    // What the core has carried out already has raised the version past what was expected then.
    const due = queued?.filter(
      ({ expectedVersion }) => expectedVersion === undefined || expectedVersion >= alarm.version,
    );
    const shown = (due ?? []).reduce(afterAction, alarm);
    return { ...shown, overdue: shown.verifyBy !== null && overdue.has(alarm.id), waiting: queued !== undefined };
  });
}

/** Alarms whose clock has run out: the same set as `last` while nothing has changed, so that nothing is drawn anew. */
export function overdueAlarms(alarms: readonly Alarm[], now: number, last: ReadonlySet<number>): ReadonlySet<number> {
  const ids = alarms.flatMap(({ id, verifyBy }) => (verifyBy !== null && verifyBy < now ? [id] : []));
  return ids.length === last.size && ids.every((id) => last.has(id)) ? last : new Set(ids);
}
