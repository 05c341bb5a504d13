// Groups: counts standing alarms of one cause up the places above them, and sets one alarm to stand for many. AL7.
import type Database from 'better-sqlite3';
import type { Finding } from '../../contract/alarms.ts';
import { ready } from '../readings/ready-statement.ts';
import type { AlarmNodes } from './alarm-nodes.ts';
import { beginsGroup, causeOf, endsGroup, isDown, type NodeCounts } from './grouping-rules.ts';
import type { Place } from './subject-places.ts';

/** What becomes of alarms when groups begin and end. */
export interface GroupEffects {
  /** Makes the alarm that is to stand for the members of `place`; `finding` made them enough. */
  raise(finding: Finding, place: Place): number;
  /** The counts of a standing group have changed: its sentence follows. */
  counted(alarm: number, place: Place, counts: NodeCounts): void;
  clear(alarm: number, clearedAt: number): void;
  fold(alarm: number, parent: number): void;
}

/** Counts live in the database, one step each a change, however many members a place has. */
export class AlarmGroups {
  readonly #db: Database.Database;
  readonly #nodes: AlarmNodes;
  readonly #effects: GroupEffects;

  constructor(db: Database.Database, nodes: AlarmNodes, effects: GroupEffects) {
    this.#db = db;
    this.#nodes = nodes;
    this.#effects = effects;
  }

  /** The condition of an alarm has begun with `finding`. */
  stood(path: readonly Place[], alarm: number, finding: Finding): void {
    this.#joinAbove(causeOf(finding.rule), path, alarm);
    this.#count(path, 'own', 1, alarm, finding);
  }

  /** The condition of an alarm has gone with `finding`; false = a group at its place still stands, and so does the alarm. */
  fell(path: readonly Place[], alarm: number, finding: Finding): boolean {
    this.#count(path, 'own', -1, alarm, finding);
    const [place] = path;
    return place === undefined || this.#nodes.get(causeOf(finding.rule), place).alarm !== alarm;
  }

  /** An alarm does not stand any more. */
  left(alarm: number): void {
    ready(this.#db, 'DELETE FROM alarm_member WHERE alarm = ?').run(alarm);
  }

  #count(path: readonly Place[], which: 'own' | 'open', by: 1 | -1, of: number, finding: Finding): void {
    const [place] = path;
    if (place === undefined) return;
    const [level] = place;
    const cause = causeOf(finding.rule);
    const before = this.#nodes.get(cause, place);
    const after = { ...before, [which]: Math.max(0, before[which] + by) };
    let { alarm } = before;
    this.#nodes.save(cause, place, after, alarm);
    if (alarm === null && which === 'own' && by === 1 && level !== 'channel') {
      alarm = of;
      this.#stand(cause, path, alarm, after);
    } else if (alarm === null && beginsGroup(level, after)) {
      alarm = this.#effects.raise(finding, place);
      this.#joinAbove(cause, path, alarm);
      this.#stand(cause, path, alarm, after);
    } else if (alarm !== null && endsGroup(level, after)) {
      this.#nodes.save(cause, place, after, null);
      // Whose own condition has just gone is cleared by whoever says so.
      if (which === 'open' || alarm !== of) this.#effects.clear(alarm, finding.clearedAt ?? finding.to);
      alarm = null;
    }
    if (alarm !== null && which === 'open') this.#effects.counted(alarm, place, after);
    const wasDown = isDown(level, before);
    if (isDown(level, after) !== wasDown) this.#count(path.slice(1), 'open', wasDown ? -1 : 1, of, finding);
  }

  /** Sets an alarm to stand for its place and folds the members into the highest alarm there is. */
  #stand(cause: string, path: readonly Place[], alarm: number, counts: NodeCounts): void {
    const place = path[0] as Place;
    this.#nodes.save(cause, place, counts, alarm);
    const top = this.#nodes.standsFor(cause, path, alarm) ?? alarm;
    if (top !== alarm) this.#effects.fold(alarm, top);
    const members = ready(
      this.#db,
      `SELECT m.alarm FROM alarm_member m JOIN alarm a ON a.id = m.alarm
       WHERE m.cause = ? AND m.level = ? AND m.place = ? AND a.state <> 'closed' AND a.parent IS NOT ?`,
    );
    for (const member of members.pluck().all(cause, ...place, top) as number[])
      if (member !== top && member !== alarm) this.#effects.fold(member, top);
  }

  #joinAbove(cause: string, path: readonly Place[], alarm: number): void {
    const join = ready(this.#db, 'INSERT OR IGNORE INTO alarm_member (cause, level, place, alarm) VALUES (?, ?, ?, ?)');
    for (const place of path.slice(1)) join.run(cause, ...place, alarm);
  }
}
