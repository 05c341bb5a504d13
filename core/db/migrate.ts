// Brings a database to this program's schema by named steps, and refuses one that a newer program has written.
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import type { Migration } from './migration.ts';
import { ledgerMigration } from './migrations/0001-ledger.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [ledgerMigration];

/**
 * Applies the steps that are missing, each in its own transaction.
 * Throws AppError `workspace-newer` when the database knows a step that this program does not.
 */
export function migrate(db: Database.Database, now: number, steps: readonly Migration[] = migrations): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  const applied = new Set(db.prepare('SELECT name FROM schema_migration').pluck().all() as string[]);
  const known = new Set(steps.map((step) => step.name));
  const unknown = [...applied].filter((name) => !known.has(name)).sort();
  if (unknown[0] !== undefined) throw new AppError('workspace-newer', { migration: unknown[0] });
  for (const step of steps) {
    if (applied.has(step.name)) continue;
    db.transaction(() => {
      db.exec(step.sql);
      db.prepare('INSERT INTO schema_migration (name, applied_at) VALUES (?, ?)').run(step.name, now);
    })();
  }
}
