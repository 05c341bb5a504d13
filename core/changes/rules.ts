// world.changed as arithmetic: the difference of two worlds, and two differences in one. Pure.
import type { WorldChange } from '../../contract/events.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';

/** Above this many records a snapshot is cheaper than the difference. */
export const RESET_ABOVE = 5_000;

/** A world as it was published: each record beside its text, by which a change of it is seen. */
export type PublishedWorld = ReadonlyMap<string, { readonly record: EnterpriseSummary; readonly text: string }>;

/** A record that is the very one of `before` is not looked at again. */
export function publish(records: Iterable<EnterpriseSummary>, before?: PublishedWorld): PublishedWorld {
  const world = new Map<string, { record: EnterpriseSummary; text: string }>();
  for (const record of records) {
    const known = before?.get(record.id);
    world.set(record.id, known?.record === record ? known : { record, text: JSON.stringify(record) });
  }
  return world;
}

/** What turns `before` (at revision `from`) into `after` (at `revision`). */
export function difference(before: PublishedWorld, after: PublishedWorld, from: number, revision: number): WorldChange {
  const put: EnterpriseSummary[] = [];
  for (const [id, { record, text }] of after) if (before.get(id)?.text !== text) put.push(record);
  const removed = [...before.keys()].filter((id) => !after.has(id));
  if (put.length + removed.length > RESET_ABOVE) return { from, revision, reset: true, put: [], removed: [] };
  return { from, revision, reset: false, put, removed };
}

/** One change that does what `first` and then `second` do. */
export function squash(first: WorldChange, second: WorldChange): WorldChange {
  const { from } = first;
  const { revision } = second;
  if (first.reset || second.reset) return { from, revision, reset: true, put: [], removed: [] };
  const put = new Map(first.put.map((record) => [record.id, record]));
  const removed = new Set(first.removed);
  for (const id of second.removed) {
    put.delete(id);
    removed.add(id);
  }
  for (const record of second.put) {
    put.set(record.id, record);
    removed.delete(record.id);
  }
  if (put.size + removed.size > RESET_ABOVE) return { from, revision, reset: true, put: [], removed: [] };
  return { from, revision, reset: false, put: [...put.values()], removed: [...removed] };
}
