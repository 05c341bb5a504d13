// The bundled public ledgers give the numbers that their files hold, however the files are written and in whatever order they come.
//
// The expected numbers were counted without this program: by Python's csv and decimal over the files of geodata/ledgers,
// and, for cities, by ray casting over geodata/boundaries/shandong.cities.geojson.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledFile, bundledRows, csvText, TestLedger } from '../ledger-fixture.ts';
import { encodeLegacy } from './read/read-fixture.ts';

const coalCsv = bundledFile('gem-coal/shandong_dev.csv');
const coalXlsx = bundledFile('gem-coal/shandong_dev.xlsx');
const steelSheets = ['plant_data', 'capacities_status', 'production'] as const;
const steelFile = (sheet: (typeof steelSheets)[number]): string => bundledFile(`gem-steel/shandong_${sheet}.csv`);
const steelXlsx = bundledFile('gem-steel/shandong_dev.xlsx');

const coalByStatus = {
  operating: 74722,
  construction: 3030,
  permitted: 2660,
  announced: 1900,
  shelved: 3300,
  retired: 11490.1,
  cancelled: 24160,
};

const coalByCity = {
  370100: 5620,
  370200: 2810,
  370300: 4137.1,
  370400: 6603,
  370500: 6750,
  370600: 5720,
  370700: 7465,
  370800: 9442,
  370900: 2950,
  371000: 2682,
  371100: 6120,
  371300: 9855,
  371400: 2800,
  371500: 12373,
  371600: 26615,
  371700: 8620,
  // Two units at Rizhao's quay lie in no polygon of the coarse coast.
  null: 700,
};

