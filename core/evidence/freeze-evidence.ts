// Evidence as it was: a finding, its rule, the registry and the readings of its window as canonical JSON under its SHA-256. AL10.
import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import type { Finding, Subject } from '../../contract/alarms.ts';
import { frozenEvidence } from '../../policy/alarm-clocks.ts';
import { alarmRules } from '../../policy/alarm-rules.ts';
import { loadChannel } from '../devices/registry.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { readRaw } from '../readings/read-readings.ts';
import { ready } from '../readings/ready-statement.ts';
import { canonicalJson, type Json } from './canonical-json.ts';

/** Readings of one channel over [from, to), as columns. */
export interface FrozenReadings {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  /** There were more of them, after the last that is kept. */
  readonly more: boolean;
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  /** Digits as sent. */
  readonly texts: readonly string[];
  readonly flags: readonly (string | null)[];
}

export interface FrozenEvidence {
  readonly format: 1;
  readonly rule: string;
  readonly subject: Subject;
  readonly raisedAt: number;
  /** Without their numbers, which are those of one database. Of a group alarm, those of the members that began with it. */
  readonly findings: readonly Omit<Finding, 'id'>[];
  /** The rule as it stood, with document, clause and thresholds. */
  readonly definition: Json;
  /** The channels that a single finding speaks of, as registered; without their numbers. */
  readonly channels: readonly Omit<Channel, 'no'>[];
  readonly readings: readonly FrozenReadings[];
}

export interface EvidenceDraft {
  readonly rule: string;
  readonly subject: Subject;
  readonly raisedAt: number;
  readonly findings: readonly Finding[];
  /** Whether the readings are frozen, too: of a single finding. */
  readonly hasReadings: boolean;
  readonly frozenAt: number;
}

/** Where a channel has no interval, one reading a minute. */
const ASSUMED_INTERVAL_MS = 60_000;

/** Keeps the evidence under its hash, lower-case hexadecimal. To be used within a transaction: costs about a millisecond. */
export function freezeEvidence(db: Database.Database, draft: EvidenceDraft): string {
  const { rule, subject, raisedAt, findings, hasReadings, frozenAt } = draft;
  const [finding] = findings.length === 1 ? findings : [];
  const channels = finding ? channelsOf(db, finding) : [];
  const share = Math.floor(frozenEvidence.value.readings / Math.max(1, channels.length));
  const content: FrozenEvidence = {
    ...{ format: 1, rule, subject, raisedAt, findings: findings.map(({ id: _, ...kept }) => kept) },
    definition: (alarmRules.find((each) => each.id === rule) ?? null) as Json,
    channels: channels.map(({ no: _, ...facts }) => facts),
    readings: finding && hasReadings ? channels.map((each) => freezeReadings(db, each, finding, share)) : [],
  };
  const bytes = Buffer.from(canonicalJson(content as unknown as Json), 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  ready(db, 'INSERT OR IGNORE INTO evidence (sha256, frozen_at, size, content) VALUES (?, ?, ?, ?)').run(
    ...[sha256, frozenAt, bytes.length, zstdCompressSync(bytes)],
  );
  return sha256;
}

/** The evidence under a hash; null = there is none. Throws where its bytes are not those of the hash. */
export function readEvidence(
  db: Database.Database,
  sha256: string,
): { readonly frozenAt: number; readonly content: FrozenEvidence } | null {
  const row = db.prepare('SELECT frozen_at AS frozenAt, content FROM evidence WHERE sha256 = ?').get(sha256) as
    | { frozenAt: number; content: Buffer }
    | undefined;
  if (!row) return null;
  const bytes = zstdDecompressSync(row.content);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`Evidence ${sha256} is damaged`);
  return { frozenAt: row.frozenAt, content: JSON.parse(bytes.toString('utf8')) as FrozenEvidence };
}

/** The subject first, then what the inputs were read from. */
function channelsOf(db: Database.Database, { subject, inputs }: Finding): Channel[] {
  const ids = new Set(subject.kind === 'channel' ? [subject.id] : []);
  for (const { channel } of inputs) if (channel !== null) ids.add(channel);
  return [...ids].flatMap((id) => loadChannel(db, id) ?? []);
}

/** The window and what came before it, the newest of it where that is too much. */
function freezeReadings(db: Database.Database, channel: Channel, finding: Finding, limit: number): FrozenReadings {
  const to = finding.to + 1;
  const reach = limit * (channel.intervalMs ?? ASSUMED_INTERVAL_MS);
  const from = Math.max(finding.from - frozenEvidence.value.marginMs, to - reach);
  const read = readRaw(db, channel.no, { from, to, limit: limit + 1 });
  const rows = read.slice(0, limit);
  return {
    ...{ channel: channel.id, from, to, more: read.length > limit },
    times: rows.map(({ time }) => time),
    values: rows.map(({ value }) => value),
    texts: rows.map(({ text }) => text),
    flags: rows.map(({ flag }) => flag),
  };
}
