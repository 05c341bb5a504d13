// What is taken out of the desk as a file holds what the desk shows, says where it comes from, and harms nobody.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from './atlas.ts';
import { firstSheet } from './spreadsheet.ts';

test('the table of a layer is saved as CSV, XLSX and GeoJSON with the same content', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&layers=capacity-symbols', 219);
  const status = ['operating', 'operating pre-retirement'];
  const told = await desk.told('capacity', { by: 'enterprise', where: { product: ['coal-fired-power'], status } });
  const largest = Math.max(...told.rows.map(({ value }) => value ?? 0));
  await atlas.openTable('capacity-symbols');
  await expect(page.getByTestId('twin-count')).toContainText(`${told.rows.length} / ${told.rows.length}`);

  const csv = await atlas.tableAsCsv('capacity-symbols');
  expect(csv).toHaveLength(told.rows.length);
  expect(Number(csv[0]?.['设计产能（MW）'])).toBe(largest);

  const workbook = await atlas.exportTable('capacity-symbols', 'Excel 工作簿');
  expect(workbook.name).toMatch(/^两高_产能（比例符号）_.*\.xlsx$/);
  const [titles = [], ...rows] = await firstSheet(await readFile(workbook.path));
  expect(titles.map(({ text }) => text)).toEqual(Object.keys(csv[0] ?? {}));
  expect(rows).toHaveLength(told.rows.length);
  expect(rows[0]?.[0]?.text).toBe(csv[0]?.['企业']);
  expect(rows[0]?.[1]).toEqual({ text: String(largest), kind: 'number', formula: false });

  const map = await atlas.exportTable('capacity-symbols', 'GeoJSON 地图数据');
  const geojson = JSON.parse(await readFile(map.path, 'utf8')) as {
    features: { geometry: { type: string; coordinates: [number, number] }; properties: Record<string, unknown> }[];
  };
  expect(geojson.features).toHaveLength(told.rows.length);
  const [first] = geojson.features;
  const there = (await atlas.ledger()).find(({ name }) => name === csv[0]?.['企业']);
  expect(first?.geometry.type).toBe('Point');
  expect(first?.geometry.coordinates[0]).toBeCloseTo(there?.position[0] ?? Number.NaN, 4);
  expect(JSON.stringify(geojson)).toContain('GS(2024)0650');
});

test('a column filter narrows the table and its file', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&layers=status&table=status', 219);
  await expect(page.getByTestId('twin-count')).toContainText('219 / 219');
  await page.getByLabel('筛选列：企业', { exact: true }).first().click();
  await page.getByRole('textbox', { name: '企业 · 包含文字' }).fill('华能');
  const named = (await atlas.ledger()).filter(({ name }) => name.includes('华能')).length;
  await expect(page.getByTestId('twin-count')).toContainText(`${named} / 219`);
  await page.keyboard.press('Enter');
  expect(await atlas.tableAsCsv('status')).toHaveLength(named);
});

test('the map is saved as a picture with legend, source and time, and is not blank', async ({ atlas, desk }, info) => {
  const { page } = desk;
  await atlas.open('', 219);
  await page.locator('header').getByRole('button', { name: /^导出/ }).click();
  const { name, path } = await desk.saved(() => page.getByRole('menuitem', { name: '地图图片（PNG）' }).click());
  expect(name).toMatch(/^两高_地图_.*\.png$/);
  const picture = await readFile(path);
  await writeFile(info.outputPath('map.png'), picture);
  await desk.keepPicture('atlas-exported', picture);
  // PNG: its signature, then width and height as big-endian numbers.
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
  const box = await atlas.map.boundingBox();
  expect(width).toBeGreaterThanOrEqual(Math.floor(box?.width ?? 0));
  // Title above, facts below: the picture is higher than the map.
  expect(height).toBeGreaterThan(box?.height ?? 0);
  expect(await atlas.coloursIn(picture)).toBeGreaterThan(20);
});

test.describe('a ledger that means harm', () => {
  test.use({ ledgers: 'none' });

  test('a name that a spreadsheet would run is saved as harmless text', async ({ atlas, desk }, info) => {
    const harmful = '=HYPERLINK(""http://example.org"")';
    const file = info.outputPath('harmful.csv');
    const header =
      '企业名称,统一社会信用代码,所属集团,厂区名称,厂区地址,市,县（市、区）,经度,纬度,坐标系,装置编号,装置名称,行业,产品,设计产能,产能单位,投产日期,退出日期,状态';
    await writeFile(
      file,
      `${header}\n"${harmful}",,,,,淄博市,,117.97,36.64,CGCS2000,1,1号窑,水泥,水泥,100,万吨/年,,,在运\n`,
    );
    await atlas.open();
    await desk.importLedger(file);
    await desk.mapIsDrawn(1);
    const [row] = await atlas.tableAsCsv('enterprises');
    expect(row?.['企业']).toBe(`'${harmful.replaceAll('""', '"')}`);
    const { path } = await atlas.exportTable('enterprises', 'Excel 工作簿');
    const cells = (await firstSheet(await readFile(path))).flat();
    expect(cells.find(({ text }) => text.includes('HYPERLINK'))).toMatchObject({ kind: 'text', formula: false });
    expect(cells.filter(({ formula }) => formula)).toEqual([]);
  });
});
