// deck.gl's canvas over the map's, for what stands up from the ground: made when first needed and kept, on the same camera frame by frame.
import { Deck, type Layer, MapView } from '@deck.gl/core';
import type { Map as MapLibre } from 'maplibre-gl';
import type { DrawnLayer } from './map-stage.ts';

/** How far from an object, in CSS pixels, the pointer still means it. */
const pickingRadiusPixels = 6;

export interface LayerOverlay {
  setLayers(layers: readonly DrawnLayer[]): void;
  /** Whether the layers last given are on the screen. */
  drawn(): boolean;
  /** The object drawn at a point of the map, and the drawn layer it belongs to; or null. */
  pick(x: number, y: number): { readonly object: unknown; readonly layerId: string } | null;
  /** Follows another map from now on. */
  attach(map: MapLibre): void;
  /** Draws at once and hands out the canvas while it holds the picture; null if there is nothing. */
  picture(): HTMLCanvasElement | null;
  destroy(): void;
}

export interface LayerOverlayOptions {
  readonly container: HTMLElement;
  /** Layers that were given have been drawn. */
  onDrawn(): void;
  /** deck's own graphics context was lost; it is made again by itself. */
  onLost(): void;
}

export function createLayerOverlay(options: LayerOverlayOptions): LayerOverlay {
  let map: MapLibre | null = null;
  let shown: readonly DrawnLayer[] = [];
  let made: { readonly deck: Deck<MapView>; readonly parent: HTMLElement } | null = null;
  let drawn = true;

  const camera = () => {
    const { lng, lat } = (map as MapLibre).getCenter();
    const on = map as MapLibre;
    return { longitude: lng, latitude: lat, zoom: on.getZoom(), bearing: on.getBearing(), pitch: on.getPitch() };
  };
  // A layer object belongs to the deck that first drew it: each deck gets copies of its own.
  const layers = (): Layer[] =>
    shown.flatMap(({ id, opacity, drawing }) =>
      (drawing.deck ?? []).map(
        (layer) => layer.clone({ id: `${id}/${layer.id}`, opacity: opacity * (layer.props.opacity ?? 1) }) as Layer,
      ),
    );

  function make(): void {
    const parent = document.createElement('div');
    parent.style.cssText = 'position:absolute;inset:0;pointer-events:none';
    options.container.append(parent);
    const deck = new Deck<MapView>({
      parent,
      views: new MapView({ id: 'map', controller: false, farZMultiplier: 3 }),
      viewState: camera(),
      layers: layers(),
      onError: (error) => {
        // What is lost with the context is announced by the context itself.
        if (parent.querySelector('canvas')?.getContext('webgl2')?.isContextLost() !== true) reportError(error);
      },
      onAfterRender: () => {
        if (drawn || !(deck.props.layers as Layer[]).every((layer) => layer.isLoaded)) return;
        drawn = true;
        options.onDrawn();
      },
    });
    // Events of a canvas do not bubble, but they are captured on their way down.
    parent.addEventListener(
      'webglcontextlost',
      () => {
        if (made?.deck !== deck) return;
        options.onLost();
        remake();
      },
      { capture: true, once: true },
    );
    made = { deck, parent };
    drawn = false;
  }

  /**
   * deck leaves its graphics context to the garbage collector, and the browser takes away the oldest context, the map's,
   * when too many are alive: so one deck serves as long as the stage, and its context is given back with it.
   */
  function remove(): void {
    const gone = made;
    made = null;
    if (gone === null) return;
    // Before deck has a context, asking its canvas for one would make one.
    const context = gone.deck.isInitialized ? gone.parent.querySelector('canvas')?.getContext('webgl2') : null;
    gone.deck.finalize();
    gone.parent.remove();
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  function remake(): void {
    remove();
    if (shown.length > 0) make();
  }

  /** Hidden it costs nothing on the screen, and keeps its size. */
  function show(deck: Deck<MapView>, parent: HTMLElement): void {
    parent.style.visibility = shown.length > 0 ? 'inherit' : 'hidden';
    deck.setProps(shown.length > 0 ? { layers: layers(), viewState: camera() } : { layers: [] });
  }

  const follow = (): void => {
    if (made === null || shown.length === 0) return;
    made.deck.setProps({ viewState: camera() });
    // Draw in the map's own frame: a frame later the columns would swim against the ground.
    if (made.deck.isInitialized) made.deck.redraw('camera');
  };

  return {
    setLayers(next) {
      const wanted = next.filter(({ drawing }) => (drawing.deck?.length ?? 0) > 0);
      const same =
        wanted.length === shown.length &&
        wanted.every(({ id, opacity, drawing }, at) => {
          const last = shown[at];
          return last?.id === id && last.opacity === opacity && last.drawing.deck === drawing.deck;
        });
      if (same) return;
      shown = wanted;
      drawn = shown.length === 0;
      if (made !== null) show(made.deck, made.parent);
      else if (!drawn && map !== null) make();
      if (drawn) options.onDrawn();
    },
    drawn: () => drawn,
    pick(x, y) {
      if (made === null || shown.length === 0 || !made.deck.isInitialized) return null;
      const picked = made.deck.pickObject({ x, y, radius: pickingRadiusPixels });
      if (picked === null || picked.object === undefined) return null;
      return { object: picked.object, layerId: String(picked.layer?.id).split('/')[0] as string };
    },
    attach(next) {
      map?.off('move', follow);
      map?.off('resize', follow);
      map = next;
      map.on('move', follow);
      map.on('resize', follow);
      // Layers may have been given before the first map.
      if (made === null && shown.length > 0) make();
      follow();
    },
    picture() {
      if (made === null || shown.length === 0 || !made.deck.isInitialized) return null;
      made.deck.redraw('picture');
      return made.parent.querySelector('canvas');
    },
    destroy: remove,
  };
}
