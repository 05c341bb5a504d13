// The index that the search field looks into: made of what the core names, in slices while nothing else is to be done.
import { useEffect } from 'react';
import { create } from 'zustand';
import type { About } from '../../../contract/about.ts';
import type { RecordName } from '../../../contract/ledger.ts';
import type { Backend } from '../../backend/backend.ts';
import type { Alphabet } from '../../search/alphabet.ts';
import {
  aboutEntries,
  alphabetOf,
  type FoundEntry,
  type FoundKind,
  ledgerIndex,
  recordEntries,
} from '../../search/ledger-entries.ts';
import type { SearchIndex } from '../../search/search-index.ts';
import { useCore } from '../../state/core-store.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { type Times, useView } from '../../state/view-store.ts';

export interface SearchState {
  /** null before the dictionary is there. */
  readonly alphabet: Alphabet | null;
  /** Can be searched while it is being filled; null before anything is known. */
  readonly index: SearchIndex<FoundKind> | null;
  /** The index lacks names that are on their way. */
  readonly filling: boolean;
  /** The core's names could not be had: units and other names are missing. */
  readonly failed: boolean;
}

export const useSearch = create<SearchState>()(() => ({ alphabet: null, index: null, filling: false, failed: false }));

/** As long as the page may be held up at a time. */
const sliceMilliseconds = 8;
/** After a change of times or ledger; they may change many times in a row. */
const settleMilliseconds = 600;

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 3000 });
    else setTimeout(resolve, 500);
  });

async function fill(index: SearchIndex<FoundKind>, entries: Iterable<FoundEntry>, signal: AbortSignal): Promise<void> {
  let until = performance.now() + sliceMilliseconds;
  for (const entry of entries) {
    index.add([entry]);
    if (performance.now() < until) continue;
    await pause(0, signal);
    until = performance.now() + sliceMilliseconds;
  }
}

/** Enterprises as the world has them, for when their names can't be had. */
const worldNames = (): RecordName[] =>
  useCore.getState().world.enterprises.map(({ id, name, nameEn, owner }) => ({
    ...{ kind: 'enterprise', id, enterpriseId: id, name, nameEn, owner },
    ...{ otherNames: [], creditCode: null },
  }));

async function rebuild(about: About, backend: Backend, times: Times, signal: AbortSignal): Promise<void> {
  if (useSearch.getState().index === null) await whenIdle();
  else await pause(settleMilliseconds, signal);
  const { dictionaryReadings } = await import('../../search/dictionary.ts');
  signal.throwIfAborted();
  const alphabet = useSearch.getState().alphabet ?? alphabetOf(about, dictionaryReadings);
  const index = ledgerIndex(about, alphabet);
  index.add(aboutEntries(about));
  // The first index is shown as it grows; a later one takes the place of the one before when it is whole.
  const first = useSearch.getState().index === null;
  useSearch.setState(first ? { alphabet, index, filling: true } : { alphabet, filling: true });
  let failed = false;
  const names = await backend.ledger.names(statedTimes(times), { signal }).catch(() => {
    failed = true;
    return worldNames();
  });
  signal.throwIfAborted();
  await fill(index, recordEntries(names), signal);
  useSearch.setState({ index, filling: false, failed });
}

/** Keeps the index at the ledger's revision and the times of the screen. For one component of the page. */
export function useSearchIndex(): void {
  const about = useCore((core) => core.about);
  const backend = useCore((core) => core.backend);
  const revision = useCore((core) => core.world.revision);
  const times = useView((view) => view.times);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision has other names
  useEffect(() => {
    if (about === null || backend === null) return;
    const controller = new AbortController();
    rebuild(about, backend, times, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
    return () => controller.abort();
  }, [about, backend, revision, times]);
}
