// The one list of the duty desk: which alarms it holds under the reader's choice, in which order. Map, list and counts are made from it. Pure.
import type { Alarm } from '../../contract/alarms.ts';
import { arrangedAlarms, isOpen } from './duty-alarms.ts';
import type { DutyKind, DutyView } from './duty-view.ts';
import { dayMs } from './monitoring-span.ts';

/** An alarm as the desk shows it. */
export interface ListedAlarm extends Alarm {
  /** Its clock has run out. */
  readonly overdue: boolean;
  /** Something that the officer did to it has not reached the core yet. */
  readonly waiting: boolean;
}

/** Standing for longer than this is stale (ISA-18.2 habit; AL8). */
const staleAfterMs = dayMs;

export const isStale = ({ state, clearedAt, recordedAt }: Alarm, now: number): boolean =>
  state !== 'closed' && clearedAt === null && now - recordedAt > staleAfterMs;

const ofKind: Readonly<Record<DutyKind, (alarm: ListedAlarm, now: number, actor: string) => boolean>> = {
  unacknowledged: ({ state }) => state === 'new',
  overdue: ({ overdue }) => overdue,
  mine: ({ owner }, _now, actor) => actor !== '' && owner === actor,
  groups: ({ children }) => children > 0,
  chattering: ({ chattering }) => chattering,
  stale: isStale,
};

/** `passes`: whether an alarm holds the words that the reader typed. `actor`: the officer at this desk. */
export function listedAlarms(
  alarms: readonly ListedAlarm[],
  { choice, kind }: Pick<DutyView, 'choice' | 'kind'>,
  { now, actor, passes }: { now: number; actor: string; passes: (alarm: Alarm) => boolean },
): readonly ListedAlarm[] {
  return arrangedAlarms<ListedAlarm>(
    kind === null ? alarms : alarms.filter((alarm) => isOpen(alarm) && ofKind[kind](alarm, now, actor)),
    choice,
    passes,
  );
}

/** Counted over what a group alarm stands for only once: by the alarms that are listed. */
export function countKinds(
  alarms: readonly ListedAlarm[],
  now: number,
  actor: string,
): Readonly<Record<DutyKind, number>> {
  const counts = { unacknowledged: 0, overdue: 0, mine: 0, groups: 0, chattering: 0, stale: 0 };
  for (const alarm of alarms) {
    if (alarm.parent !== null || !isOpen(alarm)) continue;
    for (const kind of Object.keys(counts) as DutyKind[]) if (ofKind[kind](alarm, now, actor)) counts[kind] += 1;
  }
  return counts;
}
