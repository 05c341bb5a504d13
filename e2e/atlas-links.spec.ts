// A copied link opens the same view elsewhere; what a link says that is not understood is named.
import { Atlas, expect, test } from './atlas.ts';
import { example } from './driver.ts';

test('a copied link restores camera, layers, filters, times, selection and page in another browser', async ({
  atlas,
  desk,
}) => {
  test.slow();
  const { page } = desk;
  await atlas.open('', 219);
  // Given a view that differs from the first in everything.
  await page.getByRole('button', { name: '放大' }).click();
  await atlas.settled();
  await atlas.unfoldLayers();
  await atlas.show('area-figure');
  await atlas.entry('enterprises', '煤电').click({ modifiers: ['Shift'] });
  await atlas.openTable('area-figure');
  await page.getByRole('button', { name: /^时点/ }).click();
  await page.getByLabel('事实时点：当时的情况').fill('2026-06-01T08:00');
  await page.keyboard.press('Escape');
  await page.getByTestId('shown-count').click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await atlas.settled();
  const given = atlas.parts();
  for (const part of ['c', 'f.industry', 't.asOf', 'layers', 'table', 's', 'p']) expect(given.has(part)).toBe(true);
  const shown = await page.getByTestId('shown-count').innerText();
  const title = await page.getByRole('heading', { level: 2 }).innerText();

  await page.keyboard.press('Control+Shift+C');
  await expect(page.getByText('链接已复制')).toBeVisible();
  const link = await desk.copied();
  expect(link).not.toContain('token');

  await test.step('elsewhere', async () => {
    const other = new Atlas(await desk.elsewhere());
    await other.page.goto(link);
    await other.desk.mapIsDrawn();
    await other.expectView(given);
    await expect(other.page.getByTestId('shown-count')).toHaveText(shown);
    await expect(other.page.getByRole('heading', { level: 2, name: title })).toBeVisible();
    await expect(other.page.getByTestId('pinned-card')).toBeVisible();
    expect(await other.drawn('area-figure')).toEqual(await atlas.drawn('area-figure'));
    expect(other.desk.errors).toEqual([]);
    expect(other.desk.outbound).toEqual([]);
    await other.page.context().close();
  });
});

test('a link keeps a tilted and turned camera, with columns too', async ({ atlas }) => {
  const link = 'v1&c=118.2,36.3,7.25,20,35&layers=capacity-columns';
  await atlas.open(`#${link}`);
  await expect.poll(async () => (await atlas.drawn('capacity-columns'))?.columns).toBeGreaterThan(0);
  await atlas.settled();
  const { longitude, latitude, zoom, bearing, pitch } = atlas.camera();
  for (const [value, wanted] of [
    [longitude, 118.2],
    [latitude, 36.3],
    [zoom, 7.25],
    [bearing, 20],
    [pitch, 35],
  ] as const)
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-4);
});

test('parts of a link that are not understood are named, the rest is opened', async ({ atlas, desk }) => {
  await atlas.open('#v1&c=118,36.5,7&f.city=370200,999999&f.industry=cement&colour=red&t.asOf=yesterday');
  const notice = desk.page.locator('.link-notice');
  await expect(notice).toContainText('已略过');
  for (const part of ['f.city', 'colour', 't.asOf']) await expect(notice).toContainText(part);
  const told = await desk.told('enterprise-count', { where: { city: ['青岛'], industry: ['cement'] } });
  await atlas.expectShown(told.total ?? 0, 219);
  expect(atlas.camera()).toMatchObject({ longitude: 118, latitude: 36.5, zoom: 7 });
});

test('a link with the version of the data shows the same numbers after an import', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await page.keyboard.press('Control+Shift+C');
  await page.getByRole('button', { name: '连同数据版本再复制' }).click();
  await expect(page.getByText('两个时点都已固定')).toBeVisible();
  const link = await desk.copied();
  await desk.importLedger(example('office-ledger.csv'));
  await expect(page.getByTestId('shown-count')).not.toHaveText('219 / 219');
  await page.goto(link);
  await atlas.expectShown(219, 219);
});
