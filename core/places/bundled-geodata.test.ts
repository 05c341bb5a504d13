// The bundled ledgers fall where independent counts say, and every bundled file is the one that was catalogued.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { FeatureCollection, LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import type { CatalogueEntry } from '../../contract/about.ts';
import type { DeclaredPlaceCheck } from '../../geodata/geometry/declared-place.ts';
import { declaredPlaceDiffers } from '../../geodata/geometry/declared-place.ts';
import type { Placement } from '../../geodata/geometry/placement.ts';
import { placePosition } from '../../geodata/geometry/placement.ts';
import { createPolygonRegion } from '../../geodata/geometry/polygon-region.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { loadBoundaries } from './boundaries.ts';
import { loadProfile } from './profiles.ts';

const geodataDir = fileURLToPath(new URL('../../geodata', import.meta.url));
const boundariesDir = join(geodataDir, 'boundaries');
const shandong = await loadBoundaries(await loadProfile('shandong', { geodataDir }), boundariesDir);
const guangdong = await loadBoundaries(await loadProfile('guangdong', { geodataDir }), boundariesDir);

interface Placed {
  readonly id: string;
  readonly row: Readonly<Record<string, string>>;
  readonly placement: Placement;
  readonly check: DeclaredPlaceCheck;
}

const coalColumns = {
  id: 'GEM unit/phase ID',
  province: 'Subnational unit (province, state)',
  city: 'Major area (prefecture, district)',
  county: 'Local area (taluk, county)',
};
const coal = placed('gem-coal/shandong_dev.csv', coalColumns);
const coalElsewhere = placed('gem-coal/china_other_provinces.csv', coalColumns);
const cement = placed('sfi-cement/shandong_dev.csv', { id: 'uid', province: 'state', city: 'city' });
const cementElsewhere = placed('sfi-cement/china_other_provinces.csv', { id: 'uid', province: 'state', city: 'city' });
const steelColumns = { id: 'Plant ID', province: 'Subnational unit (province/state)' };
const steel = placed('gem-steel/shandong_plant_data.csv', steelColumns);
const steelElsewhere = placed('gem-steel/china_other_provinces_plant_data.csv', steelColumns);

// All counts and distances below were made once with a separate program on another footing: point in polygon by GEOS;
// distances on an azimuthal equidistant projection (PROJ, WGS84) centred on each position, to borders densified to 0.001°.
describe('coal-fired units of Shandong', () => {
  test('by city', () => {
    const cityNames = new Map(shandong.cities.map(({ code, nameEn }) => [code, nameEn]));
    const inside = coal.filter(({ placement }) => placement.place === 'inside');
    expect(tally(inside.map(({ placement }) => cityNames.get(placement.cityCode as number) as string))).toEqual({
      Binzhou: 129,
      Liaocheng: 42,
      Jining: 40,
      Linyi: 37,
      Yantai: 35,
      Zaozhuang: 28,
      Weifang: 26,
      Zibo: 24,
      Jinan: 20,
      Heze: 19,
      Dongying: 18,
      Weihai: 17,
      "Tai'an": 16,
      Rizhao: 14,
      Qingdao: 9,
      Dezhou: 9,
    });
    expect(coal).toHaveLength(485);
  });

  test('two on the quay of Rizhao are offshore, and their county is offered', () => {
    const notInside = coal.filter(({ placement }) => placement.place !== 'inside');
    expect(notInside.map(({ id }) => id)).toEqual(['G114085', 'G114086']);
    for (const { placement } of notInside) {
      expect(placement).toMatchObject({ place: 'offshore', cityCode: null, countyCode: null, elsewhere: null });
      expect(placement.nearest).toMatchObject({ cityCode: 371100, countyCode: 371103 });
      expect(placement.nearest?.distanceMeters).toBeCloseTo(256.19, 1);
    }
  });

  test('near a border: 41, of which 35 near one of a county and 8 near one of a city', () => {
    expect(coal.filter(({ placement }) => placement.borders.length > 0)).toHaveLength(41);
    expect(tally(coal.flatMap(({ placement }) => placement.borders.map(({ kind }) => kind)))).toEqual({
      county: 35,
      city: 8,
    });
  });

  test.each([
    ['G114376', 915.5, 'city', [370500, 370700]],
    ['G103869', 714.06, 'county', [371702, 371703]],
    ['G104666', 844.14, 'county', [370102, 370112]],
    ['G104399', 237.94, 'county', [370811, 370829]],
    ['G105248', 841.93, 'county', [370830, 370832]],
    ['G105248', 782.74, 'city', [370800, 370900]],
    ['G112888', 266.61, 'city', [370400, 370800]],
    ['G112893', 982.62, 'city', [370400, 370800]],
    ['G114456', 291.36, 'county', [370303, 370305]],
  ] as const)('%s is %d m from the %s border', (id, meters, kind, between) => {
    const border = coal.find((unit) => unit.id === id)?.placement.borders.find((near) => near.kind === kind);
    expect(border?.distanceMeters).toBeCloseTo(meters, 0);
    expect(border?.between).toEqual(between);
  });

  test('agree with the city they state; Laiwu is a part of Jinan today', () => {
    expect(coal.filter(({ row }) => row[coalColumns.city] === 'Laiwu')).toHaveLength(4);
    expect(differences(coal, 'province')).toEqual({});
    expect(differences(coal, 'city')).toEqual({});
  });

  test('some state another county than the one they lie in', () => {
    expect(differences(coal, 'county')).toEqual({
      'Taishan District → 370911': 2,
      'Shen County → 371521': 7,
      'Xintai → 370911': 2,
      'Zhanhua → 371623': 12,
      'Qixia → 370611': 2,
      'Linzi → 370303': 3,
    });
  });
});

