// The world as this page holds it, and how one change turns it into the next. Pure.
import type { WorldChange, WorldSnapshot } from '../../contract/events.ts';
import type { EnterpriseSummary } from '../../contract/ledger.ts';

export interface World {
  readonly revision: number;
  /** In the order of the snapshot; what came later stands at the end. The same array while nothing in it changes. */
  readonly enterprises: readonly EnterpriseSummary[];
  readonly byId: ReadonlyMap<string, EnterpriseSummary>;
}

export const emptyWorld: World = { revision: -1, enterprises: [], byId: new Map() };

function worldOf(revision: number, byId: ReadonlyMap<string, EnterpriseSummary>): World {
  return { revision, enterprises: [...byId.values()], byId };
}

export function worldFrom(snapshot: WorldSnapshot): World {
  return worldOf(snapshot.revision, new Map(snapshot.enterprises.map((enterprise) => [enterprise.id, enterprise])));
}

/**
 * The world after `change`: the same object where the change is already in it, 'resync' where something was missed or
 * the core says that too much changed.
 */
export function applyChange(world: World, change: WorldChange): World | 'resync' {
  if (change.revision <= world.revision) return world;
  if (change.reset || change.from !== world.revision) return 'resync';
  if (change.put.length === 0 && change.removed.length === 0) return { ...world, revision: change.revision };
  const byId = new Map(world.byId);
  for (const id of change.removed) byId.delete(id);
  for (const enterprise of change.put) byId.set(enterprise.id, enterprise);
  return worldOf(change.revision, byId);
}