describe('coal units of Shandong', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.open();
    const report = await ledger.import([coalCsv]);
    expect(report).toMatchObject({ preset: 'gem-coal', rows: 485, inserted: 485, rejectedRows: 0, absent: 0 });
    expect(report.warnings).toEqual([]);
  });
  afterAll(() => ledger[Symbol.asyncDispose]());

  it('are 485 units of 140 enterprises with 121262.1 MW', async () => {
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 485 });
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 140 });
    expect(await ledger.figure('capacity')).toMatchObject({ total: 121262.1, unit: 'MW', completeness: 1 });
  });

  it('add up by status', async () => {
    expect(await ledger.values('capacity', 'status')).toEqual(coalByStatus);
    expect(await ledger.values('unit-count', 'status')).toEqual({
      ...{ operating: 301, construction: 6, permitted: 3, announced: 4, shelved: 5, retired: 121, cancelled: 45 },
    });
  });

  it('add up by what captive units serve', async () => {
    expect(await ledger.values('capacity', 'captive')).toEqual({
      ...{ agriculture: 318, aluminum: 31650, chemicals: 2032, 'iron & steel': 1360, machinery: 50 },
      ...{ 'oil & refining': 1040, 'pulp & paper': 1160, rubber: 140, null: 83512.1 },
    });
    expect(await ledger.values('unit-count', 'captive')).toMatchObject({ aluminum: 136, chemicals: 34, rubber: 3 });
  });

  it('add up by the city in which they stand', async () => {
    expect(await ledger.values('capacity', 'city')).toEqual(coalByCity);
    expect(await ledger.values('enterprise-count', 'city')).toMatchObject({ 371600: 23, 370800: 12, null: 1 });
  });

  it('add up by the owner with the largest share', async () => {
    expect(await ledger.values('capacity', 'ownerGroup')).toMatchObject({
      'Huaneng Power International Inc': 21685,
      'Huadian Power International Co Ltd': 17892.1,
      'China Datang Corp': 10140,
      'Hongqiao Investment (Hong Kong)': 9740,
      'Shandong Weiqiao Investment Holding Co Ltd': 4980,
    });
    expect(Object.keys(await ledger.values('capacity', 'ownerGroup'))).toHaveLength(84);
  });

  it('tell which positions are approximate and which lie at sea', async () => {
    const { raw } = ledger.workspace.db;
    const flagged = (flag: string): unknown =>
      raw.prepare("SELECT count(*) FROM unit_version WHERE ' ' || flags || ' ' LIKE ?").pluck().get(`% ${flag} %`);
    expect(flagged('approximatePosition')).toBe(27);
    expect(flagged('offshore')).toBe(2);
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 483, offshore: 2 });
  });

  it('find Laiwu in the city that it was merged into', async () => {
    const laiwu = bundledRows('gem-coal/shandong_dev.csv').filter((row) => row.includes('Laiwu'));
    expect(laiwu.length).toBeGreaterThan(0);
    const report = await ledger.import([coalCsv], { dryRun: true });
    const doubted = report.flags.declaredPlaceDiffers.map((flagged) => flagged.detail.declared);
    expect(doubted).not.toContain('Laiwu');
  });

  const text = readFileSync(coalCsv, 'utf8');
  it.each([
    ['the same file again', coalCsv],
    ['the workbook', coalXlsx],
    ['GB18030', { name: 'gbk.csv', content: encodeLegacy(text, 'gb18030') }],
    ['a byte order mark and CRLF', { name: 'bom.csv', content: `\uFEFF${text.replaceAll('\n', '\r\n')}` }],
    ['semicolons', { name: 'semicolon.csv', content: semicolons(text) }],
    ['another order of columns', { name: 'columns.csv', content: reversedColumns(text) }],
  ])('say the same as %s: nothing new is kept', async (_name, file) => {
    const before = ledger.tables();
    const report = await ledger.import([file]);
    expect(report).toMatchObject({ rows: 485, unchanged: 485, inserted: 0, updated: 0, rejectedRows: 0, absent: 0 });
    const { import: imports, source_file, source_sheet, ...kept } = ledger.tables();
    expect(kept).toEqual({ ...before, import: undefined, source_file: undefined, source_sheet: undefined });
    expect(imports).toBe((before.import ?? 0) + 1);
  });

  it('are the same in a workspace made from the workbook, GB18030 or CRLF alone', async () => {
    for (const file of [
      coalXlsx,
      { name: 'gbk.csv', content: encodeLegacy(text, 'gb18030') },
      { name: 'bom.csv', content: `\uFEFF${text.replaceAll('\n', '\r\n')}` },
    ]) {
      await using other = await TestLedger.open();
      await other.import([file]);
      expect(await other.values('capacity', 'status')).toEqual(coalByStatus);
      expect(await other.values('capacity', 'city')).toEqual(coalByCity);
      expect(await other.figure('enterprise-count')).toMatchObject({ total: 140 });
    }
  });

  it('pass every check afterwards', async () => {
    expect(await ledger.problems()).toEqual([]);
  });
});

