// What names keep clear of: the places of marks, as long as they are few enough for names to find room. Pure.
import type { FeatureCollection } from 'geojson';
import { noFeatures } from './base-style.ts';
import type { SpriteSet } from './sprites.ts';

/** With more marks than this no name could stand clear of them: names then lie above the marks. */
export const mostObstacles = 5000;

export function obstaclePoints(sets: readonly SpriteSet[]): FeatureCollection {
  const count = sets.reduce((sum, { markIndexes }) => sum + markIndexes.length, 0);
  if (count === 0 || count > mostObstacles) return noFeatures;
  const coordinates: [number, number][] = [];
  for (const { positions } of sets) {
    for (let at = 0; at + 1 < positions.length; at += 2) {
      const [x, y] = [positions[at] as number, positions[at + 1] as number];
      if (Number.isFinite(x) && Number.isFinite(y)) coordinates.push([x, y]);
    }
  }
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPoint', coordinates } }],
  };
}
