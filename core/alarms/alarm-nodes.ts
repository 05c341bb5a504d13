// Counts of places for one cause, and the alarm that stands for each. AL7.
import type Database from 'better-sqlite3';
import { ready } from '../readings/ready-statement.ts';
import type { NodeCounts } from './grouping-rules.ts';
import type { Place, SubjectPlaces } from './subject-places.ts';

export interface AlarmNode extends NodeCounts {
  readonly alarm: number | null;
}

export class AlarmNodes {
  readonly #db: Database.Database;
  readonly #places: SubjectPlaces;

  constructor(db: Database.Database, places: SubjectPlaces) {
    this.#db = db;
    this.#places = places;
  }

  get(cause: string, place: Place): AlarmNode {
    const sql = 'SELECT own, open, alarm FROM alarm_node WHERE cause = ? AND level = ? AND place = ?';
    const row = ready(this.#db, sql).get(cause, ...place) as Omit<AlarmNode, 'size'> | undefined;
    return { own: 0, open: 0, alarm: null, ...row, size: this.#places.size(place) };
  }

  save(cause: string, place: Place, { own, open }: NodeCounts, alarm: number | null): void {
    ready(
      this.#db,
      `INSERT INTO alarm_node (cause, level, place, own, open, alarm) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (cause, level, place) DO UPDATE SET own = excluded.own, open = excluded.open, alarm = excluded.alarm`,
    ).run(cause, ...place, own, open, alarm);
  }

  /** The highest alarm, other than itself, that stands for an alarm with this path. */
  standsFor(cause: string, path: readonly Place[], itself: number): number | null {
    for (const place of [...path].reverse()) {
      const { alarm } = this.get(cause, place);
      if (alarm !== null && alarm !== itself) return alarm;
    }
    return null;
  }
}

/** People have closed the alarm: it stands for nobody from now on. */
export function standsForNobody(db: Database.Database, alarm: number): void {
  ready(db, 'UPDATE alarm_node SET alarm = NULL WHERE alarm = ?').run(alarm);
}
