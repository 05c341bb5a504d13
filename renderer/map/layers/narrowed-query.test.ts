import { describe, expect, it } from 'vitest';
import type { FigureDefinition } from '../../../contract/figures.ts';
import { type Filters, noFilters } from '../../state/filters.ts';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import { type Sample, sampleDefinitions, sampleInput } from './layer-fixture.ts';
import { narrowedQuery, statusesOption, statusesWhere } from './narrowed-query.ts';

const definitionOf = (id: string) => sampleDefinitions.find((each) => each.id === id) as FigureDefinition;
const samples: readonly Sample[] = ['a', 'b'].map((id) => ({
  enterprise: sampleEnterprise({ id, cityCode: 1, countyCode: 11 }),
  units: [{ product: 'steel', capacity: 1, unit: 'kt/a', status: 'construction' }],
}));
const inputOf = (filters: Partial<Filters>) => sampleInput(samples, { filters: { ...noFilters, ...filters } });

describe('a narrowed query', () => {
  it('accepts only what both the reader and the layer accept', () => {
    const input = inputOf({ keys: { product: ['steel', 'cement'], city: ['1'] } });
    const ask = (product: string) =>
      narrowedQuery(definitionOf('capacity'), input, { by: ['city'], where: { product: [product] } }).where;
    expect(ask('steel')).toEqual({ product: ['steel'], city: ['1'] });
    expect(ask('iron')).toEqual({ product: [], city: ['1'] });
  });

  it('leaves the dimension open that the layer splits by', () => {
    const input = inputOf({ keys: { city: ['1'], industry: ['steel'] } });
    const asked = { by: ['city'] as const, where: {}, except: 'city' as const };
    expect(narrowedQuery(definitionOf('unit-count'), input, asked)).toEqual({
      id: 'unit-count',
      by: ['city'],
      where: { industry: ['steel'] },
      between: {},
    });
  });

  it('is narrowed to the enterprises shown where the figure knows no such filter', () => {
    const output = definitionOf('annual-output');
    const byStatus = inputOf({ keys: { status: ['construction'], city: ['1'] } });
    expect(narrowedQuery(output, byStatus, { by: ['city'], where: {} }).where).toEqual({
      city: ['1'],
      enterprise: ['a', 'b'],
    });
    const byRange = inputOf({ between: { capacity: [0, 10] } });
    const query = narrowedQuery(output, byRange, { by: ['city'], where: {} });
    expect(query).toMatchObject({ where: { enterprise: ['a', 'b'] }, between: {} });
    expect(narrowedQuery(definitionOf('capacity'), byRange, { by: ['city'], where: {} })).toMatchObject({
      where: {},
      between: { capacity: [0, 10] },
    });
  });

  it('counts operating units unless the reader asks for other statuses', () => {
    const free = inputOf({});
    expect(statusesOption.choices(free).map(({ id }) => id)).toEqual(['operating', 'all']);
    expect(statusesWhere({ ...free, options: { statuses: 'operating' } })).toEqual({
      status: ['operating', 'operating pre-retirement'],
    });
    expect(statusesWhere({ ...free, options: { statuses: 'all' } })).toEqual({});
    const chosen = inputOf({ keys: { status: ['construction'] } });
    expect(statusesOption.choices(chosen).map(({ id }) => id)).toEqual(['filtered']);
    expect(statusesWhere({ ...chosen, options: { statuses: 'filtered' } })).toEqual({});
  });
});
