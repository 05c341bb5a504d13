import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, findingsCsv } from './findings-csv.ts';

const finding = (value: string): Finding => ({
  severity: 'rejected',
  file: 'a.csv',
  sheet: 'a',
  row: 7,
  column: '产能',
  value,
  reason: { code: 'not-a-number', params: { value } },
});
const headers = ['kind', 'file', 'sheet', 'row', 'column', 'value', 'reason'];
const kinds = { rejected: '拒收', warnings: '提醒' };

describe('findings as CSV', () => {
  it('can be read back cell by cell, whatever the cells held', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const rows = parse(findingsCsv([finding(value)], headers, kinds, 'zh'), { bom: true }) as string[][];
        expect(rows[0]).toEqual(headers);
        expect(rows[1]?.[5]?.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(value);
        expect(rows).toHaveLength(2);
      }),
    );
  });

  it('holds nothing that a spreadsheet program would run', () => {
    const [, row] = parse(findingsCsv([finding('=HYPERLINK("x")')], headers, kinds, 'en'), { bom: true }) as string[][];
    expect(row?.[5]).toBe('\'=HYPERLINK("x")');
    expect(row?.[6]).toContain('is not a number');
    const [, plain] = parse(findingsCsv([finding('-12.5')], headers, kinds, 'en'), { bom: true }) as string[][];
    expect(plain?.[5]).toBe('-12.5');
  });

  it('says in every row what the data are, where it is told', () => {
    const text = findingsCsv([finding('1'), finding('2')], headers, kinds, 'zh', ['性质', '演练']);
    const rows = parse(text, { bom: true }) as string[][];
    expect(rows.map(([first]) => first)).toEqual(['性质', '演练', '演练']);
    expect(rows[1]?.slice(1)[5]).toBe('1');
  });
});
