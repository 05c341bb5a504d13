// Test support: a monitoring database with registered channels, a writer with the rules, and an alarm book that writes down what it hears.
import type Database from 'better-sqlite3';
import type { FindingChange } from '../alarms/finding-change.ts';
import { openMonitoring } from '../db/open-monitoring.ts';
import { type ChannelDraft, plainChannel, registerChannel, registerDevice } from '../devices/registry.ts';
import type { Channel, Device } from '../devices/registry-facts.ts';
import type { Protocol, SourceMessage, SourceReading } from '../ingest/source-message.ts';
import { ReadingWriter } from '../readings/reading-writer.ts';
import { createWatch } from './watch.ts';

export interface WatchBench {
  readonly db: Database.Database;
  readonly writer: ReadingWriter;
  readonly heard: FindingChange[];
  readonly logged: string[];
  /** A writer that begins anew on the same database, as after a restart. */
  restart(): ReadingWriter;
}

export function openBench(path: string, now: () => number = () => 0): WatchBench {
  const db = openMonitoring(path, { now: 0 });
  // Nothing here outlives the test: it need not wait for the disk.
  db.pragma('synchronous = OFF');
  const heard: FindingChange[] = [];
  const logged: string[] = [];
  const book = {
    apply: (changes: readonly FindingChange[]): number => heard.push(...changes),
    tick: (): void => undefined,
  };
  const observer = () =>
    createWatch(db, {
      book: { ...book, apply: (changes) => void book.apply(changes) },
      log: (text) => logged.push(text),
    });
  const restart = (): ReadingWriter => new ReadingWriter(db, { now, observer });
  return { db, writer: restart(), heard, logged, restart };
}

export interface ChannelSketch extends Partial<Omit<ChannelDraft, 'id' | 'device'>> {
  readonly id: string;
  readonly device?: string;
  readonly protocol?: Protocol;
  readonly place?: readonly [longitude: number, latitude: number];
}

/** Registers a channel and, where it is new, its device (by default one of its own, of a file). */
export function register(db: Database.Database, sketch: ChannelSketch): Channel {
  const { protocol = 'file', place, ...channel } = sketch;
  const id = channel.device ?? `${channel.id}-device`;
  const device: Device = {
    ...{ id, protocol, name: id, gateway: null, enterprise: channel.enterprise ?? null, settings: {} },
    ...{ longitude: place?.[0] ?? null, latitude: place?.[1] ?? null },
  };
  return db
    .transaction(() => {
      registerDevice(db, device, 0);
      const plain = {
        ...plainChannel,
        name: channel.id,
        address: channel.id,
        unitOfMeasure: 'kWh',
        kind: 'amount',
        quantity: 'electricity',
      } as const;
      return registerChannel(db, { ...plain, ...channel, device: id }, 0);
    })
    .immediate();
}

export interface SketchedReading {
  readonly channel: Pick<Channel, 'device' | 'address'>;
  readonly time: number;
  readonly value: number | null;
  readonly flag?: string;
}

export function message(
  readings: readonly SketchedReading[],
  receivedAt = 0,
  protocol: Protocol = 'file',
): SourceMessage {
  const rows: SourceReading[] = readings.map(({ channel, time, value, flag }) => ({
    ...{ device: channel.device, address: channel.address, time, value },
    ...{ text: value === null ? 'NA' : String(value), flag: flag ?? null },
  }));
  const device = readings[0]?.channel.device ?? null;
  return { protocol, device, receivedAt, bytes: new TextEncoder().encode('sketch'), readings: rows, issues: [] };
}
