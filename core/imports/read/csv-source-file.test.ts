// What a CSV file reads as, and which ones are refused.
import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, encodeLegacy, readFileBytes, readTable, refusalOf, withFile } from './read-fixture.ts';
import { openSourceFile } from './source-file.ts';

const texts = (table: { rows: readonly { cells: readonly string[] }[] }) => table.rows.map((row) => row.cells);

describe('a CSV file', () => {
  test('tells what it is', async () => {
    const bytes = encodeLegacy('企业名称,产能\n某某钢铁有限公司,350\n', 'gb18030');
    const { file, tables } = await readFileBytes(bytes, '2024年 台账.v2.csv');
    expect(file).toMatchObject({ name: '2024年 台账.v2.csv', bytes: bytes.length, format: 'csv', encoding: 'gb18030' });
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(tables).toEqual([
      {
        name: '2024年 台账.v2',
        headerRow: 1,
        columns: ['企业名称', '产能'],
        rows: [{ rowNumber: 2, cells: ['某某钢铁有限公司', '350'] }],
      },
    ]);
  });

  test.each([['\n'], ['\r\n'], ['\r']])('may end its lines with %j', async (lineEnd) => {
    const table = await readTable(['a,b', '"x\ny",2', '', '3,"4"', ''].join(lineEnd), 'x.csv');
    expect(table.rows).toEqual([
      { rowNumber: 2, cells: ['x\ny', '2'] },
      { rowNumber: 4, cells: ['3', '4'] },
    ]);
  });

  test('may mix line ends', async () => {
    expect(texts(await readTable('a,b\r\n1,2\n3,4\r5,6', 'x.csv'))).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  test('keeps its cells as they are written', async () => {
    const table = await readTable('code,amount,note\n007,350.0, 5" pipe \n', 'x.csv');
    expect(texts(table)).toEqual([['007', '350.0', ' 5" pipe ']]);
  });

  test('may be UTF-16, separated by tabs, as spreadsheet programs save "Unicode text"', async () => {
    const { file, tables } = await readFileBytes(Buffer.from('\ufeff名称\t产能\r\n甲\t1,5\r\n', 'utf16le'), 'x.txt');
    expect(file.encoding).toBe('utf-16le');
    expect(tables[0]).toMatchObject({ columns: ['名称', '产能'], rows: [{ cells: ['甲', '1,5'] }] });
  });

  test('can be read again while it is open', async () => {
    await withFile('a,b\n1,2\n', 'x.csv', async (path) => {
      const file = await openSourceFile(path);
      for await (const sheet of file.sheets()) {
        const first = await collect(sheet.rows());
        expect(await collect(sheet.rows())).toEqual(first);
      }
      await file.close();
    });
  });
});

test('a file that changes while it is open is refused: it is not the one that was hashed', async () => {
  await withFile('a,b\n1,2\n', 'x.csv', async (path) => {
    const file = await openSourceFile(path);
    const [sheet] = await collect(file.sheets());
    if (sheet === undefined) throw new Error('no sheet');
    await utimes(path, new Date(0), new Date(0));
    expect(await refusalOf(collect(sheet.rows()))).toEqual({ code: 'not-readable', reason: 'changed' });
    await writeFile(path, 'a,b\n');
    expect(await refusalOf(collect(sheet.rows()))).toEqual({ code: 'not-readable', reason: 'changed' });
    await file.close();
  });
});

describe('a table of texts', () => {
  // Anchors keep the encoding unmistakable: a handful of characters may be valid in several.
  const header = ['企业名称', '统一社会信用代码', '产品产能（万吨）', '生产地址与备注'];
  const letters = [...'ab,;|\t"\'\n\r 企业名称钢铁水泥电解铝产能万吨省市县路号（）、。“”'];
  const unicode = fc.constantFrom(...letters, '🏭', '𠮷', 'é');
  const chinese = fc.constantFrom(...letters);
  const cell = (unit: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), fc.string({ unit, maxLength: 12 }));
  const rowsOf = (unit: fc.Arbitrary<string>) =>
    fc.array(fc.array(cell(unit), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  const written = (rows: readonly (readonly string[])[], lineEnd: string) =>
    [header, ...rows]
      .map(
        (row) =>
          row.map((text) => (/[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',') + lineEnd,
      )
      .join('');

  async function expectReadsBack(
    bytes: Buffer,
    rows: readonly (readonly string[])[],
    encoding: string,
    chunkBytes: number,
  ): Promise<void> {
    const { file, tables } = await readFileBytes(bytes, 'x.csv', { chunkBytes });
    expect(file.encoding).toBe(encoding);
    const expected = rows
      .map((cells, index) => ({ rowNumber: index + 2, cells }))
      .filter((row) => row.cells.some((text) => text.trim() !== ''));
    expect(tables[0]).toMatchObject({ columns: header, rows: expected });
    expect(tables[0]?.rows).toHaveLength(expected.length);
  }

  const lineEnds = fc.constantFrom('\n', '\r\n');
  const chunks = fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 8, max: 400 }));

  test('reads back the same from UTF-8, with a mark and without', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(unicode), lineEnds, chunks, fc.boolean(), async (rows, lineEnd, chunkBytes, marked) => {
        const bytes = Buffer.from((marked ? '\ufeff' : '') + written(rows, lineEnd));
        await expectReadsBack(bytes, rows, marked ? 'utf-8-bom' : 'utf-8', chunkBytes);
      }),
    );
  });

  test('reads back the same from GB18030', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(chinese), lineEnds, chunks, async (rows, lineEnd, chunkBytes) => {
        await expectReadsBack(encodeLegacy(written(rows, lineEnd), 'gb18030'), rows, 'gb18030', chunkBytes);
      }),
    );
  });
});

