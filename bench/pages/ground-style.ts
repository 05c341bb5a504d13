// The ground that all pages share, for those that draw it with MapLibre: sea, cities, their borders.
import type { StyleSpecification } from 'maplibre-gl';
import { groundUrl } from './run-page.ts';
import type { Look } from './subject.ts';

export function groundStyle({ ground }: Look): StyleSpecification {
  return {
    version: 8,
    sources: { cities: { type: 'geojson', data: groundUrl('cities'), tolerance: 0 } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': ground.sea } },
      { id: 'land', type: 'fill', source: 'cities', paint: { 'fill-color': ground.land } },
      { id: 'borders', type: 'line', source: 'cities', paint: { 'line-color': ground.border, 'line-width': 1 } },
    ],
  };
}
