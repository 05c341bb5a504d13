// Why an alarm is acknowledged: one press of a digit.
import { Button } from 'antd';
import { useEffect } from 'react';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { actOn } from '../../state/duty-actions.ts';
import { ask } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';

export function AcknowledgeMenu({ alarm }: { readonly alarm: ListedAlarm }) {
  const actor = useOfficer(({ name }) => name);
  const onChosen = (reason: string): void => {
    ask(null);
    actOn(alarm, { action: 'acknowledge', actor, reason });
  };
  const { duty } = useWords();
  const names = useNames();
  const reasons = useCore((core) => core.about?.alarmReasons)?.filter(({ actions }) => actions.includes('acknowledge'));
  useEffect(() => {
    // Before the desk hears it: its digits lead to other desks.
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') ask(null);
      else {
        const reason = /^[1-9]$/.test(event.key) ? reasons?.[Number(event.key) - 1] : undefined;
        if (reason === undefined) return;
        onChosen(reason.id);
      }
      event.preventDefault();
      event.stopPropagation();
    }
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  });
  return (
    <div className="reason-menu" role="menu" aria-label={duty.reasons.title} data-testid="reason-menu">
      <strong>{duty.reasons.title}</strong> <span className="muted small">{duty.reasons.hint}</span>
      {reasons?.map(({ id, name }, index) => (
        <Button key={id} size="small" role="menuitem" onClick={() => onChosen(id)}>
          <kbd>{index + 1}</kbd> {names.pick(name)}
        </Button>
      ))}
    </div>
  );
}
