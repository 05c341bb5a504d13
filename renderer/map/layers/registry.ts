// The layers of the map. A list: a new layer is a file of its own and a line here.
import type { LayerSettings } from '../../state/layer-settings.ts';
import { alarmsLayer } from './alarms-layer.ts';
import { areaFigureLayer } from './area-figure-layer.ts';
import { capacityColumnsLayer } from './capacity-columns-layer.ts';
import { capacitySymbolsLayer } from './capacity-symbols-layer.ts';
import { densityLayer } from './density-layer.ts';
import { enterprisesLayer } from './enterprises-layer.ts';
import type { LayerDefinition } from './layer-definition.ts';
import { qualityLayer } from './quality-layer.ts';
import { silentLayer } from './silent-layer.ts';
import { statusLayer } from './status-layer.ts';

interface Registered {
  readonly definition: LayerDefinition;
  /** At first; the reader may change both. */
  readonly opacity: number;
  readonly shown?: true;
}

/** Bottom layer first. */
const registered: readonly Registered[] = [
  { definition: densityLayer, opacity: 1 },
  { definition: areaFigureLayer, opacity: 1 },
  { definition: capacityColumnsLayer, opacity: 1 },
  { definition: capacitySymbolsLayer, opacity: 0.85 },
  { definition: statusLayer, opacity: 1 },
  { definition: qualityLayer, opacity: 1 },
  { definition: enterprisesLayer, opacity: 1, shown: true },
  { definition: silentLayer, opacity: 1 },
  { definition: alarmsLayer, opacity: 1 },
];

export const layerDefinitions: readonly LayerDefinition[] = registered.map(({ definition }) => definition);

export const defaultLayers: LayerSettings = registered.map(({ definition, opacity, shown = false }) => ({
  id: definition.id,
  shown,
  opacity,
  options: {},
}));