describe('the other ledgers', () => {
  test('cement and steel of Shandong', () => {
    expect(tally(cement.map(({ placement }) => placement.place))).toEqual({ inside: 61, offshore: 1 });
    const [onTheQuay] = cement.filter(({ placement }) => placement.place === 'offshore');
    expect(onTheQuay).toMatchObject({ id: 'GACTCHN0328', placement: { nearest: { countyCode: 371102 } } });
    expect(onTheQuay?.placement.nearest?.distanceMeters).toBeCloseTo(181.02, 1);
    expect(differences(cement, 'city')).toEqual({});
    expect(tally(steel.map(({ placement }) => placement.place))).toEqual({ inside: 17 });
  });

  test('of 4,997 units in other provinces two lie in Shandong, though they state Henan', () => {
    const inside = coalElsewhere.filter(({ placement }) => placement.place === 'inside');
    expect(inside.map(({ id, placement }) => [id, placement.countyCode])).toEqual([
      ['G114041', 371722],
      ['G114042', 371722],
    ]);
    expect(tally(coalElsewhere.map(({ placement }) => `${placement.place} ${placement.elsewhere !== null}`))).toEqual({
      'inside false': 2,
      'outside true': 4111,
      'outside false': 884,
    });
    expect(differences(coalElsewhere, 'province')).toEqual({ 'Henan → 370000': 2 });
    expect(
      coalElsewhere.flatMap(({ check }) => check.unrecognised).filter(({ level }) => level === 'province'),
    ).toEqual([]);
  });

  test('no cement or steel plant of another province lies in Shandong', () => {
    for (const { placement } of [...cementElsewhere, ...steelElsewhere]) expect(placement.place).toBe('outside');
    expect(differences(cementElsewhere, 'province')).toEqual({ 'Jiangsu Sheng → 310000': 1 });
    expect(differences(steelElsewhere, 'province')).toEqual({ 'Chongqing → 510000': 1, 'Tianjin → 130000': 1 });
  });

  test('none of them holds a record of Guangdong, whose profile therefore bundles none', () => {
    const all = [...coal, ...coalElsewhere, ...cement, ...cementElsewhere, ...steel, ...steelElsewhere];
    expect(all).toHaveLength(485 + 4997 + 62 + 1031 + 17 + 365);
    const inGuangdong = all.filter(({ row }) => guangdong.index.countyAt(positionOf(row)) !== null);
    expect(inGuangdong).toEqual([]);
  });
});

