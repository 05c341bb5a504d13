// Joins the wire, the core's answers and the reader's times: whenever one of them changes, the world is followed anew.
import type { Backend } from '../backend/backend.ts';
import type { Wire } from '../backend/choose-wire.ts';
import { keepConnected } from '../backend/keep-connected.ts';
import { useCore } from './core-store.ts';
import { startDelivery } from './duty-actions.ts';
import { followWorld } from './follow-world.ts';
import { followAlarms, followStatus } from './monitoring-follow.ts';
import { useMonitoring } from './monitoring-store.ts';
import { useView } from './view-store.ts';

/** Starts; the answer ends it. */
export function startSession(wire: Wire): () => void {
  let following = new AbortController();
  let connection = new AbortController();

  async function follow(backend: Backend): Promise<void> {
    following.abort();
    following = new AbortController();
    const { signal } = following;
    try {
      if (useCore.getState().about === null) useCore.setState({ about: await backend.about.get() });
      await followWorld(
        backend,
        useView.getState().times,
        (world) => useCore.setState({ world, agreedAt: Date.now() }),
        signal,
      );
    } catch (error) {
      // A broken wire is reported by the connection itself; only an answer that makes no sense is worth a line.
      if (!signal.aborted && useCore.getState().backend === backend) reportError(error);
    }
  }

  const unsubscribe = useView.subscribe((view, previous) => {
    const { backend } = useCore.getState();
    if (view.times !== previous.times && backend !== null) void follow(backend);
  });
  const disconnect = keepConnected(wire, {
    opened(backend, recoveries) {
      useCore.setState({ backend, lostAt: null, lostReason: null, ...(recoveries && { recoveries }) });
      void follow(backend);
      connection.abort();
      connection = new AbortController();
      const { signal } = connection;
      void followStatus(backend, signal);
      void followAlarms(backend, signal).catch((problem: unknown) => {
        if (!signal.aborted) useMonitoring.setState({ problem });
      });
    },
    lost(lostReason) {
      following.abort();
      connection.abort();
      useCore.setState((state) => ({ backend: null, lostAt: state.lostAt ?? Date.now(), lostReason }));
    },
  });
  const stopDelivery = startDelivery();
  return () => {
    unsubscribe();
    disconnect();
    stopDelivery();
    following.abort();
    connection.abort();
  };
}
