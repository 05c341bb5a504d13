// Lists of other layouts: through a mapping of their own, through the office's template, and back in from an export.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mapping } from '../../contract/imports.ts';
import { fromWgs84, parseDatum } from '../../geodata/geometry/datum.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import { bundledFile, csvRows, csvText, type NewFile, TestLedger } from '../ledger-fixture.ts';
import { creditCodeFault } from './credit-code-rules.ts';
import { exampleRows, ledgerTemplateCsv, ledgerTemplateXlsx } from './ledger-template.ts';
import { ledgerColumns } from './presets/ledger.ts';

describe('a list of power plants in the layout of a world-wide database', () => {
  // Header as the Global Power Plant Database has it; the plants are invented.
  const plants: NewFile = {
    name: 'plants.csv',
    content: [
      'country,country_long,name,gppd_idnr,capacity_mw,latitude,longitude,primary_fuel,other_fuel1,commissioning_year,owner,source,url,year_of_capacity_data',
      'CHN,China,Test Jinan,WRI1,600.0,36.65,117.12,Coal,,2008.0,Owner A,test,,2019',
      'CHN,China,Test Qingdao,WRI2,50.5,36.12,120.37,Wind,,2015.0,Owner B,test,,2019',
      'CHN,China,Test Guangzhou,WRI3,1000.0,23.13,113.26,Coal,,1999.0,Owner A,test,,2019',
      'CHN,China,"Test, Heze",WRI4,,35.24,115.48,Coal,,,Owner C,test,,',
      '',
    ].join('\n'),
  };
  const mapping: Mapping = {
    name: 'world-plants',
    crs: 'wgs84',
    sheets: [
      {
        fields: {
          enterpriseKey: 'gppd_idnr',
          enterpriseName: 'name',
          unitKey: 'gppd_idnr',
          industry: { column: 'primary_fuel', values: { Coal: 'coal_power', '*': null } },
          product: { column: 'primary_fuel', values: { Coal: 'coal-fired-power' } },
          capacity: 'capacity_mw',
          capacityUnit: { constant: 'MW' },
          status: { constant: 'operating' },
          commissioned: 'commissioning_year',
          owner: 'owner',
          latitude: 'latitude',
          longitude: 'longitude',
        },
      },
    ],
  };

  it('comes in through a mapping with constants and translated values', async () => {
    await using ledger = await TestLedger.open();
    expect(await ledger.import([plants], { mapping })).toMatchObject({
      ...{ preset: 'world-plants', rows: 4, inserted: 4, rejectedRows: 0, warnings: [] },
      flags: { outsideProvince: { length: 1 }, blankCapacity: 1 },
    });
    const { rows, totals } = await ledger.figure('capacity', { by: ['city'] });
    expect(rows.map((row) => [row.keys.city, row.keys.product, row.value])).toEqual([
      [370100, 'coal-fired-power', 600],
      [370200, 'Wind', 50.5],
      [371700, 'coal-fired-power', null],
    ]);
    // Coal and wind are both in MW, and still not one number.
    expect(totals.map(({ product, value, missing }) => [product, value, missing])).toEqual([
      ['coal-fired-power', 600, 1],
      ['Wind', 50.5, 0],
    ]);
    expect(await ledger.values('unit-count', 'industry')).toEqual({ coal_power: 2, null: 1 });
    const page = await ledger.enterprise('world-plants/WRI1');
    const [unit] = page.units;
    expect(unit?.values).toContainEqual(expect.objectContaining({ attribute: 'commissioned', value: '2008' }));
    // What the mapping itself states has no cell to show.
    expect(unit?.values.find((value) => value.attribute === 'status')).toMatchObject({
      value: 'operating',
      origin: null,
    });
    expect(await ledger.import([plants], { mapping })).toMatchObject({ unchanged: 4 });
    expect(await ledger.problems()).toEqual([]);
  });

  it('is recognised by its headers once the mapping is saved', async () => {
    await using ledger = await TestLedger.open();
    await ledger.imports.savePreset(mapping);
    expect(await ledger.import([plants])).toMatchObject({ preset: 'world-plants', inserted: 4 });
    expect(await ledger.import([plants], { preset: 'world-plants' })).toMatchObject({ unchanged: 4 });
  });

  it('gets a mapping proposed that only lacks what a person must say', async () => {
    await using ledger = await TestLedger.open();
    const [sheet] = (await ledger.imports.inspect(await ledger.write(plants))).sheets;
    expect(sheet).toMatchObject({ name: 'plants', preset: null, sample: { length: 4 } });
    expect(sheet?.sample[0]).toMatchObject({ row: 2, cells: expect.arrayContaining(['Test Jinan']) });
    expect(sheet?.guess).toMatchObject({
      enterpriseName: 'name',
      enterpriseKey: 'gppd_idnr',
      capacity: 'capacity_mw',
      latitude: 'latitude',
      longitude: 'longitude',
      owner: 'owner',
      commissioned: 'commissioning_year',
    });
  });

  it('whose rows describe several units gives each its own', async () => {
    await using ledger = await TestLedger.open();
    const wide: Mapping = {
      name: 'wide',
      sheets: [
        {
          fields: { enterpriseName: '企业', unitName: '产线', capacityUnit: { constant: 'kt/a' }, coordinates: '坐标' },
          coordinateOrder: 'lon-lat',
          units: [
            { fields: { product: { constant: '粗钢' }, capacity: '钢' }, absentWhen: [''] },
            { fields: { product: { constant: '生铁' }, capacity: '铁' }, absentWhen: ['', '无'] },
          ],
        },
      ],
    };
    const file = {
      name: 'wide.csv',
      content: '企业,产线,坐标,钢,铁\n甲,一线,"117.12，36.65",10,20\n乙,一线,117.12 36.65,30,无\n',
    };
    expect(await ledger.import([file], { mapping: wide })).toMatchObject({ inserted: 2, rejectedRows: 0 });
    expect(await ledger.values('capacity', 'product')).toEqual({ 'crude-steel': 40, iron: 20 });
    expect(await ledger.values('unit-count', 'city')).toEqual({ 370100: 3 });
    expect(await ledger.import([file], { mapping: wide })).toMatchObject({ unchanged: 2 });
  });
});

