// The one owner of MapLibre and of the deck.gl layers over it: takes a style, layers and highlighted areas, tells what was pointed at.
import type { Layer } from '@deck.gl/core';
import {
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as MapLibre,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { createLayerOverlay } from './layer-overlay.ts';

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
  /** Source that holds the points labels keep clear of, and the name of the empty picture drawn there. */
  readonly obstacles: { readonly source: string; readonly image: string };
  readonly fontFamily: string;
  readonly onHover: (pointed: Pointed | null) => void;
  readonly onClick: (pointed: Pointed) => void;
  /** false from the moment something must be drawn until all of it is. */
  readonly onIdle: (idle: boolean) => void;
}

export interface MapStage {
  setStyle(style: StyleSpecification): void;
  setLayers(layers: readonly Layer[]): void;
  /** Labels keep clear of these points where they can. */
  setObstacles(positions: readonly (readonly [number, number])[]): void;
  setSelectedAreas(ids: readonly number[]): void;
  /** Moves so that `bounds` are seen whole; by default the home bounds. */
  fit(bounds?: Bounds): void;
  /** Moves only if `position` is out of sight. */
  reveal(position: readonly [number, number]): void;
  zoomBy(steps: number): void;
  /** What the map is called for those who can't see it. */
  setTitle(title: string): void;
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
  let obstacles: readonly (readonly [number, number])[] = [];
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

  function placeObstacles(): void {
    const source = styled ? map.getSource<GeoJSONSource>(options.obstacles.source) : undefined;
    void source?.setData({ type: 'MultiPoint', coordinates: obstacles.map(([x, y]) => [x, y]) });
  }

  function hoverArea(id: number | null): void {
    if (id === hoveredArea) return;
    markArea(hoveredArea, { hovered: false });
    markArea(id, { hovered: true });
    hoveredArea = id;
  }

  const overlay = createLayerOverlay(map, () => reportIdle());
  let groundIdle = false;
  const reportIdle = (): void => onIdle(groundIdle && overlay.drawn());

  function pointedAt(point: { x: number; y: number }): Pointed {
    return { x: point.x, y: point.y, object: overlay.objectAt(point), areaId: areaAt(point) };
  }

  // A pointer moves more often than the screen is drawn; looking once a frame is enough.
  let pointer: { x: number; y: number } | null = null;
  let lookAsked = 0;
  map.on('mousemove', ({ point }) => {
    pointer = point;
    if (lookAsked !== 0) return;
    lookAsked = requestAnimationFrame(() => {
      lookAsked = 0;
      if (pointer === null) return;
      const pointed = pointedAt(pointer);
      hoverArea(pointed.areaId);
      map.getCanvas().style.cursor = pointed.object !== null || pointed.areaId !== null ? 'pointer' : '';
      onHover(pointed);
    });
  });
  map.on('mouseout', () => {
    pointer = null;
    hoverArea(null);
    onHover(null);
  });
  map.on('click', ({ point }) => onClick(pointedAt(point)));
  map.on('load', () => {
    styled = true;
    map.addImage(options.obstacles.image, { width: 1, height: 1, data: new Uint8Array(4) });
    placeObstacles();
    for (const id of selectedAreas) markArea(id, { selected: true });
  });
  for (const event of ['movestart', 'dataloading', 'styledata'] as const) {
    map.on(event, () => {
      groundIdle = false;
      reportIdle();
    });
  }
  map.on('idle', () => {
    groundIdle = true;
    reportIdle();
  });
  // Until the reader moves the map, it shows all of home in whatever size it gets.
  let atHome = true;
  map.on('movestart', ({ originalEvent }) => {
    if (originalEvent !== undefined) atHome = false;
  });
  map.on('resize', () => {
    if (atHome) map.fitBounds(boundsLike(options.home), { ...fitting, animate: false });
  });
  map.on('error', ({ error }) => reportError(error));

  return {
    setStyle(style) {
      map.setStyle(style, { diff: true });
      placeObstacles();
    },
    setLayers(layers) {
      overlay.setLayers(layers);
      reportIdle();
    },
    setObstacles(positions) {
      obstacles = positions;
      placeObstacles();
    },
    setSelectedAreas(ids) {
      if (styled) {
        for (const id of selectedAreas) markArea(id, { selected: false });
        for (const id of ids) markArea(id, { selected: true });
      }
      selectedAreas = ids;
    },
    fit(bounds = options.home) {
      atHome = bounds === options.home;
      map.fitBounds(boundsLike(bounds), fitting);
    },
    reveal([longitude, latitude]) {
      if (map.getBounds().contains([longitude, latitude])) return;
      atHome = false;
      map.easeTo({ center: [longitude, latitude] });
    },
    zoomBy(steps) {
      atHome = false;
      map.zoomTo(map.getZoom() + steps);
    },
    setTitle(title) {
      map.getCanvas().setAttribute('aria-label', title);
    },
    destroy() {
      cancelAnimationFrame(lookAsked);
      overlay.destroy();
      map.remove();
    },
  };
}
