// What an XLSX file reads as, and which ones are refused.
import { describe, expect, test } from 'vitest';
import { collect, readFileBytes, readTable, refusalOf, withFile } from './read-fixture.ts';
import { openSourceFile } from './source-file.ts';
import {
  inlineRows,
  type WorkbookFixture,
  workbookBytes,
  workbookParts,
  type ZipPart,
  zipBytes,
} from './zip-fixture.ts';

const header = inlineRows([['名称', '产能', '备注']]);
const oneSheet = (rows: string, rest: Omit<WorkbookFixture, 'sheets'> = {}) =>
  workbookBytes({ sheets: { 台账: header + rows }, ...rest });
const rowsOf = async (rows: string, rest: Omit<WorkbookFixture, 'sheets'> = {}) =>
  (await readTable(oneSheet(rows, rest), 'x.xlsx')).rows;
const cellsOf = async (rows: string, rest: Omit<WorkbookFixture, 'sheets'> = {}) =>
  (await rowsOf(rows, rest)).map((row) => row.cells);

describe('an XLSX file', () => {
  test('gives its sheets in order with their addresses; those without a table are named', async () => {
    const bytes = workbookBytes({
      sheets: {
        说明: '<row r="1"><c r="A1" t="inlineStr"><is><t>填报说明</t></is></c></row>',
        '甲 & "乙"': inlineRows([['2024年台账'], [], ['名称', '产能', '备注'], ['甲', '1', '']]),
        空: '',
        second: inlineRows([
          ['a', 'b'],
          ['1', '2'],
        ]),
      },
    });
    const { file, tables } = await readFileBytes(bytes, 'renamed.csv');
    expect(file).toMatchObject({ format: 'xlsx', encoding: null, bytes: bytes.length });
    expect(tables).toEqual([
      {
        name: '甲 & "乙"',
        headerRow: 3,
        columns: ['名称', '产能', '备注'],
        rows: [{ rowNumber: 4, cells: ['甲', '1', ''] }],
      },
      { name: 'second', headerRow: 1, columns: ['a', 'b'], rows: [{ rowNumber: 2, cells: ['1', '2'] }] },
    ]);
    expect(file.skippedSheets).toEqual([
      { name: '说明', why: 'no-header' },
      { name: '空', why: 'blank' },
    ]);
  });

  test('addresses its cells by their references, or by order where these are missing', async () => {
    expect(
      await rowsOf(
        '<row r="5"><c r="C5"><v>3</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row><row r="9"><c r="B9"><v>4</v></c><c><v>5</v></c></row><row><c r="A12"><v>6</v></c></row>',
      ),
    ).toEqual([
      { rowNumber: 5, cells: ['', '', '3'] },
      { rowNumber: 6, cells: ['1', '2', ''] },
      { rowNumber: 9, cells: ['', '4', '5'] },
      { rowNumber: 12, cells: ['6', '', ''] },
    ]);
  });

  test('keeps texts as they are, from every place where a text may stand', async () => {
    const shared =
      '<si><t xml:space="preserve"> 甲厂 </t></si>' +
      '<si><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r><rPh sb="0" eb="1"><t>ふりがな</t></rPh><phoneticPr fontId="1"/></si>' +
      '<si/><si><t>line_x000D_&#10;_x005F_x0041_ &lt;&amp;<![CDATA[<b>]]></t></si>';
    expect(
      await cellsOf(
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>3</v></c></row>' +
          '<row r="3"><c r="A3" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r><rPh sb="0" eb="1"><t>z</t></rPh></is></c><c r="B3" t="str"><v>_x0041_b</v></c><c r="C3" t="s"><v>2</v></c></row>' +
          '<row r="4"><c r="A4" t="inlineStr"><is><t>91370000123456789X</t></is></c><c r="B4" t="inlineStr"><is><t>007</t></is></c></row>',
        { shared },
      ),
    ).toEqual([
      [' 甲厂 ', '粗细', 'line\r\n_x0041_ <&<b>'],
      ['xy', 'Ab', ''],
      ['91370000123456789X', '007', ''],
    ]);
  });

  test('writes numbers as the shortest decimals', async () => {
    expect(
      await cellsOf(
        '<row r="2"><c r="A2"><v>0.53000000000000003</v></c><c r="B2"><v>3.5E2</v></c><c r="C2" t="n"><v>350.0</v></c></row>' +
          `<row r="3"><c r="A3"><v>1E-009</v></c><c r="B3"><v>${(36.8978809).toPrecision(17)}</v></c><c r="C3"><v>-0</v></c></row>`,
      ),
    ).toEqual([
      ['0.53', '350', '350'],
      ['0.000000001', '36.8978809', '0'],
    ]);
  });

  const styles =
    '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="9"/></cellXfs>' +
    '<dxfs><dxf><numFmt numFmtId="0" formatCode="yyyy"/></dxf></dxfs>';
  const dates =
    '<row r="2"><c r="A2" s="1"><v>37981</v></c><c r="B2" s="2"><v>37981.354166666664</v></c><c r="C2" s="0"><v>37981</v></c></row>' +
    '<row r="3"><c r="A3" s="3"><v>0.53</v></c><c r="B3" t="d"><v>2003-12-26T00:00:00</v></c><c r="C3" t="d"><v>2003-12-26T08:30:00Z</v></c></row>';

  test('writes numbers of a date style as dates', async () => {
    expect(await cellsOf(dates, { styles })).toEqual([
      ['2003-12-26', '2003-12-26T08:30:00', '37981'],
      ['0.53', '2003-12-26', '2003-12-26T08:30:00'],
    ]);
  });

  test.each([['1'], ['true']])('counts days from 1904 where it says so (%s)', async (flag) => {
    const [first] = await cellsOf(dates, { styles, workbookPr: `<workbookPr date1904="${flag}"/>` });
    expect(first?.[0]).toBe('2007-12-27');
  });

  test('marks formulas and errors beside their last results', async () => {
    expect(
      await rowsOf(
        '<row r="2"><c r="A2"><f>B2*2</f><v>4</v></c><c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="b"><v>1</v></c></row>' +
          '<row r="3"><c r="A3"><f>SUM(A1:A2)</f></c><c r="B3"><f t="shared" ref="B3:B4" si="0">A3+1</f><v>1</v></c><c r="C3" t="b"><v>0</v></c></row>' +
          '<row r="4"><c r="B4"><f t="shared" si="0"/><v>2</v></c><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
      ),
    ).toEqual([
      { rowNumber: 2, cells: ['4', '#REF!', 'TRUE'], formulas: { 0: 'B2*2' }, errors: { 1: '#REF!' } },
      { rowNumber: 3, cells: ['', '1', 'FALSE'], formulas: { 0: 'SUM(A1:A2)', 1: 'A3+1' } },
      { rowNumber: 4, cells: ['', '2', '#DIV/0!'], formulas: { 1: 'A3+1 @B3', 2: '1/0' }, errors: { 2: '#DIV/0!' } },
    ]);
  });

  test('may use prefixes, other part names and the strict variant', async () => {
    const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const relationships = (list: string) =>
      `<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships">${list}</p:Relationships>`;
    const bytes = zipBytes([
      {
        name: '_RELS/.rels',
        content: relationships(`<p:Relationship Id="w" Type="${strict}/officeDocument" Target="/xl/book.xml"/>`),
      },
      {
        name: 'xl/book.xml',
        content:
          '\ufeff<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:rel="r"><x:sheets>' +
          '<x:sheet name="chart" sheetId="1" rel:id="c"/><x:sheet name="t" sheetId="7" state="veryHidden" rel:id="s"/></x:sheets></x:workbook>',
      },
      {
        name: 'xl/_rels/book.xml.rels',
        content: relationships(
          `<p:Relationship Id="c" Type="${strict}/chartsheet" Target="chart.xml"/><p:Relationship Id="s" Type="${strict}/worksheet" Target="../data/one.xml"/>`,
        ),
      },
      {
        name: 'data\\One.xml',
        content: Buffer.from(
          '\ufeff<x:worksheet xmlns:x="m"><x:cols/><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="str"><x:v>b</x:v></x:c></x:row>' +
            '<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row></x:sheetData><x:extLst><x:row r="1"/></x:extLst></x:worksheet>',
          'utf16le',
        ),
        stored: true,
      },
    ]);
    expect(await readFileBytes(bytes, 'x.xlsx')).toMatchObject({
      tables: [{ name: 't', columns: ['a', 'b'], rows: [{ rowNumber: 2, cells: ['', '1'] }] }],
    });
  });

  test('tells the position in the file as its progress, and stops when asked to', async () => {
    const bytes = zipBytes(
      workbookParts({
        sheets: { t: inlineRows(Array.from({ length: 60_000 }, (_, row) => ['甲', `${row}`, 'x'])) },
      }).map((part) => ({ ...part, stored: true })),
    );
    await withFile(bytes, 'x.xlsx', async (path) => {
      const told: number[] = [];
      const stop = new AbortController();
      const file = await openSourceFile(path, {
        signal: stop.signal,
        onProgress: (bytesRead, total) => told.push(bytesRead / total),
      });
      told.length = 0;
      let rows = 0;
      const reading = async () => {
        for await (const sheet of file.sheets()) {
          for await (const batch of sheet.rows()) {
            rows += batch.length;
            if (rows >= 30_000) stop.abort();
          }
        }
      };
      expect(await refusalOf(reading())).toEqual({ code: 'cancelled' });
      expect(rows).toBeLessThan(60_000);
      expect(told.length).toBeGreaterThan(0);
      expect(Math.max(...told)).toBeGreaterThan(0.4);
      expect(Math.max(...told)).toBeLessThan(1);
      await file.close();
    });
  });

  test('may be left early and read again', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ['甲', `${row}`]);
    await withFile(workbookBytes({ sheets: { t: inlineRows([['a', 'b'], ...rows]) } }), 'x.xlsx', async (path) => {
      const file = await openSourceFile(path);
      for await (const sheet of file.sheets()) {
        for await (const batch of sheet.rows()) {
          expect(batch).toHaveLength(1000);
          break;
        }
        expect((await collect(sheet.rows())).flat().map((row) => row.cells)).toEqual(rows);
      }
      await file.close();
    });
  });
});

