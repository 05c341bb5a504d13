import { describe, expect, it } from 'vitest';
import type { FigureResult, FigureRow } from '../../../contract/figures.ts';
import { capacityText, rowsByKey } from './capacity-text.ts';

const row = (city: number | null, product: string, value: number | null, unit: string): FigureRow => ({
  keys: { city, product },
  labels: { product: { zh: `${product}中`, en: product } },
  value,
  unit,
  inputs: 1,
  missing: value === null ? 1 : 0,
});

describe('capacity as text', () => {
  it('names product and unit, and never writes unknown as a number', () => {
    expect(capacityText(row(1, 'steel', 3400, 'kt/a'), 'en', 'unknown')).toBe('steel 3,400 kt/a');
    expect(capacityText(row(1, 'steel', null, 'kt/a'), 'zh', '未知')).toBe('steel中 未知');
    expect(capacityText(row(1, 'steel', 0, 'kt/a'), 'en', 'unknown')).toBe('steel 0 kt/a');
  });

  it('keeps the products of a place apart and what has no place under null', () => {
    const rows = [row(370100, 'steel', 1, 'kt/a'), row(370100, 'power', 2, 'MW'), row(null, 'power', 3, 'MW')];
    const groups = rowsByKey({ rows } as unknown as FigureResult, 'city');
    expect(groups.get('370100')).toEqual([rows[0], rows[1]]);
    expect(groups.get('null')).toEqual([rows[2]]);
    expect(rowsByKey(null, 'city').size).toBe(0);
  });
});
