// The mark of each industry, by its place in the catalogue, so that it stays the same whatever the ledger holds.
import { useMemo } from 'react';
import { assignMarks, type Mark } from '../../map/marks.ts';
import { useCore } from '../../state/core-store.ts';

export function useMarks(): ReadonlyMap<string, Mark> {
  const industries = useCore((core) => core.about?.industries);
  return useMemo(() => assignMarks((industries ?? []).map(({ id }) => id)), [industries]);
}
