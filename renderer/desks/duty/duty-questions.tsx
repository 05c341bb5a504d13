// The form that the officer is being asked to fill, if any.
import { ask, useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useView } from '../../state/view-store.ts';
import { AcknowledgeMenu } from './acknowledge-menu.tsx';
import { AlarmActionDialog } from './alarm-action-dialog.tsx';
import { CorrectDialog } from './correct-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';

/** `selected`: null = none, so that only what is marked can be asked about. */
export function DutyQuestions({ selected }: { readonly selected: ListedAlarm | null }) {
  const pane = useView((view) => view.duty.pane);
  const { question, forMarked, marked, listed } = useDutyDesk();
  const close = (): void => ask(null);
  const alarms = forMarked ? listed.filter(({ id }) => marked.has(id)) : selected === null ? [] : [selected];
  const [alarm] = alarms;
  if (question === null || alarm === undefined) return null;
  if (question === 'reasons')
    // Where the evidence is in this window, it holds them.
    return pane === null || pane === 'evidence' ? null : <AcknowledgeMenu alarm={alarm} />;
  if (question === 'send') return <SendDialog alarm={alarm} onClose={close} />;
  if (question === 'correct') return <CorrectDialog alarm={alarm} onClose={close} />;
  return <AlarmActionDialog key={question} alarm={alarm} alarms={alarms} action={question} onClose={close} />;
}
