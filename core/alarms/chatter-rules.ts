// Conditions that come and go: when one that returns is the same alarm, and when it chatters. Pure. AL8.
import { chatter, rejoinMs } from '../../policy/alarm-clocks.ts';

/** Whether a condition that begins at `from` belongs to the alarm whose condition went at `clearedAt`. */
export function isSameAlarm(from: number, clearedAt: number): boolean {
  return from - clearedAt <= rejoinMs.value;
}

/** `begins`: when the condition began, the newest first, on the readings' own time. */
export function chatters(begins: readonly number[]): boolean {
  return chatter.value.some(({ raises, withinMs }) => {
    const first = begins[raises - 1];
    const last = begins[0];
    return first !== undefined && last !== undefined && last - first <= withinMs;
  });
}

/** How many beginnings `chatters` has to look at. */
export const beginsToKeep = Math.max(...chatter.value.map(({ raises }) => raises));
