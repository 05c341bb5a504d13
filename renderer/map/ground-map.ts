// MapLibre itself: made as every map of ours needs it, and made again in place when its graphics context is lost for good.
import { Map as MapLibre, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Bounds, Camera } from '../state/camera.ts';

// A file of our own origin: a strict content security policy allows no worker from elsewhere.
setWorkerUrl(workerUrl);

export const greatestZoom = 12;
export const greatestPitch = 60;

/** How long a browser is given to restore a lost context by itself before the map is made again, and between trials. */
const patienceMilliseconds = 250;

export interface GroundMapOptions {
  readonly container: HTMLElement;
  readonly home: Bounds;
  readonly limits: Bounds;
  readonly paddingPixels: number;
  readonly fontFamily: string;
  /** The style as it should be now. */
  style(): StyleSpecification;
  /** A map was made: the first one, or one in the place of another. Its style is not loaded yet. */
  onMade(map: MapLibre): void;
  onContext(state: 'lost' | 'restored', losses: number): void;
}

export interface GroundMap {
  /** The one that is on the screen now. */
  current(): MapLibre;
  destroy(): void;
}

/** The largest canvas side that this machine can draw; MapLibre's own limit of 4096 px would blur a wall. */
function largestCanvasSide(): number {
  const context = document.createElement('canvas').getContext('webgl2');
  const side = (context?.getParameter(context.MAX_TEXTURE_SIZE) as number | undefined) ?? 4096;
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return side;
}

export function cameraOf(map: MapLibre): Camera {
  const { lng, lat } = map.getCenter();
  return { longitude: lng, latitude: lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() };
}

export function createGroundMap(options: GroundMapOptions): GroundMap {
  const side = largestCanvasSide();
  const [west, south, east, north] = options.limits;
  let losses = 0;
  let lastCamera: Camera | null = null;
  let waiting = 0;
  let map: MapLibre;
  let holder: HTMLElement;

  function make(): void {
    holder = document.createElement('div');
    holder.style.cssText = 'position:absolute;inset:0';
    options.container.prepend(holder);
    const view =
      lastCamera === null
        ? {
            bounds: [...options.home] as [number, number, number, number],
            fitBoundsOptions: { padding: options.paddingPixels },
          }
        : {
            center: [lastCamera.longitude, lastCamera.latitude] as [number, number],
            zoom: lastCamera.zoom,
            bearing: lastCamera.bearing,
            pitch: lastCamera.pitch,
          };
    const made = new MapLibre({
      container: holder,
      style: options.style(),
      ...view,
      maxBounds: [west, south, east, north],
      minZoom: 3,
      maxZoom: greatestZoom,
      maxPitch: greatestPitch,
      doubleClickZoom: false,
      attributionControl: false,
      maxCanvasSize: [side, side],
      localIdeographFontFamily: options.fontFamily,
      renderWorldCopies: false,
      // Names are placed anew a few times a second while the map moves, not in every frame.
      fadeDuration: 150,
    });
    map = made;
    // No tilt of ours shows any sky, yet MapLibre fills the picture with it first: a third of a frame without a graphics
    // card. Each restored context brings a new painter.
    made.on('style.load', () => {
      made.painter.drawFunctions = { ...made.painter.drawFunctions, sky: () => undefined };
    });
    made.on('error', ({ error }) => reportError(error));
    made.on('webglcontextlost', () => {
      if (made !== map) return;
      losses += 1;
      lastCamera = cameraOf(made);
      options.onContext('lost', losses);
      clearTimeout(waiting);
      waiting = window.setTimeout(replace, patienceMilliseconds);
    });
    made.on('webglcontextrestored', () => {
      if (made !== map) return;
      clearTimeout(waiting);
      made.once('idle', () => options.onContext('restored', losses));
    });
    options.onMade(made);
  }

  function replace(): void {
    const [oldMap, oldHolder] = [map, holder];
    try {
      make();
    } catch (error) {
      // The graphics process itself may be starting again.
      reportError(error);
      holder.remove();
      [map, holder] = [oldMap, oldHolder];
      waiting = window.setTimeout(replace, patienceMilliseconds);
      return;
    }
    map.once('idle', () => options.onContext('restored', losses));
    oldMap.remove();
    oldHolder.remove();
  }

  make();
  return {
    current: () => map,
    destroy() {
      clearTimeout(waiting);
      map.remove();
      holder.remove();
    },
  };
}
