// First step of the monitoring database: settings, devices, channels, declarations.
import type { Migration } from '../migration.ts';

export const devicesMigration: Migration = {
  name: 'monitoring-0001-devices',
  sql: `
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    protocol TEXT NOT NULL CHECK (protocol IN ('hj212', 'mqtt', 'http', 'modbus', 'file')),
    name TEXT NOT NULL,
    gateway TEXT,
    enterprise TEXT,
    longitude REAL,
    latitude REAL,
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    -- Passwords and keys: read by sources, never by exports or logs.
    secret TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(secret)),
    registered_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX device_gateway ON device (gateway);

  CREATE TABLE channel (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    device TEXT NOT NULL REFERENCES device (id),
    address TEXT NOT NULL,
    enterprise TEXT,
    unit TEXT,
    city INTEGER,
    industry TEXT,
    quantity TEXT NOT NULL,
    role TEXT CHECK (role IN ('main', 'sub', 'production', 'treatment')),
    parent TEXT,
    series TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('level', 'amount', 'register')),
    unit_of_measure TEXT NOT NULL,
    factor REAL NOT NULL DEFAULT 1,
    shift REAL NOT NULL DEFAULT 0,
    interval_ms INTEGER CHECK (interval_ms > 0),
    limit_high REAL,
    limit_low REAL,
    limit_period TEXT CHECK (limit_period IN ('reading', 'hour', 'day')),
    range_low REAL,
    range_high REAL,
    resolution REAL,
    register_max REAL,
    rated REAL,
    calibration_due INTEGER,
    registered_at INTEGER NOT NULL,
    UNIQUE (device, address)
  ) STRICT;
  CREATE INDEX channel_enterprise ON channel (enterprise);

  CREATE TABLE declaration (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('stop', 'maintenance', 'annual-control', 'meter-event', 'output')),
    enterprise TEXT,
    unit TEXT,
    channel TEXT,
    from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL,
    value REAL,
    unit_of_measure TEXT,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CHECK (from_time <= to_time)
  ) STRICT;
  CREATE INDEX declaration_enterprise ON declaration (enterprise, kind);
  `,
};