describe('steel plants of Shandong', () => {
  const steelByStatus = {
    'crude-steel operating': 34001,
    'crude-steel operating pre-retirement': 3150,
    'crude-steel announced': 2450,
    'crude-steel retired': 22800,
    'crude-steel cancelled': 4940,
    'iron operating': 31780,
    'iron operating pre-retirement': 3040,
    'iron retired': 21790,
    'iron cancelled': 3040,
    'coke null': 1000,
    'sinter null': 3840,
  };
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ].map((order) => order.map((at) => steelSheets[at] as (typeof steelSheets)[number]));

  async function expectSteel(ledger: TestLedger): Promise<void> {
    expect(await ledger.values('capacity', 'status')).toEqual(steelByStatus);
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 17 });
    // 22 crude steel, 18 iron, one coke and two sinter capacities are stated.
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 43 });
    expect(await ledger.values('enterprise-count', 'city')).toEqual({
      ...{
        370100: 4,
        370200: 1,
        370300: 2,
        370600: 1,
        370700: 2,
        370900: 1,
        371100: 1,
        371300: 2,
        371500: 1,
        371600: 2,
      },
    });
    // Production is stated for iron in 2019 (two of three rows) and 2022, for crude steel in 2022 only.
    expect(await ledger.values('annual-output', 'year', { where: { product: ['iron'] } })).toEqual({
      ...{ 2019: 5028, 2020: null, 2021: null, 2022: 4794, 2023: null, 2024: null },
    });
    const steel = await ledger.figure('annual-output', { by: ['year'], where: { product: ['粗钢'] } });
    expect(steel.rows.map((row) => [row.keys.year, row.value, row.missing])).toEqual([
      [2019, null, 3],
      [2020, null, 3],
      [2021, null, 3],
      [2022, 4426, 2],
      [2023, null, 3],
      [2024, null, 3],
    ]);
    const laigang = await ledger.enterprise('gem-steel/P100000120254');
    expect(laigang.values.find((value) => value.attribute === 'name')?.value).toBe('莱芜钢铁集团银山型钢有限公司');
    expect(laigang.sites[0]?.values.find((value) => value.attribute === 'province')?.value).toBe('Shandong');
    expect(laigang.sites[0]?.placement).toMatchObject({ place: 'inside', cityCode: 370100 });
  }

  it('are 53 rows of three tables in one import', async () => {
    await using ledger = await TestLedger.open();
    const report = await ledger.import(steelSheets.map(steelFile));
    expect(report).toMatchObject({ preset: 'gem-steel', rows: 53, inserted: 53, rejectedRows: 0 });
    // '>0' says that there is a sinter plant, but not how big.
    expect(report.warnings.map(({ value, reason }) => [value, reason.code])).toEqual([['>0', 'stated-unknown']]);
    await expectSteel(ledger);
    const sinter = await ledger.figure('capacity', { where: { product: ['sinter'] } });
    expect(sinter.totals).toEqual([{ product: 'sinter', unit: 'kt/a', value: 3840, inputs: 2, missing: 1 }]);

    const again = await ledger.import([steelXlsx]);
    expect(again).toMatchObject({ rows: 53, unchanged: 53, rejectedRows: 0, absent: 0 });
    expect(await ledger.problems()).toEqual([]);
  });

  it('are the same from the workbook, and unchanged by its three tables', async () => {
    await using ledger = await TestLedger.open();
    await ledger.import([steelXlsx]);
    await expectSteel(ledger);
    expect(await ledger.import(steelSheets.map(steelFile))).toMatchObject({ rows: 53, unchanged: 53 });
  });

  it.each(orders)('are the same one table at a time: %s, %s, %s', async (...order) => {
    await using ledger = await TestLedger.open();
    for (const sheet of order) await ledger.import([steelFile(sheet)]);
    await expectSteel(ledger);
    // Once all is known, no table has anything to add.
    for (const sheet of order)
      expect(await ledger.import([steelFile(sheet)])).toMatchObject({ inserted: 0, updated: 0 });
    expect(await ledger.problems()).toEqual([]);
  });
});

describe('cement plants of Shandong', () => {
  it('are 62 with 43.33 Mt/a; 39 state no capacity, which is not zero', async () => {
    await using ledger = await TestLedger.open();
    const report = await ledger.import([bundledFile('sfi-cement/shandong_dev.csv')]);
    expect(report).toMatchObject({ preset: 'sfi-cement', rows: 62, inserted: 62, flags: { blankCapacity: 39 } });
    const total = await ledger.figure('capacity');
    expect(total).toMatchObject({ total: 43.33, unit: 'Mt/a' });
    expect(total.totals).toEqual([{ product: 'cement', unit: 'Mt/a', value: 43.33, inputs: 62, missing: 39 }]);
    expect(total.completeness).toBeCloseTo(23 / 62, 12);
    // Qingdao, Dongying, Weihai, Binzhou and Heze have plants, and nothing is known of their size.
    expect(await ledger.values('capacity', 'city')).toEqual({
      ...{ 370100: 3.13, 370200: null, 370300: 1.01, 370400: 7.09, 370500: null, 370600: 6.37, 370700: 4.38 },
      ...{ 370800: 7.33, 370900: 5.48, 371000: null, 371100: 1.68, 371300: 3.93, 371400: 1.88, 371500: 1.05 },
      ...{ 371600: null, 371700: null, null: null },
    });
    const jining = await ledger.figure('capacity', { by: ['enterprise'], where: { city: ['济宁'] } });
    expect(jining.rows.map((row) => row.value)).toHaveLength(4);
    expect(
      (await ledger.figure('capacity', { by: ['enterprise'] })).rows.filter((row) => row.value === null),
    ).toHaveLength(39);

    expect(await ledger.import([bundledFile('sfi-cement/shandong_dev.xlsx')])).toMatchObject({
      rows: 62,
      unchanged: 62,
    });
  });
});

