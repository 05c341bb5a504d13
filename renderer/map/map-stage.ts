// The one owner of MapLibre and the deck.gl overlay: takes a style, layers and highlighted areas, tells what was pointed at.
import type { Layer, PickingInfo } from '@deck.gl/core';
import { MapboxOverlay } from '@deck.gl/mapbox';
import { type LngLatBoundsLike, Map as MapLibre, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

// A file of our own origin: a strict content security policy allows no worker from elsewhere.
setWorkerUrl(workerUrl);

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

/** What the pointer met: an object of a layer, or an area of the ground; x and y in pixels of the stage. */
export interface Pointed {
  readonly object: unknown;
  readonly areaId: number | null;
  readonly x: number;
  readonly y: number;
}

export interface StageOptions {
  readonly container: HTMLElement;
  readonly style: StyleSpecification;
  readonly home: Bounds;
  /** The camera never leaves these. */
  readonly limits: Bounds;
  /** Polygons that can be pointed at; their ids must be numbers. */
  readonly areas: { readonly source: string; readonly layer: string };
  readonly fontFamily: string;
  readonly onHover: (pointed: Pointed | null) => void;
  readonly onClick: (pointed: Pointed) => void;
  /** false from the moment something must be drawn until all of it is. */
  readonly onIdle: (idle: boolean) => void;
}

export interface MapStage {
  setStyle(style: StyleSpecification): void;
  setLayers(layers: readonly Layer[]): void;
  setSelectedAreas(ids: readonly number[]): void;
  /** Moves so that `bounds` are seen whole; by default the home bounds. */
  fit(bounds?: Bounds): void;
  /** Moves only if `position` is out of sight. */
  reveal(position: readonly [number, number]): void;
  zoomBy(steps: number): void;
  destroy(): void;
}

const boundsLike = ([west, south, east, north]: Bounds): LngLatBoundsLike => [west, south, east, north];

/** The largest canvas side that this machine can draw; MapLibre's own limit of 4096 px would blur a wall. */
function largestCanvasSide(): number {
  const context = document.createElement('canvas').getContext('webgl2');
  const side = (context?.getParameter(context.MAX_TEXTURE_SIZE) as number | undefined) ?? 4096;
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return side;
}

export function createMapStage(options: StageOptions): MapStage {
  const { areas, onHover, onClick, onIdle } = options;
  const side = largestCanvasSide();
  const fitting = { padding: 24, maxZoom: 10 };
  const map = new MapLibre({
    container: options.container,
    style: options.style,
    bounds: boundsLike(options.home),
    fitBoundsOptions: fitting,
    maxBounds: boundsLike(options.limits),
    minZoom: 3,
    maxZoom: 14,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    maxCanvasSize: [side, side],
    localIdeographFontFamily: options.fontFamily,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  let hoveredArea: number | null = null;
  let selectedAreas: readonly number[] = [];
  let pointer: { x: number; y: number; areaId: number | null } | null = null;
  let styled = false;

  function areaAt(point: { x: number; y: number }): number | null {
    if (!styled) return null;
    const [feature] = map.queryRenderedFeatures([point.x, point.y], { layers: [areas.layer] });
    return typeof feature?.id === 'number' ? feature.id : null;
  }

  function markArea(id: number | null, state: Record<string, boolean>): void {
    if (id !== null && map.getSource(areas.source) !== undefined)
      map.setFeatureState({ source: areas.source, id }, state);
  }

  function hoverArea(id: number | null): void {
    if (id === hoveredArea) return;
    markArea(hoveredArea, { hovered: false });
    markArea(id, { hovered: true });
    hoveredArea = id;
  }

  const overlay = new MapboxOverlay({
    interleaved: true,
    pickingRadius: 6,
    onHover: (info: PickingInfo) => {
      const { object } = info;
      map.getCanvas().style.cursor = object !== undefined || pointer?.areaId != null ? 'pointer' : '';
      onHover(pointer === null ? null : { ...pointer, object: object ?? null });
    },
    onClick: (info: PickingInfo) => {
      onClick({ object: info.object ?? null, areaId: areaAt(info), x: info.x, y: info.y });
    },
    onError: (error) => reportError(error),
  });
  map.addControl(overlay);

  map.on('mousemove', ({ point }) => {
    const areaId = areaAt(point);
    pointer = { x: point.x, y: point.y, areaId };
    hoverArea(areaId);
  });
  map.on('mouseout', () => {
    pointer = null;
    hoverArea(null);
    onHover(null);
  });
  map.on('load', () => {
    styled = true;
    for (const id of selectedAreas) markArea(id, { selected: true });
  });
  for (const event of ['movestart', 'dataloading', 'styledata'] as const) map.on(event, () => onIdle(false));
  map.on('idle', () => onIdle(true));
  map.on('error', ({ error }) => reportError(error));

  return {
    setStyle(style) {
      map.setStyle(style, { diff: true });
    },
    setLayers(layers) {
      onIdle(false);
      overlay.setProps({ layers: [...layers] });
      map.triggerRepaint();
    },
    setSelectedAreas(ids) {
      if (styled) {
        for (const id of selectedAreas) markArea(id, { selected: false });
        for (const id of ids) markArea(id, { selected: true });
      }
      selectedAreas = ids;
    },
    fit(bounds = options.home) {
      map.fitBounds(boundsLike(bounds), fitting);
    },
    reveal([longitude, latitude]) {
      if (!map.getBounds().contains([longitude, latitude])) map.easeTo({ center: [longitude, latitude] });
    },
    zoomBy(steps) {
      map.zoomTo(map.getZoom() + steps);
    },
    destroy() {
      map.remove();
    },
  };
}
