// The ground the marks stand on: a MapLibre style from local boundary files. Quiet, and without any network source.
import type {
  ExpressionSpecification,
  StyleSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from 'maplibre-gl';
import type { Theme } from '../theme/themes.ts';

/** A name at a point. */
export interface PlaceLabel {
  readonly position: readonly [number, number];
  readonly text: string;
}

export interface Ground {
  /** Addresses of the boundary files by layer; layers without one are left out. */
  readonly files: Readonly<Record<string, string>>;
  readonly labels: readonly PlaceLabel[];
  readonly colors: Theme['map'];
  readonly accent: string;
  /** Factor on line widths and type, 1 at full HD. */
  readonly scale: number;
}

/** Source of the points that labels keep clear of, and the picture (of nothing) that stands for each of them. */
export const obstacleSource = 'obstacles';
export const obstacleImage = 'obstacle';

/** The source and layer whose polygons can be hovered and picked; their feature ids are the place codes. */
export const areaSource = 'cities';
export const areaLayer = 'city-fill';

type Source = StyleSpecification['sources'][string];
type Layer = StyleSpecification['layers'][number];

const kindIs = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
const stateIs = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];

function sourcesOf({ files, labels }: Ground): Record<string, Source> {
  const sources: Record<string, Source> = {};
  for (const [name, url] of Object.entries(files)) {
    // Neighbouring polygons are simplified apart from each other, which opens slivers between them: tolerance 0.
    sources[name] = { type: 'geojson', data: url, tolerance: 0 };
  }
  sources.labels = {
    type: 'geojson',
    data: {
      type: 'FeatureCollection',
      features: labels.map(({ position, text }) => ({
        type: 'Feature',
        properties: { text },
        geometry: { type: 'Point', coordinates: [...position] },
      })),
    },
  };
  sources[obstacleSource] = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
  return sources;
}

/** Where a label may stand, best first: in the middle, then ever farther from it; offsets in ems. */
const labelSpots: VariableAnchorOffsetCollectionSpecification = [
  [0, 0],
  ...[1.3, 2.3, 3.4].flatMap((far) => [
    [0, far],
    [0, -far],
    [far, 0],
    [-far, 0],
    [far, far],
    [-far, far],
    [far, -far],
    [-far, -far],
  ]),
].flatMap((offset) => ['center' as const, offset as [number, number]]);

function layersOf({ colors, accent, scale }: Ground): Layer[] {
  const width = (pixels: number): number => pixels * scale;
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': colors.sea } },
    {
      id: 'neighbours',
      type: 'fill',
      source: 'context',
      filter: kindIs('province', 'foreign-land'),
      paint: { 'fill-color': ['match', ['get', 'kind'], 'province', colors.neighbour, colors.foreign] },
    },
    {
      id: 'neighbour-borders',
      type: 'line',
      source: 'context',
      filter: kindIs('province'),
      paint: { 'line-color': colors.faintBorder, 'line-width': width(1) },
    },
    {
      // 南海断续线: part of the map wherever the South China Sea is in view, so it has no zoom limit.
      id: 'dash-line',
      type: 'line',
      source: 'context',
      filter: kindIs('dash-line'),
      paint: { 'line-color': colors.provinceBorder, 'line-width': width(1.5) },
    },
    {
      id: 'neighbour-city-borders',
      type: 'line',
      source: 'neighbourCities',
      paint: { 'line-color': colors.faintBorder, 'line-width': width(0.5) },
    },
    {
      id: areaLayer,
      type: 'fill',
      source: areaSource,
      paint: {
        'fill-color': [
          'case',
          stateIs('selected'),
          colors.landSelected,
          stateIs('hovered'),
          colors.landHovered,
          colors.land,
        ],
      },
    },
    { id: 'lakes', type: 'fill', source: 'hydro', filter: kindIs('lake'), paint: { 'fill-color': colors.water } },
    {
      id: 'rivers',
      type: 'line',
      source: 'hydro',
      filter: kindIs('river'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colors.water, 'line-width': width(1.5) },
    },
    {
      id: 'county-borders',
      type: 'line',
      source: 'borders',
      filter: kindIs('county'),
      minzoom: 7.5,
      paint: { 'line-color': colors.faintBorder, 'line-width': width(0.75) },
    },
    {
      id: 'city-borders',
      type: 'line',
      source: 'borders',
      filter: kindIs('city'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colors.cityBorder, 'line-width': width(1) },
    },
    {
      id: 'province-borders',
      type: 'line',
      source: 'borders',
      filter: kindIs('province', 'coast'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colors.provinceBorder, 'line-width': width(1.75) },
    },
    {
      // An outline of the one selected polygon; shared borders themselves are drawn once, from `borders`.
      id: 'selected-outline',
      type: 'line',
      source: areaSource,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': accent, 'line-width': width(2.25), 'line-opacity': ['case', stateIs('selected'), 1, 0] },
    },
    {
      id: 'labels',
      type: 'symbol',
      source: 'labels',
      layout: {
        'text-field': ['get', 'text'],
        'text-size': width(13),
        'text-padding': 2,
        'text-max-width': 8,
        // Beside the marks where there is room, over them otherwise: a place always keeps its name.
        'text-variable-anchor-offset': labelSpots,
        'text-overlap': 'always',
      },
      paint: { 'text-color': colors.label, 'text-halo-color': colors.halo, 'text-halo-width': width(1.25) },
    },
    {
      // Placed before the labels because it lies above them.
      id: 'obstacles',
      type: 'symbol',
      source: obstacleSource,
      layout: { 'icon-image': obstacleImage, 'icon-padding': width(9), 'icon-overlap': 'always' },
    },
  ];
}

/** A full style; layers whose file is not there are left out. No `glyphs`: all type is drawn from the system's fonts. */
export function baseStyle(ground: Ground): StyleSpecification {
  const sources = sourcesOf(ground);
  return {
    version: 8,
    sources,
    layers: layersOf(ground).filter(
      (layer) => !('source' in layer) || typeof layer.source !== 'string' || layer.source in sources,
    ),
  };
}
