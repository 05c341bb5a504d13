// The layers of the map: each draws, counts and tabulates what the core's figures say; legend, order, options, themes.
import { writeFile } from 'node:fs/promises';
import { expect, type LayerId, layerNames, test } from './atlas.ts';

/** Short names of doubts, as the legend has them, by the keys of the command line. */
const doubts: Readonly<Record<string, string>> = {
  nearBoundary: '近界',
  offshore: '近岸',
  declaredCountyDiffers: '区县不符',
  blankCapacity: '产能未填',
  approximatePosition: '约略位置',
  null: '无存疑',
};

/** What layers of capacities and areas begin with. */
const running = ['operating', 'operating pre-retirement'];

test('every layer draws something, and counts and tabulates what the core says', async ({ atlas, desk }) => {
  test.slow();
  await atlas.open('', 219);
  await atlas.unfoldLayers();
  await atlas.show('enterprises', false);
  const bare = await atlas.mapPicture();

  const layers = Object.keys(layerNames) as LayerId[];
  const tables = new Map<LayerId, Record<string, string>[]>();
  const legends = new Map<LayerId, Readonly<Record<string, number>>>();
  for (const layer of layers) {
    await test.step(`${layer} is drawn`, async () => {
      await atlas.show(layer);
      if (layer === 'capacity-columns') await atlas.settled();
      expect(await atlas.changedPixels(bare, await atlas.mapPicture())).toBeGreaterThan(500);
      expect(await atlas.row(layer).locator('.legend-entry').count()).toBeGreaterThan(1);
      legends.set(layer, await atlas.legendCounts(layer));
      await atlas.openTable(layer);
      if (layer !== 'enterprises')
        await expect(desk.page.getByTestId('twin-table')).toHaveAttribute('data-layer', layer);
      tables.set(layer, await atlas.tableAsCsv(layer));
      await atlas.show(layer, false);
    });
  }
  expect(await atlas.row('enterprises').locator('.legend-entry').count()).toBe(0);

  const flags = Object.keys(doubts).filter((flag) => flag !== 'null');
  const [byIndustry, byStatus, byFlag, doubtful, byCity, coal, byPlace] = await Promise.all([
    desk.told('enterprise-count', { by: 'industry' }),
    desk.told('enterprise-count', { by: 'status' }),
    desk.told('enterprise-count', { by: 'flag' }),
    desk.told('enterprise-count', { where: { flag: flags } }),
    desk.told('enterprise-count', { by: 'city', where: { status: running } }),
    desk.told('capacity', { by: 'enterprise', where: { product: ['coal-fired-power'], status: running } }),
    desk.told('enterprise-count', { by: 'place' }),
  ]);
  const named = (rows: typeof byIndustry.rows, name: string) =>
    Object.fromEntries(rows.map((row) => [row[name] ?? '未注明', row.value]));

  await test.step('legends count what the command line counts', async () => {
    expect(legends.get('enterprises')).toMatchObject({
      ...named(byIndustry.rows, 'industryName'),
      存疑记录: doubtful.total,
    });
    expect(legends.get('status')).toEqual(named(byStatus.rows, 'statusName'));
    expect(legends.get('quality')).toEqual(
      Object.fromEntries(byFlag.rows.map(({ flag, value }) => [doubts[String(flag)], value])),
    );
    expect(byPlace.rows.find(({ place }) => place === 'offshore')?.value).toBe(2);
  });

  await test.step('tables hold what is drawn', async () => {
    for (const layer of ['enterprises', 'quality', 'status'] as const) expect(tables.get(layer)).toHaveLength(219);
    for (const layer of ['capacity-symbols', 'capacity-columns'] as const) {
      expect(tables.get(layer)).toHaveLength(coal.rows.length);
      const sum = tables.get(layer)?.reduce((total, row) => total + Number(row['设计产能（MW）']), 0);
      expect(sum).toBeCloseTo(coal.totals[0]?.value ?? Number.NaN, 3);
    }
    const cities = tables.get('area-figure') ?? [];
    expect(Object.fromEntries(cities.map((row) => [row['市'], row['企业数']]))).toMatchObject(
      Object.fromEntries(byCity.rows.flatMap(({ city, value }) => (city === null ? [] : [[city, String(value)]]))),
    );
    const inCells = tables.get('density')?.reduce((total, row) => total + Number(row['企业数']), 0);
    expect(inCells).toBe(219);
  });
});

