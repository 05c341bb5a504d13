// The map as one picture: every canvas of the stage laid over the other in device pixels.
import type { Map as MapLibre } from 'maplibre-gl';

/** Longest wait for a frame of the map, in ms. */
const patienceMilliseconds = 8000;

/** Resolves within the very frame in which the map was drawn, while its canvas still holds the picture. */
function drawnFrame<T>(map: MapLibre, read: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(
      () => reject(new Error('The map could not be drawn for the picture. Wait until it is shown again, then repeat.')),
      patienceMilliseconds,
    );
    map.once('render', () => {
      clearTimeout(patience);
      try {
        resolve(read());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    map.triggerRepaint();
  });
}

/** Whether a picture shows anything: pixels that differ from its first one. */
function isBlank(picture: HTMLCanvasElement): boolean {
  const small = document.createElement('canvas');
  small.width = small.height = 64;
  const context = small.getContext('2d', { willReadFrequently: true });
  if (context === null) return true;
  context.drawImage(picture, 0, 0, 64, 64);
  const pixels = new Uint32Array(context.getImageData(0, 0, 64, 64).data.buffer);
  return pixels.every((pixel) => pixel === pixels[0]);
}

/** Throws a plain sentence if nothing can be had within two frames. */
export async function takePicture(
  map: MapLibre,
  overlays: (context: CanvasRenderingContext2D, ratio: number) => void,
): Promise<HTMLCanvasElement> {
  for (let trial = 0; trial < 2; trial += 1) {
    const picture = await drawnFrame(map, () => {
      const ground = map.getCanvas();
      const copy = document.createElement('canvas');
      copy.width = ground.width;
      copy.height = ground.height;
      const context = copy.getContext('2d');
      if (context === null) throw new Error('This computer has no memory left for a picture of this size.');
      context.drawImage(ground, 0, 0);
      overlays(context, ground.width / Math.max(1, ground.clientWidth));
      return copy;
    });
    if (!isBlank(picture)) return picture;
  }
  throw new Error('The map gave an empty picture. Reload the page, then repeat.');
}
