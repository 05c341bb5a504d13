// What the host's thread and the writer's thread say to each other.
import type { AppErrorCode } from '../app-error.ts';
import type { PackedMessages, Receipts } from './packed-messages.ts';

export interface ReadingWorkerInput {
  readonly dbPath: string;
  /** The host's clock, which a test may have set. */
  readonly now: number;
}

/** Each comes with the host's clock. */
export type ToWorker = { readonly now: number } & (
  | { readonly kind: 'take'; readonly id: number; readonly packed: PackedMessages }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'close'; readonly id: number }
);

/** What a commit has changed, for screens. */
export interface Committed {
  /** The newest reading of each channel that got one, once a channel: rows of columns. */
  readonly count: number;
  readonly channel: Int32Array;
  readonly time: Float64Array;
  /** NaN = no number. */
  readonly value: Float64Array;
  /** See `flag-codes.ts`. */
  readonly flag: Uint16Array;
  /** What rules, alarms and commands have published in it, in order: `context.publish(topic, content)`. */
  readonly published: readonly Published[];
}

export interface Published {
  readonly topic: string;
  readonly content: unknown;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'taken'; readonly id: number; readonly receipts: Receipts }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'committed'; readonly committed: Committed }
  | { readonly kind: 'log'; readonly line: string }
  | ({ readonly kind: 'refused'; readonly id: number } & Refused);

/** An AppError, or (code null) a defect. */
export interface Refused {
  readonly code: AppErrorCode | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly message: string;
}

/** What the worker says of before it is ready. */
export const OPENING = 0;