describe('refused', () => {
  const refused = (bytes: Uint8Array | string, name = 'x.csv') => refusalOf(readFileBytes(bytes, name));

  test('what is no file', async () => {
    expect(await refusalOf(openSourceFile('/nowhere/x.csv'))).toEqual({ code: 'not-found', path: '/nowhere/x.csv' });
    expect(await refusalOf(openSourceFile(import.meta.dirname))).toMatchObject({ code: 'is-directory' });
  });

  test.skipIf(process.platform === 'win32')('what never ends', async () => {
    expect(await refusalOf(openSourceFile('/dev/zero'))).toEqual({ code: 'not-readable', reason: 'not-a-file' });
  });

  test('what holds nothing', async () => {
    for (const bytes of ['', '\ufeff', '\n\r\n', ' , ,\n,,\n'])
      expect(await refused(bytes)).toEqual({ code: 'empty-file' });
  });

  test.each([
    ['xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['pdf', '%PDF-1.7\n1 0 obj'],
    ['image', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['html', '\ufeff  <!DOCTYPE html><html><table><tr><td>1'],
    ['html', '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'],
    ['xml', '<?xml version="1.0"?><Workbook/>'],
    ['archive', Buffer.from('1f8b0800', 'hex')],
    ['binary', 'a,b\n1,\0\n'],
  ])('%s', async (kind, bytes) => {
    expect(await refused(bytes)).toEqual({ code: 'not-a-table', kind });
  });

  test('a quote that is not closed, with its line', async () => {
    expect(await refused('a,b\n1,2\n3,"4\n5,6\n')).toEqual({ code: 'unclosed-quote', line: 3 });
  });

  test('two columns of the same name', async () => {
    expect(await refused('a,b,a\n1,2,3\n', '厂.csv')).toMatchObject({
      code: 'duplicate-header',
      first: 'A',
      second: 'C',
      sheet: '厂',
    });
  });

  test('damaged text, with its place', async () => {
    const bytes = Buffer.concat([
      Buffer.from('企业名称,产能\n某某钢铁,'),
      Buffer.from([0xe4, 0xb8]),
      Buffer.from('\n'),
    ]);
    expect(await refused(bytes)).toMatchObject({ code: 'encoding-damaged', line: 2 });
  });
});

describe('a long reading', () => {
  const long = `name,capacity\n${'某某钢铁有限公司,350\n'.repeat(120_000)}`;

  test('tells its progress in each pass, up to the whole', async () => {
    await withFile(long, 'x.csv', async (path) => {
      const total = Buffer.byteLength(long);
      let told: number[] = [];
      const file = await openSourceFile(path, {
        onProgress: (bytesRead, bytesTotal) => {
          expect(bytesTotal).toBe(total);
          told.push(bytesRead);
        },
      });
      const check = () => {
        expect(told.length).toBeGreaterThan(2);
        expect(told).toEqual(told.toSorted((a, b) => a - b));
        expect(told.at(-1)).toBe(total);
      };
      check();
      for await (const sheet of file.sheets()) {
        told = [];
        let rows = 0;
        for await (const batch of sheet.rows()) rows += batch.length;
        expect(rows).toBe(120_000);
        check();
      }
      await file.close();
    });
  });

  test('stops when asked to: on opening, and between rows', async () => {
    await withFile(long, 'x.csv', async (path) => {
      expect(await refusalOf(openSourceFile(path, { signal: AbortSignal.abort() }))).toEqual({ code: 'cancelled' });

      const onOpening = new AbortController();
      expect(
        await refusalOf(openSourceFile(path, { signal: onOpening.signal, onProgress: () => onOpening.abort() })),
      ).toEqual({ code: 'cancelled' });

      const onRows = new AbortController();
      const file = await openSourceFile(path, { signal: onRows.signal });
      let rows = 0;
      const reading = async () => {
        for await (const sheet of file.sheets()) {
          for await (const batch of sheet.rows()) {
            rows += batch.length;
            onRows.abort();
          }
        }
      };
      expect(await refusalOf(reading())).toEqual({ code: 'cancelled' });
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(120_000);
      await file.close();
    });
  });

  test('may be left early', async () => {
    await withFile(long, 'x.csv', async (path) => {
      const file = await openSourceFile(path);
      for await (const sheet of file.sheets()) {
        for await (const batch of sheet.rows()) {
          expect(batch[0]).toEqual({ rowNumber: 2, cells: ['某某钢铁有限公司', '350'] });
          break;
        }
      }
      await file.close();
    });
  });
});