test('an entry of a legend narrows map, table and figures together', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const cement = await desk.told('enterprise-count', { where: { industry: ['cement'] } });
  const units = await desk.told('unit-count', { where: { industry: ['cement'] } });
  const all = await atlas.mapPicture();

  // Given one entry pressed alone, everything speaks of it.
  await atlas.entry('enterprises', '水泥').click({ modifiers: ['Shift'] });
  await atlas.expectShown(cement.total ?? 0, 219);
  await desk.mapIsDrawn(cement.total ?? 0);
  await expect(desk.figure('enterprise-count')).toContainText(String(cement.total));
  await expect(desk.figure('unit-count')).toContainText(String(units.total));
  await expect(desk.figure('capacity-coal-fired-power')).toBeHidden();
  expect(await atlas.changedPixels(all, await atlas.mapPicture())).toBeGreaterThan(500);
  const table = await atlas.tableAsCsv('enterprises');
  expect(table).toHaveLength(cement.total ?? 0);
  expect(new Set(table.map((row) => row['行业']))).toEqual(new Set(['水泥']));
  // What it hides stays in the legend, to be shown again.
  await expect(atlas.entry('enterprises', '钢铁')).toHaveAttribute('aria-pressed', 'false');
  await atlas.entry('enterprises', '钢铁').click();
  await atlas.expectShown((cement.total ?? 0) + 17, 219);

  await page.keyboard.press('x');
  await atlas.expectShown(219, 219);
  await expect(atlas.entry('enterprises', '水泥')).toHaveAttribute('aria-pressed', 'true');
});

test('opacity, order and options of a layer are the reader’s', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await atlas.unfoldLayers();
  await atlas.show('area-figure');
  const settings = atlas.row('area-figure');
  await settings.getByRole('button', { name: '图层设置：分市、分县指标' }).click();

  await test.step('fades by keyboard', async () => {
    const strong = await atlas.mapPicture();
    await settings.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await expect(settings.getByRole('slider')).toHaveAttribute('aria-valuenow', '10');
    expect(await atlas.changedPixels(strong, await atlas.mapPicture())).toBeGreaterThan(5_000);
    await page.keyboard.press('End');
  });

  await test.step('shows counties in place of cities', async () => {
    const cities = (await atlas.drawn('area-figure'))?.areas;
    await atlas.choose(settings.getByRole('combobox', { name: /范围$/ }), '分县（市、区）');
    await expect.poll(async () => (await atlas.drawn('area-figure'))?.areas).toBeGreaterThan(cities ?? 0);
    const byCounty = await desk.told('enterprise-count', { by: 'county', where: { status: running } });
    expect((await atlas.drawn('area-figure'))?.areas).toBe(
      byCounty.rows.filter(({ county }) => county !== null).length,
    );
    await atlas.openTable('area-figure');
    // All counties of the province, and a row for what lies in none.
    await expect(page.getByTestId('twin-count')).toContainText('137 / 137');
  });

  await test.step('colours another figure', async () => {
    await atlas.choose(settings.getByRole('combobox', { name: /指标 · 指标$/ }), '设计产能');
    await atlas.choose(settings.getByRole('combobox', { name: /指标 · 产品$/ }), '粗钢');
    await atlas.choose(settings.getByRole('combobox', { name: /指标 · 装置$/ }), '全部状态');
    const steel = await desk.told('capacity', { by: 'county', where: { product: ['crude-steel'] } });
    await expect
      .poll(async () => (await atlas.drawn('area-figure'))?.areas)
      .toBe(steel.rows.filter(({ county }) => county !== null).length);
    await expect(atlas.row('area-figure')).toContainText('kt/a');
  });

  await test.step('is moved up by keyboard, and the address says so', async () => {
    const order = () =>
      atlas
        .parts()
        .get('layers')
        ?.split(',')
        .map((layer) => layer.split(':')[0]);
    await settings.getByRole('checkbox').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => order()?.indexOf('area-figure')).toBe(2);
    await expect(settings.getByRole('checkbox')).toBeFocused();
  });
});

