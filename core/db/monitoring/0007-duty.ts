// A step of the monitoring database: the duty desk's people, promises and handovers, and how every alarm stood at any time.
import type { Migration } from '../migration.ts';

/** What of an alarm changes; of a shelf, until when it was to be. */
const versionColumns = `priority, state, version, owner, cleared_at, withdrawn, raises, chattering, presented_at, verify_by,
    escalation, shelf, shelf_until, out_of_service, out_until, parent, finding, evidence, cause, follow_up, held_by_flood,
    suppressed, sentence_zh, sentence_en`;

export const dutyMigration: Migration = {
  name: 'monitoring-0007-duty',
  sql: `
  CREATE TABLE duty_person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT,
    department TEXT,
    -- NULL = bound to no city.
    city INTEGER,
    longitude REAL,
    latitude REAL,
    phone TEXT,
    -- JSON array of codes.
    skills TEXT NOT NULL CHECK (json_valid(skills)),
    on_duty INTEGER NOT NULL CHECK (on_duty IN (0, 1)),
    recorded_at INTEGER NOT NULL,
    CHECK ((longitude IS NULL) = (latitude IS NULL))
  ) STRICT;

  -- Only that it is done is added later, once.
  CREATE TABLE duty_call_back (
    id INTEGER PRIMARY KEY,
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    due_at INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (length(trim(what)) > 0),
    promised_by TEXT NOT NULL CHECK (length(trim(promised_by)) > 0),
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    recorded_at INTEGER NOT NULL,
    key TEXT UNIQUE,
    done_at INTEGER,
    done_by TEXT,
    done_note TEXT,
    done_key TEXT UNIQUE,
    CHECK ((done_at IS NULL) = (done_by IS NULL))
  ) STRICT;
  CREATE INDEX duty_call_back_open ON duty_call_back (due_at) WHERE done_at IS NULL;
  CREATE INDEX duty_call_back_alarm ON duty_call_back (alarm);
  CREATE INDEX duty_call_back_done ON duty_call_back (done_at) WHERE done_at IS NOT NULL;
  CREATE TRIGGER duty_call_back_stays BEFORE UPDATE ON duty_call_back
  WHEN OLD.done_at IS NOT NULL OR NEW.alarm <> OLD.alarm OR NEW.due_at <> OLD.due_at OR NEW.what <> OLD.what
    OR NEW.promised_by <> OLD.promised_by OR NEW.actor <> OLD.actor OR NEW.recorded_at <> OLD.recorded_at
  BEGIN SELECT RAISE(ABORT, 'a promise is never changed'); END;
  CREATE TRIGGER duty_call_back_kept BEFORE DELETE ON duty_call_back
  BEGIN SELECT RAISE(ABORT, 'promises are kept'); END;

  CREATE TABLE duty_handover (
    id INTEGER PRIMARY KEY,
    from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    -- Of the content, which is canonical JSON.
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    content TEXT NOT NULL CHECK (json_valid(content)),
    open INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX duty_handover_shift ON duty_handover (from_time, to_time);
  CREATE TRIGGER duty_handover_stays BEFORE UPDATE ON duty_handover
  BEGIN SELECT RAISE(ABORT, 'a signed handover is never changed'); END;
  CREATE TRIGGER duty_handover_kept BEFORE DELETE ON duty_handover
  BEGIN SELECT RAISE(ABORT, 'a signed handover is never changed'); END;

  CREATE TABLE duty_signature (
    handover INTEGER NOT NULL REFERENCES duty_handover (id),
    side TEXT NOT NULL CHECK (side IN ('outgoing', 'incoming')),
    actor TEXT NOT NULL CHECK (length(trim(actor)) > 0),
    note TEXT,
    at INTEGER NOT NULL,
    key TEXT UNIQUE,
    PRIMARY KEY (handover, side)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER duty_signature_stays BEFORE UPDATE ON duty_signature
  BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;
  CREATE TRIGGER duty_signature_kept BEFORE DELETE ON duty_signature
  BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;

  -- How the list of alarms stood: a step for every transaction that changed an alarm, by the wall clock.
  CREATE TABLE alarm_step (
    -- Of alarm_clock, after it.
    revision INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    newest_alarm INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX alarm_step_at ON alarm_step (at, revision);
  CREATE TABLE alarm_version (
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    priority TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    owner TEXT,
    cleared_at INTEGER,
    withdrawn INTEGER NOT NULL,
    raises INTEGER NOT NULL,
    chattering INTEGER NOT NULL,
    presented_at INTEGER,
    verify_by INTEGER,
    escalation INTEGER NOT NULL,
    shelf INTEGER,
    shelf_until INTEGER,
    out_of_service INTEGER,
    out_until INTEGER,
    parent INTEGER,
    finding INTEGER,
    evidence TEXT,
    cause TEXT,
    follow_up TEXT,
    held_by_flood INTEGER NOT NULL,
    suppressed INTEGER NOT NULL,
    sentence_zh TEXT NOT NULL,
    sentence_en TEXT NOT NULL,
    PRIMARY KEY (alarm, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER alarm_version_stays BEFORE UPDATE ON alarm_version
  BEGIN SELECT RAISE(ABORT, 'how an alarm stood is never changed'); END;
  CREATE TRIGGER alarm_version_kept BEFORE DELETE ON alarm_version
  BEGIN SELECT RAISE(ABORT, 'how an alarm stood is never changed'); END;
  -- Alarms from before this step are known from now on.
  INSERT INTO alarm_step SELECT revision, CAST(unixepoch('subsec') * 1000 AS INTEGER), (SELECT max(id) FROM alarm)
    FROM alarm_clock WHERE EXISTS (SELECT 1 FROM alarm);
  INSERT INTO alarm_version (alarm, revision, at, ${versionColumns})
    SELECT a.id, t.revision, t.at, a.priority, a.state, a.version, a.owner, a.cleared_at, a.withdrawn, a.raises, a.chattering,
      a.presented_at, a.verify_by, a.escalation, a.shelf, s.until, a.out_of_service, o.until, a.parent, a.finding, a.evidence,
      a.cause, a.follow_up, a.held_by_flood, a.suppressed, a.sentence_zh, a.sentence_en
    FROM alarm_step t, alarm a LEFT JOIN alarm_shelf s ON s.id = a.shelf LEFT JOIN alarm_shelf o ON o.id = a.out_of_service;

  -- Similar cases: closed alarms of a rule at a subject, in an enterprise, in an industry.
  CREATE INDEX alarm_case_subject ON alarm (rule, subject_kind, subject_id, closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX alarm_case_enterprise ON alarm (rule, enterprise, closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX alarm_dispatched ON alarm (owner) WHERE state = 'dispatched';
  CREATE INDEX alarm_transition_at ON alarm_transition (at);
  CREATE INDEX channel_industry ON channel (industry, enterprise);
  `,
};
