// The list that is open on the monitoring desk, for those who walk through it by keys.
import { create } from 'zustand';
import { neighbourOf } from './monitoring-rows.ts';
import { useView } from './view-store.ts';

interface OpenList {
  /** Keys of the rows, in their order. */
  readonly keys: readonly string[];
  /** The row pointed out; null = none. */
  readonly chosen: string | null;
  /** Opens the page of a row; null = its rows have none. */
  readonly open: ((key: string) => void) | null;
}

export const useMonitoringList = create<OpenList>()(() => ({ keys: [], chosen: null, open: null }));

/** Points out the next or previous row; where a page is open, it becomes that row's. */
export function walk(step: 1 | -1): void {
  const { keys, chosen, open } = useMonitoringList.getState();
  const next = neighbourOf(keys, chosen, step);
  useMonitoringList.setState({ chosen: next });
  if (next !== null && useView.getState().page !== null) open?.(next);
}

export function openChosen(): void {
  const { chosen, open } = useMonitoringList.getState();
  if (chosen !== null) open?.(chosen);
}
