// A reading for a time that may be taken already: new, repeated, or another version of what is there.
import type Database from 'better-sqlite3';
import type { LogRow } from './pending-log.ts';
import { ready } from './ready-statement.ts';
import { readStoredRow } from './stored-rows.ts';
import { dayOf } from './time-rules.ts';
import type { WriterMemory } from './writer-memory.ts';

export const NEW = 0;
export const REPEATED = 1;
export const REVISED = 2;
export const LATE = 3;
/** Another value for a reading that a person has marked: kept as a version, and the marked one goes on to count. */
export const KEPT = 4;

/** A reading that is compared: value NaN = the text is no number. */
export type ComparedReading = Omit<LogRow, 'outcome'>;

/** What the store makes of a reading that is not later than its channel's newest. Keeps a revision. In a transaction. */
export function versionOutcome(db: Database.Database, memory: WriterMemory, reading: ComparedReading): number {
  const present = presentReading(db, memory, reading);
  if (!present) return memory.passed(reading.channel, reading.time, reading.receivedAt) ? LATE : NEW;
  if (isSame(present, reading) || wasSaidBefore(db, reading)) return REPEATED;
  const version = keepVersion(db, present, reading);
  if (!isMarkedByHand(db, present.message)) return REVISED;
  insertVersion(db, { ...present, receivedAt: reading.receivedAt }, version + 1);
  return KEPT;
}

const isMarkedByHand = (db: Database.Database, message: number): boolean =>
  ready(db, 'SELECT 1 FROM reading_correction WHERE message = ? AND mark IS NOT NULL').get(message) !== undefined;

function presentReading(
  db: Database.Database,
  memory: WriterMemory,
  { channel, time }: ComparedReading,
): ComparedReading | null {
  const row = memory.log.find(channel, time);
  if (row >= 0) return memory.log.rowAt(row);
  const settled = readStoredRow(db, channel, time, memory.archivedDays.has(dayOf(time)));
  if (!settled) return null;
  const receivedAt = memory.messages.read(settled.message)?.receivedAt ?? 0;
  return { ...settled, channel, value: settled.value ?? Number.NaN, receivedAt };
}

const isSame = (a: Pick<ComparedReading, 'value' | 'flag' | 'digits'>, b: ComparedReading): boolean =>
  a.flag === b.flag &&
  (a.value === b.value || (Number.isNaN(a.value) && Number.isNaN(b.value) && a.digits === b.digits));

interface StoredVersion {
  readonly value: number | null;
  readonly flag: number;
  readonly digits: number | string;
}

/** A sender that repeats an older version (a file read again, a frame sent again) says nothing new. */
function wasSaidBefore(db: Database.Database, reading: ComparedReading): boolean {
  const versions = ready(db, 'SELECT value, flag, digits FROM reading_revision WHERE channel = ? AND time = ?').all(
    reading.channel,
    reading.time,
  ) as StoredVersion[];
  return versions.some((version) => isSame({ ...version, value: version.value ?? Number.NaN }, reading));
}

function keepVersion(db: Database.Database, present: ComparedReading, reading: ComparedReading): number {
  const last = ready(db, 'SELECT max(version) FROM reading_revision WHERE channel = ? AND time = ?')
    .pluck()
    .get(reading.channel, reading.time) as number | null;
  if (last === null) insertVersion(db, present, 1);
  const version = (last ?? 1) + 1;
  insertVersion(db, reading, version);
  return version;
}

function insertVersion(db: Database.Database, reading: ComparedReading, version: number): void {
  const { channel, time, value, flag, message, digits, receivedAt } = reading;
  ready(
    db,
    `INSERT INTO reading_revision (channel, time, version, value, flag, message, digits, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(channel, time, version, Number.isNaN(value) ? null : value, flag, message, digits, Math.round(receivedAt));
}
