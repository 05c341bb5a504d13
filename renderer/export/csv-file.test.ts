import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvFile, csvText } from './csv-file.ts';

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=SUM(A1)', '+1', '-1.5e3', '@x', '\tx', '"', 'a,b', 'a\r\nb', '-', '济南市'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);

const tableOf = (titles: string[], rows: (string | number | null)[][]) => {
  const columns = titles.map((title, index) => ({ key: `c${index}`, title }));
  return {
    columns,
    titles,
    rows: rows.map((cells, index) => ({
      key: String(index),
      cells: Object.fromEntries(cells.map((value, column) => [`c${column}`, value])),
    })),
  };
};

describe('CSV', () => {
  it('begins with the mark by which Excel knows UTF-8, and ends its lines as RFC 4180 has it', async () => {
    const table = tableOf(['企业', '产能（兆瓦）'], [['济南"一"厂,北区', 1200]]);
    expect(csvText(table)).toBe('\uFEFF企业,产能（兆瓦）\r\n"济南""一""厂,北区",1200\r\n');
    const bytes = new Uint8Array(await csvFile({ ...table, facts: [] }).arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('comes back cell by cell; only what would run as a formula has an apostrophe before it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), (rows) => {
        const read: string[][] = parse(csvText(tableOf(['a', 'b', 'c'], rows)), {
          bom: true,
          record_delimiter: '\r\n',
        });
        expect(read).toHaveLength(rows.length + 1);
        for (const [index, row] of rows.entries())
          for (const [column, value] of row.entries()) {
            const back = read[index + 1]?.[column] ?? '';
            const text = value === null ? '' : String(value);
            expect([text, `'${text}`]).toContain(back);
            if (!/^[=+\-@\t\r]/.test(text)) expect(back).toBe(text);
          }
      }),
    );
  });

  it('lets no text run as a formula, and leaves numbers numbers', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (sign, rest) => {
        const text = `${sign}${rest}`;
        const [[read = ''] = []] = parse(csvCell(text), { record_delimiter: '\r\n' }) as string[][];
        if (/^[=+\-@\t\r]/.test(read)) expect(Number.isFinite(Number(read))).toBe(true);
      }),
    );
    for (const number of ['-1', '+2.5', '-1e9', '-.5']) expect(csvCell(number)).toBe(number);
    expect(csvCell(-12.5)).toBe('-12.5');
    expect(csvCell('-1+1')).toBe("'-1+1");
    expect(csvCell('=HYPERLINK("http://x")')).toBe('"\'=HYPERLINK(""http://x"")"');
  });
});
