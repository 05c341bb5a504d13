// The shipped boundaries load and are consistent; sets that do not belong to the profile are refused by name.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Feature, FeatureCollection, Geometry, Polygon } from 'geojson';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromWgs84 } from '../../geodata/geometry/datum.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { provincialDivisions } from '../../geodata/geometry/provincial-divisions.ts';
import { loadBoundaries } from './boundaries.ts';
import { BoundaryError } from './boundary-error.ts';
import { loadProfile } from './profiles.ts';

const geodataDir = fileURLToPath(new URL('../../geodata', import.meta.url));
const shipped = join(geodataDir, 'boundaries');
const shandong = await loadProfile('shandong', { geodataDir });

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'boundaries-'));
  await cp(shipped, dir, { recursive: true });
});
afterEach(() => rm(dir, { recursive: true }));

describe('the shipped boundaries', () => {
  test.each([
    ['shandong', 16, 136],
    ['guangdong', 21, 124],
  ])('%s', async (id, cityCount, countyCount) => {
    const profile = await loadProfile(id, { geodataDir });
    const { index, cities, counties, names } = await loadBoundaries(profile, shipped);
    expect(cities).toHaveLength(cityCount);
    expect(counties).toHaveLength(countyCount);
    for (const { code, name, nameEn, labelPoint, bbox } of counties) {
      expect(index.countyAt(wgs84(...labelPoint))?.countyCode).toBe(code);
      expect(bbox[0] < labelPoint[0] && labelPoint[0] < bbox[2]).toBe(true);
      const { cityCode } = index.countyAt(wgs84(...labelPoint)) ?? { cityCode: 0 };
      for (const text of [name, nameEn, String(code)]) expect(names.countyByName(text, cityCode)?.adcode).toBe(code);
    }
    for (const { code, name, shortName, nameEn, labelPoint } of cities) {
      expect(index.countyAt(wgs84(...labelPoint))?.cityCode).toBe(code);
      for (const text of [name, shortName, nameEn, `${nameEn} Shi`]) expect(names.cityByName(text)?.adcode).toBe(code);
    }
  });

  test('a city without counties stands on both levels', async () => {
    const profile = await loadProfile('guangdong', { geodataDir });
    const { index, names } = await loadBoundaries(profile, shipped);
    for (const [text, code, position] of [
      ['东莞', 441900, wgs84(113.752, 23.021)],
      ['Zhongshan', 442000, wgs84(113.393, 22.517)],
    ] as const) {
      expect(index.countyAt(position)).toEqual({ countyCode: code, cityCode: code });
      expect(names.cityByName(text)?.adcode).toBe(code);
      expect(names.countyByName(text)?.adcode).toBe(code);
    }
  });

  test('name the provinces around as the list of provinces does', async () => {
    const byCode = new Map(provincialDivisions.map((division) => [division.adcode, division]));
    for (const id of ['shandong', 'guangdong']) {
      const { features } = await readLayer(join(shipped, `${id}.context.geojson`));
      const provinces = features.filter(({ properties }) => properties?.['kind'] === 'province');
      expect(provinces.length).toBeGreaterThan(20);
      for (const { properties } of provinces) {
        const { adcode, name, shortName, nameEn } = properties as Record<string, unknown>;
        expect(byCode.get(adcode as number)).toMatchObject({ name, shortName, nameEn });
      }
    }
  });

  test('their version changes with their contents alone', async () => {
    const { sha256 } = await loadBoundaries(shandong, shipped);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await loadBoundaries(shandong, dir)).sha256).toBe(sha256);
    await edit('counties', ({ features }) => {
      (features[0] as { properties: object }).properties = { ...features[0]?.properties, nameEn: 'Another' };
    });
    expect((await loadBoundaries(shandong, dir)).sha256).not.toBe(sha256);
  });
});

