// The enterprises shown, in the order of the list, for those who walk through them by keys.
import { create } from 'zustand';
import type { Selection } from './view-store.ts';

export const useShownList = create<{ readonly ids: readonly string[] }>()(() => ({ ids: [] }));

/** The next (1) or previous (−1) enterprise of the list; the first or last where none is selected. Pure. */
export function neighbour(ids: readonly string[], selected: Selection, step: 1 | -1): Selection {
  const at = selected?.kind === 'enterprise' ? ids.indexOf(selected.id) : -1;
  const next = at === -1 ? (step === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
  const id = ids[next];
  return id === undefined ? null : { kind: 'enterprise', id };
}
