// What is marked, and what can be done with all of it at once: always of one priority.
import { Button } from 'antd';
import { useMemo } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { actionsFor } from '../../state/duty-alarm-actions.ts';
import { ask, markAll, unmarkAll, useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useView } from '../../state/view-store.ts';

export function BulkBar({ listed }: { readonly listed: readonly ListedAlarm[] }) {
  const { duty } = useWords();
  const language = useView((view) => view.language);
  const marked = useDutyDesk((desk) => desk.marked);
  const chosen = useMemo(() => listed.filter(({ id }) => marked.has(id)), [listed, marked]);
  const [first] = chosen;
  if (first === undefined) return null;
  // What at least one of them can go through; the preview says which can't.
  const actions = [...new Set(chosen.flatMap(actionsFor))];
  const all = listed.filter(({ priority }) => priority === first.priority).length;
  return (
    <div className="bulk-bar" role="toolbar" aria-label={duty.bulk.label} data-testid="bulk-bar">
      <strong>{duty.marked(numberText(chosen.length, language), first.priority)}</strong>
      {all > chosen.length && (
        <Button size="small" onClick={() => markAll(first.priority)}>
          {duty.markAll(first.priority, numberText(all, language))}
        </Button>
      )}
      {actions.map((action) => (
        <Button key={action} size="small" data-bulk={action} onClick={() => ask(action, true)}>
          {duty.actions[action]}
        </Button>
      ))}
      <Button size="small" type="link" onClick={unmarkAll}>
        {duty.unmark}
      </Button>
    </div>
  );
}
