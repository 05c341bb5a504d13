import { describe, expect, it } from 'vitest';
import { holdsWords, neighbourOf, sorted } from './monitoring-rows.ts';

describe('sorting', () => {
  const rows = [{ v: 3 }, { v: null }, { v: 10 }, { v: 3 }];
  const valueIn = ({ v }: { v: number | null }) => v;

  it('puts what is not known last either way, and leaves rows alike in their order', () => {
    const up = sorted(rows, { column: 'v', order: 'ascend' }, valueIn);
    expect(up).toEqual([rows[0], rows[3], rows[2], rows[1]]);
    expect(up[0]).toBe(rows[0]);
    expect(sorted(rows, { column: 'v', order: 'descend' }, valueIn).map(valueIn)).toEqual([10, 3, 3, null]);
    expect(sorted(rows, null, valueIn)).toBe(rows);
  });

  it('orders Chinese names by pinyin and numbers in names by size', () => {
    const names = ['烧结机', '焦化10号', '焦化9号', '电厂'].map((name) => ({ name }));
    const order = sorted(names, { column: 'name', order: 'ascend' }, ({ name }) => name);
    expect(order.map(({ name }) => name)).toEqual(['电厂', '焦化9号', '焦化10号', '烧结机']);
  });
});

it('a text is found by all its words, wherever they stand', () => {
  expect(holdsWords(['DZ-01', '二号炉', null], ' 二号 dz ')).toBe(true);
  expect(holdsWords(['DZ-01', '二号炉'], '二号 mqtt')).toBe(false);
  expect(holdsWords([], '')).toBe(true);
});

it('walking begins at an end and stops at the other', () => {
  expect(neighbourOf(['a', 'b', 'c'], null, 1)).toBe('a');
  expect(neighbourOf(['a', 'b', 'c'], null, -1)).toBe('c');
  expect(neighbourOf(['a', 'b', 'c'], 'c', 1)).toBe('c');
  expect(neighbourOf(['a', 'b', 'c'], 'b', -1)).toBe('a');
  expect(neighbourOf(['a', 'b'], 'gone', 1)).toBe('a');
  expect(neighbourOf([], null, 1)).toBeNull();
});