describe('a set is refused', () => {
  test('without a file', async () => {
    await rm(join(dir, 'shandong.borders.geojson'));
    await expectRefusal('unreadable', 'shandong.borders.geojson');
  });

  test('whose file is no JSON', async () => {
    await writeFile(join(dir, 'shandong.cities.geojson'), '<html>');
    await expectRefusal('unreadable', 'shandong.cities.geojson');
  });

  test('whose features lack what is needed', async () => {
    await edit('counties', ({ features }) => {
      (features[3] as { properties: object }).properties = { adcode: 370105, name: '天桥区' };
    });
    await expectRefusal('bad-contents', 'features.3.properties.labelPoint');
  });

  test('of another province', async () => {
    for (const layer of ['province', 'cities', 'counties', 'borders', 'context']) {
      await cp(join(shipped, `guangdong.${layer}.geojson`), join(dir, `shandong.${layer}.geojson`));
    }
    await expectRefusal('wrong-divisions', '440000');
  });

  test('that lacks a county, or has one twice', async () => {
    await edit('counties', ({ features }) => features.pop());
    await expectRefusal('wrong-divisions', '371728');
    await edit('counties', ({ features }) => features.push(features[0] as never));
    await expectRefusal('wrong-divisions', '370102');
  });

  test('whose county belongs to no city', async () => {
    await edit('counties', ({ features }) => {
      (features[0] as { properties: object }).properties = { ...features[0]?.properties, parent: 371200 };
    });
    await expectRefusal('wrong-divisions', '370102');
  });

  test('with an open ring', async () => {
    await edit('counties', ({ features }) => {
      const { coordinates } = (features[0] as Feature<Polygon>).geometry;
      coordinates[0]?.pop();
    });
    await expectRefusal('open-ring', '历下区');
  });

  test('in metres', async () => {
    await moveAll(([x, y]) => [...fromWgs84(wgs84(x, y), 'cgcs2000-gk3-cm120')]);
    await expectRefusal('bad-position', 'projected');
  });

  test('with latitude first', async () => {
    await moveAll(([x, y]) => [y, x]);
    await expectRefusal('bad-position', 'longitude');
  });

  test('in GCJ-02, with the shift told', async () => {
    await moveAll(([x, y]) => [...fromWgs84(wgs84(x, y), 'gcj02')]);
    const error = await expectRefusal('shifted', 'GCJ-02');
    expect(Number(/(\d+) m east/.exec(error.en)?.[1])).toBeGreaterThan(400);
    expect(error.zh).toContain('火星坐标');
  });

  test('that lies elsewhere', async () => {
    await moveAll(([x, y]) => [x + 0.5, y]);
    await expectRefusal('outside-profile', '115.30432');
  });
});

test('a set of other detail is accepted', async () => {
  await moveAll(([x, y]) => [round(x, 3), round(y, 3)]);
  expect((await loadBoundaries(shandong, dir)).counties).toHaveLength(136);
});

describe('profiles', () => {
  test('an office puts its own beside its boundaries', async () => {
    const own = { ...shandong, attributionLine: '审图号:鲁S(0000)000号' };
    await writeFile(join(dir, 'shandong.json'), JSON.stringify(own));
    expect((await loadProfile('shandong', { geodataDir, boundariesDir: dir })).attributionLine).toBe(
      own.attributionLine,
    );
    expect((await loadProfile('guangdong', { geodataDir, boundariesDir: dir })).adcode).toBe(440000);
  });

  test.each(['henan', '../catalogue', ''])('%j is unknown, and those that exist are named', async (id) => {
    await expect(loadProfile(id, { geodataDir })).rejects.toThrow(
      expect.objectContaining({ fault: 'unknown-profile', zh: expect.stringContaining('guangdong、shandong') }),
    );
  });

  test.each([
    ['{', 'JSON'],
    [JSON.stringify({ ...shandong, cities: [1] }), 'cities'],
    [JSON.stringify({ ...shandong, cities: [370100, 370100] }), 'twice'],
    [
      JSON.stringify({ ...shandong, boundaryFiles: { ...shandong.boundaryFiles, cities: '../x' } }),
      'boundaryFiles.cities',
    ],
    [JSON.stringify({ ...shandong, id: 'other' }), 'other'],
  ])('an invalid one is refused', async (text, hint) => {
    await writeFile(join(dir, 'shandong.json'), text);
    await expect(loadProfile('shandong', { geodataDir, boundariesDir: dir })).rejects.toThrow(
      expect.objectContaining({ fault: 'bad-profile', message: expect.stringContaining(hint) }),
    );
  });
});

async function readLayer(path: string): Promise<FeatureCollection<Geometry>> {
  return JSON.parse(await readFile(path, 'utf8')) as FeatureCollection<Geometry>;
}

async function edit(layer: string, change: (contents: FeatureCollection<Geometry>) => void): Promise<void> {
  // Always from the shipped file, so that edits do not add up.
  const contents = await readLayer(join(shipped, `shandong.${layer}.geojson`));
  change(contents);
  await writeFile(join(dir, `shandong.${layer}.geojson`), JSON.stringify(contents));
}

async function moveAll(move: (position: [number, number]) => number[]): Promise<void> {
  const walk = (node: unknown): unknown =>
    typeof (node as unknown[])[0] === 'number' ? move(node as [number, number]) : (node as unknown[]).map(walk);
  for (const layer of ['province', 'cities', 'counties', 'borders']) {
    await edit(layer, ({ features }) => {
      for (const { geometry } of features) {
        const holder = geometry as { coordinates: unknown };
        holder.coordinates = walk(holder.coordinates);
      }
    });
  }
}

async function expectRefusal(fault: string, words: string): Promise<BoundaryError> {
  const error: unknown = await loadBoundaries(shandong, dir).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BoundaryError);
  const refusal = error as BoundaryError;
  expect(refusal).toMatchObject({
    fault,
    en: expect.stringContaining(words),
    zh: expect.stringMatching(/[一-鿿].*请/s),
  });
  return refusal;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
