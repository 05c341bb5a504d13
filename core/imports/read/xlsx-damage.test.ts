// Whatever happens to an XLSX file's bytes, it is refused or read as it was.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFileBytes, readTable, refusalOf } from './read-fixture.ts';
import { SourceFileError } from './source-file.ts';
import { escapeXml, inlineRows, workbookBytes } from './zip-fixture.ts';

describe('any damage to an XLSX file', () => {
  const rows = Array.from({ length: 40 }, (_, row) => [
    `甲${row}`,
    `${row * 1.5}`,
    row % 3 === 0 ? '' : `某市某县 & <${row}>`,
  ]);
  const shared = rows.map(([name = '']) => `<si><t>${escapeXml(name)}</t></si>`).join('');
  const data = rows.map(
    ([, number = '', text = ''], row) =>
      `<row r="${row + 2}"><c r="A${row + 2}" t="s"><v>${row}</v></c><c r="B${row + 2}" s="0"><v>${number}</v></c>` +
      (text === '' ? '' : `<c r="C${row + 2}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`) +
      '</row>',
  );
  const whole = workbookBytes({
    sheets: { 台账: inlineRows([['名称', '产能', '备注']]) + data.join('') },
    shared,
    styles: '<cellXfs><xf numFmtId="0"/></cellXfs>',
  });

  async function expectRefusedOrWhole(bytes: Uint8Array): Promise<void> {
    try {
      const { tables } = await readFileBytes(bytes, 'x.xlsx');
      expect(tables).toHaveLength(1);
      expect(tables[0]?.rows.map((row) => row.cells)).toEqual(rows);
    } catch (error) {
      if (!(error instanceof SourceFileError)) throw error;
    }
  }

  test('is none in the whole file', async () => {
    expect((await readTable(whole, 'x.xlsx')).rows.map((row) => row.cells)).toEqual(rows);
  });

  test('such as cutting it off at any byte, is refused', async () => {
    for (let length = 0; length < whole.length; length += 1) {
      const { code } = await refusalOf(readFileBytes(whole.subarray(0, length), 'x.xlsx'));
      expect(code).toBe(length === 0 ? 'empty-file' : 'truncated-xlsx');
    }
  }, 60_000);

  test('such as other bytes in places, is refused or does no harm', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (offset, flip) => {
          const bytes = Buffer.from(whole);
          bytes[offset] = (bytes[offset] as number) ^ flip;
          await expectRefusedOrWhole(bytes);
        },
      ),
      { numRuns: 600 },
    );
  }, 60_000);

  test('such as a missing or doubled stretch, is refused or does no harm', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        async (offset, length, doubled) => {
          const end = Math.min(whole.length, offset + length);
          const stretch = doubled
            ? [whole.subarray(0, end), whole.subarray(offset)]
            : [whole.subarray(0, offset), whole.subarray(end)];
          await expectRefusedOrWhole(Buffer.concat(stretch));
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});
