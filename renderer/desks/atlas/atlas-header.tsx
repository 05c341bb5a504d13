// The head of the desk: what this is, search, and what can be done with the ledger and the map.
import { Button } from 'antd';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { DeskNav } from '../head/desk-nav.tsx';
import { DrillTag } from '../head/drill-tag.tsx';
import { ScreenButtons } from '../head/screen-buttons.tsx';
import { ExportMenu } from './export-menu.tsx';
import { SearchBox } from './search-box.tsx';
import { TimesMenu } from './times-menu.tsx';
import type { ActiveLayer } from './use-layers.ts';

export function AtlasHeader(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const names = useNames();
  const profile = useCore((core) => core.about?.profile);
  const openDialog = useView((view) => view.openDialog);
  return (
    <header className="atlas-header">
      <h1>
        {words.product}
        {profile && <span className="province">{names.pick(profile.name)}</span>}
      </h1>
      <DeskNav />
      <DrillTag />
      <SearchBox {...props} />
      <div className="head-buttons">
        <TimesMenu />
        <Button onClick={() => openDialog('import')}>{words.header.import}</Button>
        <ExportMenu {...props} />
        <Button onClick={() => openDialog('about-data')}>{words.header.aboutData}</Button>
        <ScreenButtons />
      </div>
    </header>
  );
}
