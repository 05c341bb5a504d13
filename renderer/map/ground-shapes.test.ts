import { readFileSync } from 'node:fs';
import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import {
  areaHolds,
  detailLevel,
  detailTolerance,
  type FillPart,
  type GroundShapes,
  groundShapes,
  lineKinds,
  segmentsOf,
} from './ground-shapes.ts';
import { mercatorX, mercatorY } from './mercator.ts';

const layers = ['context', 'cities', 'counties', 'borders', 'hydro', 'neighbourCities'];
const middle = { shandong: [118.75, 36.4], guangdong: [113.4, 22.9] } as const;

function groundOf(province: keyof typeof middle): GroundShapes {
  const read = (layer: string) =>
    JSON.parse(
      readFileSync(
        new URL(
          `../../geodata/boundaries/${province}.${layer === 'neighbourCities' ? 'neighbour-cities' : layer}.geojson`,
          import.meta.url,
        ),
        'utf8',
      ),
    ) as FeatureCollection;
  return groundShapes(Object.fromEntries(layers.map((layer) => [layer, read(layer)])), middle[province]);
}

/** Area of a part in its own units, from its triangles. */
function areaOf({ mesh: { offsets, indices } }: GroundShapes, part: FillPart): number {
  const at = (index: number) => [offsets[2 * index] as number, offsets[2 * index + 1] as number] as const;
  let area = 0;
  for (let first = part.firstIndex; first < part.firstIndex + part.indexCount; first += 3) {
    const [[ax, ay], [bx, by], [cx, cy]] = [0, 1, 2].map((corner) => at(indices[first + corner] as number)) as [
      readonly [number, number],
      readonly [number, number],
      readonly [number, number],
    ];
    area += Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
  }
  return area;
}

describe.each(['shandong', 'guangdong'] as const)('the ground of %s', (province) => {
  const ground = groundOf(province);

  it('fills each city as its counties fill it, within what simplified borders leave open', () => {
    for (const city of ground.mesh.parts.filter(({ kind }) => kind === 'city')) {
      const counties = ground.mesh.parts.filter(({ kind, parent }) => kind === 'county' && parent === city.code);
      if (counties.length === 0) continue;
      const sum = counties.reduce((area, county) => area + areaOf(ground, county), 0);
      expect(Math.abs(sum / areaOf(ground, city) - 1)).toBeLessThan(0.02);
    }
  });

  it('holds one city and one county under a point inside the province, and neither far away', () => {
    const [x, y] = [
      mercatorX(middle[province][0]) - ground.centre[0],
      mercatorY(middle[province][1]) - ground.centre[1],
    ];
    const met = ground.areas.filter((area) => areaHolds(area, x, y));
    expect(met.map(({ level }) => level).sort()).toEqual(['city', 'county']);
    const [city, county] = ['city', 'county'].map((level) => met.find((area) => area.level === level));
    expect(county?.parent).toBe(city?.code);
    expect(ground.areas.filter((area) => areaHolds(area, 1, 1))).toEqual([]);
  });

  it('draws every kind of line the files hold at every level of detail', () => {
    const kinds = new Set(ground.outlines.map(({ kind }) => kind));
    for (const kind of ['neighbour', 'neighbour-city', 'river', 'county', 'city', 'province'] as const)
      expect(kinds).toContain(kind);
    for (const zoom of [3, 6, 9, 14]) {
      const { runs } = segmentsOf(ground.outlines, detailTolerance(detailLevel(zoom)));
      expect(new Set(runs.map(({ kind }) => kind))).toEqual(kinds);
      const places = runs.map(({ kind }) => lineKinds.indexOf(kind));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('has fewer segments the farther away, and all of them close by', () => {
    const counts = [4, 7, 10, 14].map(
      (zoom) => segmentsOf(ground.outlines, detailTolerance(detailLevel(zoom))).ends.length / 4,
    );
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    const all = ground.outlines.reduce((sum, { corners }) => sum + corners.length - 1, 0);
    expect(counts.at(-1)).toBe(all);
  });
});

it('shows the dash line of the South China Sea where the file holds it', () => {
  const { outlines } = groundOf('guangdong');
  expect(outlines.filter(({ kind }) => kind === 'dash-line').length).toBeGreaterThan(0);
});

it('goes without what has no file', () => {
  const ground = groundShapes({}, middle.shandong);
  expect(ground.mesh.parts).toEqual([]);
  expect(ground.areas).toEqual([]);
});
