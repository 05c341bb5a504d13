// One writer a workspace: a lock that the operating system lets go of when its holder ends, however it ends.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { namedDbError } from '../db/open.ts';

export interface WorkspaceLock {
  release(): void;
}

/**
 * Holds an exclusive SQLite lock on a file of its own; a killed process leaves nothing behind to clean up.
 * Throws AppError `workspace-in-use` with the holder's process id and purpose.
 */
export function lockWorkspace(dir: string, purpose: string): WorkspaceLock {
  const holderPath = join(dir, 'writer.json');
  let lock: Database.Database | null = null;
  try {
    lock = new Database(join(dir, 'writer.lock'), { timeout: 0 });
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY'))
      throw new AppError('workspace-in-use', holder(holderPath));
    throw namedDbError(error, dir) ?? error;
  }
  const held = lock;
  try {
    writeFileSync(holderPath, JSON.stringify({ pid: process.pid, purpose }));
  } catch (error) {
    held.close();
    throw namedDbError(error, dir) ?? error;
  }
  return { release: () => held.close() };
}

function holder(path: string): { pid: number; purpose: string } {
  try {
    const { pid, purpose } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; purpose: string };
    return { pid, purpose };
  } catch {
    return { pid: 0, purpose: '?' };
  }
}
