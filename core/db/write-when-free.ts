// Writes beside a busy writer without standing still: asks again while another process or thread holds the database.
import type Database from 'better-sqlite3';

const ASK_EVERY_MS = 25;

/**
 * Runs `work` in one immediate transaction. SQLite itself would wait with the whole thread, and with it everything that
 * the thread serves. Rejects with SQLite's SQLITE_BUSY when it is not free for `patienceMs`.
 */
export async function writeWhenFree<T>(db: Database.Database, work: () => T, patienceMs = 30_000): Promise<T> {
  db.pragma('busy_timeout = 0');
  const transaction = db.transaction(work);
  for (const until = performance.now() + patienceMs; ; ) {
    try {
      return transaction.immediate();
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
}
