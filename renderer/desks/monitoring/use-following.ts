// Follows readings while the monitoring desk is open, and begins anew with each wire.
import { useEffect } from 'react';
import { useCore } from '../../state/core-store.ts';
import { followReadings, mostChannels, takeChannels } from '../../state/monitoring-follow.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';

export function useFollowing(): void {
  const backend = useCore((core) => core.backend);

  useEffect(() => {
    if (backend === null) return;
    const abort = new AbortController();
    void followReadings(backend, abort.signal).catch((problem: unknown) => {
      if (!abort.signal.aborted) useMonitoring.setState({ problem });
    });
    return () => abort.abort();
  }, [backend]);

  // Devices make channels of their own as they send, and people adopt them elsewhere.
  const registered = useMonitoring(({ status }) => Math.min(mostChannels, status?.channels ?? 0));
  const listed = useMonitoring(({ channels }) => channels?.length ?? null);
  useEffect(() => {
    if (backend === null || listed === null || listed === registered) return;
    const abort = new AbortController();
    void takeChannels(backend, abort.signal).catch(() => undefined);
    return () => abort.abort();
  }, [backend, registered, listed]);
}
