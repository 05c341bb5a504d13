// The registry as the sources see it: read again within a second of a change, by whichever process.

import { openMonitoring } from '../../core/db/open-monitoring.ts';
import {
  type DeviceSecret,
  deviceSecret,
  loadRegistry,
  type Registry,
  registryVersion,
} from '../../core/devices/registry.ts';
import { tokenOwners, unknownDevices } from '../../core/ingest/json-senders.ts';

const POLL_MS = 1000;

export interface LiveRegistry {
  /** As it is now; ask again rather than keep it. */
  readonly current: Registry;
  secret(device: string): DeviceSecret;
  /** null = not set. */
  setting(key: string): string | null;
  /** Device of a token's SHA-256; null = several; undefined = none. */
  tokenOwner(sha256: string): string | null | undefined;
  /** Whether devices that are not registered may send into quarantine; null = as the protocol sees fit. */
  readonly unknownDevices: 'quarantine' | 'refuse' | null;
  /** Told after each change; the function returned ends it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Throws AppError `no-monitoring`, `workspace-damaged`, `workspace-newer`. */
export function openLiveRegistry(monitoringPath: string, log: (entry: string) => void): LiveRegistry {
  const db = openMonitoring(monitoringPath, { readOnly: true });
  const listeners = new Set<() => void>();
  const dataVersion = () => db.pragma('data_version', { simple: true });
  let seen = dataVersion();
  let version = registryVersion(db);
  let current = loadRegistry(db);
  let unknown = unknownDevices(db);
  let owners: Map<string, string | null> | null = null;
  let failure = '';

  function look(): void {
    const data = dataVersion();
    if (data === seen) return;
    const [newVersion, newUnknown] = [registryVersion(db), unknownDevices(db)];
    if (newVersion !== version || newUnknown !== unknown) {
      current = loadRegistry(db);
      [version, unknown, owners] = [newVersion, newUnknown, null];
      for (const listener of listeners) listener();
    }
    seen = data;
  }

  const timer = setInterval(() => {
    try {
      look();
      failure = '';
    } catch (error) {
      // Sources go on with what they know; the same trouble is logged once.
      const text = String(error);
      if (text !== failure) log(`registry: ${text}`);
      failure = text;
    }
  }, POLL_MS);
  timer.unref();

  return {
    get current() {
      return current;
    },
    get unknownDevices() {
      return unknown;
    },
    secret: (device) => deviceSecret(db, device),
    setting: (key) =>
      (db.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(key) as string | undefined) ?? null,
    tokenOwner(sha256) {
      owners ??= tokenOwners(db);
      return owners.get(sha256);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      listeners.clear();
      db.close();
    },
  };
}
