import { describe, expect, it } from 'vitest';
import { type Filters, noFilters } from '../../state/filters.ts';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import { areaFigureLayer } from './area-figure-layer.ts';
import { answered, type Sample, sampleInput } from './layer-fixture.ts';

const sample = (id: string, countyCode: number | null, capacity: number | null): Sample => ({
  enterprise: sampleEnterprise({
    id,
    countyCode,
    cityCode: countyCode === null ? null : Math.floor(countyCode / 10),
    place: countyCode === null ? 'offshore' : 'inside',
  }),
  units: [{ product: 'steel', capacity, unit: 'kt/a', status: 'operating' }],
});
/** City 1: 30 and 0, city 2: unknown, city 3: nothing; one at sea. */
const samples = [sample('a', 11, 30), sample('b', 12, 0), sample('c', 21, null), sample('d', null, 5)];
const capacity = { figure: 'capacity', level: 'county' };
const over = (filters: Partial<Filters>, chosen: Record<string, string> = capacity) =>
  answered(areaFigureLayer, samples, sampleInput(samples, { filters: { ...noFilters, ...filters } }), chosen);
const codes = (filters: Partial<Filters>, chosen?: Record<string, string>) =>
  areaFigureLayer.table(over(filters, chosen)).rows.map(({ key }) => key);

describe('figure by area', () => {
  it('tells 0, unknown and no record apart, on the map, in the legend and in the table', () => {
    const input = over({});
    const areas = areaFigureLayer.draw(input).areas;
    expect(areas?.colors.has(12)).toBe(true);
    expect([...(areas?.hatched ?? [])]).toEqual([21]);
    expect(areas?.colors.has(31)).toBe(false);
    const remarks = areaFigureLayer.table(input).rows.map(({ key, cells }) => [key, cells['value'], cells['state']]);
    expect(remarks).toEqual([
      ['11', 30, null],
      ['12', 0, null],
      ['21', null, '未知'],
      ['31', null, '无记录'],
      ['null', 5, null],
    ]);
    const { entries, note, unit } = areaFigureLayer.legend(input);
    expect(entries.map(({ label }) => label)).toEqual(['0', '30', '未知', '无记录']);
    expect(unit).toBe('kt/a');
    expect(note).toContain('5 kt/a 未定到地区');
  });

  it('leaves out what is stated in another unit of measure, and says so', () => {
    const daily: Sample = {
      ...sample('e', 31, 9),
      units: [{ product: 'steel', capacity: 9, unit: 't/d', status: 'operating' }],
    };
    const input = answered(areaFigureLayer, [...samples, daily], sampleInput([...samples, daily]), capacity);
    expect(areaFigureLayer.draw(input).areas?.hatched.has(31)).toBe(true);
    const row = areaFigureLayer.table(input).rows.find(({ key }) => key === '31');
    expect(row?.cells).toMatchObject({ value: null, state: '以其他单位填报', inputs: 1 });
    expect(areaFigureLayer.legend(input).entries.find(({ hatched }) => hatched)?.label).toBe('未知、以其他单位填报');
    expect(areaFigureLayer.legend(input).note).toContain('1 条以其他单位填报');
  });

  it('adds nothing to areas that is in none of them', () => {
    const input = over({}, { figure: 'enterprise-count', level: 'city' });
    const { rows } = areaFigureLayer.table(input);
    expect(rows.map(({ key, cells }) => [key, cells['value']])).toEqual([
      ['1', 2],
      ['2', 1],
      ['3', null],
      ['null', 1],
    ]);
  });

  it('keeps the other cities beside the one that is filtered, and the counties of that city alone', () => {
    expect(codes({ keys: { city: ['1'] } }, { ...capacity, level: 'city' })).toEqual(['1', '2', '3', 'null']);
    expect(codes({ keys: { city: ['1'] } })).toEqual(['11', '12']);
    expect(codes({ keys: { city: ['1'], county: ['11'] } })).toEqual(['11', '12']);
    expect(codes({ keys: { county: ['11'] } }, { ...capacity, level: 'city' })).toEqual(['1']);
  });

  it('speaks of no area that a text or lasso has cut away', () => {
    expect(codes({ keys: { city: ['1'] }, text: 'a' }, { ...capacity, level: 'city' })).toEqual(['1']);
  });

  it('offers a product where the figure has several units, and statuses where it knows them', () => {
    expect(Object.keys(over({}).options)).toEqual(['level', 'figure', 'product', 'statuses']);
    expect(Object.keys(over({}, { figure: 'unit-count' }).options)).toEqual(['level', 'figure', 'statuses']);
    // Output has no products in this ledger: it is not offered.
    expect(over({}, { figure: 'annual-output' }).options['figure']).toBe('enterprise-count');
  });
});
