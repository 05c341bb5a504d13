import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutEnterprises,
  figureNarrowing,
  isFiltered,
  narrowingOf,
  noFilters,
  toggleOnly,
  toggleShown,
  withKeys,
  withRange,
} from './filters.ts';
import { sampleEnterprise } from './sample-enterprise.ts';

const places = new Map([
  [370100, '济南市 Jinan'],
  [370200, '青岛市 Qingdao'],
]);
const enterprises = [
  sampleEnterprise({ id: 'gem:1', name: '济南钢铁', nameEn: 'Jinan Steel', owner: '山钢' }),
  sampleEnterprise({
    id: 'gem:2',
    name: '青岛电厂',
    nameEn: 'Qingdao Power',
    cityCode: 370200,
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

  it('keeps what the core matched', () => {
    expect(idsOf(cutEnterprises(enterprises, noFilters, new Set(['gem:3']), places))).toEqual(['gem:3']);
  });

  it('keeps what stands inside the lasso, and nothing without a position', () => {
    const east = sampleEnterprise({ id: 'east', position: [121, 37] });
    const nowhere = sampleEnterprise({ id: 'nowhere', position: null, place: 'unplaced' });
    const all = [...enterprises, east, nowhere];
    const lasso = [
      [120, 36],
      [122, 36],
      [121, 39],
    ] as const;
    const matching = new Set(idsOf(all));
    expect(idsOf(cutEnterprises(all, { ...noFilters, lasso }, matching, places))).toEqual(['east']);
    expect(isFiltered({ ...noFilters, lasso })).toBe(true);
  });
});

describe('what figures are asked', () => {
  const byKeys = withKeys(withKeys(noFilters, 'city', ['370100']), 'industry', ['steel', 'null']);
  const filters = withRange(byKeys, 'capacity', [300, null]);

  it('names dimensions and ranges, and leaves one open where its own counts are wanted', () => {
    const where = { city: ['370100'], industry: ['steel', 'null'] };
    expect(narrowingOf(filters)).toEqual({ where, between: { capacity: [300, null] } });
    expect(narrowingOf(filters, 'industry').where).toEqual({ city: ['370100'] });
    expect(narrowingOf(filters, 'capacity')).toEqual({ where, between: {} });
    expect(withRange(filters, 'capacity', null)).toEqual(byKeys);
    // Megawatts of one product are no range of another's tonnes.
    expect(withKeys(filters, 'product', ['coke']).between).toEqual({});
    expect(withKeys(filters, 'city', []).between).toEqual(filters.between);
  });

  it('lists the enterprises themselves where words or a lasso narrowed the list, even when none is left', () => {
    const lasso = [] as const;
    for (const drawn of [
      { ...filters, text: 'x' },
      { ...filters, lasso },
    ]) {
      expect(figureNarrowing(drawn, []).where).toEqual({ ...narrowingOf(filters).where, enterprise: [] });
    }
    expect(figureNarrowing(filters, enterprises).where).not.toHaveProperty('enterprise');
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
