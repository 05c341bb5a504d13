// Imports of meter files as the monitoring database keeps them.
import type Database from 'better-sqlite3';
import type { ReadingsReport } from './readings-report.ts';

/** The newest import of a file that was read in the same way; null = there is none. */
export function findImport(db: Database.Database, sha256: string, reading: string): ReadingsReport | null {
  const text = db
    .prepare('SELECT report FROM readings_import WHERE sha256 = ? AND reading = ? ORDER BY id DESC LIMIT 1')
    .pluck()
    .get(sha256, reading) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as ReadingsReport);
}

export function keepImport(db: Database.Database, reading: string, report: ReadingsReport, now: number): void {
  db.transaction(() => {
    const { lastInsertRowid } = db
      .prepare('INSERT INTO readings_import (imported_at, sha256, reading, report) VALUES (?, ?, ?, ?)')
      .run(now, report.file.sha256, reading, JSON.stringify(report));
    const insert = db.prepare('INSERT INTO readings_import_channel (channel, import) VALUES (?, ?)');
    for (const { channel } of report.channels) insert.run(channel, lastInsertRowid);
  }).immediate();
}

/** What was found in the files of a channel, in the order in which they were imported. */
export function importsOf(db: Database.Database, channel: string): ReadingsReport[] {
  const texts = db
    .prepare(
      `SELECT report FROM readings_import_channel JOIN readings_import ON readings_import.id = import
       WHERE channel = ? ORDER BY import`,
    )
    .pluck()
    .all(channel) as string[];
  return texts.map((text) => JSON.parse(text) as ReadingsReport);
}
