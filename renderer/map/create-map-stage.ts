// The one owner of MapLibre, of ground and sprites within it and of deck.gl over it: told what to draw, it tells what was pointed at.
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { CameraWish } from '../state/camera.ts';
import { aboveGround, aboveNames, baseStyle, noFeatures, obstacleImage } from './base-style.ts';
import { countFeatures } from './count-features.ts';
import { createGroundLayer } from './ground-layer.ts';
import { cameraOf, createGroundMap } from './ground-map.ts';
import { groundPaint } from './ground-paint.ts';
import type { GroundShapes } from './ground-shapes.ts';
import { createLayerOverlay } from './layer-overlay.ts';
import { loadGround } from './load-ground.ts';
import type { AreaLevel, DrawnLayer, MapStage, Pointed, Position, Selection, StageOptions } from './map-stage.ts';
import { motionMilliseconds, moveCamera } from './move-camera.ts';
import { markCount, mostObstacles, obstaclePoints } from './obstacle-points.ts';
import { ringSprites } from './ring-sprites.ts';
import { createSketchPad } from './sketch-pad.ts';
import { createSpriteLayer } from './sprite-layer.ts';
import { takePicture } from './take-picture.ts';
import { watchPointer } from './watch-pointer.ts';
import { areaAt, countAt } from './what-is-at.ts';

const groundId = 'ground';
const spritesId = 'sprites';
const paddingPixels = 24;

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
  let groundRead = false;
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
    options.onIdle(mapIdle && !lost && groundRead && overlay.drawn());
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
      } else restyle();
      container.dataset['context'] = state;
      options.onContext(state, losses);
      reportIdle();
    },
  });

  // Ground that never comes is reported; the map then stays without land, and everything else on it works.
  async function readGround(): Promise<void> {
    const [west, south, east, north] = options.home;
    try {
      shapes = await loadGround(ground.files, [(west + east) / 2, (south + north) / 2]);
      groundLayer.setShapes(shapes);
    } catch (error) {
      reportError(error);
    }
    groundRead = true;
    redraw();
  }

  function restyle(): void {
    if (!lost) stage.current().setStyle(baseStyle(ground, { obstacles, counts }), { diff: true });
  }

  /** Not at rest until the next frame is there. */
  function redraw(): void {
    mapIdle = false;
    reportIdle();
    stage.current().triggerRepaint();
  }

  function paintGround(): void {
    const fills = drawing.flatMap(({ drawing: { areas }, opacity }) =>
      areas === undefined ? [] : [{ fill: areas, opacity }],
    );
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
    const sets = drawing.flatMap(({ id, opacity, drawing: { sprites } }) =>
      sprites === undefined ? [] : [{ layerId: id, opacity, sprites }],
    );
    const rings = ringSprites(selection, ground.accent, ground.scale);
    spriteLayer.setSets([...sets, { layerId: ' rings', opacity: 1, sprites: rings, silent: true }]);
  }

  function setSource(id: 'obstacles' | 'counts', features: FeatureCollection): void {
    // Without a context there is no style; the restored one is dressed anew.
    if (!lost) void stage.current().getSource<GeoJSONSource>(id)?.setData(features);
  }

  /** Names keep clear of few marks; among many they stand above them. */
  function orderSprites(map: MapLibre): void {
    if (!lost && map.getLayer(spritesId) !== undefined) map.moveLayer(spritesId, namesAbove ? aboveGround : aboveNames);
  }

  function dressMap(map: MapLibre): void {
    if (!map.hasImage(obstacleImage)) map.addImage(obstacleImage, { width: 1, height: 1, data: new Uint8Array(4) });
    if (map.getLayer(groundId) === undefined) map.addLayer(groundLayer.layer, aboveGround);
    if (map.getLayer(spritesId) === undefined) map.addLayer(spriteLayer.layer, namesAbove ? aboveGround : aboveNames);
    // Before a style is there, sources take no data.
    setSource('obstacles', obstacles);
    setSource('counts', counts);
  }

  function pointedAt({ x, y }: { x: number; y: number }): Pointed {
    const { lng, lat } = stage.current().unproject([x, y]);
    const project = ([longitude, latitude]: Position) => stage.current().project([longitude, latitude]);
    const met = overlay.pick(x, y) ?? countAt(drawing, project, x, y) ?? spriteLayer.pick(x, y);
    const area = shapes === null ? null : areaAt(shapes, [lng, lat], level, within);
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
      if (atHome)
        moveCamera(map, { kind: 'home', pitch: map.getPitch() }, { home: options.home, paddingPixels }, false);
      pad.redraw();
      reportCanvas(map);
      for (const listener of moveListeners) listener();
    });

    watchPointer(map, {
      onLook(point) {
        if (point === null || !current()) {
          hoverArea(null);
          options.onHover(null);
          return;
        }
        const pointed = pointedAt(point);
        if (!pad.active()) {
          hoverArea(pointed.object === null ? pointed.areaId : null);
          map.getCanvas().style.cursor = pointed.object !== null || pointed.areaId !== null ? 'pointer' : '';
        }
        options.onHover(pointed);
      },
      onClick: (point) => {
        if (!pad.active()) options.onClick(pointedAt(point));
      },
      onDoubleClick: (point) => {
        if (!pad.active()) options.onDoubleClick(pointedAt(point));
      },
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

  void readGround();
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
      restyle();
      if (JSON.stringify(next.files) !== files) void readGround();
      redraw();
    },
    setDrawing(layers) {
      const before = drawing;
      drawing = layers.filter(({ opacity }) => opacity > 0);
      // Names find their places anew only where marks or discs have moved.
      const placesOf = (all: readonly DrawnLayer[]): unknown[] =>
        all.flatMap(({ drawing: { sprites, counts: discs } }) => [sprites?.positions, discs]);
      const places = placesOf(before);
      if (before.length !== drawing.length || placesOf(drawing).some((each, at) => each !== places[at])) {
        obstacles = obstaclePoints(drawing, ground.scale);
        setSource('obstacles', obstacles);
      }
      namesAbove = markCount(drawing) > mostObstacles;
      orderSprites(stage.current());
      const discs = countFeatures(drawing);
      if (discs.length > 0 || counts.features.length > 0) {
        counts = { type: 'FeatureCollection', features: discs };
        setSource('counts', counts);
      }
      paintGround();
      placeSprites();
      overlay.setLayers(drawing);
      redraw();
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
