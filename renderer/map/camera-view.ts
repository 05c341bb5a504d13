// What part of the ground the camera sees, as offsets from a centre.
import type { Map as MapLibre } from 'maplibre-gl';
import { mercatorX, mercatorY } from './mercator.ts';
import type { Box } from './sprite-grid.ts';

/** The box around all that is in sight, tilted views included; `centre` in the unit square. */
export function viewBoxOf(map: MapLibre, [x, y]: readonly [number, number]): Box {
  const bounds = map.getBounds();
  return {
    west: mercatorX(bounds.getWest()) - x,
    east: mercatorX(bounds.getEast()) - x,
    north: mercatorY(bounds.getNorth()) - y,
    south: mercatorY(bounds.getSouth()) - y,
  };
}
