// What the figure `alarm-count` rests on: one input an alarm.
import type Database from 'better-sqlite3';
import type { FigureDimension, FigureKey } from '../../contract/figures.ts';
import { dayText, hourText, monthText } from './monitoring-steps.ts';

export interface AlarmInput {
  readonly id: number;
  readonly enterprise: string | null;
  readonly keys: Partial<Record<FigureDimension, FigureKey>>;
  readonly raisedAt: number;
}

interface AlarmRow {
  readonly id: number;
  readonly enterprise: string | null;
  readonly city: number | null;
  readonly rule: string;
  readonly priority: string;
  readonly state: string;
  readonly raisedAt: number;
}

/** Alarms raised in [from, to), without those that a group alarm stands for. */
export function alarmInputs(
  db: Database.Database,
  [from, to]: readonly [number, number],
  conditions: readonly (readonly [FigureDimension, ReadonlySet<FigureKey>])[],
): AlarmInput[] {
  const rows = db
    .prepare(
      `SELECT id, enterprise, city, rule, priority, state, raised_at AS raisedAt FROM alarm
       WHERE raised_at >= ? AND raised_at < ? AND parent IS NULL ORDER BY raised_at, id`,
    )
    .all(from, to) as AlarmRow[];
  return rows
    .map(({ id, enterprise, city, rule, priority, state, raisedAt }): AlarmInput => {
      const times = { month: monthText(raisedAt), day: dayText(raisedAt), hour: hourText(raisedAt) };
      return { id, enterprise, raisedAt, keys: { city, enterprise, rule, priority, alarmState: state, ...times } };
    })
    .filter(({ keys }) => conditions.every(([dimension, accepted]) => accepted.has(keys[dimension] ?? null)));
}
