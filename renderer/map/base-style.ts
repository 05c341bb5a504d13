// What MapLibre itself draws: the names of places and the numbers of clusters. Ground and marks are drawn by our own layers.
import type { FeatureCollection } from 'geojson';
import type {
  StyleSpecification,
  SymbolLayerSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from 'maplibre-gl';
import type { Theme, ThemeName } from '../theme/themes.ts';

/** A name at a point; counties' names appear where there is room for them. */
export interface PlaceLabel {
  readonly position: readonly [number, number];
  readonly text: string;
  readonly level: 'city' | 'county';
}

export interface Ground {
  /** Addresses of the boundary files by layer; layers without one are left out. */
  readonly files: Readonly<Record<string, string>>;
  readonly labels: readonly PlaceLabel[];
  readonly themeName: ThemeName;
  readonly colors: Theme['map'];
  readonly accent: string;
  /** Factor on line widths and type, 1 at full HD. */
  readonly scale: number;
}

/** Sources that change as layers are drawn. */
export interface DrawnSources {
  /** Points that names keep clear of: property reach, in CSS pixels. */
  readonly obstacles: FeatureCollection;
  /** Cluster discs: properties text, radius, opacity, and where they have colours of their own fill, ink, halo. */
  readonly counts: FeatureCollection;
}

/** The picture (of nothing) that stands for each obstacle. */
export const obstacleImage = 'obstacle';

/** Our own layers go below these: the ground always, sprites below the names or, so that names stay out of their way, above them. */
export const aboveGround = 'county-labels';
export const aboveNames = 'count-discs';

export const noFeatures: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Zoom from which counties are named. */
const countyNamesFrom = 8;

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

function placeNames(labels: readonly PlaceLabel[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: labels.map(({ position, text, level }) => ({
      type: 'Feature',
      properties: { text, level },
      geometry: { type: 'Point', coordinates: [...position] },
    })),
  };
}

/** A full style. No `glyphs`: all type is drawn from the system's fonts. */
export function baseStyle({ labels, colors, scale }: Ground, drawn: DrawnSources): StyleSpecification {
  const name = (id: string, level: PlaceLabel['level'], sizePixels: number): SymbolLayerSpecification => ({
    id,
    type: 'symbol',
    source: 'labels',
    filter: ['==', ['get', 'level'], level],
    layout: {
      'text-field': ['get', 'text'],
      'text-size': sizePixels * scale,
      'text-padding': 2 * scale,
      'text-max-width': 8,
      'text-variable-anchor-offset': labelSpots,
      // Beside the marks where there is room; otherwise a city keeps its name, over them, and a county goes without.
      'text-overlap': level === 'city' ? 'always' : 'never',
    },
    paint: { 'text-color': colors.label, 'text-halo-color': colors.halo, 'text-halo-width': 1.75 * scale },
  });
  return {
    version: 8,
    sources: {
      labels: { type: 'geojson', data: placeNames(labels) },
      obstacles: { type: 'geojson', data: drawn.obstacles },
      counts: { type: 'geojson', data: drawn.counts },
    },
    layers: [
      { ...name('county-labels', 'county', 11.5), minzoom: countyNamesFrom },
      name('city-labels', 'city', 13),
      {
        // Placed before the names because it lies above them; never drawn.
        id: 'obstacles',
        type: 'symbol',
        source: 'obstacles',
        layout: { 'icon-image': obstacleImage, 'icon-padding': ['get', 'reach'], 'icon-overlap': 'always' },
        paint: { 'icon-opacity': 0 },
      },
      {
        id: 'count-discs',
        type: 'circle',
        source: 'counts',
        paint: {
          'circle-radius': ['get', 'radius'],
          'circle-color': ['coalesce', ['get', 'fill'], colors.landSelected],
          'circle-stroke-color': colors.label,
          'circle-stroke-width': 1.25 * scale,
          'circle-opacity': ['get', 'opacity'],
          'circle-stroke-opacity': ['get', 'opacity'],
          'circle-pitch-scale': 'viewport',
        },
      },
      {
        id: 'count-halos',
        type: 'circle',
        source: 'counts',
        filter: ['has', 'halo'],
        paint: {
          'circle-radius': ['+', ['get', 'radius'], 4.5 * scale],
          'circle-color': 'rgba(0, 0, 0, 0)',
          'circle-stroke-color': ['get', 'halo'],
          'circle-stroke-width': 3 * scale,
          'circle-stroke-opacity': ['get', 'opacity'],
          'circle-pitch-scale': 'viewport',
        },
      },
      {
        id: 'count-numbers',
        type: 'symbol',
        source: 'counts',
        layout: { 'text-field': ['get', 'text'], 'text-size': 12 * scale, 'text-overlap': 'always', 'text-padding': 0 },
        paint: { 'text-color': ['coalesce', ['get', 'ink'], colors.label] },
      },
    ],
  };
}
