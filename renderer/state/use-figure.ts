// Figures at the chosen times, asked again whenever the world moves on.
import { useMemo } from 'react';
import type { FigureQuery, FigureResult } from '../../contract/figures.ts';
import { useCore } from './core-store.ts';
import { statedTimes } from './follow-world.ts';
import { type Answer, useAnswer } from './use-answer.ts';
import { useView } from './view-store.ts';

/** A figure's query without times: those come from the view. */
export type UntimedQuery = Omit<FigureQuery, 'asOf' | 'knownAt'>;

/** null = not wanted now. */
export function useFigure(query: UntimedQuery | null): Answer<FigureResult> {
  const times = useView((view) => view.times);
  const revision = useCore((core) => core.world.revision);
  const full = { ...query, ...statedTimes(times) } as FigureQuery;
  const key = query === null || revision < 0 ? null : JSON.stringify([full, revision]);
  return useAnswer(key, (backend, signal) => backend.figure.get(full, { signal }));
}

/** Several figures at once, in the order of `queries`; null until all of them are answered for the first time. */
export function useFigures(queries: readonly UntimedQuery[]): Answer<readonly FigureResult[]> {
  const times = useView((view) => view.times);
  const revision = useCore((core) => core.world.revision);
  const text = JSON.stringify(queries);
  const full = useMemo(
    () => (JSON.parse(text) as UntimedQuery[]).map((query) => ({ ...query, ...statedTimes(times) }) as FigureQuery),
    [text, times],
  );
  const key = revision < 0 ? null : JSON.stringify([full, revision]);
  return useAnswer(key, (backend, signal) => Promise.all(full.map((query) => backend.figure.get(query, { signal }))));
}
