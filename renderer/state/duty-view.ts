// What the reader does on the duty desk: the open tab, what the list is narrowed to, what the map shows beside the alarms. Types, and where it begins.
import { type AlarmPriority, type AlarmState, alarmPriorities } from '../../contract/alarms.ts';

/** In the order of the screen. */
export const dutyTabs = ['watch', 'shelves', 'silent', 'channels', 'replay', 'handover', 'kpis'] as const;
export type DutyTab = (typeof dutyTabs)[number];

/** A second window shows one of the three parts of the watch alone. */
export const dutyPanes = ['list', 'map', 'evidence'] as const;
export type DutyPane = (typeof dutyPanes)[number];

/** What an officer looks for again and again; each lets fewer alarms through. */
export const dutyKinds = ['unacknowledged', 'overdue', 'mine', 'groups', 'chattering', 'stale'] as const;
export type DutyKind = (typeof dutyKinds)[number];

/** An empty list lets everything through. */
export interface AlarmChoice {
  /** Open alarms, or closed ones as well. */
  readonly which: 'open' | 'all';
  readonly priorities: readonly AlarmPriority[];
  readonly states: readonly AlarmState[];
}

export interface DutyView {
  readonly tab: DutyTab;
  /** What the list is narrowed to. */
  readonly text: string;
  readonly choice: AlarmChoice;
  /** null = all kinds. */
  readonly kind: DutyKind | null;
  /** Instruments that send nothing are on the map, too. */
  readonly silent: boolean;
  /** null = all three parts in this window. */
  readonly pane: DutyPane | null;
}

export const allOpenAlarms: AlarmChoice = { which: 'open', priorities: [], states: [] };

export const plainDuty: DutyView = {
  tab: 'watch',
  text: '',
  choice: allOpenAlarms,
  kind: null,
  silent: false,
  pane: null,
};

/** Chosen values in the order in which they are defined, however they were pressed; all of them = none. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], each: T): readonly T[] {
  const next = all.filter((one) => (one === each ? !chosen.includes(one) : chosen.includes(one)));
  return next.length === all.length ? [] : next;
}

export const isNarrowed = ({ which, priorities, states }: AlarmChoice): boolean =>
  which !== 'open' || states.length > 0 || (priorities.length > 0 && priorities.length < alarmPriorities.length);
