// Shelves: what is kept quiet, until when, by whom and why; and what they kept quiet is counted. AL5, AL6.
import type Database from 'better-sqlite3';
import type { AlarmPriority, Subject } from '../../contract/alarms.ts';
import { shelfLimitMs } from '../../policy/alarm-clocks.ts';
import { ready } from '../readings/ready-statement.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import { DESK } from './alarm-log.ts';

export interface Shelf {
  readonly id: number;
  readonly kind: 'shelf' | 'out-of-service';
  readonly alarm: number;
  readonly until: number | null;
}

export interface ShelfDraft {
  readonly kind: 'shelf' | 'out-of-service';
  readonly until: number | null;
  readonly owner: string;
  readonly actor: string;
  readonly reason: string;
  readonly note: string | null;
}

/** A shelf holds for the rule at the subject, out of service for the subject under every rule. To be used within one transaction. */
export class Shelves {
  readonly #db: Database.Database;
  readonly #desk: AlarmDesk;

  constructor(db: Database.Database, desk: AlarmDesk) {
    this.#db = db;
    this.#desk = desk;
  }

  inForce(rule: string, subject: Subject): Shelf[] {
    return ready(
      this.#db,
      `SELECT id, kind, alarm, until FROM alarm_shelf
       WHERE subject_id = @id AND subject_kind = @kind AND ended_at IS NULL AND (kind = 'out-of-service' OR rule = @rule)`,
    ).all({ rule, ...subject }) as Shelf[];
  }

  put(alarm: number, draft: ShelfDraft, now: number): void {
    const { lastInsertRowid } = ready(
      this.#db,
      `INSERT INTO alarm_shelf (kind, alarm, priority, rule, subject_kind, subject_id, since, until, owner, actor, reason, note)
       SELECT @kind, id, priority, rule, subject_kind, subject_id, @now, @until, @owner, @actor, @reason, @note
       FROM alarm WHERE id = @alarm`,
    ).run({ ...draft, alarm, now });
    this.#hold(alarm, { kind: draft.kind, id: Number(lastInsertRowid) });
    this.#desk.quieten(alarm);
  }

  /** Keeps an alarm quiet that has just begun; the shelf counts it. A shelf over what became P1 is no longer than P1 may have. */
  suppress(alarm: number, priority: AlarmPriority, shelves: readonly Shelf[], now: number): void {
    for (const shelf of shelves) {
      this.#hold(alarm, shelf);
      this.count(shelf.id, alarm);
      this.shorten(shelf, priority, now);
    }
  }

  /** Counts an alarm that the shelf keeps quiet, be it as a member of a group that is itself kept quiet. */
  count(shelf: number, alarm: number): void {
    ready(this.#db, 'UPDATE alarm_shelf SET suppressed = suppressed + 1 WHERE id = ?').run(shelf);
    ready(this.#db, 'UPDATE alarm SET suppressed = 1 WHERE id = ?').run(alarm);
  }

  shorten(shelf: Shelf, priority: AlarmPriority, now: number): void {
    const limit = shelfLimitMs.value[priority];
    const until = now + limit;
    if (shelf.kind !== 'shelf' || priority !== 'P1' || shelf.until === null || shelf.until <= until) return;
    // Of a shelf as P1 allows it, this much is left: from when the alarm became P1.
    ready(this.#db, "UPDATE alarm_shelf SET until = ?, priority = 'P1', since = ? WHERE id = ?").run(
      until,
      now,
      shelf.id,
    );
    this.#desk.log.append({ alarm: shelf.alarm, action: 'shelf-shortened', at: now, until });
  }

  /** Ends a shelf; what still stands is put before the desk again. `by` = a person's name, or the desk at expiry. */
  end(shelf: Shelf, by: string, now: number): void {
    ready(this.#db, 'UPDATE alarm_shelf SET ended_at = ?, ended_by = ? WHERE id = ?').run(now, by, shelf.id);
    const kept = ready(this.#db, 'SELECT id FROM alarm WHERE shelf = @id OR out_of_service = @id ORDER BY id').pluck();
    for (const alarm of kept.all({ id: shelf.id }) as number[]) {
      const { rings } = ready(
        this.#db,
        `UPDATE alarm SET shelf = nullif(shelf, @shelf), out_of_service = nullif(out_of_service, @shelf) WHERE id = @alarm
         RETURNING state <> 'closed' AND cleared_at IS NULL AND parent IS NULL AND shelf IS NULL AND out_of_service IS NULL AS rings`,
      ).get({ alarm, shelf: shelf.id }) as { rings: number };
      if (by === DESK)
        this.#desk.log.append({
          ...{ alarm, action: 'shelf-expired', at: now, dueAt: shelf.until },
          key: `shelf-expired:${shelf.id}:${alarm}`,
        });
      if (rings === 1) this.#desk.present(alarm, now);
      this.#desk.log.touch(alarm);
    }
  }

  #hold(alarm: number, { id, kind }: Pick<Shelf, 'id' | 'kind'>): void {
    const column = kind === 'shelf' ? 'shelf' : 'out_of_service';
    ready(this.#db, `UPDATE alarm SET ${column} = ? WHERE id = ?`).run(id, alarm);
  }
}
