// The name of an enterprise that a channel, device or alarm belongs to.
import { useCallback } from 'react';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { enterpriseName } from '../atlas/enterprise-name.ts';

/** An id that the ledger doesn't know stands for itself; null = on no list. */
export function useEnterpriseLabel(): (id: string | null) => string | null {
  const language = useView((view) => view.language);
  const byId = useCore((core) => core.world.byId);
  return useCallback(
    (id) => {
      if (id === null) return null;
      const enterprise = byId.get(id);
      return enterprise === undefined ? id : enterpriseName(enterprise, language);
    },
    [byId, language],
  );
}
