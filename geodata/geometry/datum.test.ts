// What an importer relies on: known positions come out where they should, and every datum can be undone.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Datum } from './datum.ts';
import { datumRefusal, fromWgs84, parseDatum, toWgs84 } from './datum.ts';
import { bd09, gcj02, PositionError, wgs84 } from './positions.ts';

const jinan = wgs84(117.12, 36.651);
const rizhao = wgs84(119.388047, 35.186041);
const guangzhou = wgs84(113.264, 23.129);

// In China away from the rim of the rectangle where GCJ-02 applies.
const inChina = fc
  .tuple(fc.double({ min: 74, max: 135, noNaN: true }), fc.double({ min: 4, max: 53, noNaN: true }))
  .map(([longitude, latitude]) => wgs84(longitude, latitude));

describe('positions', () => {
  test('refuse what cannot exist, in both languages', () => {
    for (const make of [wgs84, gcj02, bd09]) {
      for (const [x, y] of [
        [Number.NaN, 30],
        [117, Number.NaN],
        [Infinity, 0],
        [180.1, 0],
        [36.6, 117.1],
      ] as const) {
        expect(() => make(x, y)).toThrow(PositionError);
      }
    }
    expect(() => wgs84(36.6, 117.1)).toThrow(
      expect.objectContaining({ zh: expect.stringContaining('117.1'), en: expect.stringContaining('117.1') }),
    );
    expect(wgs84(-180, 90)).toEqual([-180, 90]);
  });
});

describe('names of datums', () => {
  test.each<[string, Datum]>([
    ['WGS84', 'wgs84'],
    [' wgs-84 ', 'wgs84'],
    ['EPSG:4326', 'wgs84'],
    ['CGCS 2000', 'cgcs2000'],
    ['epsg:4490', 'cgcs2000'],
    ['GCJ-02', 'gcj02'],
    ['BD-09', 'bd09'],
    ['epsg:4513', 'cgcs2000-gk3-25'],
    ['epsg:4527', 'cgcs2000-gk3-39'],
    ['EPSG4528', 'cgcs2000-gk3-40'],
    ['epsg:4533', 'cgcs2000-gk3-45'],
    ['epsg:4534', 'cgcs2000-gk3-cm75'],
    ['epsg:4548', 'cgcs2000-gk3-cm117'],
    ['epsg:4554', 'cgcs2000-gk3-cm135'],
    ['epsg:4491', 'cgcs2000-gk6-13'],
    ['epsg:4501', 'cgcs2000-gk6-23'],
    ['epsg:4502', 'cgcs2000-gk6-cm75'],
    ['epsg:4509', 'cgcs2000-gk6-cm117'],
    ['epsg:4512', 'cgcs2000-gk6-cm135'],
    ['CGCS2000-GK3-39', 'cgcs2000-gk3-39'],
    ['cgcs2000-gk6-20', 'cgcs2000-gk6-20'],
    ['cgcs2000-gk3-cm117', 'cgcs2000-gk3-cm117'],
  ])('%s is %s', (text, datum) => {
    expect(parseDatum(text)).toBe(datum);
    expect(parseDatum(datum)).toBe(datum);
  });

  test.each([
    '',
    'wgs',
    'epsg:3857',
    'epsg:4490x',
    'epsg:4555',
    'cgcs2000-gk3',
    'cgcs2000-gk3-24',
    'cgcs2000-gk3-46',
    'cgcs2000-gk3-cm118',
    'cgcs2000-gk6-12',
    'cgcs2000-gk6-cm114',
    'constructor',
  ])('%j is no datum', (text) => {
    expect(parseDatum(text)).toBeNull();
    expect(datumRefusal(text)).toMatchObject({
      zh: expect.stringContaining('无法识别'),
      en: expect.stringContaining('not known'),
    });
  });

  test.each([
    'xian80',
    "Xi'an 1980",
    '西安80',
    'xian80-gk3-39',
    'beijing54-gk6-20',
    '北京 54',
    'epsg:4610',
    'EPSG:2380',
    'epsg:2423',
    'epsg:21420',
  ])('%s is known and not offered, and the reason is given', (text) => {
    expect(parseDatum(text)).toBeNull();
    expect(datumRefusal(text)).toMatchObject({
      zh: expect.stringContaining('换算参数'),
      en: expect.stringContaining('shift to CGCS2000'),
    });
  });
});

