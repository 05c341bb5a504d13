// The figures of the layers at the chosen times, layer by layer: a slow one holds no other back.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FigureQuery, FigureResult } from '../../../contract/figures.ts';
import type { Backend } from '../../backend/backend.ts';
import { useCore } from '../../state/core-store.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { useView } from '../../state/view-store.ts';
import type { LayerAnswer, WantedLayer } from './active-layers.ts';

interface Kept {
  readonly key: string;
  /** The kind of question: answers to another kind are not shown while the new ones are on their way. */
  readonly kind: string;
  readonly figures: readonly FigureResult[] | null;
  readonly error: unknown;
}

const noFigures: LayerAnswer = { figures: [], pending: false, error: null };
const waiting: LayerAnswer = { figures: null, pending: true, error: null };

/** What is asked whatever it is narrowed to: options decide which product, which figure, which level. */
const kindOf = ({ input, queries }: WantedLayer): string =>
  JSON.stringify([input.options, (queries ?? []).map(({ id, by }) => [id, by])]);

export function useLayerFigures(wanted: readonly WantedLayer[]): ReadonlyMap<string, LayerAnswer> {
  const backend = useCore((core) => core.backend);
  const revision = useCore((core) => core.world.revision);
  const times = useView((view) => view.times);
  const [kept, setKept] = useState<ReadonlyMap<string, Kept>>(new Map());
  const running = useRef(new Map<string, { key: string; backend: Backend; abort: AbortController }>());

  const asked = useMemo(
    () =>
      wanted.flatMap((layer) => {
        if (layer.queries === null) return [];
        const queries = layer.queries.map((query): FigureQuery => ({ ...query, ...statedTimes(times) }));
        return [{ id: layer.setting.id, queries, kind: kindOf(layer), key: JSON.stringify([queries, revision]) }];
      }),
    [wanted, times, revision],
  );

  useEffect(() => {
    const calls = running.current;
    for (const [id, call] of calls) {
      if (asked.some((each) => each.id === id)) continue;
      call.abort.abort();
      calls.delete(id);
    }
    if (backend === null || revision < 0) return;
    for (const { id, queries, kind, key } of asked) {
      const call = calls.get(id);
      if (queries.length === 0 || (call?.key === key && call.backend === backend)) continue;
      call?.abort.abort();
      const abort = new AbortController();
      calls.set(id, { key, backend, abort });
      const keep = (figures: readonly FigureResult[] | null, error: unknown) => {
        if (abort.signal.aborted) return;
        setKept((last) => {
          const before = last.get(id);
          const old = before?.kind === kind ? before.figures : null;
          return new Map(last).set(id, { key, kind, figures: figures ?? old, error });
        });
      };
      Promise.all(queries.map((query) => backend.figure.get(query, { signal: abort.signal }))).then(
        (figures) => keep(figures, null),
        (error: unknown) => keep(null, error),
      );
    }
  }, [asked, backend, revision]);

  useEffect(() => {
    const calls = running.current;
    return () => {
      for (const { abort } of calls.values()) abort.abort();
      calls.clear();
    };
  }, []);

  // The same objects while nothing changed: whoever draws compares by identity.
  const given = useRef(new Map<string, { from: Kept; pending: boolean; answer: LayerAnswer }>());
  return useMemo(
    () =>
      new Map(
        asked.map(({ id, queries, kind, key }) => {
          if (queries.length === 0) return [id, noFigures];
          const from = kept.get(id);
          if (from === undefined || from.kind !== kind) return [id, waiting];
          const pending = from.key !== key;
          const before = given.current.get(id);
          if (before !== undefined && before.from === from && before.pending === pending) return [id, before.answer];
          const answer: LayerAnswer = { figures: from.figures, pending, error: from.error };
          given.current.set(id, { from, pending, answer });
          return [id, answer];
        }),
      ),
    [asked, kept],
  );
}
