// Readings of devices and addresses that nobody has registered: kept with their messages until somebody does.
import type Database from 'better-sqlite3';
import { textOf } from './digits-rules.ts';
import type { Slot } from './packed-messages.ts';
import { ready } from './ready-statement.ts';

export interface QuarantinedReading {
  readonly source: number;
  readonly time: number;
  readonly text: string;
  readonly flag: number;
  readonly value: number | null;
  readonly message: number;
  readonly received_at: number;
}

/** Numbers held in memory; senders that make addresses up fill no more of it. */
const MOST_KNOWN = 100_000;

/** The number of a sender's address in quarantine. In a transaction. */
export function quarantineSource(db: Database.Database, known: Map<string, number>, slot: Slot): number {
  const key = JSON.stringify([slot.device, slot.address]);
  let no = known.get(key);
  if (no === undefined) {
    no = ready(
      db,
      `INSERT INTO quarantine_source (protocol, device, address) VALUES (?, ?, ?)
       ON CONFLICT (device, address) DO UPDATE SET protocol = excluded.protocol RETURNING no`,
    )
      .pluck()
      .get(slot.protocol, slot.device, slot.address) as number;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, no);
  }
  return no;
}

/** What a batch adds to the sources: put down with `countKept` once it is through. */
export type KeptCounts = Map<number, { readings: number; first: number; last: number; text: string }>;

/** A reading that is in quarantine already is kept once. In a transaction. */
export function keepInQuarantine(
  db: Database.Database,
  reading: Omit<QuarantinedReading, 'text'> & { readonly digits: number | string },
  kept: KeptCounts,
): void {
  const { source, time, flag, value, message, received_at: receivedAt } = reading;
  const text = textOf(value, reading.digits);
  const { changes } = ready(
    db,
    `INSERT INTO quarantine_reading (source, time, text, flag, value, message, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(source, time, text, flag, value, message, receivedAt);
  if (changes === 0) return;
  const sum = kept.get(source);
  if (!sum) kept.set(source, { readings: 1, first: time, last: time, text });
  else {
    sum.readings++;
    sum.first = Math.min(sum.first, time);
    if (time >= sum.last) {
      sum.last = time;
      sum.text = text;
    }
  }
}

export function countKept(db: Database.Database, kept: KeptCounts): void {
  const add = ready(
    db,
    `UPDATE quarantine_source SET readings = readings + @readings, first_time = min(ifnull(first_time, @first), @first),
       last_text = iif(@last >= ifnull(last_time, @last), @text, last_text), last_time = max(ifnull(last_time, @last), @last)
     WHERE no = @source`,
  );
  for (const [source, sum] of kept) add.run({ source, ...sum });
}

export interface QuarantineSource extends Slot {
  readonly no: number;
}

export function quarantineSources(db: Database.Database, device: string | undefined): QuarantineSource[] {
  return (
    device === undefined
      ? ready(db, 'SELECT no, protocol, device, address FROM quarantine_source ORDER BY no').all()
      : ready(db, 'SELECT no, protocol, device, address FROM quarantine_source WHERE device = ? ORDER BY no').all(
          device,
        )
  ) as QuarantineSource[];
}

/** The next readings of a source; they leave quarantine with `release`. */
export function quarantinedReadings(db: Database.Database, source: number, limit: number): QuarantinedReading[] {
  return ready(db, 'SELECT * FROM quarantine_reading WHERE source = ? ORDER BY time LIMIT ?').all(
    source,
    limit,
  ) as QuarantinedReading[];
}

export function release(db: Database.Database, { source, time, text, flag }: QuarantinedReading): void {
  ready(db, 'DELETE FROM quarantine_reading WHERE source = ? AND time = ? AND text = ? AND flag = ?').run(
    source,
    time,
    text,
    flag,
  );
}

/** Readings have left a source; without any it is forgotten. */
export function countReleased(db: Database.Database, source: number, released: number): void {
  ready(db, 'UPDATE quarantine_source SET readings = readings - ? WHERE no = ?').run(released, source);
  ready(db, 'DELETE FROM quarantine_source WHERE no = ? AND readings <= 0').run(source);
}

/** Readings in quarantine, of one device or of all. */
export function countRemaining(db: Database.Database, device: string | undefined): number {
  const sql = 'SELECT ifnull(sum(readings), 0) FROM quarantine_source';
  const count = device === undefined ? ready(db, sql) : ready(db, `${sql} WHERE device = ?`);
  return count.pluck().get(...(device === undefined ? [] : [device])) as number;
}
