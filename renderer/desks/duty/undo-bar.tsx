// What was just done, and for how long it can still be taken back.
import { Button } from 'antd';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { takeBack } from '../../state/duty-actions.ts';
import { useDutyDesk } from '../../state/duty-desk.ts';
import { useView } from '../../state/view-store.ts';
import { useNow } from '../../ui/use-now.ts';

export function UndoBar() {
  const undo = useDutyDesk((desk) => desk.undo);
  return undo === null ? null : <Offer key={undo.key} />;
}

function Offer() {
  const { duty } = useWords();
  const language = useView((view) => view.language);
  const undo = useDutyDesk((desk) => desk.undo);
  const connected = useCore((core) => core.backend !== null);
  const now = useNow(250);
  if (undo === null) return null;
  const seconds = Math.max(0, Math.ceil((undo.until - now) / 1000));
  return (
    <div className="undo-bar" role="status" data-testid="undo-bar">
      <span>{duty.undo.done(duty.actions[undo.action] ?? undo.action, numberText(undo.alarms, language))}</span>
      <Button size="small" type="primary" disabled={!connected} onClick={() => void takeBack()}>
        {duty.undo.undo} <kbd>U</kbd>
      </Button>
      <span className="muted small">{duty.undo.left(String(seconds))}</span>
    </div>
  );
}
