// The head of the monitoring desk.
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { DeskNav } from '../head/desk-nav.tsx';
import { DrillTag } from '../head/drill-tag.tsx';
import { ScreenButtons } from '../head/screen-buttons.tsx';
import { PictureAgeBadge } from './picture-age-badge.tsx';

export function MonitoringHeader() {
  const words = useWords();
  const names = useNames();
  const profile = useCore((core) => core.about?.profile);
  return (
    <header className="atlas-header">
      <h1>
        {words.product}
        {profile && <span className="province">{names.pick(profile.name)}</span>}
      </h1>
      <DeskNav />
      <DrillTag />
      <PictureAgeBadge />
      <div className="head-buttons">
        <ScreenButtons />
      </div>
    </header>
  );
}
