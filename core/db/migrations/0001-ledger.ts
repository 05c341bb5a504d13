// First schema: sources and their rows, imports, and the ledger's records with their versions in two times.
import type { Migration } from '../migration.ts';

/** Columns that make a row a version: valid in [valid_from, valid_to), known in [recorded_at, superseded_at). */
const versionColumns = `
  version_id INTEGER PRIMARY KEY,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  import_id INTEGER REFERENCES import (id),
  correction_id INTEGER REFERENCES correction (id),
  source_row_id INTEGER REFERENCES source_row (id),
  origin_map_id INTEGER REFERENCES origin_map (id),
  moved_origins TEXT,
  CHECK (valid_from < valid_to),
  CHECK (recorded_at < superseded_at),
  CHECK (import_id IS NOT NULL OR correction_id IS NOT NULL)`;

const versionIndexes = (table: string): string => `
  CREATE INDEX ${table}_record ON ${table} (record_id, superseded_at);
  CREATE INDEX ${table}_times ON ${table} (superseded_at, recorded_at);`;

export const ledgerMigration: Migration = {
  name: '0001-ledger',
  sql: `
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE source_file (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT
  ) STRICT;

  CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    reason TEXT,
    preset TEXT NOT NULL,
    mapping TEXT NOT NULL,
    crs TEXT NOT NULL,
    boundaries TEXT NOT NULL,
    valid_from INTEGER,
    report TEXT NOT NULL
  ) STRICT;

  CREATE TABLE source_sheet (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES import (id),
    file_id INTEGER NOT NULL REFERENCES source_file (id),
    name TEXT NOT NULL,
    header_row INTEGER NOT NULL,
    columns TEXT NOT NULL
  ) STRICT;

  CREATE TABLE source_row (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES source_sheet (id),
    row_number INTEGER NOT NULL,
    cells TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('inserted', 'updated', 'rejected', 'context'))
  ) STRICT;
  CREATE INDEX source_row_sheet ON source_row (sheet_id, row_number);

  CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    entity TEXT NOT NULL,
    record_id TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value TEXT NOT NULL
  ) STRICT;

  -- Which column each attribute was read from; the same for all rows of a sheet, so kept once.
  CREATE TABLE origin_map (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE preset (name TEXT PRIMARY KEY, mapping TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT;

  CREATE TABLE enterprise (id TEXT PRIMARY KEY, dataset TEXT NOT NULL) STRICT;
  CREATE TABLE site (id TEXT PRIMARY KEY, dataset TEXT NOT NULL) STRICT;
  CREATE TABLE unit (id TEXT PRIMARY KEY, dataset TEXT NOT NULL) STRICT;
  CREATE TABLE output (id TEXT PRIMARY KEY, dataset TEXT NOT NULL) STRICT;

  CREATE TABLE enterprise_version (
    record_id TEXT NOT NULL REFERENCES enterprise (id),
    name TEXT NOT NULL,
    name_en TEXT,
    other_names TEXT,
    credit_code TEXT,
    owner TEXT,
    owner_group TEXT,
    ${versionColumns}
  ) STRICT;
  ${versionIndexes('enterprise_version')}

  CREATE TABLE site_version (
    record_id TEXT NOT NULL REFERENCES site (id),
    enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
    name TEXT,
    address TEXT,
    province TEXT,
    city TEXT,
    county TEXT,
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    accuracy TEXT,
    place TEXT NOT NULL CHECK (place IN ('inside', 'offshore', 'outside', 'unplaced')),
    city_code INTEGER,
    county_code INTEGER,
    flags TEXT NOT NULL,
    ${versionColumns}
  ) STRICT;
  ${versionIndexes('site_version')}

  CREATE TABLE unit_version (
    record_id TEXT NOT NULL REFERENCES unit (id),
    enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
    site_id TEXT NOT NULL REFERENCES site (id),
    name TEXT,
    industry TEXT,
    product TEXT,
    capacity REAL CHECK (capacity BETWEEN 0 AND 1e9),
    capacity_unit TEXT,
    capacity_text TEXT,
    status TEXT,
    commissioned TEXT,
    retired TEXT,
    captive TEXT,
    technology TEXT,
    owner TEXT,
    owner_group TEXT,
    province TEXT,
    city TEXT,
    county TEXT,
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    accuracy TEXT,
    place TEXT CHECK (place IN ('inside', 'offshore', 'outside', 'unplaced')),
    city_code INTEGER,
    county_code INTEGER,
    flags TEXT NOT NULL,
    ${versionColumns}
  ) STRICT;
  ${versionIndexes('unit_version')}

  CREATE TABLE output_version (
    record_id TEXT NOT NULL REFERENCES output (id),
    enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
    product TEXT NOT NULL,
    year INTEGER NOT NULL,
    value REAL,
    value_unit TEXT NOT NULL,
    value_text TEXT,
    ${versionColumns}
  ) STRICT;
  ${versionIndexes('output_version')}
  `,
};
