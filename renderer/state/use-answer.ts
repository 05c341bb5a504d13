// One call to the core as a React value: asked again when its key changes, the last answer kept while the next is on its way.
import { useEffect, useState } from 'react';
import type { Backend } from '../backend/backend.ts';
import { useCore } from './core-store.ts';

export interface Answer<T> {
  /** The newest answer, perhaps to an earlier key while `pending`; null before the first. */
  readonly value: T | null;
  readonly pending: boolean;
  readonly error: unknown;
}

const nothing = { value: null, pending: false, error: null, key: null };

/** `key` must say everything that `ask` depends on besides the wire; null = nothing to ask. */
export function useAnswer<T>(
  key: string | null,
  ask: (backend: Backend, signal: AbortSignal) => Promise<T>,
): Answer<T> {
  const backend = useCore((state) => state.backend);
  const [answer, setAnswer] = useState<{ value: T | null; error: unknown; key: string | null }>(nothing);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for all that `ask` closes over
  useEffect(() => {
    if (key === null) setAnswer(nothing);
    if (key === null || backend === null) return;
    const abort = new AbortController();
    ask(backend, abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setAnswer({ value, error: null, key });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setAnswer((last) => ({ value: last.value, error, key }));
      },
    );
    return () => abort.abort();
  }, [key, backend]);

  if (key === null) return nothing;
  return { value: answer.value, error: answer.error, pending: answer.key !== key };
}
