// What the alarm book reads and writes: alarms and the conditions that they stand for. SQL alone; the course is in alarm-book.ts.
import type Database from 'better-sqlite3';
import type { AlarmPriority, AlarmState, Finding, Subject } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { ready } from '../readings/ready-statement.ts';
import type { Place, SubjectPlace } from './subject-places.ts';

export interface Standing {
  readonly id: number;
  readonly rule: string;
  readonly subject: Subject;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly withdrawn: number;
  readonly chattering: number;
  readonly finding: number | null;
  readonly zh: string;
  readonly path: readonly Place[];
  readonly parent: number | null;
  readonly evidence: string | null;
  readonly isQuiet: boolean;
}

/** A condition of a rule at a subject since a time, and the alarm that stands for it. */
export interface Link {
  readonly alarm: number;
  readonly toTime: number;
  readonly clearedAt: number | null;
  readonly withdrawn: number;
}

export interface AlarmDraft {
  readonly rule: string;
  readonly subject: Subject;
  readonly raisedAt: number;
  readonly priority: AlarmPriority;
  readonly sentence: Bilingual;
  readonly finding: number | null;
  readonly place: SubjectPlace;
  readonly recordedAt: number;
  readonly revision: number;
}

const ofSubject = 'rule = @rule AND subject_kind = @kind AND subject_id = @id';
const columns = `id, rule, subject_kind, subject_id, priority, state, raised_at AS raisedAt, cleared_at AS clearedAt, withdrawn,
  chattering, finding, sentence_zh AS zh, path, parent, evidence,
  parent IS NOT NULL OR shelf IS NOT NULL OR out_of_service IS NOT NULL AS isQuiet`;

type Row = Omit<Standing, 'subject' | 'path' | 'isQuiet'> & {
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly path: string;
  readonly isQuiet: number;
};

const toStanding = ({ subject_kind, subject_id, path, isQuiet, ...row }: Row): Standing => ({
  ...row,
  subject: { kind: subject_kind, id: subject_id },
  path: JSON.parse(path) as Place[],
  isQuiet: isQuiet === 1,
});

