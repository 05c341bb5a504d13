// What the core says: the wire to it, what the workspace is about, and the world at the chosen times.
import { create } from 'zustand';
import type { About } from '../../contract/about.ts';
import type { Recoveries } from '../../contract/desktop.ts';
import type { Backend } from '../backend/backend.ts';
import { emptyWorld, type World } from './world.ts';

export interface CoreState {
  /** null while there is no wire. */
  readonly backend: Backend | null;
  readonly about: About | null;
  readonly world: World;
  /** When the screen last agreed with the core (ms); null before the first time. */
  readonly agreedAt: number | null;
  /** Since when the wire is gone; null while there is one or before the first. */
  readonly lostAt: number | null;
  /** Why the last attempt to reach the core failed; null where nothing is known but that it did. */
  readonly lostReason: unknown;
  /** What has ended by itself and was started again, as of the last wire that opened. */
  readonly recoveries: Recoveries;
}

export const useCore = create<CoreState>()(() => ({
  backend: null,
  about: null,
  world: emptyWorld,
  agreedAt: null,
  lostAt: null,
  lostReason: null,
  recoveries: { host: 0, window: 0 },
}));
