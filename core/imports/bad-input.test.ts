// What is wrong in a file is said cell by cell in both languages; the other rows count, and a refused file leaves no trace.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportFinding, ImportRequest } from '../../contract/imports.ts';
import { reasonText } from '../../contract/reasons.ts';
import {
  bundledFile,
  bundledRows,
  csvText,
  type ListRow,
  listFile,
  listMapping,
  type NewFile,
  refusalOf,
  TestLedger,
} from '../ledger-fixture.ts';
import { ledgerColumns } from './presets/ledger.ts';
import { escapeXml, inlineRows, workbookBytes } from './read/zip-fixture.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
  await ledger.import([bundledFile('sfi-cement/shandong_dev.csv')]);
});
afterAll(() => ledger[Symbol.asyncDispose]());

/** Column, code and both sentences of a finding, which must name what is wrong. */
function said(finding: ImportFinding | undefined): { column: string; row: number; value: string; code: string } {
  if (!finding) throw new Error('nothing was found');
  const { column, row, value, reason } = finding;
  for (const language of ['zh', 'en'] as const)
    expect(reasonText(reason, language)).not.toMatch(/undefined|NaN|\[object/);
  expect(reasonText(reason, 'zh')).toMatch(/[\u4e00-\u9fff].*。$/);
  expect(reasonText(reason, 'en')).toMatch(/^[A-Z0-9"-].*\.$/);
  return { column, row, value, code: reason.code };
}

const good: ListRow = { unit: 'GOOD', plant: 'PG', name: '好电厂', mw: 60 };

describe('a cell that refuses its row', () => {
  it.each<[string, Partial<ListRow>, string, string]>([
    ['text for a capacity', { mw: 'many' }, 'mw', 'not-a-number'],
    ['two numbers', { mw: '2x300' }, 'mw', 'not-a-number'],
    ['a number with its unit', { mw: '300MW' }, 'mw', 'not-a-number'],
    ['a capacity beyond all measure', { mw: '1e308' }, 'mw', 'out-of-range'],
    ['an infinite capacity', { mw: '1e999' }, 'mw', 'out-of-range'],
    ['a negative capacity', { mw: '-5' }, 'mw', 'out-of-range'],
    ['an unknown status', { status: '停产' }, 'status', 'unknown-status'],
    ['no key', { plant: '' }, 'plant', 'missing-key'],
    ['a total for a name', { name: '全省 合 计' }, 'name', 'total-or-note'],
    ['a note for a name', { name: '备注：以上为 2024 年数据' }, 'name', 'total-or-note'],
  ])('%s', async (_name, cells, column, code) => {
    await using other = await TestLedger.open();
    const bad = { unit: 'BAD', plant: 'PB', name: '坏电厂', ...cells };
    const report = await other.list([good, bad]);
    expect(report).toMatchObject({ rows: 2, inserted: 1, rejectedRows: 1, rejected: { length: 1 } });
    expect(said(report.rejected[0])).toMatchObject({ column, row: 3, code });
    // Nothing of the row counts, and its cells are kept for whoever looks into it.
    expect(await other.figure('capacity')).toMatchObject({ total: 60 });
    expect(await other.figure('enterprise-count')).toMatchObject({ total: 1 });
    const kept = other.workspace.db.raw
      .prepare("SELECT cells FROM source_row WHERE outcome = 'rejected'")
      .pluck()
      .all();
    expect(kept).toEqual([expect.stringContaining('BAD')]);
    expect(await other.problems()).toEqual([]);
    // Mended, it comes in.
    expect(await other.list([good, { unit: 'BAD', plant: 'PB', name: '坏电厂', mw: 5 }])).toMatchObject({
      inserted: 1,
      unchanged: 1,
    });
    expect(await other.figure('capacity')).toMatchObject({ total: 65 });
  });

  it.each([
    ['a character too few', '9137000012345678', 'length'],
    ['a letter that the standard leaves out', '91370000IIIIIIIIII', 'character'],
    ['a wrong check character', '91350100M000100Y44', 'check'],
  ])('a credit code with %s', async (_name, code, why) => {
    const report = await ledger.import([officeList({ 统一社会信用代码: code })], { dryRun: true });
    expect(report).toMatchObject({ preset: 'ledger', rows: 1, rejectedRows: 1, inserted: 0 });
    expect(said(report.rejected[0])).toMatchObject({ column: '统一社会信用代码', value: code, code: 'credit-code' });
    expect(report.rejected[0]?.reason.params.why).toBe(why);
  });

  it('a datum that is not offered', async () => {
    const report = await ledger.import([officeList({ 坐标系: '北京54' })], { dryRun: true });
    expect(report).toMatchObject({ rejectedRows: 1 });
    expect(said(report.rejected[0])).toMatchObject({ value: '北京54', code: 'unknown-datum' });
  });

  it('a formula, and an error of the spreadsheet program', async () => {
    const header = ['unit', 'plant', 'name', 'mw', 'status', 'lon', 'lat', 'note'];
    const cell = (at: string, inner: string, type = 'n'): string => `<c r="${at}" t="${type}">${inner}</c>`;
    const text = (at: string, value: string): string => cell(at, `<is><t>${escapeXml(value)}</t></is>`, 'inlineStr');
    const row = (number: number, mw: string, note = ''): string =>
      `<row r="${number}">${text(`A${number}`, `U${number}`)}${text(`B${number}`, 'P1')}${text(`C${number}`, '电厂')}${mw}${text(`E${number}`, 'operating')}${note}</row>`;
    const sheet =
      inlineRows([header]) +
      row(2, cell('D2', '<f>SUM(A1:A9)*2</f><v>600</v>')) +
      row(3, cell('D3', '<v>#REF!</v>', 'e')) +
      row(4, cell('D4', '<v>300</v>')) +
      // A formula in a column that nobody reads harms nobody.
      row(5, cell('D5', '<v>200</v>'), cell('H5', '<f>1+1</f><v>2</v>'));
    const report = await ledger.import(
      [{ name: 'formulas.xlsx', content: workbookBytes({ sheets: { 机组: sheet } }) }],
      {
        mapping: listMapping,
        dryRun: true,
      },
    );
    expect(report).toMatchObject({ rows: 4, inserted: 2, rejectedRows: 2 });
    expect(report.rejected.map(said)).toEqual([
      { column: 'mw', row: 2, value: '600', code: 'formula' },
      { column: 'mw', row: 3, value: '#REF!', code: 'error-cell' },
    ]);
    expect(reasonText(report.rejected[0]?.reason ?? fail(), 'en')).toContain('=SUM(A1:A9)*2');
  });

  it('a worksheet that is hidden: its rows count, and the report says so', async () => {
    const rows = (unit: string): string =>
      inlineRows([
        ['unit', 'plant', 'name', 'mw'],
        [unit, 'P1', '电厂', '300'],
      ]);
    const content = workbookBytes({ sheets: { 机组: rows('U1'), 旧表: rows('U2') }, hidden: ['旧表'] });
    const fields = { enterpriseKey: 'plant', enterpriseName: 'name', unitKey: 'unit', capacity: 'mw' };
    const report = await ledger.import([{ name: 'hidden.xlsx', content }], {
      mapping: { name: 'hidden', sheets: [{ fields }] },
      dryRun: true,
    });
    expect(report).toMatchObject({ rows: 2, inserted: 2, rejectedRows: 0 });
    const hidden = report.warnings.filter(({ reason }) => reason.code === 'hidden-sheet');
    expect(hidden).toMatchObject([{ file: 'hidden.xlsx', sheet: '旧表', row: 1, reason: { params: { rows: 1 } } }]);
  });

  it('a cell beyond the header, as a lost quote makes it', async () => {
    const { name, content } = listFile([good]);
    const report = await ledger.import([{ name, content: `${content}U2,P2,二号,电厂,100,operating,117.12,36.65\n` }], {
      mapping: listMapping,
      dryRun: true,
    });
    expect(report).toMatchObject({ rows: 2, inserted: 1, rejectedRows: 1 });
    expect(report.rejected.map((finding) => finding.reason.code)).toContain('extra-cell');
    report.rejected.forEach(said);
  });

  it('the same unit again with other values; said identically, it counts once', async () => {
    await using other = await TestLedger.open();
    const report = await other.list([
      { unit: 'U1', mw: 100 },
      { unit: 'U1', mw: 100 },
      { unit: 'U1', mw: 200 },
      { unit: 'U1', plant: 'P9', name: '九号电厂', mw: 100 },
    ]);
    expect(report).toMatchObject({ rows: 4, inserted: 1, unchanged: 1, rejectedRows: 2 });
    expect(said(report.warnings[0])).toMatchObject({ row: 3, code: 'repeated-row' });
    expect(report.rejected.map(said)).toMatchObject([
      { row: 4, code: 'duplicate-key' },
      { row: 5, code: 'duplicate-key' },
    ]);
    expect(await other.figure('capacity')).toMatchObject({ total: 100 });
    // The refused row does not make an enterprise either.
    expect(await other.figure('enterprise-count')).toMatchObject({ total: 1 });
  });
});

describe('a row that states an output again', () => {
  const production = (...rows: string[]) => ({
    name: 'production.csv',
    content: `Plant ID,Plant name (English),Type of production,2021,2022\n${rows.join('\n')}\n`,
  });

  it('with other numbers is refused; said identically, it counts once', async () => {
    await using other = await TestLedger.open();
    const steel = 'Crude steel production (ttpa)';
    const report = await other.import([
      production(
        `P1,One,${steel},unknown,100`,
        `P1,One,${steel},unknown,100`,
        `P1,One,${steel},unknown,200`,
        `P2,Two,${steel},7,`,
      ),
    ]);
    expect(report).toMatchObject({ rows: 4, inserted: 2, unchanged: 1, rejectedRows: 1 });
    expect(report.warnings.map(said)).toMatchObject([{ row: 3, code: 'repeated-row' }]);
    expect(report.rejected.map(said)).toMatchObject([{ row: 4, code: 'duplicate-key' }]);
    expect(await other.values('annual-output', 'year')).toEqual({ 2021: 7, 2022: 100 });
    expect(await other.problems()).toEqual([]);
  });

  it('without saying of what is refused', async () => {
    const report = await ledger.import([production('P1,One,,1,2')], { dryRun: true });
    expect(report).toMatchObject({ rejectedRows: 1 });
    expect(said(report.rejected[0])).toMatchObject({ column: 'Type of production', code: 'missing-key' });
  });
});

describe('a cell that is doubted, while its row counts', () => {
  it.each<[string, Partial<ListRow>, string, string]>([
    ['n/a for a capacity', { mw: 'n/a' }, 'mw', 'stated-unknown'],
    ['>0 for a capacity', { mw: '>0' }, 'mw', 'stated-unknown'],
    ['不详 for a capacity', { mw: '不详' }, 'mw', 'stated-unknown'],
    ['exchanged coordinates', { lon: 36.65, lat: 117.12 }, 'lat', 'swapped-coordinates'],
    ['0°, 0°', { lon: 0, lat: 0 }, 'lon', 'impossible-coordinates'],
    ['a latitude beyond the pole', { lon: 117, lat: 366.5 }, 'lat', 'impossible-coordinates'],
    ['text for a latitude', { lat: 'north' }, 'lat', 'impossible-coordinates'],
    ['one coordinate of two', { lat: '' }, 'lat', 'half-coordinates'],
    ['the other of two', { lon: 'n/a' }, 'lon', 'half-coordinates'],
  ])('%s', async (_name, cells, column, code) => {
    await using other = await TestLedger.open();
    const report = await other.list([good, { unit: 'DOUBT', ...cells }]);
    expect(report).toMatchObject({ rows: 2, inserted: 2, rejectedRows: 0, rejected: [], warnings: { length: 1 } });
    expect(said(report.warnings[0])).toMatchObject({ column, row: 3, code });
    const unplaced = column !== 'mw';
    expect(await other.values('unit-count', 'place')).toEqual(unplaced ? { inside: 1, unplaced: 1 } : { inside: 2 });
    expect((await other.figure('capacity')).totals).toMatchObject([
      unplaced ? { value: 160, missing: 0 } : { value: 60, missing: 1 },
    ]);
    expect(report.flags.blankCapacity).toBe(unplaced ? 0 : 1);
    expect(report.flags.impossibleCoordinates).toHaveLength(unplaced && code !== 'half-coordinates' ? 1 : 0);
  });

  it('exchanged coordinates name the city that they meant', async () => {
    const report = await ledger.list([{ unit: 'SWAP', lon: 36.65, lat: 117.12 }], { dryRun: true });
    expect(report.warnings[0]?.reason.params).toMatchObject({ where: '济南市' });
    expect(report.flags.impossibleCoordinates[0]?.detail).toMatchObject({ where: '济南市' });
  });

  it('coordinates that are no decimal degrees are flagged in their own words', async () => {
    const report = await ledger.list([{ unit: 'DMS', lon: '117°07′12″', lat: '36°39′' }], { dryRun: true });
    expect(report.flags.impossibleCoordinates[0]?.detail).toEqual({ longitude: '117°07′12″', latitude: '36°39′' });
  });

  it('two names for one enterprise: the first is kept', async () => {
    const report = await ledger.list(
      [
        { unit: 'N1', name: '甲' },
        { unit: 'N2', name: '乙' },
      ],
      { dryRun: true },
    );
    expect(report.warnings.map(said)).toEqual([{ column: 'name', row: 3, value: '乙', code: 'conflicting-name' }]);
  });

  it('a blank name: the enterprise keeps the one it has, or goes by its key', async () => {
    await using other = await TestLedger.open();
    await other.list([{ unit: 'U1', plant: 'P1', name: '' }]);
    const nameOf = async () =>
      (await other.enterprise('list/P1')).values.find((value) => value.attribute === 'name')?.value;
    expect(await nameOf()).toBe('P1');
    await other.list([{ unit: 'U1', plant: 'P1', name: '一号电厂' }]);
    expect(await other.list([{ unit: 'U1', plant: 'P1', name: '' }])).toMatchObject({ unchanged: 1 });
    expect(await nameOf()).toBe('一号电厂');
  });

  it('words of the office that no catalogue knows', async () => {
    const odd = officeList({ 行业: '养蜂', 产品: '蜂蜜', 产能单位: '罐/年', 投产日期: '去年', 统一社会信用代码: '' });
    const report = await ledger.import([odd], { dryRun: true });
    expect(report).toMatchObject({ inserted: 1, rejectedRows: 0 });
    expect(report.warnings.map((finding) => said(finding).code).sort()).toEqual([
      'bad-date',
      'missing-credit-code',
      'unknown-industry',
      'unknown-unit-of-measure',
    ]);
  });

  it('a capacity without its unit of measure is added to nothing', async () => {
    await using other = await TestLedger.open();
    const report = await other.import([
      officeList({ 产能单位: '' }),
      { ...officeList({ 装置编号: '2' }), name: 'second.csv' },
    ]);
    expect(report.warnings.map((finding) => said(finding).code)).toEqual(['missing-unit-of-measure']);
    const { totals, total } = await other.figure('capacity');
    expect(totals).toMatchObject([
      { unit: '?', value: 150 },
      { unit: 'kt/a', value: 1500 },
    ]);
    expect(total).toBeNull();
  });
});

describe('a file that is refused', () => {
  const coal = bundledFile('gem-coal/shandong_dev.csv');
  const whole = readFileSync(bundledFile('gem-coal/shandong_dev.xlsx'));
  const cases: [string, string | NewFile, Partial<ImportRequest>, string][] = [
    ['empty', { name: 'empty.csv', content: '' }, {}, 'empty-file'],
    ['only blank lines', { name: 'blank.csv', content: '\n\n,,\n' }, {}, 'empty-file'],
    ['not there', 'no/such/file.csv', {}, 'not-found'],
    ['a directory', bundledFile('gem-coal'), {}, 'is-directory'],
    ['cut off', { name: 'cut.xlsx', content: whole.subarray(0, whole.length - 200) }, {}, 'truncated-xlsx'],
    [
      'a picture',
      { name: 'list.csv', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
      {},
      'not-a-table',
    ],
    ['two columns of one name', { name: 'twice.csv', content: 'a,b,a\n1,2,3\n' }, {}, 'duplicate-header'],
    ['of unknown columns', { name: 'odd.csv', content: 'a,b,c\n1,2,3\n' }, {}, 'preset-not-recognised'],
    ['under the wrong preset', coal, { preset: 'sfi-cement' }, 'mapping-does-not-fit'],
    ['under a preset that is not there', coal, { preset: 'gem-cola' }, 'unknown-preset'],
    ['in a datum that is not offered', coal, { crs: 'beijing54' }, 'unknown-crs'],
    [
      'in a datum of the mapping that is not offered',
      coal,
      { mapping: { ...listMapping, crs: 'mars', sheets: [{ fields: { enterpriseKey: 'GEM location ID' } }] } },
      'unknown-crs',
    ],
    [
      'with a mapping whose pattern is none',
      coal,
      {
        mapping: {
          name: 'x',
          sheets: [
            {
              fields: { enterpriseKey: 'GEM location ID' },
              outputs: { product: 'Status', unit: 'MW', yearColumns: '(' },
            },
          ],
        },
      },
      'mapping-invalid',
    ],
    ['damaged after thousands of good rows', lateDamage(), {}, 'unclosed-quote'],
  ];
  it.each(cases)('%s', async (_name, file, request, code) => {
    const before = ledger.tables();
    for (const dryRun of [true, false]) {
      const refusal = await refusalOf(ledger.import([file], { ...request, dryRun }));
      expect(refusal.code).toBe(code);
      expect(refusal.zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(refusal.en).toMatch(/\.$|^There is no file/);
    }
    expect(ledger.tables()).toEqual(before);
  });

  it('takes the good files of the same import with it', async () => {
    const before = ledger.tables();
    const files = [bundledFile('gem-steel/shandong_plant_data.csv'), coal];
    expect((await refusalOf(ledger.import(files))).code).toBe('mapping-does-not-fit');
    expect(ledger.tables()).toEqual(before);
  });

  it('is named where it is one of several, whether opening or reading it fails', async () => {
    const cut = { name: 'cut.xlsx', content: whole.subarray(0, whole.length - 200) };
    for (const bad of [cut, lateDamage()]) {
      const refusal = await refusalOf(ledger.import([coal, bad]));
      expect([refusal.zh, refusal.en]).toEqual([
        expect.stringMatching(new RegExp(`^${bad.name}：`)),
        expect.stringMatching(new RegExp(`^${bad.name}: `)),
      ]);
    }
  });

  it('leaves no copy behind, and the ledger passes every check', async () => {
    const { readdir } = await import('node:fs/promises');
    const known = ledger.workspace.db.raw.prepare('SELECT sha256 FROM source_file').pluck().all();
    expect((await readdir(ledger.workspace.sourcesDir)).sort()).toEqual((known as string[]).sort());
    expect(await ledger.problems()).toEqual([]);
  });
});

describe('a trial', () => {
  it('says what an import would do, and writes nothing', async () => {
    const before = ledger.tables();
    const files = [bundledFile('gem-coal/shandong_dev.csv')];
    const trial = await ledger.import(files, { dryRun: true });
    expect(ledger.tables()).toEqual(before);
    await using other = await TestLedger.open();
    const real = await other.import(files);
    expect({ ...trial, seconds: 0, dryRun: false, importId: 1 }).toEqual({ ...real, seconds: 0 });
  });
});

function fail(): never {
  throw new Error('expected a finding');
}

/** The office's template with one good row, but for the cells given. */
function officeList(cells: Record<string, string>): NewFile {
  const row: Record<string, string> = {
    企业名称: '某钢铁有限公司',
    统一社会信用代码: '91350100M000100Y43',
    经度: '117.12',
    纬度: '36.65',
    坐标系: 'WGS84',
    装置编号: '1',
    装置名称: '1号转炉',
    行业: '钢铁',
    产品: '粗钢',
    设计产能: '150',
    产能单位: '万吨/年',
    状态: '在运',
    ...cells,
  };
  const header = ledgerColumns.map((column) => column[1]);
  return { name: 'office.csv', content: csvText([header, header.map((column) => row[column] ?? '')]) };
}

/** Three thousand good rows, then a quotation mark that is never closed. */
function lateDamage(): NewFile {
  const [header = [], row = []] = bundledRows('gem-coal/shandong_dev.csv');
  const rows = Array.from({ length: 3000 }, (_, index) => [`G${index}`, ...row.slice(1)]);
  return { name: 'late.csv', content: `${csvText([header, ...rows])}"G9999,L1,China\n` };
}
