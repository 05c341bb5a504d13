// The log of alarms: every change of an alarm is a row with an actor; and the number by which screens follow.
import type Database from 'better-sqlite3';
import type { AlarmState } from '../../contract/alarms.ts';
import { ready } from '../readings/ready-statement.ts';

/** Who acts where no person does. */
export const DESK = 'system';

export interface LogEntry {
  readonly alarm: number;
  readonly action: string;
  /** Left out = the state stays. */
  readonly to?: AlarmState;
  readonly at: number;
  readonly actor?: string;
  readonly dueAt?: number | null;
  readonly reason?: string | null;
  readonly note?: string | null;
  readonly owner?: string | null;
  readonly until?: number | null;
  readonly followUp?: string | null;
  readonly evidence?: string | null;
  /** Cause code of a closed alarm: it must stand before the state changes. */
  readonly cause?: string | null;
  /** The same key is written once. */
  readonly key?: string | null;
}

/** To be used within one transaction. */
export class AlarmLog {
  readonly #db: Database.Database;
  #revision: number | null = null;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** To be called where a transaction begins: its changes have one number. */
  begin(): void {
    this.#revision = null;
  }

  get revision(): number {
    const next = 'UPDATE alarm_clock SET revision = revision + 1 RETURNING revision';
    this.#revision ??= ready(this.#db, next).pluck().get() as number;
    return this.#revision;
  }

  /** Screens are told of the alarm. */
  touch(alarm: number): void {
    ready(this.#db, 'UPDATE alarm SET revision = ? WHERE id = ?').run(this.revision, alarm);
  }

  /** Appends a row and moves the alarm on; false = a row with this key is there. */
  append(entry: LogEntry): boolean {
    const { alarm, action, at, key = null } = entry;
    const known = 'SELECT 1 FROM alarm_transition WHERE key = ?';
    if (key !== null && ready(this.#db, known).pluck().get(key) === 1) return false;
    const { state, version } = ready(this.#db, 'SELECT state, version FROM alarm WHERE id = ?').get(alarm) as {
      state: AlarmState;
      version: number;
    };
    if (entry.cause !== undefined) ready(this.#db, 'UPDATE alarm SET cause = ? WHERE id = ?').run(entry.cause, alarm);
    ready(
      this.#db,
      `INSERT INTO alarm_transition (alarm, version, action, from_state, to_state, at, due_at, actor, reason, note, owner,
         until, follow_up, evidence, key)
       VALUES (@alarm, @version, @action, @from, @to, @at, @dueAt, @actor, @reason, @note, @owner, @until, @followUp,
         @evidence, @key)`,
    ).run({
      ...{ alarm, action, at, key, version: version + 1, from: state, to: entry.to ?? state },
      ...{ actor: entry.actor ?? DESK, dueAt: entry.dueAt ?? null, reason: entry.reason ?? null },
      ...{ note: entry.note ?? null, owner: entry.owner ?? null, until: entry.until ?? null },
      ...{ followUp: entry.followUp ?? null, evidence: entry.evidence ?? null },
    });
    this.touch(alarm);
    return true;
  }
}
