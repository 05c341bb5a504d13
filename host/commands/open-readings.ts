// Opens a workspace's readings for a command: without the workspace's lock, beside a host that may be running.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/app-error.ts';
import { MONITORING_FILE, openMonitoring } from '../../core/db/open-monitoring.ts';
import { createLiveObservers } from '../../core/readings/live-observers.ts';
import type { ReadingObserver } from '../../core/readings/reading-observer.ts';
import { ReadingWriter } from '../../core/readings/reading-writer.ts';
import { log } from './command.ts';

/** Runs `work` on the monitoring database of a workspace. Throws AppError `workspace-missing`, `no-monitoring` … */
export async function withReadings<T>(
  dir: string,
  { readOnly = false }: { readonly readOnly?: boolean },
  work: (db: Database.Database) => T | Promise<T>,
): Promise<T> {
  const path = resolve(dir);
  if (!existsSync(join(path, 'ledger.sqlite'))) throw new AppError('workspace-missing', { dir: path });
  const db = openMonitoring(join(path, MONITORING_FILE), { readOnly });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** The writer with the rules and the alarm book behind it; `beside` hears what they hear. */
export function openWriter(
  db: Database.Database,
  beside: (inner: ReadingObserver) => ReadingObserver = (inner) => inner,
): ReadingWriter {
  const context = { now: Date.now, log, publish: () => undefined };
  return new ReadingWriter(db, { now: Date.now, observer: () => beside(createLiveObservers(db, context).observer) });
}
