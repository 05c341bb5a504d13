// A step of the monitoring database: findings and the state of the rules.
import type { Migration } from '../migration.ts';

export const findingsMigration: Migration = {
  name: 'monitoring-0003-findings',
  sql: `
  CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('channel', 'device', 'gateway', 'unit', 'enterprise')),
    subject TEXT NOT NULL,
    from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL,
    -- Null = the condition goes on.
    cleared_at INTEGER,
    -- Later data has shown that it does not hold: kept, and left out of lists unless asked for.
    withdrawn_at INTEGER,
    priority TEXT NOT NULL CHECK (priority IN ('P1', 'P2', 'P3')),
    inputs TEXT NOT NULL CHECK (json_valid(inputs)),
    formula TEXT NOT NULL,
    threshold TEXT NOT NULL,
    sentence_zh TEXT NOT NULL,
    sentence_en TEXT NOT NULL,
    UNIQUE (rule, subject_kind, subject, from_time)
  ) STRICT;
  CREATE INDEX finding_subject ON finding (subject_kind, subject, from_time);
  CREATE INDEX finding_open ON finding (subject_kind, subject) WHERE cleared_at IS NULL AND withdrawn_at IS NULL;

  -- What the rules need to go on after a restart, as of the last settling.
  CREATE TABLE finding_state (key TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT;
  `,
};
