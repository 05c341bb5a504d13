// The one owner of MapLibre, of the sprites within it and of deck.gl over it: told what to draw, it tells what was pointed at.
import type { Feature, FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Bounds, Camera, CameraWish } from '../state/camera.ts';
import type { Ring } from '../state/in-ring.ts';
import { aboveGround, aboveNames, baseStyle, type Ground, noFeatures, obstacleImage } from './base-style.ts';
import { createGroundLayer } from './ground-layer.ts';
import { cameraOf, createGroundMap } from './ground-map.ts';
import { groundPaint } from './ground-paint.ts';
import { areaHolds, type GroundShapes } from './ground-shapes.ts';
import { createLayerOverlay } from './layer-overlay.ts';
import type { LayerDrawing } from './layers/layer-definition.ts';
import { loadGround } from './load-ground.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { motionMilliseconds, moveCamera } from './move-camera.ts';
import { mostObstacles, obstaclePoints } from './obstacle-points.ts';
import { ringSprites } from './ring-sprites.ts';
import type { Sketch, SketchTool } from './sketch.ts';
import { createSketchPad } from './sketch-pad.ts';
import { createSpriteLayer } from './sprite-layer.ts';
import { takePicture } from './take-picture.ts';

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];
export type AreaLevel = 'city' | 'county';

/** What the pointer met: an object of a layer, and the area and position of the ground under it. */
export interface Pointed {
  /** Of a sprite, its entry in `objects`; of a count, what its layer gave; of deck's layers, what they hold; or null. */
  readonly object: unknown;
  /** Id of the drawn layer that the object belongs to. */
  readonly layerId: string | null;
  /** City or county code; within a drilled city its counties are met, outside it the other cities. */
  readonly areaId: number | null;
  readonly areaLevel: AreaLevel | null;
  readonly position: Position;
  /** CSS pixels of the stage. */
  readonly x: number;
  readonly y: number;
}

export interface DrawnLayer {
  readonly id: string;
  /** 0…1 */
  readonly opacity: number;
  readonly drawing: LayerDrawing;
}

/** A ring around a place; `radiusPixels` includes the scale. Colour: the accent unless given, #rrggbb. */
export interface SelectionRing {
  readonly position: Position;
  readonly radiusPixels: number;
  readonly color?: string;
}

export interface Selection {
  /** Outlined and lightly filled. */
  readonly areas?: { readonly level: AreaLevel; readonly codes: readonly number[] };
  /** Strong rings: what is open. */
  readonly selected?: readonly SelectionRing[];
  /** Thin rings: what is pointed at in a list. */
  readonly hovered?: readonly SelectionRing[];
}

/** Device pixels of the map's canvas as the screen has them, and as the graphics card could give them. */
export interface CanvasSize {
  readonly wanted: readonly [number, number];
  readonly actual: readonly [number, number];
}

export interface StageOptions {
  readonly container: HTMLElement;
  readonly ground: Ground;
  readonly home: Bounds;
  /** The camera never leaves these. */
  readonly limits: Bounds;
  readonly fontFamily: string;
  /** null when the pointer has left the map. */
  onHover(pointed: Pointed | null): void;
  /** Comes once for each press; the second of a double click is told by `onDoubleClick` alone. */
  onClick(pointed: Pointed): void;
  onDoubleClick(pointed: Pointed): void;
  /** Where the camera came to rest; also once at the start. */
  onCamera(camera: Camera): void;
  /** false from the moment something must be drawn until all of it is. */
  onIdle(idle: boolean): void;
  /** At the start and on every resize. */
  onCanvas(size: CanvasSize): void;
  /** The graphics context was lost (again), or is back; `losses` counts since the start. */
  onContext(state: 'lost' | 'restored', losses: number): void;
  /** A sketch begins, grows, is done or is given up. */
  onSketch(sketch: Sketch): void;
  /** Words on the map for a length or an area being measured. */
  measureText(measured: { readonly meters: number } | { readonly squareMeters: number }): string;
}

