// Makes a list the one that J and K walk through, and moves the focus along with them.
import { useEffect, useMemo } from 'react';
import { useMonitoringList } from '../../state/monitoring-list.ts';
import { useView } from '../../state/view-store.ts';

/** Answers with the key of the row to be marked: the open page's, else the one that was walked to. `open`: null = rows have no page. */
export function useWalkedList<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  open: ((key: string) => void) | null,
  openKey: string | null,
): string | null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a row is called depends on the row alone
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  useEffect(() => useMonitoringList.setState({ keys }), [keys]);
  useEffect(() => useMonitoringList.setState({ open }), [open]);
  useEffect(() => () => useMonitoringList.setState({ keys: [], chosen: null, open: null }), []);
  useEffect(() => {
    if (openKey !== null) useMonitoringList.setState({ chosen: openKey });
  }, [openKey]);
  const chosen = useMonitoringList((list) => list.chosen);
  useEffect(() => {
    if (chosen === null || useView.getState().page !== null) return;
    // The table scrolls there first and draws the row when it comes to it.
    let timer: ReturnType<typeof setTimeout>;
    const focus = (tries: number): void => {
      const row = document.querySelector(`.monitoring-list [data-row-key="${CSS.escape(chosen)}"]`);
      if (row instanceof HTMLElement) row.focus({ preventScroll: true });
      else if (tries > 0) timer = setTimeout(focus, 50, tries - 1);
    };
    timer = setTimeout(focus, 30, 20);
    return () => clearTimeout(timer);
  }, [chosen]);
  return openKey ?? chosen;
}
