// The path of the camera: the same pixels at every size and for every subject, back and forth so that no part of it is rare.
import { provinceBounds } from './points.ts';
import type { Camera } from './subject.ts';

const worldPixels = 512;
const mercatorY = (latitude: number): number => {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};
const latitudeOf = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;

/** The whole province in a frame of so many CSS pixels. */
export function homeCamera(width: number, height: number): Camera {
  const [west, south, east, north] = provinceBounds;
  const [top, bottom] = [mercatorY(north), mercatorY(south)];
  const scale = Math.min((width * 360) / (east - west), height / (bottom - top)) / worldPixels;
  return { longitude: (west + east) / 2, latitude: latitudeOf((top + bottom) / 2), zoom: Math.log2(scale) };
}

/** Up and down between 0 and `steps`, one a step. */
const toAndFro = (index: number, steps: number): number => steps - Math.abs((index % (2 * steps)) - steps);

/** Eastwards and back by `pixels` a frame. */
export function panned(home: Camera, index: number, pixels: number): Camera {
  const degrees = (pixels * 360) / (worldPixels * 2 ** home.zoom);
  return { ...home, longitude: home.longitude + (toAndFro(index, 12) - 6) * degrees };
}

/** In by one level and out again by an eighth of a level a frame: it always crosses a whole level. */
export function zoomed(home: Camera, index: number): Camera {
  return { ...home, zoom: home.zoom + toAndFro(index, 8) / 8 };
}

/** Years in which the brush stands: narrower by one at each end a step, then wider again. */
export function brushed(index: number, first: number, last: number): readonly [number, number] {
  const narrowed = toAndFro(index, 12);
  return [first + narrowed, last - narrowed];
}
