// The rule of inside, offshore and outside, on a small country whose distances are known.

import type { Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { createBoundaryIndex, FOREIGN_LAND } from './boundary-index.ts';
import type { BoundarySet, DivisionProperties } from './boundary-set.ts';
import { localPlane } from './local-plane.ts';
import type { Placement } from './placement.ts';
import { placePosition } from './placement.ts';
import { wgs84 } from './positions.ts';

// Two counties side by side (city 370100 in the west; 371900 in the east, a city without counties), another province
// north of both, sea south and east, land abroad in the far east. All between 36°N and 36.4°N:
//   36.4  ┌──── 410000 ─────┐
//   36.2  ├─370101─┬─371900─┤            ┌ abroad
//   36.0  └────────┴────────┘ 117.4      117.5
//        117.0   117.2
const box = (west: number, south: number, east: number, north: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
const division = (adcode: number, parent: number): DivisionProperties => ({
  adcode,
  parent,
  name: `${adcode}`,
  shortName: `${adcode}`,
  nameEn: `${adcode}`,
  labelPoint: [0, 0],
});
const west = box(117, 36, 117.2, 36.2);
const east = box(117.2, 36, 117.4, 36.2);
const set: BoundarySet = {
  cities: {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: west, properties: division(370100, 370000) },
      { type: 'Feature', geometry: east, properties: division(371900, 370000) },
    ],
  },
  counties: {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: east, properties: division(371900, 370000) },
      { type: 'Feature', geometry: west, properties: division(370101, 370100) },
    ],
  },
  context: {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: box(117, 36.2, 117.4, 36.4),
        properties: { kind: 'province', adcode: 410000, name: '河南省' },
      },
      { type: 'Feature', geometry: box(117.5, 36, 117.6, 36.2), properties: { kind: 'foreign-land' } },
      {
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [
            [117, 35],
            [118, 35],
          ],
        },
        properties: { kind: 'dash-line' },
      },
    ],
  },
  borders: {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [
            [117, 36],
            [117.4, 36],
          ],
        },
        properties: { kind: 'coast', city: 370100 },
      },
      {
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [
            [117, 36.2],
            [117.2, 36.2],
          ],
        },
        properties: { kind: 'province', city: 370100 },
      },
      {
        type: 'Feature',
        geometry: {
          type: 'MultiLineString',
          coordinates: [
            [
              [117.2, 36],
              [117.2, 36.2],
            ],
          ],
        },
        properties: { kind: 'city', between: [370100, 371900] },
      },
    ],
  },
};
const index = createBoundaryIndex(set);
const { metersPerDegreeX, metersPerDegreeY } = localPlane(36.1);
const place = (longitude: number, latitude: number): Placement => placePosition(index, wgs84(longitude, latitude));
const nothing = { cityCode: null, countyCode: null, elsewhere: null, elsewhereCode: null, nearest: null };

describe('inside', () => {
  test('a county gives its city', () => {
    expect(place(117.1, 36.1)).toEqual({
      ...nothing,
      place: 'inside',
      cityCode: 370100,
      countyCode: 370101,
      borders: [],
    });
  });

  test('a city without counties is its own county', () => {
    expect(place(117.3, 36.1)).toMatchObject({ place: 'inside', cityCode: 371900, countyCode: 371900 });
  });

  test('borders within 1 km are told by kind, the nearest first; coasts are none', () => {
    const { borders } = place(117.2 - 300 / metersPerDegreeX, 36.2 - 700 / metersPerDegreeY);
    expect(borders.map(({ kind, between }) => ({ kind, between }))).toEqual([
      { kind: 'city', between: [370100, 371900] },
      { kind: 'province', between: [370100, 410000] },
    ]);
    expect(borders[0]?.distanceMeters).toBeCloseTo(300, 0);
    expect(borders[1]?.distanceMeters).toBeCloseTo(700, 0);
    expect(place(117.1, 36 + 10 / metersPerDegreeY).borders).toEqual([]);
    expect(place(117.1, 36.2 - 1010 / metersPerDegreeY).borders).toEqual([]);
  });
});

describe('outside', () => {
  test('another province is named, and a border near by is told from that side too', () => {
    const found = place(117.1, 36.2 + 500 / metersPerDegreeY);
    expect(found).toMatchObject({ ...nothing, place: 'outside', elsewhere: '河南省', elsewhereCode: 410000 });
    expect(found.borders).toMatchObject([{ kind: 'province', between: [370100, 410000] }]);
  });

  test('land abroad has no name', () => {
    expect(place(117.55, 36.1)).toEqual({ ...nothing, place: 'outside', elsewhere: FOREIGN_LAND, borders: [] });
  });

  test('at sea beyond 5 km', () => {
    expect(place(117.1, 36 - 5100 / metersPerDegreeY)).toEqual({ ...nothing, place: 'outside', borders: [] });
  });

  test('at sea nearer to other land than to the province', () => {
    expect(place(117.45 + 200 / metersPerDegreeX, 36.1)).toEqual({ ...nothing, place: 'outside', borders: [] });
  });
});

describe('offshore', () => {
  test('within 5 km the nearest county is offered and not assigned', () => {
    const found = place(117.25, 36 - 4900 / metersPerDegreeY);
    expect(found).toMatchObject({ place: 'offshore', cityCode: null, countyCode: null, elsewhere: null });
    expect(found.nearest).toMatchObject({ cityCode: 371900, countyCode: 371900 });
    expect(found.nearest?.distanceMeters).toBeCloseTo(4900, -1);
  });

  test('nearer to the province than to other land', () => {
    expect(place(117.45 - 200 / metersPerDegreeX, 36.1)).toMatchObject({
      place: 'offshore',
      nearest: { countyCode: 371900 },
    });
  });

  test('two counties equally near: the lower code', () => {
    expect(place(117.2, 36 - 1000 / metersPerDegreeY).nearest).toMatchObject({ countyCode: 370101 });
  });
});
