// The box around a geometry.
import type { Position } from 'geojson';

/** [west, south, east, north] in degrees. */
export type Bbox = readonly [west: number, south: number, east: number, north: number];

/** The smallest box around all positions of some lines or rings; inside out (Infinity first) if there is none. */
export function bboxOfLines(lines: readonly (readonly Position[])[]): Bbox {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const line of lines) {
    for (const [x, y] of line as readonly [number, number][]) {
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}
