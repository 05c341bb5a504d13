// The layers of the map as they stand now: settings joined with definitions, figures, drawings and legends.
import { useDeferredValue, useMemo, useRef } from 'react';
import type { About } from '../../../contract/about.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import type { LayerInput, PlacedEnterprise } from '../../map/layers/layer-definition.ts';
import { defaultLayers, layerDefinitions } from '../../map/layers/registry.ts';
import { figureNarrowing } from '../../state/filters.ts';
import { type LayerSettings, settledLayers } from '../../state/layer-settings.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { type ActiveLayer, createLayerMemory, type LayerSurroundings } from './active-layers.ts';
import { useLayerFigures } from './use-layer-figures.ts';
import { useLedgerFigures } from './use-ledger-figures.ts';
import { useMarks } from './use-marks.ts';

export type { ActiveLayer } from './active-layers.ts';

const nothing: readonly [] = [];
const nothingMore = {};

/**
 * All layers of the registry, bottom first. Figures are asked only for those that are shown or whose table is open;
 * a layer in which nothing changed is the same object as before, and so are its drawing and its legend. None before the workspace is known.
 */
export function useLayers(
  about: About | null,
  shown: readonly EnterpriseSummary[],
  look: Look,
  /** While the reader's hand is on a histogram: what each enterprise has in it, by id. */
  brushed?: LayerSurroundings['brushed'],
  /** What else the desk has for the map, and which layers it shows whatever the reader has switched on. */
  more: Pick<LayerInput, 'alarms' | 'silent'> & { readonly settings?: LayerSettings } = nothingMore,
): readonly ActiveLayer[] {
  const layers = useView((view) => view.layers);
  const table = useView((view) => view.table);
  const language = useView((view) => view.language);
  // As late as `shown` is, so that figures are narrowed to the same enterprises.
  const filters = useDeferredValue(useView((view) => view.filters));
  const industryMarks = useMarks();
  // In halves: what depends on the zoom is not made anew at every step of the wheel.
  const zoom = useView((view) => Math.round((view.camera?.zoom ?? 0) * 2) / 2);
  const figures = useLedgerFigures();
  const { alarms, silent, settings: fixed } = more;
  const settings = useMemo(() => fixed ?? settledLayers(layers, defaultLayers), [fixed, layers]);
  const surroundings = useMemo(
    (): LayerSurroundings | null =>
      about && {
        about,
        language,
        themeName: look.name,
        theme: look.theme,
        scale: look.scale,
        zoom,
        ledgerFigures: figures,
        filters,
        narrowing: (except) => figureNarrowing(filters, shown, except),
        shown,
        placed: shown.filter((each): each is PlacedEnterprise => each.position !== null),
        industryMarks,
        alarms,
        silent,
        ...(brushed === undefined ? {} : { brushed }),
      },
    [about, language, look, zoom, figures, filters, shown, industryMarks, alarms, silent, brushed],
  );
  const memory = useRef<ReturnType<typeof createLayerMemory>>(null);
  memory.current ??= createLayerMemory(layerDefinitions);
  const wanted = surroundings === null ? nothing : memory.current.wanted(settings, surroundings, table);
  const answers = useLayerFigures(wanted);
  return memory.current.layers(wanted, answers);
}