test('a map theme is saved, renamed, deleted and brought back', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const themes = page.getByRole('combobox', { name: '图层组合' });
  const current = atlas.panel.locator('.theme-picker');
  const menu = async (item: string | RegExp) => {
    await page.getByRole('button', { name: '管理图层组合' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await atlas.choose(themes, '装置状态');
  await expect(atlas.row('status')).toBeVisible();
  await expect(atlas.row('enterprises')).toBeHidden();

  await atlas.unfoldLayers();
  await atlas.show('density');
  await expect(current).toContainText('自选组合');
  await menu('另存为…');
  await page.getByRole('textbox', { name: '图层组合的名称' }).fill('晨会');
  await page.keyboard.press('Enter');
  await expect(current).toContainText('晨会');

  await menu('重命名“晨会”…');
  await page.getByRole('textbox', { name: '图层组合的名称' }).fill('周例会');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  await expect(current).toContainText('周例会');

  await atlas.choose(themes, '企业分布');
  await expect(atlas.row('density').getByRole('checkbox')).not.toBeChecked();
  await atlas.choose(themes, '周例会');
  await expect(atlas.row('density').getByRole('checkbox')).toBeChecked();

  await menu('删除“周例会”');
  await expect(current).toContainText('自选组合');
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(current).toContainText('周例会');

  // The browser keeps it.
  await page.reload();
  await desk.mapIsDrawn();
  await atlas.choose(themes, '周例会');
  await expect(atlas.row('status').getByRole('checkbox')).toBeChecked();
});

test('discs and single marks add up to the enterprises on the map, at every zoom', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const drawn = async () => (await atlas.drawn('enterprises')) ?? {};
  const sum = ({ marks = 0, inDiscs = 0 }: Awaited<ReturnType<typeof drawn>>) => marks + inDiscs;
  const far = await drawn();
  expect(sum(far)).toBe(219);
  expect(far.discs).toBeGreaterThan(10);

  await page.getByRole('button', { name: '放大' }).click();
  await page.getByRole('button', { name: '放大' }).click();
  await expect.poll(async () => (await drawn()).discs).toBeLessThan(far.discs ?? 0);
  await atlas.settled();
  expect(sum(await drawn())).toBe(219);

  await atlas
    .row('enterprises')
    .getByRole('button', { name: /^图层设置/ })
    .click();
  await atlas.choose(atlas.row('enterprises').getByRole('combobox'), '不合并');
  await expect.poll(drawn).toEqual({ marks: 219, discs: 0, inDiscs: 0 });
});

test.describe('a large ledger', () => {
  test.use({ ledgers: 'none' });

  test('draws more than 5,000 enterprises without discs, and narrows them as fast', async ({ atlas, desk }, info) => {
    test.slow();
    const { page } = desk;
    const header =
      '企业名称,统一社会信用代码,所属集团,厂区名称,厂区地址,市,县（市、区）,经度,纬度,坐标系,装置编号,装置名称,行业,产品,设计产能,产能单位,投产日期,退出日期,状态';
    const rows = Array.from({ length: 6_000 }, (_, index) => {
      // On land between Jinan and Weifang, a grid of 100 by 60.
      const longitude = (116.9 + (index % 100) * 0.02).toFixed(4);
      const latitude = (35.6 + Math.floor(index / 100) * 0.02).toFixed(4);
      const steel = index % 3 === 0;
      return `合成企业${index},,,,,,,${longitude},${latitude},CGCS2000,1,1号,${steel ? '钢铁' : '水泥'},${steel ? '粗钢' : '水泥'},${(index % 50) + 1},万吨/年,2012,,在运`;
    });
    const file = info.outputPath('large.csv');
    await writeFile(file, `${[header, ...rows].join('\n')}\n`);
    await atlas.open();
    await desk.importLedger(file);
    await atlas.expectShown(6_000, 6_000);
    await desk.mapIsDrawn(6_000);
    expect(await atlas.drawn('enterprises')).toEqual({ marks: 6_000, discs: 0, inDiscs: 0 });
    await desk.picture('atlas-6000');

    const steel = await desk.told('enterprise-count', { where: { industry: ['steel'] } });
    expect(steel.total).toBe(2_000);
    await atlas.entry('enterprises', '钢铁').click({ modifiers: ['Shift'] });
    await atlas.expectShown(2_000, 6_000);
    await desk.mapIsDrawn(2_000);
    await page.keyboard.press('x');
    await atlas.expectShown(6_000, 6_000);
  });
});
