// deck.gl's canvas over the map's, kept to the same camera frame by frame through public calls of both libraries.
import { Deck, type Layer, MapView } from '@deck.gl/core';
import type { Map as MapLibre } from 'maplibre-gl';

/** How far from a mark, in CSS pixels, the pointer still means it. */
const pickingRadiusPixels = 6;

export interface LayerOverlay {
  setLayers(layers: readonly Layer[]): void;
  /** Whether the layers last given are on the screen. */
  drawn(): boolean;
  /** The object drawn at a point of the map, or null. */
  objectAt(point: { readonly x: number; readonly y: number }): unknown;
  destroy(): void;
}

/** Covers `map`, which keeps all events to itself. `onDrawn` is told whenever layers that were given have been drawn. */
export function createLayerOverlay(map: MapLibre, onDrawn: () => void): LayerOverlay {
  let drawn = true;
  const parent = document.createElement('div');
  parent.style.cssText = 'position:absolute;inset:0;pointer-events:none';
  map.getCanvasContainer().append(parent);

  const camera = () => {
    const { lng, lat } = map.getCenter();
    return { longitude: lng, latitude: lat, zoom: map.getZoom(), bearing: 0, pitch: 0 };
  };
  const deck = new Deck<MapView>({
    parent,
    views: new MapView({ id: 'map', controller: false }),
    viewState: camera(),
    layers: [],
    onError: (error) => reportError(error),
    onAfterRender: () => {
      if (drawn || !(deck.props.layers as Layer[]).every((layer) => layer.isLoaded)) return;
      drawn = true;
      onDrawn();
    },
  });

  const follow = (): void => {
    deck.setProps({ viewState: camera() });
    // Draw in the map's own frame: a frame later the marks would swim against the ground.
    if (deck.isInitialized) deck.redraw();
  };
  map.on('move', follow);

  return {
    setLayers(layers) {
      drawn = false;
      deck.setProps({ layers: [...layers] });
    },
    drawn: () => drawn,
    objectAt({ x, y }) {
      if (!deck.isInitialized) return null;
      return deck.pickObject({ x, y, radius: pickingRadiusPixels })?.object ?? null;
    },
    destroy() {
      map.off('move', follow);
      deck.finalize();
      parent.remove();
    },
  };
}
