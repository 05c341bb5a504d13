// Gives back the room that archived readings and messages have left in the monitoring database.
import { stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../core/app-error.ts';
import { MONITORING_FILE } from '../../core/db/open-monitoring.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { withReadings } from './open-readings.ts';

/** SQLite copies the database beside itself, and the copy goes through the write-ahead log once more. */
const COPIES = 2;

/**
 * Nobody can write meanwhile, so the workspace must be free: a host would have to refuse what instruments send. Throws
 * AppError `workspace-in-use`, `disk-full`, `store-busy`.
 */
export async function compactMonitoring(dir: string): Promise<{ readonly before: number; readonly after: number }> {
  const path = join(resolve(dir), MONITORING_FILE);
  const workspace = await openWorkspace(dir, { purpose: 'lianggao readings archive --compact' });
  try {
    return await withReadings(dir, {}, async (db) => {
      const page = db.pragma('page_size', { simple: true }) as number;
      const used =
        (db.pragma('page_count', { simple: true }) as number) -
        (db.pragma('freelist_count', { simple: true }) as number);
      const { bavail, bsize } = await statfs(resolve(dir));
      if (bavail * bsize < COPIES * used * page) throw new AppError('disk-full', { dir: resolve(dir) });
      const before = (await stat(path)).size;
      db.exec('VACUUM');
      db.pragma('wal_checkpoint(TRUNCATE)');
      return { before, after: (await stat(path)).size };
    });
  } finally {
    await workspace.close();
  }
}
