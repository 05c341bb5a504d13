// From the province down and up again.
import { describe, expect, it } from 'vitest';
import type { Region } from '../../contract/about.ts';
import { noFilters, withKeys } from './filters.ts';
import { narrowedTo, scopeOf } from './scope.ts';

const region = (code: number, parent: number): Region => ({
  code,
  parent,
  name: String(code),
  shortName: String(code),
  nameEn: String(code),
  labelPoint: [117, 36],
  bbox: [116, 36, 118, 37],
});
const jinan = region(370100, 370000);
const lixia = region(370102, 370100);
const about = { cities: [jinan, region(370200, 370000)], counties: [lixia] };

describe('scope', () => {
  it('is the province with no place chosen, or with several', () => {
    expect(scopeOf(noFilters, null, about)).toMatchObject({ city: null, county: null });
    const two = withKeys(noFilters, 'city', ['370100', '370200']);
    expect(scopeOf(two, null, about).city).toBeNull();
    expect(scopeOf(withKeys(noFilters, 'city', ['null']), null, about).city).toBeNull();
  });

  it('goes down to a county in its city, and back to the province without touching other filters', () => {
    const steel = withKeys(noFilters, 'industry', ['steel']);
    const down = narrowedTo(steel, lixia, 'county');
    expect(scopeOf(down, { kind: 'enterprise', id: 'a', unitId: 'u' }, about)).toEqual({
      city: jinan,
      county: lixia,
      enterpriseId: 'a',
      unitId: 'u',
    });
    expect(narrowedTo(down, jinan, 'city').keys).toEqual({ industry: ['steel'], city: ['370100'] });
    expect(narrowedTo(down, null, 'city')).toEqual(steel);
  });
});
