// What the parts of the duty desk share: the list as it stands, what is marked for a bulk action, what the officer is being asked.
import { create } from 'zustand';
import type { AlarmAction } from './duty-alarm-actions.ts';
import type { ListedAlarm } from './duty-list.ts';
import { neighbourOf } from './monitoring-rows.ts';
import { useView } from './view-store.ts';

/** A panel over the desk: the reasons of an acknowledgement, the form of an action, whom to send, which readings to correct. */
export type DutyQuestion = AlarmAction | 'reasons' | 'send' | 'correct';

/** Something that can be taken back for a while. */
export interface UndoOffer {
  readonly key: string;
  readonly action: string;
  readonly alarms: number;
  /** By this computer's clock (ms). */
  readonly until: number;
}

interface DutyDeskState {
  /** Somebody has sat down at the duty desk in this window: alarms sound, whatever desk is open. */
  readonly seated: boolean;
  /** All that the core told of, listed or not. */
  readonly all: readonly ListedAlarm[];
  /** In the order of the screen. */
  readonly listed: readonly ListedAlarm[];
  /** Of one priority. */
  readonly marked: ReadonlySet<number>;
  readonly question: DutyQuestion | null;
  /** The form of an action is for all that are marked. */
  readonly forMarked: boolean;
  readonly undo: UndoOffer | null;
  /** What the core said against the last thing that was taken back; null = nothing. */
  readonly problem: unknown;
  /** The alarms are those of a past time: nothing can be done about them. */
  readonly past: boolean;
}

export const useDutyDesk = create<DutyDeskState>()(() => ({
  seated: false,
  all: [],
  listed: [],
  marked: new Set(),
  question: null,
  forMarked: false,
  undo: null,
  problem: null,
  past: false,
}));

export const ask = (question: DutyQuestion | null, forMarked = false): void =>
  useDutyDesk.setState({ question, forMarked });

export const selectedId = (): number | null => {
  const { page } = useView.getState();
  return page?.kind === 'alarm' ? page.id : null;
};

export function selectedAlarm(): ListedAlarm | null {
  const id = selectedId();
  return useDutyDesk.getState().all.find((alarm) => alarm.id === id) ?? null;
}

/** The list as it now stands; what has left it is no longer marked, so that no hidden mark crosses a priority. */
export const showList = (shown: Pick<DutyDeskState, 'all' | 'listed' | 'past'>): void =>
  useDutyDesk.setState(({ marked }) => {
    const kept = shown.listed.flatMap(({ id }) => (marked.has(id) ? [id] : []));
    return { ...shown, marked: kept.length === marked.size ? marked : new Set(kept) };
  });

/** One selection for list, map and evidence. Walking from alarm to alarm is no step to go back by. */
export function selectAlarm(id: number | null): void {
  if (id === selectedId()) return;
  useView.setState({ page: id === null ? null : { kind: 'alarm', id } });
  // What was asked was asked about another alarm.
  ask(null);
}

export function walkAlarms(step: 1 | -1): void {
  const { listed } = useDutyDesk.getState();
  const next = neighbourOf(
    listed.map(({ id }) => id),
    selectedId(),
    step,
  );
  if (next !== null) selectAlarm(next);
}

/** Marks are fenced by priority: what is of another than those that are marked is left as it is. */
export function toggleMark(alarm: Pick<ListedAlarm, 'id' | 'priority'>): void {
  const { marked, listed } = useDutyDesk.getState();
  const next = new Set(marked);
  if (!next.delete(alarm.id)) {
    const priority = listed.find(({ id }) => marked.has(id))?.priority;
    if (priority !== undefined && priority !== alarm.priority) return;
    next.add(alarm.id);
  }
  useDutyDesk.setState({ marked: next });
}

/** All of the list that are of this priority. */
export const markAll = (priority: ListedAlarm['priority']): void =>
  useDutyDesk.setState(({ listed }) => ({
    marked: new Set(listed.flatMap((alarm) => (alarm.priority === priority ? [alarm.id] : []))),
  }));

export const unmarkAll = (): void => useDutyDesk.setState({ marked: new Set() });
