// What the reader does on the monitoring desk: the open tab, the filters of its lists, the span of time of a channel's page. Types, and where it begins.
import { type AlarmPriority, type AlarmState, alarmPriorities } from '../../contract/alarms.ts';
import type { ReadingStep } from '../../contract/monitoring.ts';

/** In the order of the screen. */
export const monitoringTabs = ['channels', 'devices', 'quarantine', 'alarms', 'handling'] as const;
export type MonitoringTab = (typeof monitoringTabs)[number];

/** Spans that end at the newest reading, by their length in days. */
export const lastSpans = { '24h': 1, '7d': 7, '30d': 30, '1y': 365 } as const;
export type LastSpan = keyof typeof lastSpans;

/** ms since the epoch; `to` is not included. */
export interface OwnSpan {
  readonly from: number;
  readonly to: number;
}
export type Span = LastSpan | OwnSpan;

/** An empty list lets everything through. */
export interface AlarmChoice {
  /** Open alarms, or closed ones as well. */
  readonly which: 'open' | 'all';
  readonly priorities: readonly AlarmPriority[];
  readonly states: readonly AlarmState[];
}

export interface MonitoringView {
  readonly tab: MonitoringTab;
  /** What the list of the tab is narrowed to. */
  readonly text: string;
  readonly alarms: AlarmChoice;
  readonly span: Span;
  readonly step: ReadingStep;
}

export const allOpenAlarms: AlarmChoice = { which: 'open', priorities: [], states: [] };

export const plainMonitoring: MonitoringView = {
  tab: 'channels',
  text: '',
  alarms: allOpenAlarms,
  span: '24h',
  step: '1h',
};

/** Chosen values in the order in which they are defined, however they were pressed; all of them = none. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], each: T): readonly T[] {
  const next = all.filter((one) => (one === each ? !chosen.includes(one) : chosen.includes(one)));
  return next.length === all.length ? [] : next;
}

export const isNarrowed = ({ which, priorities, states }: AlarmChoice): boolean =>
  which !== 'open' || states.length > 0 || (priorities.length > 0 && priorities.length < alarmPriorities.length);
