// A step of the monitoring database: cameras and their stills.
import type { Migration } from '../migration.ts';

export const camerasMigration: Migration = {
  name: 'monitoring-0005-cameras',
  sql: `
  CREATE TABLE camera (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    enterprise TEXT,
    longitude REAL,
    latitude REAL,
    kind TEXT NOT NULL CHECK (kind IN ('http', 'onvif')),
    -- http: where a still is fetched; onvif: the device service.
    url TEXT NOT NULL,
    auth TEXT NOT NULL CHECK (auth IN ('none', 'basic', 'digest')),
    user TEXT,
    -- Of the site's media server; opened by the screen, never by us.
    live_url TEXT,
    -- Password: read by the source, never by exports or logs.
    secret TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(secret)),
    registered_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX camera_enterprise ON camera (enterprise);

  -- One row an attempt: the still under its hash, or why there is none.
  CREATE TABLE camera_still (
    id INTEGER PRIMARY KEY,
    camera TEXT NOT NULL REFERENCES camera (id),
    alarm INTEGER,
    asked_at INTEGER NOT NULL,
    -- When its last byte had come, by this machine's clock.
    received_at INTEGER,
    -- By the camera's own clock; null = it does not say.
    camera_time INTEGER,
    camera_time_from TEXT CHECK (camera_time_from IN ('exif', 'exif-local', 'date-header')),
    sha256 TEXT CHECK (length(sha256) = 64),
    bytes INTEGER,
    content_type TEXT,
    failure TEXT,
    CHECK ((sha256 IS NULL) = (failure IS NOT NULL)),
    CHECK ((camera_time IS NULL) = (camera_time_from IS NULL))
  ) STRICT;
  CREATE INDEX camera_still_camera ON camera_still (camera, asked_at);
  CREATE INDEX camera_still_alarm ON camera_still (alarm) WHERE alarm IS NOT NULL;
  `,
};
