// Peer: MapLibre's own circles, coloured by feature state, filtered by the layer's filter.
import { type GeoJSONSource, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { groundStyle } from './ground-style.ts';
import { runPage } from './run-page.ts';

setWorkerUrl(workerUrl);

runPage((container, home, look) => {
  const map = new MapLibre({
    container,
    style: groundStyle(look),
    center: [home.longitude, home.latitude],
    zoom: home.zoom,
    attributionControl: false,
    fadeDuration: 0,
    maxPitch: 0,
  });
  const drawn = async (event: 'render' | 'idle'): Promise<void> => void (await map.once(event));
  return {
    async load({ count, positions, categories, amounts, years }) {
      if (!map.loaded()) await map.once('load');
      map.addSource('points', {
        type: 'geojson',
        // Points need no finer tiles than the camera ever asks for; fewer levels are fewer tiles to cut.
        maxzoom: 10,
        buffer: 16,
        data: { type: 'FeatureCollection', features: [] },
      });
      map.addLayer({
        id: 'points',
        type: 'circle',
        source: 'points',
        paint: {
          'circle-radius': look.diameterPixels / 2,
          'circle-color': [
            'match',
            ['coalesce', ['feature-state', 'category'], ['get', 'category']],
            ...look.colors.slice(0, -1).flatMap((color, category) => [category, color]),
            look.colors.at(-1) ?? '#fff',
          ] as never,
        },
      });
      const features: GeoJSON.Feature<GeoJSON.Point>[] = Array.from({ length: count }, (_, id) => ({
        type: 'Feature',
        id,
        properties: { category: categories[id], amount: amounts[id], year: years[id] },
        geometry: { type: 'Point', coordinates: [positions[2 * id] ?? 0, positions[2 * id + 1] ?? 0] },
      }));
      await map.getSource<GeoJSONSource>('points')?.setData({ type: 'FeatureCollection', features });
      await drawn('idle');
    },
    move({ longitude, latitude, zoom }) {
      map.jumpTo({ center: [longitude, latitude], zoom });
      return drawn('render');
    },
    brush(from, to) {
      map.setFilter('points', ['all', ['>=', ['get', 'year'], from], ['<=', ['get', 'year'], to]]);
      // Idle: the workers have cut all tiles anew and they are on the screen.
      return drawn('idle');
    },
    change({ indexes, categories }) {
      for (const [at, id] of indexes.entries())
        map.setFeatureState({ source: 'points', id }, { category: categories[at] ?? 0 });
    },
  };
});
