// A figure at the chosen times, asked again whenever the world moves on.
import type { FigureQuery, FigureResult } from '../../contract/figures.ts';
import { useCore } from './core-store.ts';
import { statedTimes } from './follow-world.ts';
import { type Answer, useAnswer } from './use-answer.ts';
import { useView } from './view-store.ts';

/** `query` without times: those come from the view. null = not wanted now. */
export function useFigure(query: Omit<FigureQuery, 'asOf' | 'knownAt'> | null): Answer<FigureResult> {
  const times = useView((view) => view.times);
  const revision = useCore((core) => core.world.revision);
  const full = { ...query, ...statedTimes(times) } as FigureQuery;
  const key = query === null || revision < 0 ? null : JSON.stringify([full, revision]);
  return useAnswer(key, (backend, signal) => backend.figure.get(full, { signal }));
}
