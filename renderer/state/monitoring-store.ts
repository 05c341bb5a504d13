// What the core says of the instruments and alarms, as this page holds it.
import { create } from 'zustand';
import type { AlarmList } from '../../contract/alarms.ts';
import type { ChannelRecord, MonitoringStatus } from '../../contract/monitoring.ts';
import type { LatestReadings } from './monitoring-arrivals.ts';

export interface MonitoringState {
  /** null before the first answer. */
  readonly status: MonitoringStatus | null;
  /** When the core last answered, by this computer's clock (ms): the age of the picture. */
  readonly agreedAt: number | null;
  /** Why the core could not be asked; null while it can. */
  readonly problem: unknown;
  /** null before the first answer; in the core's order. The same array while the registry is the same. */
  readonly channels: readonly ChannelRecord[] | null;
  readonly latest: LatestReadings;
  /** Newest event time of all channels. */
  readonly feedTime: number | null;
  readonly alarms: AlarmList | null;
}

export const useMonitoring = create<MonitoringState>()(() => ({
  status: null,
  agreedAt: null,
  problem: null,
  channels: null,
  latest: new Map(),
  feedTime: null,
  alarms: null,
}));

/** Whether what is on the screen is of a fictional province. */
export const useIsDrill = (): boolean => useMonitoring(({ status }) => (status?.drill ?? null) !== null);
