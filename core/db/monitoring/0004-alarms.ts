// A step of the monitoring database: alarms, their transitions, shelves, groups, clocks and frozen evidence.
import type { Migration } from '../migration.ts';

/**
 * Who acts and what is lawful is kept here as well as in core/alarms/life-cycle-rules.ts: a state changes only with a row of
 * the log, a row only along `alarm_move`, and no row is without an actor. A test holds the two against each other.
 */
export const alarmsMigration: Migration = {
  name: 'monitoring-0004-alarms',
  sql: `
  -- One row: the number of the last change, and the wall clock of the last tick.
  CREATE TABLE alarm_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    ticked_at INTEGER
  ) STRICT;
  INSERT INTO alarm_clock (id, revision, ticked_at) VALUES (1, 0, NULL);

  -- By content: canonical JSON, compressed.
  CREATE TABLE evidence (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    frozen_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;

  CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
  CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

  CREATE TABLE alarm_move (
    action TEXT NOT NULL,
    from_state TEXT NOT NULL CHECK (from_state IN ('new', 'acknowledged', 'verifying', 'dispatched', 'resolved', 'closed')),
    to_state TEXT NOT NULL CHECK (to_state IN ('new', 'acknowledged', 'verifying', 'dispatched', 'resolved', 'closed')),
    PRIMARY KEY (action, from_state, to_state)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO alarm_move VALUES
    ('acknowledge', 'new', 'acknowledged'),
    ('verify', 'acknowledged', 'verifying'),
    ('dispatch', 'acknowledged', 'dispatched'),
    ('dispatch', 'verifying', 'dispatched'),
    ('resolve', 'acknowledged', 'resolved'),
    ('resolve', 'verifying', 'resolved'),
    ('resolve', 'dispatched', 'resolved'),
    ('close', 'verifying', 'closed'),
    ('close', 'resolved', 'closed'),
    ('reopen', 'resolved', 'verifying'),
    ('reopen', 'closed', 'verifying'),
    ('close-with-group', 'new', 'closed'),
    ('close-with-group', 'acknowledged', 'closed'),
    ('close-with-group', 'verifying', 'closed'),
    ('close-with-group', 'dispatched', 'closed'),
    ('close-with-group', 'resolved', 'closed');
  -- What leaves the state as it is: first what people do, then what the desk writes itself.
  WITH state (id) AS (VALUES ('new'), ('acknowledged'), ('verifying'), ('dispatched'), ('resolved'), ('closed')),
    act (id) AS (VALUES ('note'), ('unshelve'), ('return-to-service'),
      ('raise'), ('again'), ('chatter'), ('clear'), ('withdraw'), ('more-urgent'), ('group'), ('release'),
      ('escalate'), ('shelf-warning'), ('shelf-expired'), ('shelf-shortened'))
  INSERT INTO alarm_move SELECT act.id, state.id, state.id FROM act, state;
  WITH state (id) AS (VALUES ('new'), ('acknowledged'), ('verifying'), ('dispatched'), ('resolved')),
    act (id) AS (VALUES ('assign'), ('shelve'), ('take-out-of-service'))
  INSERT INTO alarm_move SELECT act.id, state.id, state.id FROM act, state;

  CREATE TABLE alarm_shelf (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('shelf', 'out-of-service')),
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    priority TEXT NOT NULL CHECK (priority IN ('P1', 'P2', 'P3')),
    rule TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    -- How far the clock was set back since, already taken off "until".
    moved_ms INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL CHECK (length(trim(owner)) > 0),
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    note TEXT,
    suppressed INTEGER NOT NULL DEFAULT 0,
    warned_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    CHECK (kind = 'out-of-service' OR until IS NOT NULL),
    CHECK (kind = 'out-of-service' OR until - since <= CASE priority WHEN 'P1' THEN 14400000 ELSE 604800000 END),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX alarm_shelf_in_force ON alarm_shelf (subject_id, subject_kind, kind, rule) WHERE ended_at IS NULL;
  CREATE INDEX alarm_shelf_until ON alarm_shelf (until) WHERE ended_at IS NULL;

  CREATE TABLE alarm (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('channel', 'device', 'gateway', 'unit', 'enterprise')),
    subject_id TEXT NOT NULL,
    -- The condition's own time.
    raised_at INTEGER NOT NULL,
    priority TEXT NOT NULL CHECK (priority IN ('P1', 'P2', 'P3')),
    subject_name TEXT NOT NULL,
    enterprise TEXT,
    city INTEGER,
    longitude REAL,
    latitude REAL,
    sentence_zh TEXT NOT NULL,
    sentence_en TEXT NOT NULL,
    -- Of the newest condition; NULL for a group that no rule has named itself.
    finding INTEGER,
    recorded_at INTEGER NOT NULL,
    cleared_at INTEGER,
    cleared_recorded_at INTEGER,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    raises INTEGER NOT NULL DEFAULT 1,
    chattering INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'new'
      CHECK (state IN ('new', 'acknowledged', 'verifying', 'dispatched', 'resolved', 'closed')),
    version INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    -- When it was put before the desk; NULL = so far it has been quiet from the start.
    presented_at INTEGER,
    held_by_flood INTEGER NOT NULL DEFAULT 0,
    suppressed INTEGER NOT NULL DEFAULT 0,
    acknowledged_at INTEGER,
    verified_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    cause TEXT,
    follow_up TEXT,
    verify_by INTEGER,
    escalation INTEGER NOT NULL DEFAULT 0,
    shelf INTEGER REFERENCES alarm_shelf (id),
    out_of_service INTEGER REFERENCES alarm_shelf (id),
    parent INTEGER REFERENCES alarm (id),
    -- JSON: its own place, then those above that may stand for it, as [level, key]; as registered when it was raised.
    path TEXT NOT NULL,
    evidence TEXT REFERENCES evidence (sha256),
    revision INTEGER NOT NULL,
    UNIQUE (rule, subject_kind, subject_id, raised_at),
    CHECK (cause IS NOT NULL OR state <> 'closed')
  ) STRICT;
  CREATE INDEX alarm_open ON alarm (priority, recorded_at) WHERE state <> 'closed';
  CREATE INDEX alarm_presented ON alarm (presented_at);
  CREATE INDEX alarm_closed ON alarm (closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX alarm_suppressed ON alarm (recorded_at) WHERE suppressed = 1;
  CREATE INDEX alarm_revision ON alarm (revision);
  CREATE INDEX alarm_parent ON alarm (parent) WHERE parent IS NOT NULL;
  CREATE INDEX alarm_child ON alarm (parent) WHERE parent IS NOT NULL AND cleared_at IS NULL AND state <> 'closed';
  CREATE INDEX alarm_calm ON alarm (cleared_recorded_at) WHERE state = 'acknowledged' AND priority = 'P3';
  CREATE INDEX alarm_shelved ON alarm (shelf) WHERE shelf IS NOT NULL;
  CREATE INDEX alarm_out_of_service ON alarm (out_of_service) WHERE out_of_service IS NOT NULL;
  CREATE INDEX alarm_held ON alarm (id) WHERE held_by_flood = 1;
  CREATE INDEX alarm_chattering ON alarm (id) WHERE chattering = 1;

  -- Identity of a condition: what it is, where, since when. Told again, it is the same.
  CREATE TABLE alarm_finding (
    rule TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL,
    cleared_at INTEGER,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    finding INTEGER NOT NULL,
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    PRIMARY KEY (rule, subject_kind, subject_id, from_time)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alarm_finding_alarm ON alarm_finding (alarm, from_time);

  CREATE TABLE alarm_transition (
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    version INTEGER NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- When it was due, where a clock did it.
    due_at INTEGER,
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    reason TEXT,
    note TEXT,
    owner TEXT,
    until INTEGER,
    follow_up TEXT,
    evidence TEXT,
    -- Of the client, or of the event: the same key is one row.
    key TEXT,
    PRIMARY KEY (alarm, version)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX alarm_transition_key ON alarm_transition (key) WHERE key IS NOT NULL;
  CREATE INDEX alarm_transition_chatter ON alarm_transition (at) WHERE action = 'chatter';

  CREATE TRIGGER alarm_transition_lawful BEFORE INSERT ON alarm_transition
  WHEN NOT EXISTS (
    SELECT 1 FROM alarm_move m JOIN alarm a ON a.id = NEW.alarm AND a.state = NEW.from_state AND a.version = NEW.version - 1
    WHERE m.action = NEW.action AND m.from_state = NEW.from_state AND m.to_state = NEW.to_state)
  BEGIN SELECT RAISE(ABORT, 'no such move of an alarm'); END;
  CREATE TRIGGER alarm_transition_moves AFTER INSERT ON alarm_transition
  BEGIN UPDATE alarm SET state = NEW.to_state, version = NEW.version WHERE id = NEW.alarm; END;
  CREATE TRIGGER alarm_transition_stays BEFORE UPDATE ON alarm_transition
  BEGIN SELECT RAISE(ABORT, 'the log of alarms is never changed'); END;
  CREATE TRIGGER alarm_transition_kept BEFORE DELETE ON alarm_transition
  BEGIN SELECT RAISE(ABORT, 'the log of alarms is never changed'); END;
  CREATE TRIGGER alarm_begins_new BEFORE INSERT ON alarm WHEN NEW.state <> 'new' OR NEW.version <> 0
  BEGIN SELECT RAISE(ABORT, 'an alarm begins as new'); END;
  CREATE TRIGGER alarm_state_logged BEFORE UPDATE OF state, version ON alarm
  WHEN (NEW.state <> OLD.state OR NEW.version <> OLD.version) AND NOT EXISTS (
    SELECT 1 FROM alarm_transition WHERE alarm = NEW.id AND version = NEW.version AND to_state = NEW.state)
  BEGIN SELECT RAISE(ABORT, 'a state changes with a row of the log'); END;
  CREATE TRIGGER alarm_kept BEFORE DELETE ON alarm BEGIN SELECT RAISE(ABORT, 'alarms are kept'); END;
  CREATE TRIGGER alarm_shelf_kept BEFORE DELETE ON alarm_shelf BEGIN SELECT RAISE(ABORT, 'shelves are kept'); END;

  -- Steps of the ladder that are still to come or were taken: each once.
  CREATE TABLE alarm_deadline (
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    step INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    moved_ms INTEGER NOT NULL DEFAULT 0,
    fired_at INTEGER,
    PRIMARY KEY (alarm, step)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alarm_deadline_due ON alarm_deadline (due_at) WHERE fired_at IS NULL;

  -- Standing alarms below each place that may stand for them.
  CREATE TABLE alarm_member (
    cause TEXT NOT NULL,
    level TEXT NOT NULL,
    place TEXT NOT NULL,
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    PRIMARY KEY (cause, level, place, alarm)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alarm_member_alarm ON alarm_member (alarm);
  -- Counts of a place for one cause (a rule, or readings that do not come): own standing alarms, members below that are down, and the alarm that stands for them.
  CREATE TABLE alarm_node (
    cause TEXT NOT NULL,
    level TEXT NOT NULL,
    place TEXT NOT NULL,
    own INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0,
    alarm INTEGER REFERENCES alarm (id),
    PRIMARY KEY (cause, level, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alarm_node_alarm ON alarm_node (alarm) WHERE alarm IS NOT NULL;

  CREATE TABLE alarm_flood (
    id INTEGER PRIMARY KEY,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    peak INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX alarm_flood_active ON alarm_flood (ended_at IS NULL) WHERE ended_at IS NULL;
  CREATE INDEX alarm_flood_began ON alarm_flood (began_at);

  CREATE INDEX channel_unit ON channel (unit);
  CREATE INDEX device_enterprise ON device (enterprise);
  `,
};
