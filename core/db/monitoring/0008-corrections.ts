// A step of the monitoring database: what people take back, and what they correct of readings.
import type { Migration } from '../migration.ts';

export const correctionsMigration: Migration = {
  name: 'monitoring-0008-corrections',
  sql: `
  -- What people did under a key: done once, and for a moment it can be taken back.
  CREATE TABLE alarm_deed (
    key TEXT PRIMARY KEY,
    -- 0 = one alarm, whose log has the key as well; 1 = many at once.
    bulk INTEGER NOT NULL CHECK (bulk IN (0, 1)),
    action TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    -- JSON: alarms that it was done to; of many at once also what was refused, with the reasons.
    alarms TEXT NOT NULL CHECK (json_valid(alarms)),
    refused TEXT NOT NULL CHECK (json_valid(refused)),
    -- JSON: how everything that it touched stood before; NULL once it is too late.
    before TEXT CHECK (json_valid(before)),
    undone_at INTEGER,
    undone_by TEXT,
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alarm_deed_fresh ON alarm_deed (at) WHERE before IS NOT NULL;

  -- Back along any move; and back to new from what the desk resolved by itself once it was acknowledged.
  INSERT INTO alarm_move SELECT DISTINCT 'undo', to_state, from_state FROM alarm_move;
  INSERT INTO alarm_move VALUES ('undo', 'resolved', 'new');

  -- Spans of readings that a person has marked, or (mark NULL) has given back what was there before.
  CREATE TABLE reading_correction (
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL CHECK (to_time > from_time),
    mark TEXT CHECK (length(trim(mark)) > 0),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    alarm INTEGER REFERENCES alarm (id),
    recorded_at INTEGER NOT NULL,
    -- Its versions of readings carry the number of this message.
    message INTEGER NOT NULL UNIQUE,
    readings INTEGER NOT NULL,
    -- Number of the store's state that it made.
    revision INTEGER NOT NULL,
    key TEXT UNIQUE
  ) STRICT;
  CREATE INDEX reading_correction_channel ON reading_correction (channel, from_time);
  CREATE INDEX reading_correction_alarm ON reading_correction (alarm) WHERE alarm IS NOT NULL;
  CREATE TRIGGER reading_correction_stays BEFORE UPDATE ON reading_correction
  BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;
  CREATE TRIGGER reading_correction_kept BEFORE DELETE ON reading_correction
  BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;
  `,
};
