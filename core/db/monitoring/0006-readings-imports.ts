// A step of the monitoring database: files of readings that were imported whole, with what was found in them.
import type { Migration } from '../migration.ts';

export const readingsImportsMigration: Migration = {
  name: 'monitoring-0006-readings-imports',
  sql: `
  CREATE TABLE readings_import (
    id INTEGER PRIMARY KEY,
    imported_at INTEGER NOT NULL,
    -- Of the file; the workspace keeps a copy under it.
    sha256 TEXT NOT NULL,
    -- Sheet, columns, channels and how times and numbers were read: the same again brings the same readings.
    reading TEXT NOT NULL CHECK (json_valid(reading)),
    report TEXT NOT NULL CHECK (json_valid(report))
  ) STRICT;
  CREATE INDEX readings_import_file ON readings_import (sha256);

  CREATE TABLE readings_import_channel (
    channel TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES readings_import (id),
    PRIMARY KEY (channel, import)
  ) STRICT, WITHOUT ROWID;
  `,
};
