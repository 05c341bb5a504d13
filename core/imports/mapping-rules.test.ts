// How a mapping reads the cells of a row, and what is proposed where there is none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldSource, SheetMapping } from '../../contract/imports.ts';
import { guessFields } from './guess-rules.ts';
import { compileSheet, missingColumns } from './mapping-rules.ts';
import { bundledPresets } from './presets/bundled.ts';

const columns = ['企业', 'Plant', '产能 (MW)', '甲', '乙', '状态'];

/** The text that a source gives for a row of the columns above. */
function textOf(source: FieldSource, cells: readonly string[], field: 'owner' | 'unitKey' = 'owner'): string | null {
  const { readers } = compileSheet({ fields: { [field]: source } }, columns);
  return readers[field]?.(cells).text ?? null;
}

describe('a source', () => {
  const row = ['甲厂', '', ' 300 ', 'a', 'b', '运行'];

  it.each<[string, FieldSource, string | null]>([
    ['of a column is its trimmed text', '产能 (MW)', '300'],
    ['finds its column in full width and any case', '产能　（mw）', '300'],
    ['of several columns is the first that is filled', { columns: ['Plant', '企业'] }, '甲厂'],
    ['of joined columns leaves blanks out', { join: ['企业', 'Plant', '甲'] }, '甲厂/a'],
    ['may be a constant', { constant: 'MW' }, 'MW'],
    ['may have a constant for blank', { column: 'Plant', constant: '不明' }, '不明'],
    ['of no column at all is not read', '没有', null],
    ['translates', { column: '状态', values: { 运行: 'operating' } }, 'operating'],
    ['translates nothing else', { column: '状态', values: { 停运: 'retired' } }, '运行'],
    ['translates any other text', { column: '状态', values: { '*': 'other' } }, 'other'],
    ['translates to nothing', { column: '状态', values: { 运行: null } }, ''],
    ['translates blank', { column: 'Plant', values: { '': 'none' } }, 'none'],
  ])('%s', (_name, source, text) => {
    expect(textOf(source, row)).toBe(text);
  });

  it('that tells records apart is worth nothing when a part is blank', () => {
    expect(textOf({ join: ['企业', '甲'] }, row, 'unitKey')).toBe('甲厂/a');
    expect(textOf({ join: ['企业', 'Plant'] }, row, 'unitKey')).toBe('');
    expect(textOf({ join: ['企业', '没有'] }, row, 'unitKey')).toBeNull();
  });
});

describe('a sheet mapping', () => {
  it('applies where all its headers are, in any order, case and width', () => {
    const mapping: SheetMapping = { fields: { enterpriseName: 'Plant', capacity: { columns: ['产能 (MW)', '企业'] } } };
    expect(missingColumns(mapping, columns.toReversed())).toEqual([]);
    expect(missingColumns(mapping, ['plant', '产能（ＭＷ）', '企业'])).toEqual(['产能 (MW)']);
    expect(missingColumns({ ...mapping, match: ['Plant'] }, ['PLANT'])).toEqual([]);
  });

  it('of each bundled preset has a name and a title of its own', () => {
    expect(new Set(bundledPresets.map((preset) => preset.name)).size).toBe(bundledPresets.length);
    for (const preset of bundledPresets) expect(preset.title).toBeTruthy();
  });
});

describe('a guess', () => {
  it('takes the usual Chinese headers for what they are', () => {
    expect(
      guessFields([
        '序号',
        '企业名称',
        '统一社会信用代码',
        '所在市',
        '县（市、区）',
        '经度',
        '纬度',
        '产品名称',
        '设计产能',
        '产能单位',
        '运行状态',
        '投产时间',
      ]),
    ).toMatchObject({
      ...{ enterpriseName: '企业名称', creditCode: '统一社会信用代码', city: '所在市', county: '县（市、区）' },
      ...{ longitude: '经度', latitude: '纬度', product: '产品名称', capacity: '设计产能', capacityUnit: '产能单位' },
      ...{ status: '运行状态', commissioned: '投产时间' },
    });
  });

  it('takes no part of a word for the word, and both coordinates in one column for what they are', () => {
    expect(guessFields(['name', 'capacity_mw', 'year_of_capacity_data', 'geolocation_source'])).toEqual({
      enterpriseName: 'name',
      capacity: 'capacity_mw',
    });
    expect(guessFields(['电厂名称', '经纬度'])).toEqual({ enterpriseName: '电厂名称', coordinates: '经纬度' });
  });

  it('proposes no column for two fields, and none that is not there', () => {
    const header = fc.constantFrom(
      ...'企业名称 产能 容量(MW) 状态 经度 纬度 地址 市 县 name id lat lon status capacity unit owner year 单位 编号'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(header), (headers) => {
        const proposed = Object.values(guessFields(headers)).map(String);
        expect(new Set(proposed).size).toBe(proposed.length);
        for (const column of proposed) expect(headers).toContain(column);
      }),
    );
  });
});
