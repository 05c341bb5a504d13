import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutEnterprises,
  figureWhere,
  isFiltered,
  noFilters,
  toggleOnly,
  toggleShown,
  whereOf,
  withKeys,
} from './filters.ts';
import { sampleEnterprise } from './sample-enterprise.ts';

const places = new Map([
  [370100, '济南市 Jinan'],
  [370200, '青岛市 Qingdao'],
]);
const enterprises = [
  sampleEnterprise({ id: 'gem:1', name: '济南钢铁', nameEn: 'Jinan Steel', owner: '山钢', flags: ['nearBoundary'] }),
  sampleEnterprise({
    id: 'gem:2',
    name: '青岛电厂',
    nameEn: 'Qingdao Power',
    cityCode: 370200,
    flags: ['blankCapacity'],
  }),
  sampleEnterprise({ id: 'gem:3', name: '无名水泥', cityCode: null, countyCode: null }),
];
const everyone = new Set(enterprises.map(({ id }) => id));
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('cutting the list', () => {
  it('finds by Chinese or English name, owner, id and place, all words together', () => {
    const find = (text: string) => idsOf(cutEnterprises(enterprises, { ...noFilters, text }, everyone, places));
    expect(find('钢铁')).toEqual(['gem:1']);
    expect(find('QINGDAO power')).toEqual(['gem:2']);
    expect(find('山钢')).toEqual(['gem:1']);
    expect(find('gem:3')).toEqual(['gem:3']);
    expect(find('qingdao steel')).toEqual([]);
  });

  it('keeps what the core matched and any of the flags asked for', () => {
    expect(idsOf(cutEnterprises(enterprises, noFilters, new Set(['gem:3']), places))).toEqual(['gem:3']);
    const flags = { ...noFilters, flags: ['nearBoundary', 'blankCapacity'] as const };
    expect(idsOf(cutEnterprises(enterprises, flags, everyone, places))).toEqual(['gem:1', 'gem:2']);
  });
});

describe('what figures are asked', () => {
  const filters = withKeys(withKeys(noFilters, 'city', ['370100']), 'industry', ['steel', 'null']);

  it('names the dimensions, and leaves one open where its own counts are wanted', () => {
    expect(whereOf(filters)).toEqual({ city: ['370100'], industry: ['steel', 'null'] });
    expect(whereOf(filters, 'industry')).toEqual({ city: ['370100'] });
  });

  it('lists the enterprises themselves where the reader searched by words, even when none is left', () => {
    expect(figureWhere({ ...filters, text: 'x' }, [])).toEqual({
      city: ['370100'],
      industry: ['steel', 'null'],
      enterprise: [],
    });
    expect(figureWhere(filters, enterprises)).not.toHaveProperty('enterprise');
  });
});

describe('toggling', () => {
  it('one key on and off again leaves no filter', () => {
    const on = toggleOnly(noFilters, 'city', '370100');
    expect(on.keys).toEqual({ city: ['370100'] });
    expect(toggleOnly(on, 'city', '370200').keys).toEqual({ city: ['370200'] });
    expect(isFiltered(toggleOnly(on, 'city', '370100'))).toBe(false);
  });

  it('legend entries: whatever is pressed, pressing it again undoes it, and a filter never stands for everything or nothing', () => {
    const all = ['a', 'b', 'c'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all)), (presses) => {
        const filters = presses.reduce((current, key) => toggleShown(current, 'industry', key, all), noFilters);
        const shown = filters.keys.industry;
        if (shown !== undefined) {
          expect(shown.length).toBeGreaterThan(0);
          expect(shown.length).toBeLessThan(all.length);
        }
      }),
    );
    const hidden = toggleShown(noFilters, 'industry', 'b', all);
    expect(hidden.keys.industry).toEqual(['a', 'c']);
    expect(isFiltered(toggleShown(hidden, 'industry', 'b', all))).toBe(false);
  });
});
