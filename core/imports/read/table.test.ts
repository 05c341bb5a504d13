// Where a table starts, what its columns are called and which rows it has.
import { describe, expect, test } from 'vitest';
import { columnLetters } from '../../column-letters.ts';
import { collect, refusalOf } from './read-fixture.ts';
import { openTable } from './table.ts';

async function* given(rows: readonly (readonly string[])[]) {
  yield rows.map((cells, index) => ({ rowNumber: index + 1, cells }));
}

async function open(rows: readonly (readonly string[])[], fewestColumns: 1 | 2 = 2) {
  const table = await openTable('表', fewestColumns, () => given(rows));
  if (typeof table === 'string') return table;
  const batches = await collect(table.rows());
  return { headerRow: table.headerRow, columns: table.columns, rows: batches.flat(), batches };
}

describe('the header', () => {
  test('is the first row of a plain table', async () => {
    expect(
      await open([
        ['名称', ' 产能 '],
        ['甲', '1'],
      ]),
    ).toMatchObject({ headerRow: 1, columns: ['名称', '产能'] });
  });

  test('stands below a title and a line of remarks', async () => {
    const table = await open([
      ['2024年两高项目台账', '', '', '', '', ''],
      [],
      ['填报单位：某局', '', '', '', '单位：万吨', ''],
      ['序号', '名称', '行业', '产能', '地址', '备注'],
      ['1', '甲', '钢铁', '350', '某路', ''],
    ]);
    expect(table).toMatchObject({
      headerRow: 4,
      rows: [{ rowNumber: 5, cells: ['1', '甲', '钢铁', '350', '某路', ''] }],
    });
  });

  test('names blank columns between others by their letters, and ends with the last filled one', async () => {
    expect(
      await open([
        ['a', '', 'c', ' ', ''],
        ['1', '2', '3'],
      ]),
    ).toMatchObject({ columns: ['a', '(B)', 'c'] });
  });

  test('that names two columns alike is refused', async () => {
    expect(
      await refusalOf(
        open([
          ['名称', '产能', '地址', '名称 '],
          ['甲', '1', 'x', '乙'],
        ]),
      ),
    ).toEqual({
      code: 'duplicate-header',
      header: '名称',
      first: 'A',
      second: 'D',
      sheet: '表',
    });
  });

  test('may have one column only where that is allowed', async () => {
    expect(await open([['名称'], ['甲']], 1)).toMatchObject({ columns: ['名称'], rows: [{ cells: ['甲'] }] });
    expect(await open([['说明'], ['第一条']], 2)).toBe('no-header');
  });

  test('is missing from blank tables', async () => {
    expect(await open([])).toBe('blank');
    expect(await open([['', ' '], []], 1)).toBe('blank');
  });
});

describe('rows', () => {
  test('keep their numbers, are filled up to the header, and wholly blank ones are left out', async () => {
    const table = await open([['a', 'b', 'c'], ['1'], ['', ' ', ''], ['2', '', '3', '']]);
    expect(table).toMatchObject({
      rows: [
        { rowNumber: 2, cells: ['1', '', ''] },
        { rowNumber: 4, cells: ['2', '', '3'] },
      ],
    });
  });

  test('keep filled cells beyond the header, marked as such', async () => {
    const table = await open([
      ['a', 'b'],
      ['1', '2', '', 'x', ' '],
    ]);
    expect(table).toMatchObject({ rows: [{ cells: ['1', '2', '', 'x'], errors: { 3: 'extra' } }] });
  });

  test('come a thousand at most at a time', async () => {
    const table = await open([['a', 'b'], ...Array.from({ length: 2500 }, (_, index) => [String(index), 'x'])]);
    expect(table).toMatchObject({ batches: { length: 3 } });
    if (typeof table === 'string') return;
    expect(table.batches.map((batch) => batch.length)).toEqual([1000, 1000, 500]);
    expect(table.rows.map((row) => row.rowNumber)).toEqual(Array.from({ length: 2500 }, (_, index) => index + 2));
  });
});

test('column letters', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
});