/** Each function runs in the caller's transaction. */
export class AlarmEntries {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  get(id: number): Standing {
    return toStanding(ready(this.#db, `SELECT ${columns} FROM alarm WHERE id = ?`).get(id) as Row);
  }

  /** The alarm of a rule at a subject that began last. */
  latest(rule: string, subject: Subject): Standing | null {
    const sql = `SELECT ${columns} FROM alarm WHERE ${ofSubject} ORDER BY raised_at DESC LIMIT 1`;
    const row = ready(this.#db, sql).get({ rule, ...subject }) as Row | undefined;
    return row ? toStanding(row) : null;
  }

  insert({ rule, subject, raisedAt, sentence, place, ...draft }: AlarmDraft): number {
    const isTaken = ready(this.#db, `SELECT 1 FROM alarm WHERE ${ofSubject} AND raised_at = @from`).pluck();
    let from = raisedAt;
    // A group that people have closed may begin again with the same oldest member.
    while (isTaken.get({ rule, ...subject, from }) === 1) from += 1;
    const { name, enterprise, city, longitude, latitude, path } = place;
    const { lastInsertRowid } = ready(
      this.#db,
      `INSERT INTO alarm (rule, subject_kind, subject_id, raised_at, priority, subject_name, enterprise, city, longitude,
         latitude, sentence_zh, sentence_en, finding, recorded_at, path, revision)
       VALUES (@rule, @kind, @id, @from, @priority, @name, @enterprise, @city, @longitude, @latitude, @zh, @en, @finding,
         @recordedAt, @path, @revision)`,
    ).run({
      ...{ ...draft, rule, ...subject, from, ...sentence, name, enterprise, city, longitude, latitude },
      path: JSON.stringify(path),
    });
    return Number(lastInsertRowid);
  }

  say(id: number, sentence: Bilingual, finding: number | null): void {
    const sql =
      'UPDATE alarm SET sentence_zh = @zh, sentence_en = @en, finding = coalesce(@finding, finding) WHERE id = @id';
    ready(this.#db, sql).run({ id, ...sentence, finding });
  }

  /** Its condition holds again; `again` = it is another beginning. */
  stand(id: number, again: boolean, chattering: boolean): void {
    ready(
      this.#db,
      `UPDATE alarm SET cleared_at = NULL, cleared_recorded_at = NULL, withdrawn = 0, raises = raises + ?,
         chattering = max(chattering, ?)
       WHERE id = ?`,
    ).run(again ? 1 : 0, chattering ? 1 : 0, id);
  }

  clear(id: number, clearedAt: number, recordedAt: number): void {
    const sql = 'UPDATE alarm SET cleared_at = max(raised_at, ?), cleared_recorded_at = ? WHERE id = ?';
    ready(this.#db, sql).run(clearedAt, recordedAt, id);
  }

  withdraw(id: number): void {
    ready(this.#db, 'UPDATE alarm SET withdrawn = 1 WHERE id = ?').run(id);
  }

  setParent(id: number, parent: number | null): void {
    ready(this.#db, 'UPDATE alarm SET parent = ? WHERE id = ?').run(parent, id);
  }

  setPriority(id: number, priority: AlarmPriority): void {
    ready(this.#db, 'UPDATE alarm SET priority = ? WHERE id = ?').run(priority, id);
  }

  keepEvidence(id: number, sha256: string): void {
    ready(this.#db, 'UPDATE alarm SET evidence = ? WHERE id = ? AND evidence IS NULL').run(sha256, id);
  }

  /** The shelf, if any, that keeps an alarm quiet. */
  shelfOf(id: number): number | null {
    return ready(this.#db, 'SELECT coalesce(shelf, out_of_service) FROM alarm WHERE id = ?').pluck().get(id) as
      | number
      | null;
  }

  link({ rule, subject, from }: Finding): Link | undefined {
    return ready(
      this.#db,
      `SELECT alarm, to_time AS toTime, cleared_at AS clearedAt, withdrawn FROM alarm_finding
       WHERE ${ofSubject} AND from_time = @from`,
    ).get({ rule, ...subject, from }) as Link | undefined;
  }

  /** The condition holds, of this alarm. */
  putLink({ id: finding, rule, subject, from, to }: Finding, alarm: number): void {
    ready(
      this.#db,
      `INSERT INTO alarm_finding (rule, subject_kind, subject_id, from_time, to_time, cleared_at, finding, alarm)
       VALUES (@rule, @kind, @id, @from, @to, NULL, @finding, @alarm)
       ON CONFLICT DO UPDATE SET to_time = excluded.to_time, cleared_at = NULL, withdrawn = 0, finding = excluded.finding`,
    ).run({ rule, ...subject, from, to, finding, alarm });
  }

  /** The condition has gone, or never held. */
  endLink({ rule, subject, from, to }: Finding, clearedAt: number | null, withdrawn: 0 | 1): void {
    ready(
      this.#db,
      `UPDATE alarm_finding SET to_time = @to, cleared_at = @clearedAt, withdrawn = @withdrawn
       WHERE ${ofSubject} AND from_time = @from`,
    ).run({ rule, ...subject, from, to, clearedAt, withdrawn });
  }

  /** How many conditions of an alarm hold. */
  openLinks(alarm: number): number {
    const sql = 'SELECT count(*) FROM alarm_finding WHERE alarm = ? AND cleared_at IS NULL AND withdrawn = 0';
    return ready(this.#db, sql).pluck().get(alarm) as number;
  }

  /** When the conditions of an alarm began, the newest first. */
  begins(alarm: number, limit: number): number[] {
    const sql = 'SELECT from_time FROM alarm_finding WHERE alarm = ? AND withdrawn = 0 ORDER BY from_time DESC LIMIT ?';
    return ready(this.#db, sql).pluck().all(alarm, limit) as number[];
  }
}
