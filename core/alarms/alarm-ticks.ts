// What time does to alarms: the ladder, shelves that run out, groups that are over, floods that end. AL4, AL5, AL7, AL9.
import type Database from 'better-sqlite3';
import { ladder, rejoinMs, releaseAfterMs, shelfWarningMs } from '../../policy/alarm-clocks.ts';
import { ready } from '../readings/ready-statement.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { DESK } from './alarm-log.ts';
import { AlarmNodes } from './alarm-nodes.ts';
import { clockMovement } from './clock-rules.ts';
import { causeOf } from './grouping-rules.ts';
import { keepVersions } from './keep-versions.ts';
import { type Shelf, Shelves } from './shelves.ts';
import { type Place, SubjectPlaces } from './subject-places.ts';

interface Due {
  readonly alarm: number;
  readonly step: number;
  readonly dueAt: number;
}

/** So much of a clock's setting back goes unnoticed over a restart. */
const KEEP_EVERY_MS = 10_000;

/** Every deadline is an absolute time in the database, so that sleep and restarts only delay the moment of noticing. */
export class AlarmTicks {
  readonly #db: Database.Database;
  readonly #desk: AlarmDesk;
  readonly #places: SubjectPlaces;
  readonly #nodes: AlarmNodes;
  readonly #shelves: Shelves;
  /** The wall clock of the last tick, as far as this process knows. */
  #ticked: number | null = null;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#desk = new AlarmDesk(db);
    this.#places = new SubjectPlaces(db);
    this.#nodes = new AlarmNodes(db, this.#places);
    this.#shelves = new Shelves(db, this.#desk);
  }

  tick(now: number): void {
    this.#db.transaction(() => this.#run(now)).immediate();
    this.#ticked = now;
  }

  #run(now: number): void {
    this.#desk.log.begin();
    this.#places.begin();
    this.#followClock(now);
    this.#climb(now);
    this.#warn(now);
    this.#expire(now);
    this.#release(now);
    this.#settle(now);
    this.#desk.watchFlood(now);
    keepVersions(this.#db, now);
  }

  /** AL4.4: a clock that was set back moves what is still to come; nothing that has happened happens again. */
  #followClock(now: number): void {
    const kept = ready(this.#db, 'SELECT ticked_at FROM alarm_clock').pluck().get() as number | null;
    const { kind, byMs } = clockMovement(this.#ticked ?? kept, now);
    if (kind === 'back') this.#shift('-@byMs', byMs);
    if (kind === 'forward') this.#shift('min(moved_ms, @byMs)', byMs);
    // Kept for the next process; a tick where nothing happens is to write nothing.
    if (kind !== 'on' || kept === null || now - kept >= KEEP_EVERY_MS)
      ready(this.#db, 'UPDATE alarm_clock SET ticked_at = ?').run(now);
  }

  /** Moves the times that are still to come by `shift`, SQL over `moved_ms`: how far a time was moved earlier before. */
  #shift(shift: string, byMs: number): void {
    const shifted = ready(
      this.#db,
      `UPDATE alarm_deadline SET due_at = due_at + ${shift}, moved_ms = moved_ms - ${shift}
         WHERE fired_at IS NULL AND ${shift} <> 0 RETURNING alarm, step, due_at AS dueAt`,
    ).all({ byMs }) as Pick<Due, 'alarm' | 'step' | 'dueAt'>[];
    const verifyBy = ready(this.#db, 'UPDATE alarm SET verify_by = ? WHERE id = ? AND verify_by IS NOT NULL');
    for (const { alarm, step, dueAt } of shifted) {
      if (step === 1) verifyBy.run(dueAt, alarm);
      this.#desk.log.touch(alarm);
    }
    const shelves = ready(
      this.#db,
      `UPDATE alarm_shelf SET until = until + ${shift}, moved_ms = moved_ms - ${shift}
         WHERE ended_at IS NULL AND until IS NOT NULL AND ${shift} <> 0 RETURNING alarm`,
    )
      .pluck()
      .all({ byMs }) as number[];
    for (const alarm of shelves) this.#desk.log.touch(alarm);
  }

  /** Each missed step once, with the time it was due and the time it was noticed. */
  #climb(now: number): void {
    const due = ready(
      this.#db,
      `SELECT alarm, step, due_at AS dueAt FROM alarm_deadline
         WHERE fired_at IS NULL AND due_at <= ? ORDER BY due_at, alarm, step`,
    ).all(now) as Due[];
    const fire = ready(this.#db, 'UPDATE alarm_deadline SET fired_at = ? WHERE alarm = ? AND step = ?');
    const raise = ready(this.#db, 'UPDATE alarm SET escalation = max(escalation, ?) WHERE id = ?');
    for (const { alarm, step, dueAt } of due) {
      fire.run(now, alarm, step);
      raise.run(step, alarm);
      const to = ladder.value.find((each) => each.step === step)?.to;
      this.#desk.log.append({
        ...{ alarm, action: 'escalate', at: now, dueAt, reason: `ladder-${step}`, note: to?.zh ?? null },
        key: `escalate:${alarm}:${step}`,
      });
    }
  }

  #warn(now: number): void {
    const soon = ready(
      this.#db,
      `SELECT id, alarm, until FROM alarm_shelf
         WHERE ended_at IS NULL AND warned_at IS NULL AND until <= @soon AND until > @now ORDER BY until, id`,
    ).all({ soon: now + shelfWarningMs.value, now }) as { id: number; alarm: number; until: number }[];
    const warned = ready(this.#db, 'UPDATE alarm_shelf SET warned_at = ? WHERE id = ?');
    for (const { id, alarm, until } of soon) {
      warned.run(now, id);
      const dueAt = until - shelfWarningMs.value;
      this.#desk.log.append({ alarm, action: 'shelf-warning', at: now, dueAt, until, key: `shelf-warning:${id}` });
    }
  }

  #expire(now: number): void {
    const over = ready(
      this.#db,
      'SELECT id, kind, alarm, until FROM alarm_shelf WHERE ended_at IS NULL AND until <= ? ORDER BY until, id',
    ).all(now) as Shelf[];
    for (const shelf of over) this.#shelves.end(shelf, DESK, now);
  }

  /** Members that still stand some time after the alarm that stood for them has cleared are on their own again. */
  #release(now: number): void {
    const left = ready(
      this.#db,
      `SELECT c.id, c.rule, c.path, c.parent, c.shelf IS NULL AND c.out_of_service IS NULL AS rings
       FROM alarm c JOIN alarm p ON p.id = c.parent
       WHERE c.parent IS NOT NULL AND c.cleared_at IS NULL AND c.state <> 'closed'
         AND p.state <> 'closed' AND p.cleared_recorded_at <= @before`,
    ).all({ before: now - releaseAfterMs.value }) as {
      id: number;
      rule: string;
      path: string;
      parent: number;
      rings: number;
    }[];
    const setParent = ready(this.#db, 'UPDATE alarm SET parent = ? WHERE id = ?');
    for (const { id, rule, path, parent, rings } of left) {
      const other = this.#nodes.standsFor(causeOf(rule), JSON.parse(path) as Place[], id);
      if (other === parent) continue;
      setParent.run(other, id);
      this.#desk.log.append({
        alarm: id,
        action: other === null ? 'release' : 'group',
        at: now,
        note: other === null ? null : String(other),
      });
      if (other === null && rings === 1) this.#desk.present(id, now);
    }
  }

  /** What stayed away long enough: it chatters no more; P3 that somebody has acknowledged is resolved by itself. AL2.5, AL8. */
  #settle(now: number): void {
    const calm = ready(
      this.#db,
      `UPDATE alarm SET chattering = 0 WHERE chattering = 1 AND (state = 'closed' OR cleared_recorded_at <= ?) RETURNING id`,
    )
      .pluck()
      .all(now - rejoinMs.value) as number[];
    for (const alarm of calm) this.#desk.log.touch(alarm);
    const done = ready(
      this.#db,
      "SELECT id FROM alarm WHERE state = 'acknowledged' AND priority = 'P3' AND cleared_recorded_at <= ?",
    )
      .pluck()
      .all(now - rejoinMs.value) as number[];
    for (const alarm of done) {
      this.#desk.log.append({ alarm, action: 'resolve', to: 'resolved', at: now, reason: 'returned-to-normal' });
      ready(
        this.#db,
        'UPDATE alarm SET resolved_at = @now, verified_at = coalesce(verified_at, @now) WHERE id = @alarm',
      ).run({ alarm, now });
      this.#desk.quieten(alarm);
    }
  }
}
