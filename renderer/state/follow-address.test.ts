import { describe, expect, it } from 'vitest';
import { noFilters } from './filters.ts';
import { acceptedFilters } from './follow-address.ts';

const region = (code: number) => ({
  code,
  name: '',
  shortName: '',
  nameEn: '',
  parent: 0,
  labelPoint: [0, 0] as [number, number],
  bbox: [0, 0, 0, 0] as [number, number, number, number],
});
const named = (id: string) => ({ id, name: { zh: id, en: id } });
const about = {
  cities: [region(370100), region(370200)],
  counties: [region(370102)],
  industries: [named('steel')],
  statuses: [named('operating')],
};

describe('filters of a link', () => {
  it('keep what the ledger can be asked for, products of an office’s own among it', () => {
    const filters = {
      ...noFilters,
      keys: {
        city: ['370100'],
        industry: ['steel', 'null'],
        product: ['天然气'],
        place: ['offshore'],
        flag: ['nearBoundary'],
      },
    };
    expect(acceptedFilters(filters, about)).toEqual({ filters, ignored: [] });
  });

  it('lose what it can’t, and name it', () => {
    const keys = { city: ['370100', '999999'], county: ['1'], status: ['asleep'], place: ['moon'], flag: ['red'] };
    const { filters, ignored } = acceptedFilters({ ...noFilters, text: '钢', keys }, about);
    expect(filters).toEqual({ ...noFilters, text: '钢', keys: { city: ['370100'] } });
    expect(ignored).toEqual(['f.city', 'f.county', 'f.status', 'f.place', 'f.flag']);
  });
});
