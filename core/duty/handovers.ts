// Handovers: composed from what was recorded, signed by both sides, kept for good. DU3, DU4.
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Handover, HandoverContent, HandoverEntry, HandoverSign, HandoverSignature } from '../../contract/duty.ts';
import { AppError } from '../app-error.ts';
import { canonicalJson, type Json } from '../evidence/canonical-json.ts';
import { ready } from '../readings/ready-statement.ts';
import { callBacksAt } from './call-backs.ts';
import { changesSince, composeHandover, missingFrom } from './handover-rules.ts';
import { standingAt } from './replay.ts';

interface Shift {
  readonly from: number;
  readonly to: number;
}

interface HandoverRow {
  readonly id: number;
  readonly sha256: string;
  readonly content: string;
}

/**
 * What the shift of [from, to) hands over, as known now or at its end. One that a side has signed already and that still
 * holds is given as it was signed, for the other side to sign the same. Throws AppError `bad-shift`.
 */
export function handoverOf(db: Database.Database, shift: Shift, now: number): Handover {
  return db.transaction(() => {
    expectShift(shift, shift.from, now);
    const present = contentAt(db, shift, Math.min(shift.to, now));
    const signed = ready(
      db,
      `SELECT id, sha256, content FROM duty_handover WHERE from_time = @from AND to_time = @to ORDER BY id DESC LIMIT 1`,
    ).get(shift) as HandoverRow | undefined;
    if (signed && changesSince(contentOf(signed), present).length === 0) return toHandover(db, signed);
    return { ...present, id: null, sha256: sha256Of(present), signatures: [] };
  })();
}

/**
 * Throws AppError `bad-shift`, `handover-unknown` where it is not what this shift had then, `handover-changed` where what is
 * open has changed since, `handover-signed`, `handover-one-person`.
 */
export function signHandover(db: Database.Database, sign: HandoverSign, now: number): Handover {
  const actor = sign.actor.trim();
  if (actor === '') throw new AppError('handover-unsigned', {});
  return db
    .transaction(() => {
      const { asOf, sha256, side, key = null } = sign;
      const shift = { from: sign.from, to: sign.to };
      const known = key === null ? undefined : handoverOfKey(db, key);
      if (known) return toHandover(db, known);
      expectShift(shift, asOf, now);
      const kept = rowOf(db, sha256);
      const content = kept ? contentOf(kept) : contentAt(db, shift, asOf);
      if (sha256Of(content) !== sha256 || content.from !== shift.from || content.to !== shift.to)
        throw new AppError('handover-unknown', {});
      const changes = changesSince(content, contentAt(db, shift, now));
      if (changes.length > 0)
        throw new AppError('handover-changed', {
          zh: changes.map(({ zh }) => zh).join('；'),
          en: changes.map(({ en }) => en).join('; '),
        });
      const id = kept?.id ?? keep(db, content, sha256);
      for (const signature of signaturesOf(db, id)) {
        if (signature.side === side) throw new AppError('handover-signed', { actor: signature.actor });
        if (signature.actor === actor) throw new AppError('handover-one-person', { actor });
      }
      ready(
        db,
        'INSERT INTO duty_signature (handover, side, actor, note, at, key) VALUES (@id, @side, @actor, @note, @now, @key)',
      ).run({ id, side, actor, note: sign.note?.trim() || null, now, key });
      return showHandover(db, id);
    })
    .immediate();
}

/** The newest first. */
export function listHandovers(db: Database.Database): HandoverEntry[] {
  const rows = ready(
    db,
    'SELECT id, from_time AS "from", to_time AS "to", as_of AS asOf, sha256, open FROM duty_handover ORDER BY id DESC LIMIT 1000',
  ).all() as Omit<HandoverEntry, 'signatures'>[];
  return rows.map((row) => ({ ...row, signatures: signaturesOf(db, row.id) }));
}

/** As it was signed. Throws AppError `unknown-record`. */
export function showHandover(db: Database.Database, id: number): Handover {
  const row = ready(db, 'SELECT id, sha256, content FROM duty_handover WHERE id = ?').get(id) as
    | HandoverRow
    | undefined;
  if (!row) throw new AppError('unknown-record', { id: String(id) });
  return toHandover(db, row);
}

