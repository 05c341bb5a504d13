// A step of the monitoring database: readings, their revisions and roll-ups, messages, quarantine.
import type { Migration } from '../migration.ts';

// Numbers of time: hour = hours since the epoch (Asia/Shanghai is whole hours from UTC); day = days since 1970-01-01 by
// Shanghai's calendar; month = year * 12 + month - 1 by the same. `at` and `…_at` = ms since the start of the hour, day or
// month of the row: half the bytes of a full time.
const rollUpColumns = `
    -- Readings with a number and a good mark.
    count INTEGER NOT NULL,
    -- Readings with a bad mark or without a number: they are in nothing else of the row.
    flagged INTEGER NOT NULL,
    -- What sum, min and max are made of: the good readings; of a register, the known differences that begin here.
    amounts INTEGER NOT NULL,
    sum REAL, min REAL, min_at INTEGER, max REAL, max_at INTEGER,
    -- First and last good reading as it stands, of a register too.
    first REAL, first_at INTEGER, last REAL, last_at INTEGER`;

export const readingsMigration: Migration = {
  name: 'monitoring-0002-readings',
  sql: `
  CREATE TABLE reading_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- Counts the transactions that changed readings: a writer that finds another number than its own loads its memory anew.
    version INTEGER NOT NULL,
    next_message INTEGER NOT NULL,
    -- Messages below this one lie in blocks of their final size.
    settled_message INTEGER NOT NULL
  ) STRICT;
  INSERT INTO reading_state VALUES (1, 0, 1, 1);

  -- Messages as they came, many to a block: zstd over a JSON head (receipt, length, protocol, device of each) and their bytes.
  -- Message no. m lies in the block with the greatest first <= m.
  CREATE TABLE message_block (
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    received_from INTEGER NOT NULL,
    received_to INTEGER NOT NULL,
    -- Bytes before compression.
    size INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;

  -- One letter is its ASCII code and stands in no table.
  CREATE TABLE flag_word (code INTEGER PRIMARY KEY CHECK (code >= 256), word TEXT NOT NULL UNIQUE) STRICT;
  INSERT INTO flag_word VALUES (256, 'good'), (257, 'Good'), (258, 'GOOD');

  -- What is committed and not settled yet: a row a batch, its readings as packed columns (see pending-log.ts). Written once,
  -- read after a restart and by readers, emptied by settling.
  CREATE TABLE reading_log (
    no INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    channels BLOB NOT NULL,
    columns BLOB NOT NULL,
    -- JSON [[row, text], …]: texts that are not the number written with its decimals.
    texts TEXT NOT NULL
  ) STRICT;

  -- Clustered by hour, so that writing stays in the hours that are open however much there is; within the hour by channel,
  -- so that one channel's hour is a run of neighbours. Which hours a channel has stands in reading_hour.
  CREATE TABLE reading (
    hour INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- NULL = the text is no number.
    value REAL,
    flag INTEGER NOT NULL,
    message INTEGER NOT NULL,
    -- Text as sent: a whole number d = the value written with d decimals; otherwise the text itself.
    digits ANY NOT NULL,
    PRIMARY KEY (hour, channel, at)
  ) STRICT, WITHOUT ROWID;

  -- All versions of readings that were given more than one value, the first one included; reading holds the newest.
  CREATE TABLE reading_revision (
    channel INTEGER NOT NULL,
    time INTEGER NOT NULL,
    version INTEGER NOT NULL,
    value REAL,
    flag INTEGER NOT NULL,
    message INTEGER NOT NULL,
    digits ANY NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (channel, time, version)
  ) STRICT, WITHOUT ROWID;

  -- Of what is settled. newest = of all readings; the others = of the newest that was not ahead of its receipt.
  CREATE TABLE latest (
    channel INTEGER PRIMARY KEY,
    newest INTEGER NOT NULL,
    time INTEGER,
    value REAL,
    flag INTEGER,
    message INTEGER
  ) STRICT;

  -- Roll-ups. The first part of each key keeps writing local; a channel's year is 365 runs of 24 hours, or 12 runs of days.
  CREATE TABLE reading_hour (
    day INTEGER NOT NULL, channel INTEGER NOT NULL, hour INTEGER NOT NULL, ${rollUpColumns},
    PRIMARY KEY (day, channel, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reading_day (
    month INTEGER NOT NULL, channel INTEGER NOT NULL, day INTEGER NOT NULL, ${rollUpColumns},
    PRIMARY KEY (month, channel, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reading_month (
    channel INTEGER NOT NULL, month INTEGER NOT NULL, ${rollUpColumns},
    PRIMARY KEY (channel, month)
  ) STRICT, WITHOUT ROWID;

  -- Channels that are summed together. key NULL = the channel's city or industry is unknown.
  CREATE TABLE sum_group (
    no INTEGER PRIMARY KEY,
    scope TEXT NOT NULL CHECK (scope IN ('city', 'industry')),
    key ANY,
    quantity TEXT NOT NULL,
    unit_of_measure TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('level', 'amount'))
  ) STRICT;
  CREATE UNIQUE INDEX sum_group_key ON sum_group (quantity, scope, unit_of_measure, kind, ifnull(key, ''));

  -- Sums of hour roll-ups over the channels of a group. A group's hours are neighbours: a month of one quantity by city is
  -- a few thousand rows. sum + rest is the sum to twice a double's digits, so that taking out and putting in loses nothing.
  CREATE TABLE place_hour (
    sum_group INTEGER NOT NULL, hour INTEGER NOT NULL,
    count INTEGER NOT NULL, amounts INTEGER NOT NULL, sum REAL NOT NULL, rest REAL NOT NULL,
    PRIMARY KEY (sum_group, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE place_day (
    sum_group INTEGER NOT NULL, day INTEGER NOT NULL,
    count INTEGER NOT NULL, amounts INTEGER NOT NULL, sum REAL NOT NULL, rest REAL NOT NULL,
    PRIMARY KEY (sum_group, day)
  ) STRICT, WITHOUT ROWID;

  -- What of the registry a channel's roll-ups rest on: where the registry says otherwise by now, they are made again.
  CREATE TABLE roll_up_basis (
    channel INTEGER PRIMARY KEY,
    register TEXT NOT NULL,
    city_group INTEGER,
    industry_group INTEGER
  ) STRICT;
  -- Declared meter events that roll-ups have taken into account.
  CREATE TABLE meter_event_counted (declaration INTEGER PRIMARY KEY) STRICT;

  -- What nobody has registered, by what the sender calls it.
  CREATE TABLE quarantine_source (
    no INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    -- Kept with its readings, so that the list of what waits costs no walk through them. NULL = none yet.
    readings INTEGER NOT NULL DEFAULT 0,
    first_time INTEGER,
    last_time INTEGER,
    last_text TEXT,
    UNIQUE (device, address)
  ) STRICT;
  -- The same text and mark for the same time is kept once.
  CREATE TABLE quarantine_reading (
    source INTEGER NOT NULL REFERENCES quarantine_source (no),
    time INTEGER NOT NULL,
    text TEXT NOT NULL,
    flag INTEGER NOT NULL,
    value REAL,
    message INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (source, time, text, flag)
  ) STRICT, WITHOUT ROWID;

  -- Device '' = the sender did not say who it is.
  CREATE TABLE device_heard (
    device TEXT PRIMARY KEY,
    heard_at INTEGER NOT NULL,
    message INTEGER NOT NULL,
    messages INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE device_quality (
    device TEXT NOT NULL,
    code TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    -- Of the last one.
    detail TEXT,
    message INTEGER NOT NULL,
    PRIMARY KEY (device, code)
  ) STRICT, WITHOUT ROWID;

  -- Days whose readings lie in a Parquet file (path from the database's folder). Rows of such a day that are in reading
  -- came later, or are not deleted yet: they go before those of the file.
  CREATE TABLE archived_day (
    day INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    readings INTEGER NOT NULL,
    archived_at INTEGER NOT NULL,
    -- 0 = its rows in reading are being deleted.
    done INTEGER NOT NULL CHECK (done IN (0, 1))
  ) STRICT;
  `,
};
