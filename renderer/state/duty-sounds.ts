// Which alarms may sound, and what is heard when the list changes. Pure.
import { type Alarm, type AlarmPriority, alarmPriorities } from '../../contract/alarms.ts';

type Heard = Pick<Alarm, 'id' | 'priority' | 'state' | 'quiet' | 'shelved' | 'outOfService' | 'parent'>;

/** Nobody has acknowledged it, and nothing keeps it quiet: not a group, a shelf, nor a flood (which keeps no P1 quiet). */
export const mayRing = ({ state, quiet, shelved, outOfService, parent }: Heard): boolean =>
  state === 'new' && quiet === null && shelved === null && outOfService === null && parent === null;

/** What has begun to ring since `before`: the most urgent of it is heard. */
export function newlyRinging<T extends Heard>(before: ReadonlySet<number>, alarms: readonly T[]): readonly T[] {
  return alarms.filter((alarm) => mayRing(alarm) && !before.has(alarm.id));
}

export function mostUrgent(alarms: readonly Pick<Alarm, 'priority'>[]): AlarmPriority | null {
  return alarmPriorities.find((priority) => alarms.some((alarm) => alarm.priority === priority)) ?? null;
}

/** Muting silences all but the most urgent. */
export const isHeard = (priority: AlarmPriority, muted: boolean): boolean => !muted || priority === 'P1';