describe('known positions', () => {
  // Eastings and northings computed with PROJ 9.5.1 from the EPSG definitions, in metres.
  test.each([
    ['epsg:4527', jinan, 39510730.0221, 4057787.6251],
    ['epsg:4548', jinan, 510730.0221, 4057787.6251],
    ['epsg:4528', rizhao, 40444262.3069, 3895404.2372],
    ['epsg:4549', rizhao, 444262.3069, 3895404.2372],
    ['epsg:4498', rizhao, 20717527.2096, 3897845.7799],
    ['epsg:4509', rizhao, 717527.2096, 3897845.7799],
    ['epsg:4526', guangzhou, 38424613.8648, 2559013.8708],
    ['epsg:4547', guangzhou, 424613.8648, 2559013.8708],
  ] as const)('%s of %j to the millimetre', (code, position, easting, northing) => {
    const datum = parseDatum(code) as Datum;
    const [x, y] = fromWgs84(position, datum);
    expect(x).toBeCloseTo(easting, 3);
    expect(y).toBeCloseTo(northing, 3);
    expectSamePlace(toWgs84(easting, northing, datum), position, 1e-8);
  });

  // Computed with a separate program written from the published formulas; 1e-6 degrees is 0.1 m.
  test.each([
    [jinan, [117.1261279, 36.6514298], [117.1325318, 36.6577658]],
    [rizhao, [119.3938187, 35.1857913], [119.4002373, 35.1921364]],
    [guangzhou, [113.2693293, 23.1263231], [113.2757513, 23.1326073]],
  ] as const)('GCJ-02 and BD-09 of %j', (position, gcj, bd) => {
    expectSamePlace(fromWgs84(position, 'gcj02'), gcj, 1e-6);
    expectSamePlace(fromWgs84(position, 'bd09'), bd, 1e-6);
    expectSamePlace(toWgs84(gcj[0], gcj[1], 'gcj02'), position, 1e-6);
    expectSamePlace(toWgs84(bd[0], bd[1], 'bd09'), position, 1e-6);
  });

  test('CGCS2000 is taken as WGS84', () => {
    expect(toWgs84(117.12, 36.651, 'cgcs2000')).toEqual(toWgs84(117.12, 36.651, 'wgs84'));
  });
});

describe('round trips', () => {
  test.each<Datum>(['wgs84', 'cgcs2000', 'gcj02', 'bd09'])('%s, to a millimetre anywhere in China', (datum) => {
    fc.assert(
      fc.property(inChina, (position) => {
        const [x, y] = fromWgs84(position, datum);
        expectSamePlace(toWgs84(x, y, datum), position, 1e-8);
      }),
    );
  });

  test('every Gauss-Krüger strip, up to 2.5° from its meridian', () => {
    const codes = fc.integer({ min: 4491, max: 4554 });
    const across = fc.double({ min: -2.5, max: 2.5, noNaN: true });
    const latitudes = fc.double({ min: 3, max: 54, noNaN: true });
    fc.assert(
      fc.property(codes, across, latitudes, (code, offset, latitude) => {
        const datum = parseDatum(`epsg:${code}`) as Datum;
        const onMeridian = toWgs84(fromZone(datum) * 1_000_000 + 500_000, 4_000_000, datum);
        const position = wgs84(onMeridian[0] + offset, latitude);
        expectSamePlace(toWgs84(...fromWgs84(position, datum), datum), position, 1e-8);
      }),
    );
  });

  test('ends everywhere on Earth, even where GCJ-02 begins to apply', () => {
    const anywhere = fc.tuple(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: -89, max: 89, noNaN: true }),
    );
    fc.assert(
      fc.property(anywhere, ([x, y]) => {
        for (const datum of ['gcj02', 'bd09'] as const) expectSamePlace(toWgs84(x, y, datum), [x, y], 0.05);
      }),
    );
    // Just inside the western rim, where undoing the offset leads out of the rectangle and back.
    expectSamePlace(toWgs84(72.005, 35, 'gcj02'), [72.005, 35], 0.05);
  });
});

describe('numbers that do not fit the strip', () => {
  test.each([
    ['without the zone', 510730, 4057787, 'cgcs2000-gk3-39', 'begin with the zone number 39'],
    ['of another zone', 40510730, 4057787, 'cgcs2000-gk3-39', 'begin with the zone number 39'],
    ['with a zone where none belongs', 39510730, 4057787, 'cgcs2000-gk3-cm117', 'carry no zone number'],
    ['exchanged, with zone', 4057787, 39510730, 'cgcs2000-gk3-39', 'look exchanged'],
    ['exchanged, without zone', 4057787, 510730, 'cgcs2000-gk3-cm117', 'look exchanged'],
    ['in degrees', 117.12, 36.651, 'cgcs2000-gk3-39', 'begin with the zone number 39'],
    ['not a number', Number.NaN, 4057787, 'cgcs2000-gk3-39', 'do not fit'],
  ] as const)('%s', (_, x, y, datum, en) => {
    expect(() => toWgs84(x, y, datum)).toThrow(PositionError);
    expect(() => toWgs84(x, y, datum)).toThrow(en);
  });

  test('a position far from the meridian is not written in that strip', () => {
    expect(() => fromWgs84(wgs84(90, 36), 'cgcs2000-gk3-39')).toThrow(/too far from the central meridian 117/);
  });
});

function fromZone(datum: Datum): number {
  return Number(/-(\d+)$/.exec(datum)?.[1] ?? 0);
}

function expectSamePlace(found: readonly number[], expected: readonly number[], degrees: number): void {
  expect(Math.abs((found[0] as number) - (expected[0] as number))).toBeLessThan(degrees);
  expect(Math.abs((found[1] as number) - (expected[1] as number))).toBeLessThan(degrees);
}
