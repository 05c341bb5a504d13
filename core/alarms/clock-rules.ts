// Clocks of an alarm: when it has to be verified, who is told when it is not, and what a changed wall clock means. Pure. AL4.
import type { AlarmPriority } from '../../contract/alarms.ts';
import { ladder, verifyWithinMs } from '../../policy/alarm-clocks.ts';

export interface Deadline {
  readonly step: number;
  readonly dueAt: number;
}

/** Steps of the ladder for an alarm that was put before the desk at `since`. */
export function deadlines(priority: AlarmPriority, since: number): Deadline[] {
  return ladder.value.map(({ step, times }) => ({ step, dueAt: since + times * verifyWithinMs.value[priority] }));
}

export function verifyBy(priority: AlarmPriority, since: number): number {
  return since + verifyWithinMs.value[priority];
}

/** Processes beside each other read the clock at slightly different moments; less than this is no setting back. */
const TOLERANCE_MS = 2000;
/** Ticks come every few seconds; a longer pause is sleep, a restart, or a clock that was set forward. */
const PAUSE_MS = 60_000;

/**
 * What the wall clock did between two ticks. `back`: it was set back by so much, and times that are still to come move with
 * it, so that what had seven minutes left has seven minutes left. `forward`: it went on by more than ticks do, and what was
 * moved earlier is moved up to that much back: a clock that is set right again leaves the times as they were.
 */
export function clockMovement(lastTick: number | null, now: number): { kind: 'on' | 'back' | 'forward'; byMs: number } {
  const byMs = lastTick === null ? 0 : now - lastTick;
  if (byMs < -TOLERANCE_MS) return { kind: 'back', byMs: -byMs };
  if (byMs > PAUSE_MS) return { kind: 'forward', byMs };
  return { kind: 'on', byMs };
}
