// What can be done about the selected alarm: a button for each key, the next step of the life cycle first.
import { Button } from 'antd';
import { isOffered } from '../../commands/command.ts';
import { runCommand } from '../../commands/desk-commands.ts';
import { dutyCommands } from '../../commands/duty-commands.ts';
import { isMac, keyText } from '../../commands/key-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type AlarmAction, actionsFor } from '../../state/duty-alarm-actions.ts';
import { ask, useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useView } from '../../state/view-store.ts';

/** Commands with a key, as they stand in the bar. */
const keyed = ['acknowledge', 'verify', 'dispatch', 'shelve', 'note', 'correct', 'ledger', 'close'] as const;

export function ActionBar({ alarm }: { readonly alarm: ListedAlarm }) {
  const { duty } = useWords();
  const view = useView();
  useDutyDesk((desk) => desk.question);
  const possible = actionsFor(alarm);
  const others = possible.filter((action): action is AlarmAction => !keyed.some((each) => each === action));
  const next = possible[0];
  return (
    <div className="action-bar" role="toolbar" aria-label={duty.actionBar}>
      {keyed.map((name) => {
        const command = dutyCommands.find(({ id }) => id === `alarm-${name}`);
        if (command === undefined) return null;
        const [key] = command.keys ?? [];
        return (
          <Button
            key={name}
            size="small"
            type={name === next ? 'primary' : 'default'}
            disabled={!isOffered(command, view)}
            data-action={name}
            onClick={() => runCommand(command)}
          >
            {duty.actions[name]} {key !== undefined && <kbd>{keyText(key, isMac())}</kbd>}
          </Button>
        );
      })}
      {others.map((action) => (
        <Button key={action} size="small" data-action={action} onClick={() => ask(action)}>
          {duty.actions[action]}
        </Button>
      ))}
    </div>
  );
}
