// Brings a database to this program's schema by named steps, and refuses one that a newer program has written.
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import type { Migration } from './migration.ts';
import { ledgerMigration } from './migrations/0001-ledger.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [ledgerMigration];

/**
 * Names of the steps that a database has taken; none = it is not a workspace's. Reads only.
 * Throws AppError `workspace-newer` when it has taken one that this program does not know.
 */
export function appliedSteps(db: Database.Database, steps: readonly Migration[] = migrations): ReadonlySet<string> {
  const isThere = db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'").pluck().get() === 1;
  const applied = isThere ? (db.prepare('SELECT name FROM schema_migration').pluck().all() as string[]) : [];
  const unknown = applied.filter((name) => !steps.some((step) => step.name === name)).sort();
  if (unknown[0] !== undefined) throw new AppError('workspace-newer', { migration: unknown[0] });
  return new Set(applied);
}

/** Applies the steps that are missing, each in its own transaction. Throws AppError `workspace-newer`. */
export function migrate(db: Database.Database, now: number, steps: readonly Migration[] = migrations): void {
  const applied = appliedSteps(db, steps);
  db.exec('CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  for (const step of steps) {
    if (applied.has(step.name)) continue;
    db.transaction(() => {
      db.exec(step.sql);
      db.prepare('INSERT INTO schema_migration (name, applied_at) VALUES (?, ?)').run(step.name, now);
    })();
  }
}
