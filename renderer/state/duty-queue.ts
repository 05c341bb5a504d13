// What the officer has done and the core has not heard of yet. Kept in the browser's storage, so that neither a lost wire nor a killed window loses it, and delivered in its order, once each.
import { create } from 'zustand';
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { remember, remembered } from './remember.ts';

export interface QueuedAction {
  /** Its key makes the core carry it out once, however often it arrives. */
  readonly request: AlarmTransitionRequest & { readonly key: string };
  /** The alarm's sentence, for those who look into the queue. */
  readonly sentence: Bilingual;
  /** When it was done, by this computer's clock (ms). */
  readonly at: number;
  /** Why the core won't do it; null = it waits. */
  readonly refused: Bilingual | null;
}

/** What a queue needs of the core. */
export interface AlarmWire {
  transition(request: AlarmTransitionRequest): Promise<Alarm>;
  show(asked: { id: number }): Promise<{ alarm: Alarm; transitions: readonly { version: number; actor: string }[] }>;
}

const storageKey = 'duty-queue';
/** Name of the desk's own rows in the log of an alarm. */
const deskActor = 'system';

function stored(): readonly QueuedAction[] {
  try {
    const read: unknown = JSON.parse(remembered(storageKey) ?? '[]');
    return Array.isArray(read) ? (read as QueuedAction[]) : [];
  } catch {
    return [];
  }
}

export const useDutyQueue = create<{ readonly queue: readonly QueuedAction[] }>()(() => ({ queue: stored() }));

/** Other windows write the same queue: always changed from what is stored. */
function change(make: (queue: readonly QueuedAction[]) => readonly QueuedAction[]): void {
  const queue = make(stored());
  remember(storageKey, JSON.stringify(queue));
  useDutyQueue.setState({ queue });
}

export function enqueue(request: QueuedAction['request'], sentence: Bilingual): void {
  change((queue) => [...queue, { request, sentence, at: Date.now(), refused: null }]);
}

export const dismiss = (key: string): void => change((queue) => queue.filter(({ request }) => request.key !== key));

export const waitingRequests = (queue: readonly QueuedAction[]): readonly QueuedAction['request'][] =>
  queue.flatMap(({ request, refused }) => (refused === null ? [request] : []));

interface Refusal extends Bilingual {
  readonly code: string;
}

/** null = no answer of the core's: the wire is gone, or the host is. */
function refusalOf(error: unknown): Refusal | null {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null;
  return typeof data === 'object' && data !== null && 'code' in data && 'zh' in data ? (data as Refusal) : null;
}

/** Where only the desk's own clocks were at the alarm since, the action still means what it meant: it and those after it expect the newer version. */
async function rebased(wire: AlarmWire, { alarm, expectedVersion = 0 }: QueuedAction['request']): Promise<boolean> {
  const now = await wire.show({ id: alarm });
  const since = now.transitions.filter(({ version }) => version > expectedVersion);
  if (since.length === 0 || since.some(({ actor }) => actor !== deskActor)) return false;
  change((queue) =>
    queue.map((each) =>
      each.request.alarm === alarm && each.request.expectedVersion !== undefined
        ? { ...each, request: { ...each.request, expectedVersion: each.request.expectedVersion + since.length } }
        : each,
    ),
  );
  return true;
}

/**
 * Delivers what waits, the oldest first, until none is left or the wire breaks; `done` is told of each alarm as it then
 * is. What follows an action that was refused, on the same alarm, is refused with it: it rested on it.
 */
export async function deliver(
  wire: AlarmWire,
  done: (alarm: Alarm, request: QueuedAction['request']) => void,
): Promise<'all' | 'broken'> {
  for (;;) {
    const next = stored().find(({ refused }) => refused === null);
    if (next === undefined) return 'all';
    const { request } = next;
    try {
      const alarm = await wire.transition(request);
      dismiss(request.key);
      done(alarm, request);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) return 'broken';
      try {
        if (refusal.code === 'alarm-changed' && (await rebased(wire, request))) continue;
      } catch (lost) {
        if (refusalOf(lost) === null) return 'broken';
      }
      const { zh, en } = refusal;
      change((queue) =>
        queue.map((each) =>
          each.request.alarm === request.alarm && each.refused === null ? { ...each, refused: { zh, en } } : each,
        ),
      );
    }
  }
}

/** Keeps the queue the same as other windows have it. The answer ends it. */
export function followStoredQueue(): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === null || key.endsWith(storageKey)) useDutyQueue.setState({ queue: stored() });
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}
