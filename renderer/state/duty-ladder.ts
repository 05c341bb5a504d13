// Who is told next of an alarm that nobody verifies, and when: shown before it happens. Pure.
import type { About } from '../../contract/about.ts';
import type { Alarm } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';

export interface NextStep {
  /** ms since the epoch. */
  readonly at: number;
  readonly to: Bilingual;
}

/** null = no clock runs, or everybody has been told. */
export function nextStep(
  { verifyBy, escalation, priority }: Pick<Alarm, 'verifyBy' | 'escalation' | 'priority'>,
  ladder: About['alarmLadder'],
): NextStep | null {
  const within = ladder?.verifyWithinMs[priority];
  const step = ladder?.steps.find((each) => each.step === escalation + 1);
  if (verifyBy === null || within === undefined || step === undefined) return null;
  return { at: verifyBy + (step.times - 1) * within, to: step.to };
}
