// Moves the camera as the reader wishes: within 1.2 s, and at once for those who want no motion.
import type { Map as MapLibre } from 'maplibre-gl';
import type { Bounds, CameraWish } from '../state/camera.ts';

/** MapLibre itself leaves motion out where the system asks for less of it. */
export const motionMilliseconds = 900;
/** Closest zoom for a box to be seen whole, and for a place flown to. */
const fitZoom = 12;
const flyZoom = 11;

export interface MoveLimits {
  readonly home: Bounds;
  readonly paddingPixels: number;
}

export function moveCamera(map: MapLibre, wish: CameraWish, { home, paddingPixels }: MoveLimits, animate = true): void {
  const duration = animate ? motionMilliseconds : 0;
  const seeWhole = ([west, south, east, north]: Bounds, turn: { bearing: number; pitch: number }) =>
    map.fitBounds([west, south, east, north], {
      // Seen from the side, what is near is larger than the box's fitting reckons with.
      padding: paddingPixels * (turn.pitch > 0 ? 3 : 1),
      maxZoom: fitZoom,
      duration,
      ...turn,
    });
  switch (wish.kind) {
    case 'camera': {
      const { longitude, latitude, zoom, bearing, pitch } = wish.camera;
      map.easeTo({ center: [longitude, latitude], zoom, bearing, pitch, duration });
      return;
    }
    case 'fit':
      seeWhole(wish.bounds, { bearing: map.getBearing(), pitch: wish.pitch ?? map.getPitch() });
      return;
    case 'fly':
      map.flyTo({ center: [...wish.position], zoom: Math.max(map.getZoom(), flyZoom), duration });
      return;
    case 'home':
      seeWhole(home, { bearing: 0, pitch: wish.pitch ?? 0 });
  }
}
