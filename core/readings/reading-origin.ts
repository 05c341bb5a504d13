// The way back from a reading to the bytes that it came in.
import type Database from 'better-sqlite3';
import { ChannelReadings } from './channel-readings.ts';
import { textOf } from './digits-rules.ts';
import { FlagCodes } from './flag-codes.ts';
import { MessageReader, type StoredMessage } from './message-blocks.ts';
import { ready } from './ready-statement.ts';
import type { StoredRow } from './stored-row.ts';

/** One value that a channel was given for a time; the last one counts. */
export interface ReadingVersion {
  readonly value: number | null;
  readonly text: string;
  readonly flag: string | null;
  readonly message: number;
  readonly receivedAt: number;
  readonly protocol: string;
  readonly device: string | null;
  /** null = its sender said so. */
  readonly correction: CorrectionMade | null;
}

/** A person's correction that made a version. */
export interface CorrectionMade {
  readonly actor: string;
  readonly reason: string;
  /** null = it gave back what the sender had said. */
  readonly mark: string | null;
  readonly alarm: number | null;
}

/** The message as it came; null = there is none of this number. */
export function messageBytes(db: Database.Database, no: number): StoredMessage | null {
  return new MessageReader(db).read(no);
}

/** All versions of a reading, the oldest first; empty = there is no reading at this time. */
export function readingOrigin(db: Database.Database, channelNo: number, time: number): ReadingVersion[] {
  return db.transaction(() => {
    const revisions = ready(
      db,
      'SELECT time, value, flag, message, digits FROM reading_revision WHERE channel = ? AND time = ? ORDER BY version',
    ).all(channelNo, time) as StoredRow[];
    const versions = revisions.length > 0 ? revisions : new ChannelReadings(db, channelNo).rows(time, time + 1);
    const flags = new FlagCodes(db);
    const messages = new MessageReader(db);
    const correction = ready(db, 'SELECT actor, reason, mark, alarm FROM reading_correction WHERE message = ?');
    return versions.map(({ value, flag, message, digits }) => {
      const origin = messages.read(message);
      return {
        ...{ value, message, text: textOf(value, digits), flag: flags.wordOf(flag) },
        ...{
          receivedAt: origin?.receivedAt ?? 0,
          protocol: origin?.protocol ?? 'file',
          device: origin?.device ?? null,
          correction: (correction.get(message) as CorrectionMade | undefined) ?? null,
        },
      };
    });
  })();
}
