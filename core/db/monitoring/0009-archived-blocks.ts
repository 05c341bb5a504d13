// A step of the monitoring database: messages whose bytes lie in files of the archive.
import type { Migration } from '../migration.ts';

export const archivedBlocksMigration: Migration = {
  name: 'monitoring-0009-archived-blocks',
  sql: `
  -- Their rows of message_block stay, with an empty body.
  CREATE TABLE archived_block (
    first INTEGER PRIMARY KEY REFERENCES message_block (first),
    -- Below the workspace; many blocks to a file.
    path TEXT NOT NULL,
    at INTEGER NOT NULL CHECK (at >= 0),
    length INTEGER NOT NULL CHECK (length > 0),
    -- Of the block's bytes in the file.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
  ) STRICT;
`,
};