describe('coal units of other provinces', () => {
  it('are all kept, and only those inside the province are counted', async () => {
    await using ledger = await TestLedger.open();
    const report = await ledger.import([bundledFile('gem-coal/china_other_provinces.csv')]);
    expect(report).toMatchObject({ rows: 4997, inserted: 4997, rejectedRows: 0 });
    expect(report.flags.outsideProvince).toHaveLength(4995);
    for (const { detail, longitude, latitude } of report.flags.outsideProvince) {
      expect(detail).toHaveProperty('elsewhere');
      expect([typeof longitude, typeof latitude]).toEqual(['number', 'number']);
    }
    // The one plant that lies in Shandong (Heze) says that it is in Henan.
    expect(report.flags.declaredPlaceDiffers).toEqual([
      expect.objectContaining({
        id: 'gem-coal/G114041',
        detail: { level: 'province', declared: 'Henan', actual: '山东省' },
      }),
      expect.objectContaining({
        id: 'gem-coal/G114042',
        detail: { level: 'province', declared: 'Henan', actual: '山东省' },
      }),
    ]);
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 2, outside: 4995 });
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 2 });
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 1 });
    expect(await ledger.figure('enterprise-count', { where: { place: ['outside'] } })).toMatchObject({ total: 1483 });
    expect(await ledger.figure('capacity')).toMatchObject({ total: 110, unit: 'MW' });

    // Shandong's own list joins them; the other list's units stay, and the report says that this one lacks them.
    expect(await ledger.import([coalCsv])).toMatchObject({ inserted: 485, absent: 4997 });
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 487 });
  });

  it('lie outside Guangdong too, but for those of Guangdong', async () => {
    await using ledger = await TestLedger.open('guangdong');
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 0 });
    expect(await ledger.figure('capacity')).toMatchObject({ total: null, rows: [], completeness: null });
    expect(await ledger.import([coalCsv])).toMatchObject({
      inserted: 485,
      flags: { outsideProvince: { length: 485 } },
    });
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 0 });
    expect(await ledger.figure('unit-count', { where: { place: ['outside'] } })).toMatchObject({ total: 485 });

    const header = bundledRows('gem-coal/shandong_dev.csv')[0] ?? [];
    const unit = (id: string, mw: string, longitude: string, latitude: string): string[] => {
      const cells: Record<string, string> = {
        'GEM unit/phase ID': id,
        'GEM location ID': `L${id}`,
        'Plant name': id,
        'Capacity (MW)': mw,
        Status: 'operating',
        Longitude: longitude,
        Latitude: latitude,
      };
      return header.map((column) => cells[column] ?? '');
    };
    const list = csvText([
      header,
      unit('G1', '600', '113.26', '23.13'),
      unit('G2', '320.5', '114.06', '22.54'),
      unit('G3', '100', '117.12', '36.65'),
    ]);
    await ledger.import([{ name: 'list.csv', content: list }]);
    expect(await ledger.values('capacity', 'city')).toEqual({ 440100: 600, 440300: 320.5 });
    expect(await ledger.figure('capacity', { where: { city: ['深圳'] } })).toMatchObject({ total: 320.5 });
  });
});

const unquoted = (text: string): string[][] => {
  const rows = text.trim().split('\n');
  expect(rows.length).toBe(486);
  return bundledRows('gem-coal/shandong_dev.csv');
};

function semicolons(text: string): string {
  return unquoted(text)
    .map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')}\n`)
    .join('');
}

function reversedColumns(text: string): string {
  return csvText(unquoted(text).map((row) => row.toReversed()));
}
