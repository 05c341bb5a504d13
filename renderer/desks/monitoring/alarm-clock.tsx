// How long is left to verify an alarm, or by how much that is overdue, and who has been told.
import type { Alarm } from '../../../contract/alarms.ts';
import { useWords } from '../../i18n/use-words.ts';
import { timeLeft } from '../../state/monitoring-alarms.ts';
import { useView } from '../../state/view-store.ts';
import { durationText } from './duration-text.ts';

export function AlarmClock({
  alarm,
  now,
}: {
  readonly alarm: Pick<Alarm, 'verifyBy' | 'escalation'>;
  readonly now: number;
}) {
  const words = useWords();
  const { clock, escalation } = words.alarm;
  const language = useView((view) => view.language);
  const left = timeLeft(alarm, now);
  const told = escalation[alarm.escalation] ?? '';
  const text =
    left === null
      ? clock.none
      : left >= 0
        ? clock.left(durationText(left, words, language))
        : clock.over(durationText(-left, words, language));
  return (
    <span className={left === null ? 'muted' : left < 0 ? 'refusal' : ''}>
      {text}
      {told !== '' && ` · ${told}`}
    </span>
  );
}
