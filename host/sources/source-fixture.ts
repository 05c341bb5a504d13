// For tests of sources: a monitoring database with registered devices, and an ingest that shows what it was given.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import { type DeviceSecret, plainChannel, registerChannel, registerDevice } from '../../core/devices/registry.ts';
import type { Device } from '../../core/devices/registry-facts.ts';
import {
  type Ingest,
  type Receipt,
  readingOutcomes,
  type SourceMessage,
  type SourceReading,
} from '../../core/ingest/source-message.ts';

export interface SourceBench {
  readonly directory: string;
  readonly monitoringPath: string;
  readonly db: Database.Database;
  readonly ingest: ShownIngest;
  readonly logged: string[];
  register(device: Partial<Device> & { id: string }, secret?: DeviceSecret, channels?: readonly string[]): void;
  close(): void;
}

export function startSourceBench(): SourceBench {
  const directory = mkdtempSync(join(tmpdir(), 'lianggao-sources-'));
  const monitoringPath = join(directory, 'monitoring.sqlite');
  const db = openMonitoring(monitoringPath);
  return {
    directory,
    monitoringPath,
    db,
    ingest: new ShownIngest(),
    logged: [],
    register(device, secret, channels = []) {
      const plain = { protocol: 'mqtt' as const, name: device.id, gateway: null, enterprise: null };
      const nowhere = { longitude: null, latitude: null, settings: {} };
      db.transaction(() => {
        registerDevice(db, { ...plain, ...nowhere, ...device }, 0, secret);
        for (const address of channels) {
          const draft = { ...plainChannel, id: `${device.id}-${address}`, name: address, device: device.id, address };
          registerChannel(db, { ...draft, unitOfMeasure: 'kW', kind: 'level', quantity: 'power' }, 0);
        }
      })();
    },
    close() {
      db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export function tokenSecret(token: string): DeviceSecret {
  return { tokenSha256: createHash('sha256').update(token).digest('hex') };
}

/** Stands where the store's ingest stands: idempotent by device, address and time. */
export class ShownIngest implements Ingest {
  readonly messages: SourceMessage[] = [];
  readonly #values = new Map<string, string>();
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  #failure: Error | null = null;
  #arrived: () => void = () => undefined;

  get readings(): SourceReading[] {
    return this.messages.flatMap((message) => [...message.readings]);
  }

  get issues(): string[] {
    return this.messages.flatMap((message) => message.issues.map(({ code }) => code));
  }

  /** Commits wait from now on, until the function returned is called. */
  hold(): () => void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
    return () => this.#release();
  }

  /** Commits fail from now on; null = they succeed again. */
  fail(error: Error | null): void {
    this.#failure = error;
  }

  /** Resolves once `condition` holds; looked at whenever a message has come. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  async take(message: SourceMessage): Promise<Receipt> {
    if (this.#failure) throw this.#failure;
    this.messages.push(message);
    this.#arrived();
    await this.#held;
    const receipt = { accepted: 0, repeated: 0, revised: 0, quarantined: 0 };
    const outcomes: number[] = [];
    for (const { device, address, time, text } of message.readings) {
      const key = JSON.stringify([device, address, time]);
      const known = this.#values.get(key);
      this.#values.set(key, text);
      const outcome = known === undefined ? 'accepted' : known === text ? 'repeated' : 'revised';
      receipt[outcome]++;
      outcomes.push(readingOutcomes.indexOf(outcome));
    }
    return message.isItemised ? { ...receipt, outcomes: Uint8Array.from(outcomes) } : receipt;
  }
}
