import { describe, expect, it } from 'vitest';
import type { FigureResult, FigureRow } from '../../../contract/figures.ts';
import { breakdownRows, capacityColumns, columnKey } from './breakdown-rows.ts';

const row = (keys: FigureRow['keys'], value: number | null, unit = '1'): FigureRow => ({
  keys,
  labels: { city: { zh: '某市', en: 'Some city' } },
  value,
  unit,
  inputs: 2,
  missing: value === null ? 2 : 0,
});
const result = (rows: FigureRow[], totals: FigureResult['totals'] = []) =>
  ({ rows, totals }) as unknown as FigureResult;
const total = (product: string, unit: string) => ({ product, unit, value: 1, inputs: 1, missing: 0 });

describe('a breakdown', () => {
  const figures = {
    enterprises: result([row({ city: 370100 }, 3), row({ city: null }, 1)]),
    units: result([row({ city: 370100 }, 5)]),
    capacity: result(
      [
        row({ city: 370100, product: 'cement' }, 2.5, 'Mt/a'),
        row({ city: 370100, product: 'cement' }, 4000, 't/d'),
        row({ city: 370100, product: 'power' }, null, 'MW'),
      ],
      [total('cement', 'Mt/a'), total('cement', 't/d'), total('power', 'MW')],
    ),
  };

  it('has a row for each key, with what is not stated under null and no unit counted twice', () => {
    const rows = breakdownRows('city', figures);
    expect(rows.map(({ key, enterprises, units }) => [key, enterprises, units])).toEqual([
      ['370100', 3, 5],
      ['null', 1, 0],
    ]);
  });

  it('keeps units of measure of the same product in columns of their own, and unknown unknown', () => {
    expect(capacityColumns(figures.capacity).map(({ key }) => key)).toEqual(['cement Mt/a', 'cement t/d', 'power MW']);
    const [first] = breakdownRows('city', figures);
    expect(first?.capacities.get(columnKey('cement', 't/d'))?.value).toBe(4000);
    expect(first?.capacities.get(columnKey('power', 'MW'))?.value).toBeNull();
    expect(first?.capacities.get(columnKey('steel', 'kt/a'))).toBeUndefined();
  });
});