export interface MapStage {
  /** Colours, labels or boundary files have changed. */
  setGround(ground: Ground): void;
  /** Everything that layers draw, bottom first. Cheap where drawings are the same objects as before. */
  setDrawing(layers: readonly DrawnLayer[]): void;
  /** Sprites with `filterValues` outside the range disappear at once; null shows all. Costs one uniform. */
  setFilterRange(range: readonly [number, number] | null): void;
  setSelection(selection: Selection): void;
  /** Which polygons the pointer meets. Within a city: its counties, with all other cities dimmed. */
  setAreaLevel(level: AreaLevel, within?: number): void;
  /** The lasso that filters, kept in sight; null = none. */
  setLasso(ring: Ring | null): void;
  /** What a press on the map does; 'select' gives up a sketch that has begun and clears one that is done. */
  setTool(tool: 'select' | SketchTool): void;
  /** Moves in at most 1.2 s, at once for those who want no motion. */
  moveTo(wish: CameraWish): void;
  /** Moves only if `position` is out of sight. */
  reveal(position: Position): void;
  zoomBy(steps: number): void;
  /** Tilts to `pitch` degrees (0…60) and turns to `bearing`, about the middle of the picture. */
  tilt(pitch: number, bearing?: number): void;
  /** CSS pixels of the stage; may lie outside it. */
  screenOf(position: Position): { readonly x: number; readonly y: number };
  /** Called in every frame in which the camera moves, for what is pinned to the map; returns how to stop it. */
  onMove(listener: () => void): () => void;
  /** What the map shows now, in device pixels. Rejects with a plain sentence if the picture cannot be had. */
  snapshot(): Promise<HTMLCanvasElement>;
  /** What the map is called for those who can't see it. */
  setTitle(title: string): void;
  destroy(): void;
}

const groundId = 'ground';
const spritesId = 'sprites';
const paddingPixels = 24;
/** Columns are read from the side: how far the camera tilts when the first of them is shown. */
const sidePitch = 50;

type Counted = NonNullable<LayerDrawing['counts']>[number];

