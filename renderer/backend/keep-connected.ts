// Keeps one wire to the core open: tries again for ever, a little later each time.
import type { Recoveries } from '../../contract/desktop.ts';
import { type Backend, createBackend } from './backend.ts';
import type { Wire } from './choose-wire.ts';

/** Wait before attempt 0, 1, 2 …: doubles from a quarter of a second up to five seconds. */
export function retryDelayMilliseconds(attempt: number): number {
  return Math.min(5000, 250 * 2 ** Math.min(attempt, 16));
}

export interface ConnectionListener {
  opened(backend: Backend, recoveries: Recoveries | undefined): void;
  /** Whenever there is no wire: once it broke, and after each attempt that failed. */
  lost(error: unknown): void;
}

/** Starts; the answer ends it. */
export function keepConnected(wire: Wire, listener: ConnectionListener): () => void {
  let ended = false;
  let closeCurrent = (): void => {};

  async function run(): Promise<void> {
    for (let attempt = 0; !ended; attempt += 1) {
      let reason: unknown = null;
      try {
        const open = await wire();
        closeCurrent = open.close;
        if (ended) open.close();
        else listener.opened(createBackend(open.link), open.recoveries);
        attempt = -1;
        await open.closed;
      } catch (error) {
        reason = error;
      }
      if (ended) return;
      listener.lost(reason);
      await new Promise((resolve) => setTimeout(resolve, retryDelayMilliseconds(Math.max(0, attempt))));
    }
  }
  void run();
  return () => {
    ended = true;
    closeCurrent();
  };
}
