// What the reader does on the monitoring desk: the open tab, the text its lists are narrowed to, the span of time of a channel's page. Types, and where it begins.
import type { ReadingStep } from '../../contract/monitoring.ts';

/** In the order of the screen. */
export const monitoringTabs = ['channels', 'devices', 'quarantine', 'cameras'] as const;
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

export interface MonitoringView {
  readonly tab: MonitoringTab;
  /** What the list of the tab is narrowed to. */
  readonly text: string;
  readonly span: Span;
  readonly step: ReadingStep;
}

export const plainMonitoring: MonitoringView = {
  tab: 'channels',
  text: '',
  span: '24h',
  step: '1h',
};
