// Test support: a monitoring database of its own, channels to send to, and messages to send.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openMonitoring } from '../db/open-monitoring.ts';
import {
  type ChannelDraft,
  declare,
  loadRegistry,
  plainChannel,
  registerChannel,
  registerDevice,
} from '../devices/registry.ts';
import type { Channel, Declaration, Device } from '../devices/registry-facts.ts';
import type { Protocol, SourceMessage, SourceReading } from '../ingest/source-message.ts';
import type { ReadingObserver } from './reading-observer.ts';
import { ReadingWriter } from './reading-writer.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
/** 2026-06-01 00:00 in Shanghai. */
export const JUNE = Date.UTC(2026, 4, 31, 16);

export class TestReadings implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'lianggao-readings-'));
  readonly path: string;
  readonly db: Database.Database;
  writer: ReadingWriter;
  clock = JUNE + 400 * DAY;
  readonly #observer: (() => ReadingObserver) | undefined;

  constructor(observer?: (db: Database.Database) => ReadingObserver) {
    this.path = join(this.dir, 'monitoring.sqlite');
    this.db = openMonitoring(this.path);
    // No power is cut while a test runs, and hundreds of databases need not wait for the disk.
    this.db.pragma('synchronous = OFF');
    this.#observer = observer && (() => observer(this.db));
    this.writer = this.newWriter();
  }

  newWriter(db: Database.Database = this.db): ReadingWriter {
    return new ReadingWriter(db, { now: () => this.clock, ...(this.#observer ? { observer: this.#observer } : {}) });
  }

  /** As after a restart of the process. */
  restart(): void {
    this.writer = this.newWriter();
  }

  device(id: string, protocol: Protocol = 'http', settings: Device['settings'] = {}): void {
    const place = { gateway: null, enterprise: null, longitude: null, latitude: null };
    registerDevice(this.db, { id, protocol, name: id, settings, ...place }, 0);
  }

  /** A channel `id` of device D1, address = id. */
  channel(id: string, facts: Partial<ChannelDraft> = {}): Channel {
    const device = facts.device ?? 'D1';
    if (!loadRegistry(this.db).devices.has(device)) this.device(device);
    const what = { quantity: 'electricity', kind: 'amount', unitOfMeasure: 'kWh', intervalMs: 15 * MINUTE } as const;
    return registerChannel(this.db, { ...plainChannel, ...what, id, name: id, device, address: id, ...facts }, 0);
  }

  exchange(channel: string, from: number, to: number, value: number | null): void {
    const event: Omit<Declaration, 'id'> = {
      ...{ kind: 'meter-event', enterprise: null, unit: null, channel, from, to, value },
      ...{ unitOfMeasure: null, source: 'test' },
    };
    declare(this.db, event, 0);
  }

  /** Everything that can be read of the store, for comparison. */
  tables(...names: string[]): Record<string, unknown[]> {
    return Object.fromEntries(names.map((name) => [name, this.db.prepare(`SELECT * FROM ${name}`).all()]));
  }

  [Symbol.dispose](): void {
    this.db.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export interface Sent {
  readonly address: string;
  readonly time: number;
  readonly value?: number | null;
  readonly text?: string;
  readonly flag?: string | null;
  readonly device?: string;
}

/** A message of readings, its bytes a text that names them. */
export function message(readings: readonly Sent[], given: Partial<SourceMessage> = {}): SourceMessage {
  const device = given.device === undefined ? 'D1' : given.device;
  const all = readings.map((sent): SourceReading => {
    const value = sent.value === undefined ? (sent.text === undefined ? 0 : Number(sent.text)) : sent.value;
    const number = value === null || Number.isNaN(value) ? null : value;
    const text = sent.text ?? String(value);
    return {
      device: sent.device ?? device ?? '',
      address: sent.address,
      time: sent.time,
      value: number,
      text,
      flag: sent.flag ?? null,
    };
  });
  const last = Math.max(0, ...all.map(({ time }) => time));
  const bytes = Buffer.from(JSON.stringify(readings));
  return { protocol: 'http', device, receivedAt: last + 1_000, bytes, readings: all, issues: [], ...given };
}
