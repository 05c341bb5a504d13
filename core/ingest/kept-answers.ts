// Answers to HTTP requests that carried an idempotency key, kept so that a request sent again gets the same one.
import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { namedDbError } from '../db/open.ts';

export const ANSWERS_FILE = 'http-answers.sqlite';

/** A sender that has had no answer for this long has given up. */
const KEPT_MS = 7 * 24 * 3_600_000;
const SWEEP_EVERY = 1000;

export interface KeptAnswer {
  /** SHA-256 of the body that was answered, hexadecimal. */
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

export interface KeptAnswers {
  find(device: string, key: string): KeptAnswer | null;
  keep(device: string, key: string, answer: KeptAnswer, now: number): void;
  close(): void;
}

/**
 * A file of its own, so that keeping an answer waits for no transaction of the readings. It survives the end of the
 * process at any moment; after a power cut the last answers may be missing, and a request sent again is then counted as
 * repeated, because readings themselves are idempotent. A damaged file is put aside. Throws AppError.
 */
export function openKeptAnswers(path: string, now: number, log: (entry: string) => void): KeptAnswers {
  try {
    return open(path, now);
  } catch (error) {
    const named = namedDbError(error, path);
    if (named?.code !== 'workspace-damaged') throw named ?? error;
    renameSync(path, `${path}.damaged`);
    // What it had not yet taken in must not be replayed into the new one.
    for (const beside of ['-wal', '-shm']) rmSync(path + beside, { force: true });
    log(`${named.message} (${ANSWERS_FILE})`);
    return open(path, now);
  }
}

function open(path: string, openedAt: number): KeptAnswers {
  const db = new Database(path, { timeout: 1000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(`CREATE TABLE IF NOT EXISTS answer (
      device TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (device, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS answer_at ON answer (at);`);
    const find = db.prepare('SELECT body, status, answer FROM answer WHERE device = ? AND key = ?');
    const keep = db.prepare(
      'INSERT OR REPLACE INTO answer (device, key, body, status, answer, at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const sweep = db.prepare('DELETE FROM answer WHERE at < ?');
    let kept = 0;
    sweep.run(openedAt - KEPT_MS);
    return {
      find: (device, key) => (find.get(device, key) as KeptAnswer | undefined) ?? null,
      keep(device, key, { body, status, answer }, now) {
        keep.run(device, key, body, status, answer, now);
        if (++kept % SWEEP_EVERY === 0) sweep.run(now - KEPT_MS);
      },
      close: () => void db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
