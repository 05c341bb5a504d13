// Follows the world at the chosen times: a snapshot, then its changes, and a fresh snapshot whenever something was missed.
import type { Backend } from '../backend/backend.ts';
import type { Times } from './view-store.ts';
import { applyChange, type World, worldFrom } from './world.ts';

/** `times` as the calls take them: a time that is left out means now. */
export function statedTimes({ asOf, knownAt }: Times): { asOf?: number; knownAt?: number } {
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) };
}

/**
 * Hands each new world to `show` until `signal` aborts or the wire breaks (then it rejects).
 * Subscribes before it takes the snapshot, so that no change falls between the two.
 */
export async function followWorld(
  backend: Backend,
  times: Times,
  show: (world: World) => void,
  signal: AbortSignal,
): Promise<void> {
  const changes = await backend.world.changes(undefined, { signal });
  const takeSnapshot = async (): Promise<World> =>
    worldFrom(await backend.world.snapshot(statedTimes(times), { signal }));
  let world = await takeSnapshot();
  show(world);
  for await (const change of changes) {
    // What was known at a past time no longer changes. What is valid at another time can't be told from the change.
    if (times.knownAt !== undefined) continue;
    const next = times.asOf === undefined ? applyChange(world, change) : 'resync';
    if (next === world) continue;
    world = next === 'resync' ? await takeSnapshot() : next;
    if (signal.aborted) return;
    show(world);
  }
}
