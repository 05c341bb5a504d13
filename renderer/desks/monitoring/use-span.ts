// The instants that the span on a channel's page means now.
import { useMemo } from 'react';
import { useCore } from '../../state/core-store.ts';
import { instantsOf } from '../../state/monitoring-span.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';

export interface ShownSpan {
  readonly instants: OwnSpan;
  readonly timeZone: string;
}

export function useSpan(): ShownSpan {
  const span = useView((view) => view.monitoring.span);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  // Before the first reading the feed has no time of its own.
  const { from, to } = instantsOf(span, useMonitoring((state) => state.feedTime) ?? Date.now());
  return useMemo(() => ({ instants: { from, to }, timeZone }), [from, to, timeZone]);
}
