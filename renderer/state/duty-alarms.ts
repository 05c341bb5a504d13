// The list of alarms as this page holds it: what a change makes of it, what passes the reader's choice, in which order. Pure.
import { type Alarm, type AlarmList, type AlarmsChange, alarmPriorities } from '../../contract/alarms.ts';
import type { AlarmChoice } from './duty-view.ts';

/**
 * The list after a change: the same where the change is already in it, 'resync' where something was missed. What is
 * counted over all alarms (counts, flood) is the core's to say and stays as it was.
 */
export function alarmsAfter(list: AlarmList, change: AlarmsChange): AlarmList | 'resync' {
  if (change.revision <= list.revision) return list;
  if (change.reset || change.from !== list.revision) return 'resync';
  if (change.put.length === 0) return { ...list, revision: change.revision };
  const byId = new Map(list.alarms.map((alarm) => [alarm.id, alarm]));
  for (const alarm of change.put) byId.set(alarm.id, alarm);
  return { ...list, revision: change.revision, alarms: [...byId.values()] };
}

export const isOpen = ({ state }: Pick<Alarm, 'state'>): boolean => state !== 'closed';

const rank = (alarm: Alarm): number =>
  (isOpen(alarm) ? 0 : 1000) +
  (alarm.shelved === null && alarm.outOfService === null ? 0 : 100) +
  (alarm.state === 'new' ? 0 : 10) +
  alarmPriorities.indexOf(alarm.priority);

/** What nobody has acknowledged first, by priority, then what is being worked on; the newest first. Set aside and closed ones last. */
export function arrangedAlarms<T extends Alarm>(
  alarms: readonly T[],
  choice: AlarmChoice,
  passes: (alarm: T) => boolean,
): T[] {
  const { which, priorities, states } = choice;
  return alarms
    .filter(
      (alarm) =>
        // Its group's alarm stands for it.
        alarm.parent === null &&
        (which === 'all' || isOpen(alarm)) &&
        (priorities.length === 0 || priorities.includes(alarm.priority)) &&
        (states.length === 0 || states.includes(alarm.state)) &&
        passes(alarm),
    )
    .sort((one, other) => rank(one) - rank(other) || other.raisedAt - one.raisedAt || other.id - one.id);
}

/** Until its clock runs out, ms; negative = overdue by so much. null = no clock runs. */
export const timeLeft = ({ verifyBy }: Pick<Alarm, 'verifyBy'>, now: number): number | null =>
  verifyBy === null ? null : verifyBy - now;
