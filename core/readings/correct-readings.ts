// Corrections: a person marks the readings of a span, or gives back what their sender said; every version is kept. R11.
import type Database from 'better-sqlite3';
import type { ReadingCorrection, ReadingCorrectionResult } from '../../contract/duty.ts';
import { AlarmLog } from '../alarms/alarm-log.ts';
import { keepVersions } from '../alarms/keep-versions.ts';
import { AppError } from '../app-error.ts';
import { ChannelReadings } from './channel-readings.ts';
import { isGoodFlag } from './flag-codes.ts';
import { storeDeskMessage } from './message-blocks.ts';
import { REVISED } from './reading-versions.ts';
import { ready } from './ready-statement.ts';
import type { StoredRow } from './stored-row.ts';
import type { WriterMemory } from './writer-memory.ts';

/** Readings of one correction: settled in one transaction, while instruments wait. */
const MOST = 100_000;

interface Corrected extends ReadingCorrectionResult {
  /** Its number. */
  readonly channel: number;
}

interface Kept extends ReadingCorrectionResult {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly mark: string | null;
}

/** A correction that was made before under the same key; null = there is none. Throws AppError `correction-key-used` where it was another. */
export function madeBefore(
  db: Database.Database,
  { key, from, to, channel, mark, value }: ReadingCorrection,
): ReadingCorrectionResult | null {
  if (key === undefined) return null;
  const sql = `SELECT k.from_time AS "from", k.to_time AS "to", c.id AS channel, k.mark, k.readings, k.revision
    FROM reading_correction k JOIN channel c ON c.no = k.channel WHERE k.key = ?`;
  const kept = ready(db, sql).get(key) as Kept | undefined;
  if (!kept) return null;
  const isSame = kept.channel === channel && kept.from === from && kept.to === to;
  if (!isSame || kept.mark !== (value === 'restore' ? null : mark.trim()))
    throw new AppError('correction-key-used', { key });
  return { readings: kept.readings, revision: kept.revision };
}

/**
 * Puts the readings' new versions into the log, for the settling that follows in the same transaction. In a transaction,
 * with a log that is settled. Throws AppError `unknown-channel`, `bad-correction`, `nothing-to-correct`,
 * `correction-too-long`, `unknown-alarm`.
 */
export function correctReadings(
  db: Database.Database,
  memory: WriterMemory,
  asked: ReadingCorrection,
  now: number,
): Corrected {
  const { from, to, alarm = null } = asked;
  const [mark, reason, actor] = [asked.mark.trim(), asked.reason.trim(), asked.actor.trim()];
  const channel = [...memory.directory.channels.values()].find(({ id }) => id === asked.channel)?.no;
  if (channel === undefined) throw new AppError('unknown-channel', { id: asked.channel });
  const code = memory.flags.codeOf(mark);
  const lacking = mark === '' || reason === '' || actor === '' || isGoodFlag(code);
  if (lacking || !(from < to)) throw new AppError('bad-correction', { mark });
  if (alarm !== null && ready(db, 'SELECT 1 FROM alarm WHERE id = ?').get(alarm) === undefined)
    throw new AppError('unknown-alarm', { id: alarm });
  const rows = new ChannelReadings(db, channel).rows(from, to, MOST + 1);
  if (rows.length > MOST) throw new AppError('correction-too-long', { most: MOST });
  const isRestored = asked.value === 'restore';
  const changed = isRestored
    ? rows.flatMap((row) => (row.flag === code ? (saidBySender(db, channel, row.time) ?? []) : []))
    : rows.flatMap((row) => (row.flag === code ? [] : { ...row, flag: code }));
  if (changed.length === 0) throw new AppError('nothing-to-correct', { channel: asked.channel, mark });

  const message = memory.nextMessage++;
  const revision = memory.version + 1;
  const stated = { channel: asked.channel, from, to, mark, value: isRestored ? 'restore' : 'exclude', reason, actor };
  storeDeskMessage(db, message, now, Buffer.from(JSON.stringify(alarm === null ? stated : { ...stated, alarm })));
  addVersions(db, memory, channel, rows, changed, message, now);
  ready(
    db,
    `INSERT INTO reading_correction (channel, from_time, to_time, mark, reason, actor, alarm, recorded_at, message, readings,
       revision, key)
     VALUES (@channel, @from, @to, @mark, @reason, @actor, @alarm, @now, @message, @readings, @revision, @key)`,
  ).run({
    ...{ channel, from, to, reason, actor, alarm, now, message, revision, readings: changed.length },
    ...{ mark: isRestored ? null : mark, key: asked.key ?? null },
  });
  if (alarm !== null) {
    const note = `${isRestored ? '恢复 · ' : ''}${mark} · ${asked.channel} ×${changed.length}`;
    new AlarmLog(db).append({ alarm, action: 'note', at: now, actor, reason, note });
    keepVersions(db, now);
  }
  return { channel, readings: changed.length, revision };
}

/** What its sender said last of a reading; null = nobody has corrected it. */
function saidBySender(db: Database.Database, channel: number, time: number): StoredRow | null {
  const said = ready(
    db,
    `SELECT time, value, flag, message, digits FROM reading_revision
     WHERE channel = ? AND time = ? AND message NOT IN (SELECT message FROM reading_correction)
     ORDER BY version DESC LIMIT 1`,
  ).get(channel, time) as StoredRow | undefined;
  return said ?? null;
}

/** The versions as they are now, and above each of them the new one, which goes into the log as well. */
function addVersions(
  db: Database.Database,
  memory: WriterMemory,
  channel: number,
  rows: readonly StoredRow[],
  changed: readonly StoredRow[],
  message: number,
  now: number,
): void {
  const { log, messages } = memory;
  const present = new Map(rows.map((row) => [row.time, row]));
  const lastVersion = ready(db, 'SELECT max(version) FROM reading_revision WHERE channel = ? AND time = ?').pluck();
  const insert = ready(
    db,
    `INSERT INTO reading_revision (channel, time, version, value, flag, message, digits, received_at)
     VALUES (@channel, @time, @version, @value, @flag, @message, @digits, @receivedAt)`,
  );
  log.reserve(changed.length);
  for (const row of changed) {
    const { time, value, flag, digits } = row;
    const last = lastVersion.get(channel, time) as number | null;
    const before = present.get(time) as StoredRow;
    if (last === null) {
      const receivedAt = Math.round(messages.read(before.message)?.receivedAt ?? 0);
      insert.run({ ...before, channel, version: 1, receivedAt });
    }
    insert.run({ channel, time, version: (last ?? 1) + 1, value, flag, message, digits, receivedAt: Math.round(now) });
    if (typeof digits === 'string') log.texts.set(log.count, digits);
    const decimals = typeof digits === 'string' ? -1 : digits;
    log.push(channel, time, value ?? Number.NaN, flag, message, now, REVISED, decimals);
  }
}