describe('refused', () => {
  const refused = (bytes: Uint8Array, name = 'x.xlsx') => refusalOf(readFileBytes(bytes, name));
  const base: WorkbookFixture = {
    sheets: {
      t: inlineRows([
        ['a', 'b'],
        ['1', '2'],
      ]),
    },
    shared: '<si><t>x</t></si>',
    styles: '<cellXfs><xf/></cellXfs>',
  };
  const changed = (name: string, change: (part: ZipPart) => ZipPart | null) =>
    zipBytes(workbookParts(base).flatMap((part) => (part.name === name ? (change(part) ?? []) : part)));

  test('a workbook without a table', async () => {
    expect(await refused(workbookBytes({ sheets: { a: '', b: '<row r="1"/>' } }))).toEqual({ code: 'empty-file' });
    expect(await refused(workbookBytes({ sheets: { a: '', b: inlineRows([['说明'], ['第一条']]) } }))).toEqual({
      code: 'no-header',
    });
  });

  test.each([
    ['docx', 'word/document.xml'],
    ['pptx', 'ppt/presentation.xml'],
    ['xlsb', 'xl/workbook.bin'],
    ['archive', 'readme.txt'],
  ])('%s', async (kind, name) => {
    expect(await refused(zipBytes([{ name, content: 'x' }]))).toEqual({ code: 'not-a-table', kind });
  });

  test('a workbook with a password, in either wrapping', async () => {
    const compound = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(5000),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    for (const chunkBytes of [1024, 5011])
      expect(await refusalOf(readFileBytes(compound, 'x.xlsx', { chunkBytes }))).toEqual({ code: 'encrypted-xlsx' });
    expect(await refused(changed('xl/workbook.xml', (part) => ({ ...part, flags: 1 })))).toEqual({
      code: 'encrypted-xlsx',
    });
  });

  test.each([
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/worksheets/sheet1.xml',
    'xl/sharedStrings.xml',
    'xl/styles.xml',
  ])('a workbook without its %s', async (part) => {
    expect(await refused(changed(part, () => null))).toEqual({ code: 'damaged-xlsx', part, problem: 'missing' });
  });

  test.each([
    ['checksum', { claim: { crc32: 1 } }],
    ['checksum', { claim: { bytes: 5 } }],
    ['checksum', { claim: { bytes: 5000 } }],
    ['xml', { content: '<worksheet><sheetData><row r="1">' }],
    ['xml', { content: '' }],
    ['xml', { content: '<!DOCTYPE w [<!ENTITY a "b">]><worksheet/>' }],
    ['xml', { content: Buffer.from([0x3c, 0x77, 0xff, 0x3e]) }],
  ])('a sheet with wrong %s', async (problem, change) => {
    const part = 'xl/worksheets/sheet1.xml';
    expect(await refused(changed(part, (sheet) => ({ ...sheet, ...change })))).toEqual({
      code: 'damaged-xlsx',
      part,
      problem,
    });
  });

  test.each([
    ['address', 'B1', '<row r="2"><c r="B1"/></row>'],
    ['address', 'A2', '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'],
    ['address', 'row 1', '<row r="1"><c r="A1"/></row>'],
    ['address', 'XFE2', '<row r="2"><c r="XFE2"/></row>'],
    ['address', 'row 1048577', '<row r="1048577"/>'],
    ['value', 'A2', '<row r="2"><c r="A2"><v>1,5</v></c></row>'],
    ['value', 'A2', '<row r="2"><c r="A2"><v>0x10</v></c></row>'],
    ['value', 'B2', '<row r="2"><c r="B2" t="s"><v>1</v></c></row>'],
    ['value', 'B2', '<row r="2"><c r="B2" t="b"><v>yes</v></c></row>'],
    ['value', 'B2', '<row r="2"><c r="B2" t="zzz"><v>1</v></c></row>'],
  ])('a wrong %s: %s', async (problem, cell, rows) => {
    expect(await refused(oneSheet(rows, { shared: '<si><t>x</t></si>' }))).toEqual({
      code: 'damaged-xlsx',
      part: 'xl/worksheets/sheet1.xml',
      problem,
      cell,
    });
  });

  test('a cell of more than a mebibyte, wherever its text stands', async () => {
    const long = 'x'.repeat(2 ** 20 + 1);
    const tooLarge = { code: 'too-large-cell', sheet: '台账', cell: 'B2', limit: '1 MiB' };
    expect(
      await refused(oneSheet(`<row r="2"><c r="B2" t="s"><v>0</v></c></row>`, { shared: `<si><t>${long}</t></si>` })),
    ).toEqual(tooLarge);
    expect(await refused(oneSheet(`<row r="2"><c r="B2" t="inlineStr"><is><t>${long}</t></is></c></row>`))).toEqual(
      tooLarge,
    );
    expect(await refused(oneSheet(`<row r="2"><c r="B2" t="str"><v>${long}</v></c></row>`))).toEqual(tooLarge);
  });

  test('what unpacks to far more than it is', async () => {
    const blanks = Buffer.alloc(120 * 2 ** 20, ' ');
    const bytes = changed('xl/worksheets/sheet1.xml', (part) => ({ ...part, content: blanks }));
    expect(await refused(bytes)).toEqual({ code: 'zip-bomb', part: 'xl/worksheets/sheet1.xml', limit: '250:1' });
    const tooMany = changed('xl/sharedStrings.xml', (part) => ({ ...part, claim: { bytes: 2 ** 29 + 1 } }));
    expect(await refused(tooMany)).toEqual({ code: 'zip-bomb', part: 'xl/sharedStrings.xml', limit: '512 MiB' });
    const huge = changed('xl/sharedStrings.xml', (part) => ({
      ...part,
      content: `<sst><si><t a="${'x'.repeat(2 ** 23 + 2 ** 17)}"/></si></sst>`,
    }));
    expect(await refused(huge)).toEqual({ code: 'zip-bomb', part: 'xl/sharedStrings.xml', limit: '8 MiB' });
  });
});
