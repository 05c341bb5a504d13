// Floods: more than ten alarms in ten minutes begin one, fewer than five end it. Pure. AL9.
import type { AlarmPriority } from '../../contract/alarms.ts';
import { flood } from '../../policy/alarm-clocks.ts';

/** Whether a flood is on, given the count of the last ten minutes and whether one was on before. */
export function isFlood(wasFlood: boolean, lastTenMinutes: number): boolean {
  return wasFlood ? lastTenMinutes >= flood.value.under : lastTenMinutes > flood.value.over;
}

/** What a flood keeps quiet: everything but P1. */
export function isHeld(flooded: boolean, priority: AlarmPriority): boolean {
  return flooded && priority !== 'P1';
}