describe("the office's template", () => {
  it('shows codes and statuses that the program itself accepts', () => {
    for (const row of exampleRows) if (row.creditCode) expect(creditCodeFault(String(row.creditCode))).toBeNull();
  });

  it.each(['zh', 'en'] as const)('comes in as it is, as CSV and as a workbook (%s)', async (language) => {
    await using ledger = await TestLedger.open();
    const report = await ledger.import([{ name: 'template.csv', content: ledgerTemplateCsv(language) }]);
    expect(report).toMatchObject({ preset: 'ledger', rows: 3, inserted: 3, rejectedRows: 0 });
    expect(report).toMatchObject({ warnings: [], flags: { blankCapacity: 1, nearBoundary: [], offshore: [] } });
    expect(report.flags.declaredPlaceDiffers).toEqual([]);
    expect(await ledger.values('unit-count', 'city')).toEqual({ 370100: 2, 370500: 1 });
    expect(await ledger.values('enterprise-count', 'industry')).toEqual({ steel: 1, coking: 1, tyre: 1 });
    const { totals } = await ledger.figure('capacity');
    expect(totals.map(({ product, unit, value, missing }) => [product, unit, value, missing])).toEqual([
      ['crude-steel', 'kt/a', 1500, 0],
      ['coke', 'kt/a', 900, 0],
      ['truck-bus-tyre', '万条/年', null, 1],
    ]);
    const workbook = Buffer.from(await ledgerTemplateXlsx(language));
    const again = await ledger.import([{ name: 'template.xlsx', content: workbook }]);
    expect(again).toMatchObject({ rows: 3, unchanged: 3, rejectedRows: 0 });
    expect(again.files[0]?.sheets).toMatchObject([
      { name: '台账', used: true },
      { name: '填写说明', used: false },
    ]);
  });

  it('knows an enterprise again whose credit code is filled in later', async () => {
    await using ledger = await TestLedger.open();
    const whole = ledgerTemplateCsv('zh');
    const withoutCodes = whole.replaceAll(/9137\d{13}[0-9A-Z]/g, '');
    expect(withoutCodes).not.toBe(whole);
    expect(await ledger.import([{ name: 'first.csv', content: withoutCodes }])).toMatchObject({ inserted: 3 });
    // Two enterprises get their codes; nothing is there twice.
    expect(await ledger.import([{ name: 'second.csv', content: whole }])).toMatchObject({
      inserted: 0,
      rejectedRows: 0,
    });
    expect(await ledger.import([{ name: 'second.csv', content: whole }])).toMatchObject({ unchanged: 3 });
    expect(await ledger.values('enterprise-count', 'industry')).toEqual({ steel: 1, coking: 1, tyre: 1 });
    expect((await ledger.figure('enterprise-count')).total).toBe(2);
    expect((await ledger.figure('unit-count')).total).toBe(3);
    expect(await ledger.problems()).toEqual([]);
  });

  const header = ledgerColumns.map((column) => column[1]);
  /** One unit of the office's list. */
  const row = (key: string, cells: Record<string, string | number>): string[] => {
    const all: Record<string, string | number> = {
      企业名称: '某企业',
      统一社会信用代码: '91350100M000100Y43',
      装置编号: key,
      产品: '焦炭',
      设计产能: 1,
      产能单位: '万吨/年',
      状态: '在运',
      ...cells,
    };
    return header.map((name) => String(all[name] ?? ''));
  };
  const place = wgs84(117.0005, 36.6681);
  const stated = (datum: string): { 经度: number; 纬度: number } => {
    const parsed = parseDatum(datum);
    if (!parsed) throw new Error(datum);
    const [x, y] = fromWgs84(place, parsed);
    return { 经度: x, 纬度: y };
  };
  const datums = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09', 'cgcs2000-gk3-39', 'epsg:4528', 'cgcs2000-gk6-cm117'];
  const positions = async (ledger: TestLedger): Promise<{ longitude: number; latitude: number }[]> =>
    ledger.workspace.db.raw.prepare('SELECT longitude, latitude FROM unit_version').all() as never;

  it('may name a datum in each row', async () => {
    await using ledger = await TestLedger.open();
    const rows = datums.map((datum, index) => row(`D${index}`, { ...stated(datum), 坐标系: datum }));
    const report = await ledger.import([{ name: 'datums.csv', content: csvText([header, ...rows]) }]);
    expect(report).toMatchObject({ inserted: datums.length, rejectedRows: 0, warnings: [] });
    expect(await positions(ledger)).toHaveLength(datums.length);
    for (const { longitude, latitude } of await positions(ledger)) {
      // 1e-7° is a centimetre.
      expect(longitude).toBeCloseTo(117.0005, 6);
      expect(latitude).toBeCloseTo(36.6681, 6);
    }
  });

  it.each(datums)('is read in the datum that is given for the whole file: %s', async (datum) => {
    await using ledger = await TestLedger.open();
    const content = csvText([header, row('D', stated(datum))]);
    expect(await ledger.import([{ name: 'datum.csv', content }], { crs: datum })).toMatchObject({
      inserted: 1,
      crs: datum,
    });
    const [found] = await positions(ledger);
    expect(found?.longitude).toBeCloseTo(117.0005, 6);
    expect(found?.latitude).toBeCloseTo(36.6681, 6);
  });

  it('tells units of one enterprise apart by number, however its code is written', async () => {
    await using ledger = await TestLedger.open();
    const at = stated('WGS84');
    const codes = [
      '91350100M000100Y43',
      '91350100m000100y43',
      ' 9135-0100-M000100Y43',
      '９１３５０１００Ｍ０００１００Ｙ４３',
    ];
    for (const [index, code] of codes.entries()) {
      const content = csvText([
        header,
        row('1', { ...at, 统一社会信用代码: code }),
        row('2', { ...at, 统一社会信用代码: code }),
      ]);
      expect(await ledger.import([{ name: 'codes.csv', content }])).toMatchObject(
        index === 0 ? { inserted: 2 } : { unchanged: 2 },
      );
    }
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 1 });
    expect(await ledger.figure('unit-count')).toMatchObject({ total: 2 });
  });

  it('tells them apart by number without a code too, whatever order they come in', async () => {
    await using ledger = await TestLedger.open();
    const blank = { ...stated('WGS84'), 统一社会信用代码: '', 装置名称: '' };
    const [first, second] = [row('1', { ...blank, 设计产能: '100' }), row('2', { ...blank, 设计产能: '200' })];
    await ledger.import([{ name: 'list.csv', content: csvText([header, first, second]) }]);
    const turned = { name: 'turned.csv', content: csvText([header, second, first]) };
    expect(await ledger.import([turned])).toMatchObject({ updated: 0, unchanged: 2 });
  });

  it('joins an enterprise that another list knows by the same credit code', async () => {
    await using ledger = await TestLedger.open();
    const other: Mapping = {
      name: 'other-list',
      sheets: [
        {
          fields: {
            enterpriseName: '名称',
            creditCode: '代码',
            unitKey: '号',
            product: { constant: '粗钢' },
            capacity: '产能',
            capacityUnit: { constant: '万吨/年' },
          },
        },
      ],
    };
    await ledger.import([{ name: 'office.csv', content: csvText([header, row('1', stated('WGS84'))]) }]);
    await ledger.import([{ name: 'other.csv', content: '名称,代码,号,产能\n某企业,91350100M000100Y43,X1,5\n' }], {
      mapping: other,
    });
    expect(await ledger.figure('enterprise-count')).toMatchObject({ total: 1 });
    const page = await ledger.enterprise('uscc/91350100M000100Y43');
    expect(page.units.map((unit) => unit.id)).toHaveLength(2);
  });
});

