// The alarms as this screen shows them: what the core says, what the officer has done and not delivered yet, which clocks have run out.
import { useMemo, useRef } from 'react';
import type { Alarm } from '../../contract/alarms.ts';
import { useNow } from '../ui/use-now.ts';
import type { ListedAlarm } from './duty-list.ts';
import { overdueAlarms, shownAlarms } from './duty-pending.ts';
import { useDutyQueue, waitingRequests } from './duty-queue.ts';

const nobody: ReadonlySet<number> = new Set();

/** The same array while nothing in it has changed. */
export function useShownAlarms(alarms: readonly Alarm[]): readonly ListedAlarm[] {
  const queue = useDutyQueue((state) => state.queue);
  const now = useNow(1000);
  const last = useRef(nobody);
  last.current = overdueAlarms(alarms, now, last.current);
  const overdue = last.current;
  return useMemo(() => shownAlarms(alarms, waitingRequests(queue), overdue), [alarms, queue, overdue]);
}
