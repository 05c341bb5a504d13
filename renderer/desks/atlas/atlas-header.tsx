// The head of the desk: what this is, search, and what can be done with the ledger and the map.
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useView } from '../../state/view-store.ts';
import { DeskHead } from '../head/desk-head.tsx';
import { ExportMenu } from './export-menu.tsx';
import { SearchBox } from './search-box.tsx';
import { TimesMenu } from './times-menu.tsx';
import type { ActiveLayer } from './use-layers.ts';

export function AtlasHeader(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const openDialog = useView((view) => view.openDialog);
  return (
    <DeskHead
      buttons={
        <>
          <TimesMenu />
          <Button onClick={() => openDialog('import')}>{words.header.import}</Button>
          <ExportMenu {...props} />
          <Button onClick={() => openDialog('about-data')}>{words.header.aboutData}</Button>
        </>
      }
    >
      <SearchBox {...props} />
    </DeskHead>
  );
}
