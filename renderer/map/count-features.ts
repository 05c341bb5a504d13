// Cluster discs as MapLibre draws them: a point each, with its number, radius and opacity. Pure.
import type { Feature } from 'geojson';
import type { DrawnLayer } from './map-stage.ts';

export function countFeatures(layers: readonly DrawnLayer[]): Feature[] {
  return layers.flatMap(({ opacity, drawing: { counts = [] } }) =>
    counts.map(({ position, text, radiusPixels, look }) => ({
      type: 'Feature',
      properties: {
        ...{ text, radius: radiusPixels, opacity },
        ...(look === undefined ? {} : { fill: look.fill, ink: look.ink }),
        ...(look?.halo == null ? {} : { halo: look.halo }),
      },
      geometry: { type: 'Point', coordinates: [...position] },
    })),
  );
}
