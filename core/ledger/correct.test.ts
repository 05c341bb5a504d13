// What follows from a value that a person corrects.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Boundaries, loadBoundaries } from '../places/boundaries.ts';
import { loadProfile } from '../places/profiles.ts';
import { defaultGeodataDir } from '../workspace/workspace.ts';
import { correctedValues } from './correct.ts';

let boundaries: Boundaries;
beforeAll(async () => {
  const profile = await loadProfile('shandong', { geodataDir: defaultGeodataDir });
  boundaries = await loadBoundaries(profile, join(defaultGeodataDir, 'boundaries'));
});

const unit = (attribute: string, value: string | number | null, previous: Record<string, string | number | null>) =>
  correctedValues('unit', attribute, value, { flags: '', ...previous }, boundaries);

describe('a corrected position', () => {
  const jinan = { place: 'inside', cityCode: 370100 };

  it('moves the record to its county, whether both halves are given or one', () => {
    expect(unit('position', '117.12, 36.65', { longitude: null, latitude: null })).toMatchObject(jinan);
    expect(unit('latitude', '36.7', { longitude: 117, latitude: 30 })).toMatchObject({
      ...jinan,
      longitude: 117,
      latitude: 36.7,
    });
  });

  it('can be made unknown, and keeps only the doubt that is none of its place', () => {
    const before = { longitude: 117, latitude: 36.7, flags: 'approximatePosition blankCapacity nearBoundary' };
    expect(unit('longitude', null, before)).toEqual({
      ...{ longitude: null, latitude: null, place: 'unplaced', cityCode: null, countyCode: null },
      flags: 'blankCapacity',
    });
  });

  it('is refused where half of it is missing, or it cannot exist', () => {
    expect(() => unit('longitude', '117', { longitude: null, latitude: null })).toThrow(/longitude, latitude/);
    expect(() => unit('position', '36.65, 117.12', {})).toThrow(/cannot exist/);
  });
});

describe('a corrected county', () => {
  it('is taken for a record at sea alone', () => {
    expect(unit('countyCode', '371103', { place: 'offshore' })).toEqual({ cityCode: 371100, countyCode: 371103 });
    expect(unit('countyCode', null, { place: 'offshore' })).toEqual({ cityCode: null, countyCode: null });
    expect(() => unit('countyCode', '371103', { place: 'inside' })).toThrow(/at sea/);
    expect(() => unit('countyCode', '440100', { place: 'offshore' })).toThrow(/no county/);
  });
});

it('reads the words for "not known" as imports do, and codes however they are grouped', () => {
  expect(unit('capacity', '未知', {})).toEqual({ capacity: null, capacityText: null, flags: 'blankCapacity' });
  expect(unit('status', '不详', {})).toEqual({ status: null });
  expect(correctedValues('enterprise', 'creditCode', '91370000 00000000 1p', {}, boundaries)).toEqual({
    creditCode: '91370000000000001P',
  });
});
