// What the reader looks into on a channel's page: a window of time, or one moment of it. A type.
import type { OwnSpan } from '../../state/monitoring-view.ts';

export interface LookedInto {
  readonly window: OwnSpan;
  /** null = the whole window. */
  readonly time: number | null;
}
