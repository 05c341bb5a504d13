// What names keep clear of: marks and discs, as long as they are few enough for names to find room. Pure.
import type { Feature, FeatureCollection } from 'geojson';
import { noFeatures } from './base-style.ts';
import type { DrawnLayer } from './map-stage.ts';

/** With more than this no name could stand clear of them: names then lie above the marks. */
export const mostObstacles = 5000;

/** CSS pixels at scale 1 that are kept free around the middle of a mark. */
const markReachPixels = 9;

/** Points with the property `reach`, in CSS pixels. */
export function obstaclePoints(layers: readonly DrawnLayer[], scale: number): FeatureCollection {
  if (markCount(layers) > mostObstacles) return noFeatures;
  const features = layers.flatMap(({ drawing: { sprites, counts = [] } }): Feature[] => [
    ...(sprites === undefined ? [] : [clearOf(placesOf(sprites.positions), markReachPixels * scale)]),
    ...counts.map(({ position: [x, y], radiusPixels }) => clearOf([[x, y]], radiusPixels)),
  ]);
  return { type: 'FeatureCollection', features };
}

export function markCount(layers: readonly DrawnLayer[]): number {
  return layers.reduce((sum, { drawing: { sprites } }) => sum + (sprites?.markIndexes.length ?? 0), 0);
}

function clearOf(coordinates: [number, number][], reach: number): Feature {
  return { type: 'Feature', properties: { reach }, geometry: { type: 'MultiPoint', coordinates } };
}

function placesOf(positions: Float64Array): [number, number][] {
  const places: [number, number][] = [];
  for (let at = 0; at + 1 < positions.length; at += 2) {
    const [x, y] = [positions[at] as number, positions[at + 1] as number];
    if (Number.isFinite(x) && Number.isFinite(y)) places.push([x, y]);
  }
  return places;
}
