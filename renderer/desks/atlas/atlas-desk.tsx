// The first desk: the province's enterprises on a map and in tables, with the figures over them. A list of its parts.
import { useEffect, useMemo, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useCore } from '../../state/core-store.ts';
import { useShownList } from '../../state/shown-list.ts';
import { type Brush, useBrushed } from '../../state/use-brushed.ts';
import { useShown } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { holdsThreeColumns } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { DeskDialogs } from '../head/desk-dialogs.tsx';
import { AreaPage } from './area-page.tsx';
import { AtlasHeader } from './atlas-header.tsx';
import { AtlasMap } from './atlas-map.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { DocumentPage } from './document-page.tsx';
import { EnterprisePage } from './enterprise-page.tsx';
import { ExplanationPage } from './explanation-page.tsx';
import { FigureStrip } from './figure-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HistogramPanel } from './histogram-panel.tsx';
import { LayerPanel } from './layer-panel.tsx';
import { LedgerPanel } from './ledger-panel.tsx';
import { LinkNotice } from './link-notice.tsx';
import { TimeBar } from './time-bar.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useLayers } from './use-layers.ts';
import { useMonitoredOnMap } from './use-monitored-on-map.ts';
import './atlas.css';

export function AtlasDesk({ look }: { readonly look: Look }) {
  const words = useWords();
  const shown = useShown();
  const [stage, setStage] = useState<MapStage | null>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const about = useCore((core) => core.about);
  const page = useView((view) => view.page);
  const layers = useLayers(about, shown, look, useBrushed(brush), useMonitoredOnMap());
  const preview = useMemo((): readonly [number, number] | null => {
    if (brush === null) return null;
    const [least, greatest] = brush.range;
    return [least ?? Number.NEGATIVE_INFINITY, greatest ?? Number.POSITIVE_INFINITY];
  }, [brush]);
  useDeskKeys();
  useEffect(() => useShownList.setState({ ids: shown.map(({ id }) => id) }), [shown]);
  const wide = holdsThreeColumns(look.windowWidth, look.scale);
  return (
    <div className="atlas-desk">
      <AtlasHeader layers={layers} stage={stage} />
      <ConnectionBanner />
      <FigureStrip shown={shown} />
      <div className="path-line">
        <Breadcrumb />
        <FilterBar shown={shown} />
      </div>
      <main>
        <SplitPane
          label={words.split}
          share={wide ? 50 : 58}
          left={
            about === null ? (
              <p className="waiting">{words.connection.connecting}</p>
            ) : (
              <div className="map-side">
                <div className="map-frame">
                  <AtlasMap
                    about={about}
                    shown={shown}
                    layers={layers}
                    look={look}
                    preview={preview}
                    onStage={setStage}
                  />
                  <LayerPanel layers={layers} />
                </div>
                <LinkNotice />
                <HistogramPanel shown={shown} onPreview={setBrush} />
                <TimeBar />
              </div>
            )
          }
          right={
            <div className={wide ? 'right-side wide' : 'right-side'} data-page={page?.kind}>
              <LedgerPanel shown={shown} layers={layers} stage={stage} covered={page !== null && !wide} />
              {page?.kind === 'enterprise' && <EnterprisePage id={page.id} unitId={page.unitId ?? null} />}
              {page?.kind === 'area' && <AreaPage level={page.level} code={page.code} />}
              {page?.kind === 'explanation' && <ExplanationPage query={page.query} />}
              {page?.kind === 'document' && <DocumentPage id={page.id} />}
            </div>
          }
        />
      </main>
      <DeskDialogs layers={layers} stage={stage} />
    </div>
  );
}
