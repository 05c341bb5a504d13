// Series of capacity by year, from rows as the core answers them.
import { describe, expect, it } from 'vitest';
import type { FigureResult, FigureRow } from '../../../contract/figures.ts';
import { capacityYears } from './capacity-years.ts';

const row = (product: string, year: number | null, value: number | null, unit = 'MW'): FigureRow => ({
  keys: { product, year },
  labels: {},
  value,
  unit,
  inputs: 1,
  missing: value === null ? 1 : 0,
});
const seriesOf = (...rows: FigureRow[]) => capacityYears({ rows } as unknown as FigureResult);

describe('capacityYears', () => {
  it('keeps products apart, puts years in order and finds those in which something changed', () => {
    const [coal, steel] = seriesOf(
      row('coal', 2004, 600),
      row('coal', 2003, 300),
      row('steel', 2004, 1000, 'kt/a'),
      row('coal', 2005, 600),
      row('coal', null, 50),
    );
    expect(coal?.years.map(({ value }) => value)).toEqual([300, 600, 600]);
    expect(coal?.steps.map(({ keys }) => keys.year)).toEqual([2003, 2004]);
    expect(coal?.undated?.value).toBe(50);
    expect(steel).toMatchObject({ product: 'steel', unit: 'kt/a', undated: null });
  });

  it('says nothing stood in years between without a row', () => {
    const [series] = seriesOf(row('coal', 2003, 300), row('coal', 2006, 100));
    expect(series?.years.map(({ keys, value }) => [keys.year, value])).toEqual([
      [2003, 300],
      [2004, 0],
      [2005, 0],
      [2006, 100],
    ]);
  });

  it('an unknown capacity is a step of its own and never zero', () => {
    const [series] = seriesOf(row('coal', 2003, null), row('coal', 2004, 0));
    expect(series?.steps.map(({ value }) => value)).toEqual([null, 0]);
  });
});
