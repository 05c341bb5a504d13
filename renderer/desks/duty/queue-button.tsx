// How many of the officer's actions have not reached the core, and what became of those that it refused.
import { Button, Popover } from 'antd';
import { numberText } from '../../format/quantity-text.ts';
import { timeOfDay } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import { dismiss, useDutyQueue } from '../../state/duty-queue.ts';
import { useView } from '../../state/view-store.ts';

export function QueueButton() {
  const { duty } = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const queue = useDutyQueue((state) => state.queue);
  const refused = queue.filter((each) => each.refused !== null).length;
  const waiting = queue.length - refused;
  if (queue.length === 0) return null;
  const list = (
    <div className="queue-list">
      <strong>{duty.queue.title}</strong>
      <p className="muted small">{duty.queue.keeps}</p>
      <ul className="bare-list">
        {queue.map(({ request, sentence, at, refused: why }) => (
          <li key={request.key}>
            <strong>{duty.actions[request.action] ?? request.action}</strong>{' '}
            <button type="button" className="link-button" onClick={() => selectAlarm(request.alarm)}>
              {sentence[language]}
            </button>{' '}
            <span className="muted small">{duty.queue.at(timeOfDay(at, timeZone))}</span>
            {why !== null && (
              <div className="refusal">
                {why[language]}{' '}
                <Button size="small" onClick={() => dismiss(request.key)}>
                  {duty.queue.dismiss}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <Button size="small" danger={refused > 0} data-testid="queue" data-waiting={waiting} data-refused={refused}>
        {[
          ...(waiting > 0 ? [duty.queue.waiting(numberText(waiting, language))] : []),
          ...(refused > 0 ? [duty.queue.refused(numberText(refused, language))] : []),
        ].join(' · ')}
      </Button>
    </Popover>
  );
}
