// The first desk: the province's enterprises on a map and in a table, with the figures over them. A list of its parts.
import type { InputRef } from 'antd';
import { useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useShown } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { holdsThreeColumns } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { ImportDialog } from '../data/import-dialog.tsx';
import { AboutData } from './about-data.tsx';
import { AtlasHeader } from './atlas-header.tsx';
import { AtlasMap } from './atlas-map.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { EnterprisePage } from './enterprise-page.tsx';
import { ExplanationPage } from './explanation-page.tsx';
import { FigureStrip } from './figure-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { KeyHelp } from './key-help.tsx';
import { LedgerPanel } from './ledger-panel.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import './atlas.css';

export function AtlasDesk({ look }: { readonly look: Look }) {
  const words = useWords();
  const search = useRef<InputRef>(null);
  const about = useCore((core) => core.about);
  const shown = useShown();
  const { page, dialog } = useView();
  useDeskKeys(search);
  const wide = holdsThreeColumns(look.windowWidth, look.scale);
  return (
    <div className="atlas-desk">
      <AtlasHeader search={search} />
      <ConnectionBanner />
      <FigureStrip shown={shown} />
      <FilterBar shown={shown} />
      <main>
        <SplitPane
          label={words.split}
          share={wide ? 50 : 58}
          left={
            about === null ? (
              <p className="waiting">{words.connection.connecting}</p>
            ) : (
              <AtlasMap about={about} shown={shown} look={look} />
            )
          }
          right={
            <div className={wide ? 'right-side wide' : 'right-side'} data-page={page?.kind}>
              <LedgerPanel shown={shown} covered={page !== null && !wide} />
              {page?.kind === 'enterprise' && <EnterprisePage id={page.id} />}
              {page?.kind === 'explanation' && <ExplanationPage query={page.query} />}
            </div>
          }
        />
      </main>
      {dialog === 'import' && <ImportDialog />}
      {dialog === 'about-data' && <AboutData />}
      {dialog === 'keys' && <KeyHelp />}
    </div>
  );
}
