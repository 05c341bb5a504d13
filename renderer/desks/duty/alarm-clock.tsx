// How long is left to verify an alarm, or by how much that is overdue; who has been told, and who will be when.
import type { Alarm } from '../../../contract/alarms.ts';
import { timeOfDay } from '../../format/zoned-time.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { timeLeft } from '../../state/duty-alarms.ts';
import { nextStep } from '../../state/duty-ladder.ts';
import { useView } from '../../state/view-store.ts';
import { durationText } from '../monitoring/duration-text.ts';

export function AlarmClock({
  alarm,
  now,
}: {
  readonly alarm: Pick<Alarm, 'verifyBy' | 'escalation' | 'priority'>;
  readonly now: number;
}) {
  const words = useWords();
  const names = useNames();
  const { clock, escalation } = words.alarm;
  const language = useView((view) => view.language);
  const about = useCore((core) => core.about);
  const left = timeLeft(alarm, now);
  const told = escalation[alarm.escalation] ?? '';
  const next = nextStep(alarm, about?.alarmLadder);
  const timeZone = about?.profile.timeZone ?? 'UTC';
  const parts = [
    left === null
      ? clock.none
      : left >= 0
        ? clock.left(durationText(left, words, language))
        : clock.over(durationText(-left, words, language)),
    ...(told === '' ? [] : [told]),
    ...(next === null ? [] : [words.duty.escalates(names.pick(next.to), timeOfDay(next.at, timeZone).slice(0, 5))]),
  ];
  const text = parts.join(' · ');
  return (
    <span className={left === null ? 'muted' : left < 0 ? 'refusal' : ''} title={text}>
      {text}
    </span>
  );
}
