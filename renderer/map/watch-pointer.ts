// The pointer over a map: looked at once a frame, each press told once, the second press of a double click as such.
import type { Map as MapLibre } from 'maplibre-gl';

type Point = { readonly x: number; readonly y: number };

export interface PointerListener {
  /** null = the pointer has left. Not called while the map moves under the pointer. */
  onLook(point: Point | null): void;
  onClick(point: Point): void;
  onDoubleClick(point: Point): void;
}

export function watchPointer(map: MapLibre, listener: PointerListener): void {
  // A pointer moves more often than the screen is drawn.
  let pointer: Point | null = null;
  let lookAsked = 0;
  map.on('mousemove', ({ point }) => {
    pointer = point;
    if (lookAsked !== 0) return;
    lookAsked = requestAnimationFrame(() => {
      lookAsked = 0;
      if (pointer !== null && !map.isMoving()) listener.onLook(pointer);
    });
  });
  map.on('mouseout', () => {
    pointer = null;
    listener.onLook(null);
  });
  map.on('click', ({ point, originalEvent }) => {
    if (originalEvent.detail < 2) listener.onClick(point);
  });
  map.on('dblclick', ({ point }) => listener.onDoubleClick(point));
  map.on('remove', () => {
    cancelAnimationFrame(lookAsked);
    pointer = null;
  });
}