describe.each(['shandong', 'guangdong'])('the polygons of %s', (id) => {
  const counties = readLayer<Polygon | MultiPolygon>(`${id}.counties`).features.map(({ geometry }) =>
    createPolygonRegion(geometry),
  );
  const provinces = readLayer<Polygon | MultiPolygon>(`${id}.context`)
    .features.filter(({ properties }) => properties?.['kind'] === 'province')
    .map(({ geometry }) => createPolygonRegion(geometry));
  const borders = readLayer<LineString | MultiLineString>(`${id}.borders`).features;
  const segments = borders.flatMap(({ geometry, properties }) =>
    (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates).flatMap((line) =>
      line.slice(1).map((to, i) => ({
        kind: properties?.['kind'] as string,
        isRing: `${line[0]}` === `${line.at(-1)}`,
        from: line[i] as Position,
        to,
      })),
    ),
  );
  const inner = segments.filter(({ kind }) => kind === 'county' || kind === 'city');
  // The rings are the 前三岛 islands: the source draws them in two provinces, so their coasts count as borders.
  const outer = segments.filter(({ kind, isRing }) => kind === 'province' && !isRing);

  const owners = (regions: typeof counties, [x, y]: Position): number =>
    regions.filter((region) => region.contains(x as number, y as number)).length;

  test('give every vertex between counties to exactly one', () => {
    const ends = new Set(
      outer.concat(segments.filter(({ kind }) => kind === 'coast')).flatMap(({ from, to }) => [`${from}`, `${to}`]),
    );
    const vertices = inner.flatMap(({ from, to }) => [from, to]).filter((vertex) => !ends.has(`${vertex}`));
    expect(vertices.length).toBeGreaterThan(10_000);
    expect(vertices.filter((vertex) => owners(counties, vertex) !== 1)).toEqual([]);
  });

  test('give every position on an edge between counties to exactly one', () => {
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.nat(inner.length - 1), share, (segment, along) => {
        expect(owners(counties, positionAlong(inner[segment] as Segment, along))).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });

  test('leave no gap and no overlap to the neighbouring provinces', () => {
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.nat(outer.length - 1), share, (segment, along) => {
        const position = positionAlong(outer[segment] as Segment, along);
        expect(owners(counties, position) + owners(provinces, position)).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the catalogue', () => {
  const catalogue = JSON.parse(readFileSync(join(geodataDir, 'catalogue.json'), 'utf8')) as CatalogueEntry[];

  test('lists every bundled file, and nothing else', () => {
    const bundled = ['boundaries', 'ledgers/gem-coal', 'ledgers/gem-steel', 'ledgers/sfi-cement'].flatMap((folder) =>
      readdirSync(join(geodataDir, folder))
        .filter((name) => name !== 'ATTRIBUTION.md')
        .map((name) => `${folder}/${name}`),
    );
    expect(catalogue.map(({ path }) => path).toSorted()).toEqual(bundled.toSorted());
  });

  test.each(catalogue)('$path has the bytes that were catalogued, with origin and terms', (entry) => {
    const bytes = readFileSync(join(geodataDir, entry.path));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
    expect(bytes.length).toBe(entry.bytes);
    for (const key of ['kind', 'publisher', 'edition', 'licence', 'attribution', 'origin', 'changes', 'datum']) {
      expect(entry[key]).toMatch(/\S/);
    }
    for (const key of ['title', 'licenceNote'])
      expect(entry[key]).toEqual({ zh: expect.stringMatching(/[一-鿿]/), en: expect.any(String) });
  });

  test('profiles name ledgers that exist', async () => {
    const { bundledLedgers } = await loadProfile('shandong', { geodataDir });
    const known = new Set(catalogue.map(({ path }) => path));
    expect(bundledLedgers.map(({ preset }) => preset)).toEqual(['gem-coal', 'gem-steel', 'sfi-cement']);
    for (const { files } of bundledLedgers) for (const file of files) expect(known).toContain(file);
    expect((await loadProfile('guangdong', { geodataDir })).bundledLedgers).toEqual([]);
  });
});

interface Segment {
  readonly from: Position;
  readonly to: Position;
}

function positionAlong({ from, to }: Segment, share: number): Position {
  const [ax, ay] = from as [number, number];
  const [bx, by] = to as [number, number];
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

function placed(file: string, columns: { id: string; province?: string; city?: string; county?: string }): Placed[] {
  const text = readFileSync(join(geodataDir, 'ledgers', file), 'utf8');
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return rows.map((row) => {
    const placement = placePosition(shandong.index, positionOf(row));
    const stated = (column: string | undefined): string | null => (column ? (row[column] as string) : null);
    const declared = { province: stated(columns.province), city: stated(columns.city), county: stated(columns.county) };
    return {
      id: row[columns.id] as string,
      row,
      placement,
      check: declaredPlaceDiffers(declared, placement, shandong.names),
    };
  });
}

function positionOf(row: Readonly<Record<string, string>>): ReturnType<typeof wgs84> {
  const [latitude, longitude] = row['Coordinates']
    ? row['Coordinates'].split(',')
    : [row['Latitude'] ?? row['latitude'], row['Longitude'] ?? row['longitude']];
  return wgs84(Number.parseFloat(longitude ?? ''), Number.parseFloat(latitude ?? ''));
}

function differences(units: readonly Placed[], level: string): Record<string, number> {
  const found = units.flatMap(({ check }) => check.differs).filter((difference) => difference.level === level);
  return tally(found.map(({ declared, actual }) => `${declared} → ${actual}`));
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function readLayer<G extends Polygon | MultiPolygon | LineString | MultiLineString>(
  name: string,
): FeatureCollection<G> {
  return JSON.parse(readFileSync(join(boundariesDir, `${name}.geojson`), 'utf8')) as FeatureCollection<G>;
}
