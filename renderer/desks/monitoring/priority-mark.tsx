// The sign of an alarm's priority: a colour and a shape, steady or in outline, with its name for those who see neither.
import type { Alarm, AlarmPriority } from '../../../contract/alarms.ts';
import { useWords } from '../../i18n/use-words.ts';
import './priority-mark.css';

/** In a box from 0 to 16. */
const shapes: Readonly<Record<AlarmPriority, string>> = {
  P1: 'M8 1.5 15 14H1Z',
  P2: 'M8 1 15 8 8 15 1 8Z',
  P3: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2Z',
};
const moon = 'M11 1.5A6.8 6.8 0 1 0 15 11 5.6 5.6 0 0 1 11 1.5Z';

export function PriorityMark({
  alarm,
}: {
  readonly alarm: Pick<Alarm, 'priority' | 'state' | 'shelved' | 'outOfService' | 'returnedUnacknowledged'>;
}) {
  const { alarm: words } = useWords();
  const { priority, state } = alarm;
  const aside = alarm.shelved !== null || alarm.outOfService !== null;
  const look = aside ? 'aside' : alarm.returnedUnacknowledged ? 'outline' : state === 'new' ? 'new' : 'steady';
  return (
    <span className={`priority-mark ${priority.toLowerCase()} ${look}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={aside ? moon : shapes[priority]} />
      </svg>
      <span title={words.priority[priority]}>{priority}</span>
    </span>
  );
}
