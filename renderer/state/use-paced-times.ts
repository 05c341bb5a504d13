// Sets the times no faster than the core answers: at most one question on its way, overtaken ones are never asked.
import { useEffect, useMemo, useRef } from 'react';
import { useCore } from './core-store.ts';
import { createPace, type Pace } from './pace.ts';
import { useFigure } from './use-figure.ts';
import { type Times, useView } from './view-store.ts';
import type { World } from './world.ts';

/** An answer that is this late will be no answer at all: the wire is gone, or the core refused. */
const patienceMs = 4000;

export function usePacedTimes(): Pace<Times> {
  const worldBefore = useRef<World | null>(null);
  const pace = useMemo(
    () =>
      createPace<Times>((times) => {
        worldBefore.current = useCore.getState().world;
        useView.getState().setTimes(times);
      }),
    [],
  );
  const world = useCore((core) => core.world);
  const times = useView((view) => view.times);
  // Stands for the desk's figures, which are asked together with it.
  const { pending } = useFigure({ id: 'enterprise-count' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new times start the patience anew
  useEffect(() => {
    if (worldBefore.current === null) return;
    const settle = (): void => {
      worldBefore.current = null;
      pace.settled();
    };
    if (!pending && world !== worldBefore.current) return settle();
    const timer = setTimeout(settle, patienceMs);
    return () => clearTimeout(timer);
  }, [pace, world, pending, times]);
  return pace;
}
