// What a drill's score looks at: the findings, when each was raised as far as somebody watched, and until when there are readings.
import type Database from 'better-sqlite3';
import { listFindings } from '../findings/list-findings.ts';
import { latestReadings } from '../readings/read-readings.ts';
import type { FindingSeen } from './score-rules.ts';

/** Id of a finding → the drill's time at which it was first there. */
export type RaisedTimes = Readonly<Record<string, number>>;

export function findingsSeen(db: Database.Database, raised: RaisedTimes): FindingSeen[] {
  return listFindings(db).map(({ id, rule, subject, from, to }) => ({
    ...{ rule, subject, from, to, raisedAt: raised[id] ?? null },
  }));
}

/** Time of the newest reading; null = there is none. */
export function newestReading(db: Database.Database): number | null {
  let newest: number | null = null;
  for (const { time } of latestReadings(db)) if (newest === null || time > newest) newest = time;
  return newest;
}

/** Notes the drill's time at which findings are first there. What was there before it began has no time. */
export class RaisedWatch {
  readonly raised: Record<string, number>;
  readonly #newer: Database.Statement;
  #last: number;

  constructor(db: Database.Database, known: RaisedTimes = {}) {
    this.raised = { ...known };
    this.#newer = db.prepare('SELECT id FROM finding WHERE id > ? ORDER BY id').pluck();
    this.#last = (db.prepare('SELECT coalesce(max(id), 0) FROM finding').pluck().get() as number) ?? 0;
  }

  look(time: number): void {
    for (const id of this.#newer.all(this.#last) as number[]) {
      this.raised[id] = time;
      this.#last = id;
    }
  }
}
