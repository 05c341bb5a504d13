import { describe, expect, it } from 'vitest';
import { type Inspection, mappingSchema } from '../../../contract/imports.ts';
import { draftFrom, mappingFrom, withSheet, withSource, wordsOf } from './mapping-draft.ts';

const inspection = (sheets: Partial<Inspection['sheets'][number]>[]): Inspection => ({
  name: 'a.csv',
  bytes: 1,
  format: 'csv',
  encoding: 'UTF-8',
  sheets: sheets.map((sheet) => ({
    name: 'a',
    columns: ['企业', '状态', '坐标'],
    sample: [
      { row: 2, cells: ['甲', '在产', '36, 118'] },
      { row: 3, cells: ['乙', '停产', ''] },
    ],
    preset: null,
    guess: { enterpriseName: '企业', status: { column: '状态' }, coordinates: '坐标' },
    ...sheet,
  })),
});

describe('a layout being made', () => {
  const draft = { ...draftFrom([inspection([{}, {}, { columns: ['x'], preset: 'gem-coal' }])]), name: 'test-1' };

  it('begins with the guess, once for sheets of the same headers and not for known ones', () => {
    expect(draft.sheets).toHaveLength(1);
    expect(draft.sheets[0]?.sources.status).toEqual({ kind: 'column', column: '状态' });
  });

  it('makes a mapping that the contract accepts, with constants, wording and the order of coordinates', () => {
    const [sheet] = draft.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    const filled = withSheet(draft, 0, {
      ...withSource(sheet, 'industry', { kind: 'constant', text: 'steel' }),
      order: 'lon-lat',
      words: { status: { 停产: 'mothballed' } },
    });
    const mapping = mappingFrom(filled);
    expect(mappingSchema.parse(mapping)).toEqual({
      name: 'test-1',
      sheets: [
        {
          coordinateOrder: 'lon-lat',
          fields: {
            enterpriseName: '企业',
            status: { column: '状态', values: { 停产: 'mothballed' } },
            coordinates: '坐标',
            industry: { constant: 'steel' },
          },
        },
      ],
    });
  });

  it('says what is missing', () => {
    expect(mappingFrom({ ...draft, name: '我的' })).toBe('nameInvalid');
    const [sheet] = draft.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    expect(mappingFrom(withSheet(draft, 0, withSource(sheet, 'enterpriseName', null)))).toBe('needName');
    expect(mappingFrom(withSheet(draft, 0, { used: false }))).toBe('needName');
  });

  it('lists the words of the sample and those that a trial met, none twice and no blanks', () => {
    const [sheet] = draft.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    const met = [
      { column: '状态', value: '停产' },
      { column: '状态', value: '技改' },
      { column: '企业', value: '丙' },
    ];
    expect(wordsOf(sheet, 'status', met)).toEqual(['在产', '停产', '技改']);
    expect(wordsOf(sheet, 'product', met)).toEqual([]);
  });
});
