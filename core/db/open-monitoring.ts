// Opens a workspace's monitoring database: instruments, readings and alarms, apart from the ledger so that neither waits for the other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';
import { appliedSteps, migrate } from './migrate.ts';
import { devicesMigration } from './monitoring/0001-devices.ts';
import { readingsMigration } from './monitoring/0002-readings.ts';
import { findingsMigration } from './monitoring/0003-findings.ts';
import { alarmsMigration } from './monitoring/0004-alarms.ts';
import { camerasMigration } from './monitoring/0005-cameras.ts';
import { readingsImportsMigration } from './monitoring/0006-readings-imports.ts';
import { dutyMigration } from './monitoring/0007-duty.ts';
import { correctionsMigration } from './monitoring/0008-corrections.ts';
import { archivedBlocksMigration } from './monitoring/0009-archived-blocks.ts';
import { namedDbError } from './open.ts';

export const monitoringMigrations = [
  devicesMigration,
  readingsMigration,
  findingsMigration,
  alarmsMigration,
  camerasMigration,
  readingsImportsMigration,
  dutyMigration,
  correctionsMigration,
  archivedBlocksMigration,
] as const;

export const MONITORING_FILE = 'monitoring.sqlite';

/** 256 MB: an hour of a province's readings in their clustered shape stays in memory. */
const CACHE_KIB = 262_144;

export interface OpenMonitoringOptions {
  /** Runs beside the writers and never migrates; a database that is not there is refused. */
  readonly readOnly?: boolean;
  readonly now?: number;
}

/**
 * Statements are synchronous: readings and the alarms that they raise are one transaction. Several processes may write in
 * turn (BEGIN IMMEDIATE); one that keeps state in memory watches `PRAGMA data_version`. Made where it is missing.
 * Throws AppError `workspace-damaged`, `workspace-newer`, `disk-full`, `not-writable`.
 */
export function openMonitoring(
  path: string,
  { readOnly = false, now = Date.now() }: OpenMonitoringOptions = {},
): Database.Database {
  if (readOnly && !existsSync(path)) throw new AppError('no-monitoring', {});
  let raw: Database.Database | null = null;
  try {
    raw = new Database(path, { readonly: readOnly, timeout: 10_000 });
    raw.pragma(`cache_size = -${CACHE_KIB}`);
    raw.pragma('foreign_keys = ON');
    appliedSteps(raw, monitoringMigrations);
    if (!readOnly) {
      raw.pragma('journal_mode = WAL');
      // FULL: what was answered for is on the disk, also after a power cut.
      raw.pragma('synchronous = FULL');
      migrate(raw, now, monitoringMigrations);
    }
    return raw;
  } catch (error) {
    raw?.close();
    throw namedDbError(error, path) ?? error;
  }
}

/** Whether a workspace's folder holds a drill province: fictional data, to be marked wherever they are shown. */
export function isDrillWorkspace(workspaceDir: string): boolean {
  const path = join(workspaceDir, MONITORING_FILE);
  if (!existsSync(path)) return false;
  const db = openMonitoring(path, { readOnly: true });
  try {
    return db.prepare("SELECT 1 FROM setting WHERE key = 'drill'").get() !== undefined;
  } finally {
    db.close();
  }
}
