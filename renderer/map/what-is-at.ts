// What lies under a point of the map: an area of the ground, or a disc with a number. Pure.
import { areaHolds, type GroundShapes } from './ground-shapes.ts';
import type { AreaLevel, DrawnLayer, Position } from './map-stage.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** At county level within a city: its counties, and outside it the other cities. */
export function areaAt(
  { areas, centre }: GroundShapes,
  [longitude, latitude]: Position,
  level: AreaLevel,
  within: number | null,
): { readonly id: number; readonly level: AreaLevel } | null {
  const x = mercatorX(longitude) - centre[0];
  const y = mercatorY(latitude) - centre[1];
  const met = (wanted: AreaLevel) => areas.find((area) => area.level === wanted && areaHolds(area, x, y));
  const county = level === 'county' ? met('county') : undefined;
  if (county !== undefined && (within === null || county.parent === within))
    return { id: county.code, level: 'county' };
  const city = met('city');
  return city === undefined ? null : { id: city.code, level: 'city' };
}

/** The topmost disc that holds (x, y), in CSS pixels as `project` gives them. */
export function countAt(
  layers: readonly DrawnLayer[],
  project: (position: Position) => { readonly x: number; readonly y: number },
  x: number,
  y: number,
): { readonly object: unknown; readonly layerId: string } | null {
  for (const { id, drawing } of layers.toReversed()) {
    const met = drawing.counts?.findLast(({ position, radiusPixels }) => {
      const at = project(position);
      return Math.hypot(at.x - x, at.y - y) <= radiusPixels;
    });
    if (met !== undefined) return { object: met.object, layerId: id };
  }
  return null;
}
