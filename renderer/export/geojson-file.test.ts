import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { exportedFeatures, geojsonFile } from './geojson-file.ts';

const columns = [
  { key: 'name', title: '名称' },
  { key: 'count', title: '企业数', unit: '1', numeric: true },
  { key: 'amount', title: '产能', unit: 'MW', numeric: true },
];
const facts = [{ id: 'asOf', name: '事实时点', value: '2026-11-20 09:14:05' }];
const table = (rows: Parameters<typeof exportedFeatures>[0]['rows']) => ({ columns, titles: [], rows, facts });
const square: Position[] = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 0],
  [0, 0],
];
const turn = (ring: readonly Position[]): number =>
  ring.slice(1).reduce((sum, [x = 0, y = 0], index) => {
    const [lastX = 0, lastY = 0] = ring[index] ?? [];
    return sum + lastX * y - x * lastY;
  }, 0);

describe('GeoJSON', () => {
  it('says what its columns mean and where it comes from', () => {
    const { metadata, features } = exportedFeatures(
      table([{ key: 'a', cells: { name: '甲', amount: 3 }, position: [117.1, 36.6] }]),
      new Map(),
    );
    expect(metadata.facts).toEqual(facts);
    expect(metadata.columns).toEqual([
      { key: 'name', title: '名称', unit: null },
      { key: 'count', title: '企业数', unit: null },
      { key: 'amount', title: '产能', unit: 'MW' },
    ]);
    expect(features).toEqual([
      {
        type: 'Feature',
        id: 'a',
        geometry: { type: 'Point', coordinates: [117.1, 36.6] },
        properties: { name: '甲', count: null, amount: 3 },
      },
    ]);
  });

  it('keeps rows that have no place on the ground', () => {
    const { features } = exportedFeatures(
      table([
        { key: 'a', cells: {} },
        { key: 'b', cells: {}, areaCode: 370100 },
      ]),
      new Map(),
    );
    expect(features.map(({ geometry }) => geometry)).toEqual([null, null]);
  });

  it('turns outer rings counterclockwise and holes clockwise, whatever the boundary file has', () => {
    const hole = square.map(([x = 0, y = 0]) => [0.2 + x / 4, 0.2 + y / 4]);
    const outlines = new Map([
      [370100, { type: 'Polygon' as const, coordinates: [square, hole] }],
      [370200, { type: 'MultiPolygon' as const, coordinates: [[[...square].reverse(), [...hole].reverse()]] }],
    ]);
    const { features } = exportedFeatures(
      table([
        { key: 'a', cells: {}, areaCode: 370100 },
        { key: 'b', cells: {}, areaCode: 370200 },
      ]),
      outlines,
    );
    const polygons = features.flatMap(({ geometry }) =>
      geometry?.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry?.type === 'MultiPolygon'
          ? geometry.coordinates
          : [],
    );
    expect(polygons).toHaveLength(2);
    for (const [outer = [], inner = []] of polygons) {
      expect(turn(outer)).toBeGreaterThan(0);
      expect(turn(inner)).toBeLessThan(0);
    }
  });

  it('closes the rings of cells and turns them', () => {
    const corner = fc.tuple(
      fc.double({ min: 110, max: 120, noNaN: true }),
      fc.double({ min: 30, max: 40, noNaN: true }),
    );
    fc.assert(
      fc.property(corner, fc.boolean(), ([x, y], backwards) => {
        const cell = [0, 1, 2, 3, 4, 5].map(
          (side) => [x + Math.cos((side * Math.PI) / 3) / 10, y + Math.sin((side * Math.PI) / 3) / 10] as const,
        );
        const ring = backwards ? [...cell].reverse() : cell;
        const [feature] = exportedFeatures(table([{ key: 'a', cells: {}, ring }]), new Map()).features;
        const drawn = feature?.geometry?.type === 'Polygon' ? (feature.geometry.coordinates[0] ?? []) : [];
        expect(drawn).toHaveLength(7);
        expect(drawn[0]).toEqual(drawn[6]);
        expect(turn(drawn)).toBeGreaterThan(0);
      }),
    );
  });

  it('is a file of its own kind', async () => {
    const file = geojsonFile(table([]), new Map());
    expect(file.type).toBe('application/geo+json');
    expect(JSON.parse(await file.text())).toMatchObject({ type: 'FeatureCollection', features: [] });
  });
});