describe('an exported ledger', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.open();
    await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
    await ledger.import([bundledFile('gem-steel/shandong_dev.xlsx')]);
    await ledger.import([bundledFile('sfi-cement/shandong_dev.csv')]);
  });
  afterAll(() => ledger[Symbol.asyncDispose]());

  it.each(['csv', 'xlsx'] as const)('comes back in from %s with the same figures', async (format) => {
    await using other = await TestLedger.open();
    const report = await other.import([{ name: `export.${format}`, content: await ledger.export(format) }]);
    expect(report).toMatchObject({ preset: 'ledger', rows: 590, inserted: 590, rejectedRows: 0 });
    for (const dimension of ['city', 'county', 'status', 'ownerGroup', 'industry', 'place'] as const) {
      expect(await other.values('capacity', dimension)).toEqual(await ledger.values('capacity', dimension));
      expect(await other.values('unit-count', dimension)).toEqual(await ledger.values('unit-count', dimension));
    }
    expect((await other.figure('capacity')).totals).toEqual((await ledger.figure('capacity')).totals);
    expect(await other.problems()).toEqual([]);
  });

  it.each(['csv', 'xlsx'] as const)('counts nothing twice when %s goes back where it came from', async (format) => {
    await using other = await TestLedger.open();
    await other.import([bundledFile('gem-coal/shandong_dev.csv')]);
    await other.import([{ name: 'office.csv', content: ledgerTemplateCsv('zh') }]);
    const before = (await other.figure('capacity')).totals;
    const file = { name: `export.${format}`, content: await other.export(format) };
    for (const dryRun of [true, false]) {
      const report = await other.import([file], { dryRun });
      expect(report).toMatchObject({ rows: 488, inserted: 0, rejectedRows: 485 });
      expect(new Set(report.rejected.map(({ column, reason }) => `${column} ${reason.code}`))).toEqual(
        new Set(['记录号 held-elsewhere']),
      );
    }
    expect((await other.figure('capacity')).totals).toEqual(before);
  });

  it('names for every capacity the cell that it came from', async () => {
    const [header = [], ...rows] = csvRows((await ledger.export('csv')).toString());
    expect(rows).toHaveLength(590);
    const record = (id: string): Record<string, string> =>
      Object.fromEntries(
        (rows.find((row) => row[header.indexOf('记录号')] === id) ?? []).map((cell, at) => [header[at], cell]),
      );
    // G100676 is on row 2, its capacity in column K.
    expect(record('gem-coal/G100676')).toMatchObject({
      产能来源文件: 'shandong_dev.csv',
      产能来源行: '2',
      产能来源列: 'K Capacity (MW)',
      设计产能: '350',
      产能单位: 'MW',
      市: '枣庄市',
    });
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row[header.indexOf('来源文件SHA-256')] ?? ''))).toBe(true);
  });

  it('is GeoJSON with a point for each placed record', async () => {
    const { type, features } = JSON.parse((await ledger.export('geojson')).toString());
    expect(type).toBe('FeatureCollection');
    expect(features).toHaveLength(590);
    expect(features.find((feature: { id: string }) => feature.id === 'gem-coal/G100676').geometry).toEqual({
      type: 'Point',
      coordinates: [117.27105, 34.828388],
    });
  });

  it('never holds a cell that a spreadsheet program would run', async () => {
    await using other = await TestLedger.open();
    await other.list([
      { unit: '1', plant: 'P', name: '=HYPERLINK("http://x")' },
      { unit: '2', plant: '+1', name: '-1+cmd' },
    ]);
    const rows = csvRows((await other.export('csv')).toString()).slice(1);
    expect(rows.map((row) => row[0])).toEqual(['\'=HYPERLINK("http://x")', "'-1+cmd"]);
  });
});
