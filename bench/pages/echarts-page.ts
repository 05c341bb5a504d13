// Peer: ECharts' scatter in its mode for many points over its own map of the same cities; one series a category.
import { ScatterChart } from 'echarts/charts';
import { GeoComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Points } from './points.ts';
import { firstYear, lastYear, provinceBounds } from './points.ts';
import { groundUrl, runPage } from './run-page.ts';

use([ScatterChart, GeoComponent, CanvasRenderer]);

const [west, south, east, north] = provinceBounds;

/** Longitude, latitude in turn, of each category's points within the years. */
function byCategory({ count, positions, categories, years }: Points, from: number, to: number): Float64Array[] {
  const inside = (index: number): boolean => (years[index] ?? 0) >= from && (years[index] ?? 0) <= to;
  const sizes = new Uint32Array(16);
  for (let index = 0; index < count; index += 1) {
    if (inside(index)) sizes[categories[index] ?? 0] = (sizes[categories[index] ?? 0] ?? 0) + 2;
  }
  const lists = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Uint32Array(16);
  for (let index = 0; index < count; index += 1) {
    const category = categories[index] ?? 0;
    const list = lists[category];
    if (list === undefined || !inside(index)) continue;
    const at = filled[category] ?? 0;
    list[at] = positions[2 * index] ?? 0;
    list[at + 1] = positions[2 * index + 1] ?? 0;
    filled[category] = at + 2;
  }
  return lists;
}

runPage((container, home, look) => {
  const chart = init(container, null, { renderer: 'canvas' });
  let points: Points | null = null;
  let last = home;
  let years: readonly [number, number] = [firstYear, lastYear];

  const drawn = (): Promise<void> =>
    new Promise((resolve) => {
      const finished = (): void => {
        chart.off('finished', finished);
        resolve();
      };
      chart.on('finished', finished);
    });

  function show(): void {
    if (points === null) return;
    chart.setOption({ series: byCategory(points, ...years).map((data, id) => ({ id: String(id), data })) });
  }

  return {
    async load(given) {
      points = given;
      registerMap('cities', await (await fetch(groundUrl('cities'))).json());
      chart.setOption({
        animation: false,
        backgroundColor: look.ground.sea,
        geo: {
          map: 'cities',
          roam: true,
          // The same excerpt at the same scale as on the other pages.
          left: 0,
          top: 0,
          right: 0,
          bottom: 0,
          boundingCoords: [
            [west, north],
            [east, south],
          ],
          aspectScale: Math.cos((home.latitude * Math.PI) / 180),
          silent: true,
          itemStyle: { areaColor: look.ground.land, borderColor: look.ground.border, borderWidth: 1 },
        },
        series: look.colors.map((color, id) => ({
          id: String(id),
          type: 'scatter',
          coordinateSystem: 'geo',
          silent: true,
          large: true,
          largeThreshold: 500,
          symbolSize: look.diameterPixels,
          itemStyle: { color },
          data: [],
        })),
      });
      const complete = drawn();
      show();
      await complete;
    },
    move(camera) {
      const degreePixels = (512 * 2 ** last.zoom) / 360;
      const complete = drawn();
      // What its own mouse handling does: the map is moved by pixels or enlarged by a factor.
      if (camera.zoom !== last.zoom) {
        const [originX, originY] = [chart.getWidth() / 2, chart.getHeight() / 2];
        const zoom = 2 ** (camera.zoom - last.zoom);
        chart.dispatchAction({ type: 'geoRoam', geoIndex: 0, componentType: 'geo', zoom, originX, originY });
      } else {
        const dx = (last.longitude - camera.longitude) * degreePixels;
        chart.dispatchAction({ type: 'geoRoam', geoIndex: 0, componentType: 'geo', dx, dy: 0 });
      }
      last = camera;
      return complete;
    },
    brush(from, to) {
      years = [from, to];
      const complete = drawn();
      show();
      return complete;
    },
    change: show,
  };
});