function contentAt(db: Database.Database, { from, to }: Shift, asOf: number): HandoverContent {
  // Sentences as they were kept, so that the same handover can be composed again however they have gone on counting.
  const { revision, open } = standingAt(db, asOf, { newestSentences: false });
  const content = composeHandover({
    ...{ from, to, asOf, revision, open, callBacks: callBacksAt(db, asOf) },
    floods: floodsOf(db, from, asOf),
    log: countsOf(db, from, asOf),
  });
  expectWhole(db, content);
  return content;
}

/** Of the present list: the alarms themselves are asked, not what is kept of their past. Throws where one is missing: a defect. */
function expectWhole(db: Database.Database, content: HandoverContent): void {
  const present = ready(db, 'SELECT revision FROM alarm_clock').pluck().get();
  if (content.revision !== present) return;
  const missing = missingFrom(
    content,
    ready(db, "SELECT id FROM alarm INDEXED BY alarm_open WHERE state <> 'closed'").pluck().all() as number[],
  );
  if (missing.length > 0) throw new Error(`The handover lacks open alarms: ${missing.slice(0, 20).join(', ')}`);
}

function floodsOf(db: Database.Database, from: number, asOf: number): { beganAt: number; endedAt: number | null }[] {
  return ready(
    db,
    `SELECT began_at AS beganAt, iif(ended_at <= @asOf, ended_at, NULL) AS endedAt FROM alarm_flood
     WHERE began_at <= @asOf AND (ended_at IS NULL OR ended_at > @from) ORDER BY began_at`,
  ).all({ from, asOf }) as { beganAt: number; endedAt: number | null }[];
}

function countsOf(
  db: Database.Database,
  from: number,
  asOf: number,
): { raised: number; closed: number; escalated: number } {
  return ready(
    db,
    `SELECT count(*) FILTER (WHERE action = 'raise') AS raised,
       count(*) FILTER (WHERE to_state = 'closed' AND from_state <> 'closed') AS closed,
       count(*) FILTER (WHERE action = 'escalate') AS escalated
     FROM alarm_transition WHERE at >= ? AND at <= ?`,
  ).get(from, asOf) as { raised: number; closed: number; escalated: number };
}

function expectShift({ from, to }: Shift, asOf: number, now: number): void {
  if (!(from < to) || asOf < from || asOf > Math.min(to, now)) throw new AppError('bad-shift', {});
}

const sha256Of = (content: HandoverContent): string =>
  createHash('sha256')
    .update(canonicalJson(content as unknown as Json))
    .digest('hex');

const contentOf = (row: HandoverRow): HandoverContent => JSON.parse(row.content) as HandoverContent;

const rowOf = (db: Database.Database, sha256: string): HandoverRow | undefined =>
  ready(db, 'SELECT id, sha256, content FROM duty_handover WHERE sha256 = ?').get(sha256) as HandoverRow | undefined;

const handoverOfKey = (db: Database.Database, key: string): HandoverRow | undefined =>
  ready(
    db,
    'SELECT h.id, h.sha256, h.content FROM duty_signature s JOIN duty_handover h ON h.id = s.handover WHERE s.key = ?',
  ).get(key) as HandoverRow | undefined;

function keep(db: Database.Database, content: HandoverContent, sha256: string): number {
  const { lastInsertRowid } = ready(
    db,
    `INSERT INTO duty_handover (from_time, to_time, as_of, sha256, content, open)
     VALUES (@from, @to, @asOf, @sha256, @content, @open)`,
  ).run({
    ...{ from: content.from, to: content.to, asOf: content.asOf, sha256, open: content.counts.open },
    content: canonicalJson(content as unknown as Json),
  });
  return Number(lastInsertRowid);
}

function signaturesOf(db: Database.Database, id: number): HandoverSignature[] {
  return ready(db, 'SELECT side, actor, note, at FROM duty_signature WHERE handover = ? ORDER BY at, side DESC').all(
    id,
  ) as HandoverSignature[];
}

const toHandover = (db: Database.Database, row: HandoverRow): Handover => ({
  ...contentOf(row),
  ...{ id: row.id, sha256: row.sha256, signatures: signaturesOf(db, row.id) },
});
