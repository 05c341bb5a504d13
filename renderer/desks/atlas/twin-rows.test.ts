import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeRows, columnTitle, unarranged, withColumnFilter } from './twin-rows.ts';

const row = (key: string, name: string | null, amount: number | null) => ({ key, cells: { name, amount } });
const rows = [
  row('a', '济南钢铁', 300),
  row('b', '潍坊水泥', null),
  row('c', null, 20),
  row('d', '济宁煤电 A', 300),
  row('e', '安丘热电', -1.5),
];
const keys = (list: readonly { key: string }[]): string => list.map(({ key }) => key).join('');
const byText = (text: string) => withColumnFilter(unarranged, 'name', { kind: 'text', text });
const byRange = (least: number | null, greatest: number | null) =>
  withColumnFilter(unarranged, 'amount', { kind: 'range', least, greatest });

describe('the rows of a table', () => {
  it('are all there, in their order, until the reader arranges them', () => {
    expect(arrangeRows(rows, unarranged)).toBe(rows);
  });

  it('are narrowed by a text in a column, whatever its case', () => {
    expect(keys(arrangeRows(rows, byText('济')))).toBe('ad');
    expect(keys(arrangeRows(rows, byText(' a ')))).toBe('d');
    expect(keys(arrangeRows(rows, byText('no such')))).toBe('');
  });

  it('are narrowed by a range with both ends in it; the unknown is in none', () => {
    expect(keys(arrangeRows(rows, byRange(20, 300)))).toBe('acd');
    expect(keys(arrangeRows(rows, byRange(null, 20)))).toBe('ce');
    expect(keys(arrangeRows(rows, byRange(0, null)))).toBe('acd');
  });

  it('must pass the filters of all columns, and a filter that asks nothing is none', () => {
    const both = withColumnFilter(byRange(20, 300), 'name', { kind: 'text', text: '济南' });
    expect(keys(arrangeRows(rows, both))).toBe('a');
    expect(withColumnFilter(both, 'name', null).filters).toEqual(byRange(20, 300).filters);
    expect(withColumnFilter(both, 'amount', { kind: 'range', least: null, greatest: null }).filters).toEqual(
      byText('济南').filters,
    );
    expect(byText('  ').filters).toEqual({});
  });

  it('stand in order of numbers or of pinyin, the unknown last either way', () => {
    const sorted = (column: string, order: 'ascend' | 'descend') =>
      keys(arrangeRows(rows, { filters: {}, sort: { column, order } }));
    expect(sorted('amount', 'ascend')).toBe('ecadb');
    expect(sorted('amount', 'descend')).toBe('adceb');
    expect(sorted('name', 'ascend')).toBe('eadbc');
    expect(sorted('name', 'descend')).toBe('bdaec');
  });

  it('are neither lost nor doubled by sorting, and rows alike keep their order', () => {
    const cell = fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('甲', '乙')));
    fc.assert(
      fc.property(fc.array(cell), fc.constantFrom('ascend' as const, 'descend' as const), (cells, order) => {
        const list = cells.map((value, index) => ({ key: String(index), cells: { it: value } }));
        const sorted = arrangeRows(list, { filters: {}, sort: { column: 'it', order } });
        expect(sorted.toSorted((one, other) => Number(one.key) - Number(other.key))).toEqual(list);
        for (const [index, { key, cells: here }] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next?.cells.it === here.it) expect(Number(key)).toBeLessThan(Number(next?.key));
        }
      }),
    );
  });
});

it('titles columns with the unit of their numbers', () => {
  const unitOf = (unit: string) => (unit === '1' ? '' : `${unit}!`);
  const joined = (title: string, unit: string) => `${title}（${unit}）`;
  expect(columnTitle({ key: 'a', title: '产能', unit: 'MW' }, unitOf, joined)).toBe('产能（MW!）');
  expect(columnTitle({ key: 'a', title: '企业数', unit: '1' }, unitOf, joined)).toBe('企业数');
  expect(columnTitle({ key: 'a', title: '名称' }, unitOf, joined)).toBe('名称');
});