export function createMapStage(options: StageOptions): MapStage {
  const { container } = options;
  let ground = options.ground;
  let shapes: GroundShapes | null = null;
  let drawing: readonly DrawnLayer[] = [];
  let selection: Selection = {};
  let level: AreaLevel = 'city';
  let within: number | null = null;
  let hovered: number | null = null;
  let obstacles: FeatureCollection = noFeatures;
  let counts: FeatureCollection = noFeatures;
  let namesAbove = false;
  let title = '';
  let losses = 0;
  let mapIdle = false;
  let lost = false;
  /** Until the reader moves the map, it shows all of home in whatever size it gets. */
  let atHome = true;
  const moveListeners = new Set<() => void>();

  const spriteLook = () => ({ themeName: ground.themeName, outline: ground.colors.markOutline, scale: ground.scale });
  const groundLayer = createGroundLayer(groundId);
  const spriteLayer = createSpriteLayer(spritesId, spriteLook());
  const ink = () => ({
    accent: ground.accent,
    halo: ground.colors.halo,
    label: ground.colors.label,
    scale: ground.scale,
    fontFamily: options.fontFamily,
    textOf: options.measureText,
  });
  const pad = createSketchPad({ container, map: () => stage.current(), onSketch: options.onSketch }, ink());
  const overlay = createLayerOverlay({
    container,
    onDrawn: () => reportIdle(),
    onLost: () => countLoss(losses + 1),
  });

  function reportIdle(): void {
    options.onIdle(mapIdle && !lost && shapes !== null && overlay.drawn());
  }

  function countLoss(count: number): void {
    losses = count;
    container.dataset['contextLosses'] = String(losses);
  }

  const stage = createGroundMap({
    container,
    home: options.home,
    limits: options.limits,
    paddingPixels,
    fontFamily: options.fontFamily,
    style: () => baseStyle(ground, { obstacles, counts }),
    onMade: watch,
    onContext(state) {
      lost = state === 'lost';
      if (lost) {
        mapIdle = false;
        countLoss(losses + 1);
      }
      container.dataset['context'] = state;
      options.onContext(state, losses);
      reportIdle();
    },
  });

  // Ground that never comes is reported; the map then stays without land, and everything else on it works.
  function readGround(): void {
    const [west, south, east, north] = options.home;
    loadGround(ground.files, [(west + east) / 2, (south + north) / 2]).then(
      (made) => {
        shapes = made;
        groundLayer.setShapes(made);
        paintGround();
      },
      (error: unknown) => reportError(error),
    );
  }

  function paintGround(): void {
    const fills = drawing.flatMap(({ drawing: { areas }, opacity }) => (areas === undefined ? [] : [{ fill: areas, opacity }]));
    const withCells = drawing.findLast(({ drawing: { cells } }) => cells !== undefined);
    groundLayer.setPaint(
      groundPaint(ground, {
        fills,
        cells: withCells?.drawing.cells ?? [],
        cellOpacity: withCells?.opacity ?? 0,
        level,
        within,
        hovered,
        selected: selection.areas?.codes ?? [],
      }),
    );
  }

  function placeSprites(): void {
    const sets = drawing.flatMap(({ id, opacity, drawing: { sprites } }) => (sprites === undefined ? [] : [{ layerId: id, opacity, sprites }]));
    const rings = ringSprites(selection, ground.accent, ground.scale);
    spriteLayer.setSets([...sets, { layerId: ' rings', opacity: 1, sprites: rings, silent: true }]);
  }

  function setSource(id: 'obstacles' | 'counts', features: FeatureCollection): void {
    void stage.current().getSource<GeoJSONSource>(id)?.setData(features);
  }

  /** Names keep clear of few marks; among many they stand above them. */
  function orderSprites(map: MapLibre): void {
    if (map.getLayer(spritesId) !== undefined) map.moveLayer(spritesId, namesAbove ? aboveGround : aboveNames);
  }

  function dressMap(map: MapLibre): void {
    if (!map.hasImage(obstacleImage)) map.addImage(obstacleImage, { width: 1, height: 1, data: new Uint8Array(4) });
    if (map.getLayer(groundId) === undefined) map.addLayer(groundLayer.layer, aboveGround);
    if (map.getLayer(spritesId) === undefined) map.addLayer(spriteLayer.layer, namesAbove ? aboveGround : aboveNames);
    // Before a style is there, sources take no data.
    setSource('obstacles', obstacles);
    setSource('counts', counts);
  }

  function areaAt(position: Position): { id: number; level: AreaLevel } | null {
    if (shapes === null) return null;
    const x = mercatorX(position[0]) - shapes.centre[0];
    const y = mercatorY(position[1]) - shapes.centre[1];
    const met = (wanted: AreaLevel) => shapes?.areas.find((area) => area.level === wanted && areaHolds(area, x, y));
    if (level === 'county') {
      const county = met('county');
      if (county !== undefined && (within === null || county.parent === within)) return { id: county.code, level: 'county' };
    }
    const city = met('city');
    return city === undefined ? null : { id: city.code, level: 'city' };
  }

  function countAt(x: number, y: number): { object: Counted; layerId: string } | null {
    for (const { id, drawing: { counts: discs = [] } } of drawing.toReversed()) {
      const met = discs.findLast(({ position, radiusPixels }) => {
        const at = stage.current().project([position[0], position[1]]);
        return Math.hypot(at.x - x, at.y - y) <= radiusPixels;
      });
      if (met !== undefined) return { object: met, layerId: id };
    }
    return null;
  }

  function pointedAt({ x, y }: { x: number; y: number }): Pointed {
    const { lng, lat } = stage.current().unproject([x, y]);
    const met = overlay.pick(x, y) ?? countAt(x, y) ?? spriteLayer.pick(x, y);
    const area = areaAt([lng, lat]);
    return {
      object: met?.object ?? null,
      layerId: met?.layerId ?? null,
      areaId: area?.id ?? null,
      areaLevel: area?.level ?? null,
      position: [lng, lat],
      x,
      y,
    };
  }

  function hoverArea(code: number | null): void {
    if (code === hovered) return;
    hovered = code;
    paintGround();
  }

  function watch(map: MapLibre): void {
    const current = (): boolean => map === stage.current();
    map.on('style.load', () => {
      dressMap(map);
      map.getCanvas().setAttribute('aria-label', title);
    });
    for (const event of ['movestart', 'dataloading', 'styledata'] as const) {
      map.on(event, () => {
        mapIdle = false;
        reportIdle();
      });
    }
    map.on('idle', () => {
      mapIdle = true;
      reportIdle();
    });
    map.on('movestart', ({ originalEvent }) => {
      if (originalEvent !== undefined) atHome = false;
    });
    map.on('move', () => {
      pad.redraw();
      for (const listener of moveListeners) listener();
    });
    map.on('moveend', () => options.onCamera(cameraOf(map)));
    map.on('resize', () => {
      if (atHome) moveCamera(map, { kind: 'home' }, { home: options.home, paddingPixels }, false);
      pad.redraw();
      reportCanvas(map);
      for (const listener of moveListeners) listener();
    });

    // A pointer moves more often than the screen is drawn; looking once a frame is enough, and not while the map moves.
    let pointer: { x: number; y: number } | null = null;
    let lookAsked = 0;
    map.on('mousemove', ({ point }) => {
      pointer = point;
      if (lookAsked !== 0) return;
      lookAsked = requestAnimationFrame(() => {
        lookAsked = 0;
        if (pointer === null || !current() || map.isMoving()) return;
        const pointed = pointedAt(pointer);
        if (!pad.active()) {
          hoverArea(pointed.object === null ? pointed.areaId : null);
          map.getCanvas().style.cursor = pointed.object !== null || pointed.areaId !== null ? 'pointer' : '';
        }
        options.onHover(pointed);
      });
    });
    map.on('mouseout', () => {
      pointer = null;
      hoverArea(null);
      options.onHover(null);
    });
    map.on('click', ({ point, originalEvent }) => {
      if (!pad.active() && originalEvent.detail < 2) options.onClick(pointedAt(point));
    });
    map.on('dblclick', ({ point }) => {
      if (!pad.active()) options.onDoubleClick(pointedAt(point));
    });
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Home') return;
      event.preventDefault();
      // First north and plan, where the reader is; from there, all of the province.
      if (map.getBearing() === 0 && map.getPitch() === 0) moveTo({ kind: 'home' });
      else map.easeTo({ bearing: 0, pitch: 0, duration: motionMilliseconds });
    });
    queueMicrotask(() => {
      if (!current()) return;
      pad.attach(map);
      overlay.attach(map);
      reportCanvas(map);
      options.onCamera(cameraOf(map));
    });
  }

  function reportCanvas(map: MapLibre): void {
    const canvas = map.getCanvas();
    const { clientWidth, clientHeight } = container;
    const wanted = [Math.round(clientWidth * devicePixelRatio), Math.round(clientHeight * devicePixelRatio)] as const;
    container.dataset['canvas'] = `${canvas.width}x${canvas.height}`;
    options.onCanvas({ wanted, actual: [canvas.width, canvas.height] });
  }

  function moveTo(wish: CameraWish): void {
    atHome = wish.kind === 'home';
    moveCamera(stage.current(), wish, { home: options.home, paddingPixels });
  }

  readGround();
  paintGround();
  placeSprites();

  return {
    setGround(next) {
      const files = JSON.stringify(ground.files);
      ground = next;
      spriteLayer.setLook(spriteLook());
      pad.setInk(ink());
      paintGround();
      placeSprites();
      const map = stage.current();
      map.setStyle(baseStyle(ground, { obstacles, counts }), { diff: true });
      if (JSON.stringify(next.files) !== files) readGround();
    },
    setDrawing(layers) {
      const before = drawing;
      drawing = layers.filter(({ opacity }) => opacity > 0);
      mapIdle = false;
      const wasTilted = before.some((layer) => layer.drawing.tilted === true);
      const sets = drawing.flatMap(({ drawing: { sprites } }) => (sprites === undefined ? [] : [sprites]));
      const lastSets = before.flatMap(({ drawing: { sprites } }) => (sprites === undefined ? [] : [sprites]));
      if (sets.map(({ positions }) => positions).some((positions, at) => positions !== lastSets[at]?.positions) || sets.length !== lastSets.length) {
        obstacles = obstaclePoints(sets);
        setSource('obstacles', obstacles);
      }
      namesAbove = sets.reduce((sum, { markIndexes }) => sum + markIndexes.length, 0) > mostObstacles;
      orderSprites(stage.current());
      const discs = countFeatures(drawing);
      if (discs.length > 0 || counts.features.length > 0) {
        counts = { type: 'FeatureCollection', features: discs };
        setSource('counts', counts);
      }
      paintGround();
      placeSprites();
      overlay.setLayers(drawing);
      stage.current().triggerRepaint();
      reportIdle();
      if (!wasTilted && drawing.some((layer) => layer.drawing.tilted === true) && stage.current().getPitch() === 0)
        stage.current().easeTo({ pitch: sidePitch, duration: motionMilliseconds });
    },
    setFilterRange: (range) => spriteLayer.setFilterRange(range),
    setSelection(next) {
      selection = next;
      paintGround();
      placeSprites();
    },
    setAreaLevel(next, city) {
      level = next;
      within = city ?? null;
      paintGround();
    },
    setLasso: (ring) => pad.setLasso(ring),
    setTool(tool) {
      pad.setTool(tool);
      hoverArea(null);
    },
    moveTo,
    reveal([longitude, latitude]) {
      const map = stage.current();
      if (map.getBounds().contains([longitude, latitude])) return;
      atHome = false;
      map.easeTo({ center: [longitude, latitude], duration: motionMilliseconds });
    },
    zoomBy(steps) {
      atHome = false;
      const map = stage.current();
      map.zoomTo(map.getZoom() + steps);
    },
    tilt(pitch, bearing) {
      const map = stage.current();
      map.easeTo({ pitch, bearing: bearing ?? map.getBearing(), duration: motionMilliseconds });
    },
    screenOf([longitude, latitude]) {
      const { x, y } = stage.current().project([longitude, latitude]);
      return { x, y };
    },
    onMove(listener) {
      moveListeners.add(listener);
      return () => moveListeners.delete(listener);
    },
    snapshot: () =>
      takePicture(stage.current(), (context, ratio) => {
        const columns = overlay.picture();
        if (columns !== null) context.drawImage(columns, 0, 0, context.canvas.width, context.canvas.height);
        pad.drawOnto(context, ratio);
      }),
    setTitle(next) {
      title = next;
      stage.current().getCanvas().setAttribute('aria-label', title);
    },
    destroy() {
      pad.destroy();
      overlay.destroy();
      stage.destroy();
    },
  };
}

function countFeatures(layers: readonly DrawnLayer[]): Feature[] {
  return layers.flatMap(({ opacity, drawing: { counts = [] } }) =>
    counts.map(({ position, text, radiusPixels }) => ({
      type: 'Feature',
      properties: { text, radius: radiusPixels, opacity },
      geometry: { type: 'Point', coordinates: [...position] },
    })),
  );
}
