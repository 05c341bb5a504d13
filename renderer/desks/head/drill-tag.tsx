// Says in the head of every desk that the province on the screen is a fictional one.
import { useWords } from '../../i18n/use-words.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import './desk-head.css';

export function DrillTag() {
  const { monitoring: words } = useWords();
  const drill = useMonitoring(({ status }) => status?.drill ?? null);
  if (drill === null) return null;
  return (
    <strong className="drill-tag" data-testid="drill-tag" title={words.drillTitle(drill.scale, String(drill.seed))}>
      {words.drill}
    </strong>
  );
}
