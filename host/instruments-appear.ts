// Waits for a workspace's first instrument: until then there is nothing that a writer or a listener would be awake for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../core/app.ts';

const POLL_MS = 1000;

/** Resolves to true once a device, an alarm, a camera or a port to listen on is there, written by whichever process; to false when `signal` ends the wait. */
export async function instrumentsAppear(monitoring: App['monitoring'], signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (areThere(monitoring)) return true;
    await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return false;
}

function areThere(monitoring: App['monitoring']): boolean {
  try {
    return monitoring.hasInstruments() || Object.keys(monitoring.listeners()).length > 0;
  } catch {
    // A database that cannot be read is named by every call that asks it for something.
    return false;
  }
}
