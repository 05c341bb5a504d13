// The one list of the duty desk: which alarms it holds under the reader's choice, in which order. Map, list and counts are made from it. Pure.
import type { Alarm } from '../../contract/alarms.ts';
import { arrangedAlarms, isOpen } from './duty-alarms.ts';
import type { DutyKind, DutyView } from './duty-view.ts';

/** An alarm as the desk shows it. */
export interface ListedAlarm extends Alarm {
  /** Its clock has run out. */
  readonly overdue: boolean;
  /** Something that the officer did to it has not reached the core yet. */
  readonly waiting: boolean;
}

/** What the desk goes by: the time, the officer at it, and how long an alarm may stand before it is stale (AL8; unknown = never). */
export interface DeskSight {
  readonly now: number;
  readonly actor: string;
  readonly staleMs: number | undefined;
}

const ofKind: Readonly<Record<DutyKind, (alarm: ListedAlarm, sight: DeskSight) => boolean>> = {
  unacknowledged: ({ state }) => state === 'new',
  overdue: ({ overdue }) => overdue,
  mine: ({ owner }, { actor }) => actor !== '' && owner === actor,
  groups: ({ children }) => children > 0,
  chattering: ({ chattering }) => chattering,
  stale: ({ clearedAt, recordedAt }, { now, staleMs }) =>
    staleMs !== undefined && clearedAt === null && now - recordedAt > staleMs,
};

/** `passes`: whether an alarm holds the words that the reader typed. */
export function listedAlarms(
  alarms: readonly ListedAlarm[],
  { choice, kind }: Pick<DutyView, 'choice' | 'kind'>,
  { passes, ...sight }: DeskSight & { readonly passes: (alarm: Alarm) => boolean },
): readonly ListedAlarm[] {
  return arrangedAlarms<ListedAlarm>(
    kind === null ? alarms : alarms.filter((alarm) => isOpen(alarm) && ofKind[kind](alarm, sight)),
    choice,
    passes,
  );
}

/** Counted over what a group alarm stands for only once: by the alarms that are listed. */
export function countKinds(alarms: readonly ListedAlarm[], sight: DeskSight): Readonly<Record<DutyKind, number>> {
  const counts = { unacknowledged: 0, overdue: 0, mine: 0, groups: 0, chattering: 0, stale: 0 };
  for (const alarm of alarms) {
    if (alarm.parent !== null || !isOpen(alarm)) continue;
    for (const kind of Object.keys(counts) as DutyKind[]) if (ofKind[kind](alarm, sight)) counts[kind] += 1;
  }
  return counts;
}
