// The page of an enterprise and the page of an area: every value with unit and origin, equal to what the core says.
import { digits, expect, test } from './atlas.ts';

test('the page of an enterprise has units, capacity through time, its place and origins', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await desk.search('华能日照电厂');
  await page.getByTestId('enterprise-row').first().click();
  await expect(page.getByRole('heading', { level: 2, name: '华能日照电厂' })).toBeVisible();
  await expect.poll(() => atlas.parts().get('p')).toMatch(/^enterprise\//);
  const id = atlas.parts().get('p')?.replace('enterprise/', '') ?? '';

  await test.step('as many units as the core counts', async () => {
    const units = await desk.told('unit-count', { where: { enterprise: [id] } });
    const table = page.getByRole('region', { name: '装置', exact: true });
    await expect(table.locator('.link-button')).toHaveCount(units.total ?? 0);
    await expect(table).toContainText(`${units.total} 台（条）`);
  });

  await test.step('capacity through time, drawn and listed', async () => {
    const told = await desk.told('dated-capacity', { by: 'year', where: { enterprise: [id] } });
    const section = page.getByRole('region', { name: '产能变化' });
    await expect(section.getByRole('img')).toBeVisible();
    const listed = await section
      .locator('.figure-list button')
      .evaluateAll((all) =>
        all.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent?.trim() ?? '')),
      );
    expect(listed.length).toBeGreaterThan(1);
    for (const [year, amount] of listed) {
      const row = told.rows.find((each) => String(each['year']) === year);
      expect(amount).toBe(`${digits(row?.value ?? Number.NaN)} ${row?.unit}`);
    }
  });

  await test.step('its place in the province, and the cell that a value came from', async () => {
    await expect(page.getByRole('img', { name: '华能日照电厂在省内的位置' })).toBeVisible();
    await page.getByRole('button', { name: '来源：产能' }).first().click();
    const card = page.locator('.origin-card:visible');
    await expect(card).toContainText('shandong_dev.csv');
    await expect(card).toContainText('Capacity (MW)');
    await expect(card).toContainText('文件指纹');
    await desk.picture('atlas-enterprise');
  });

  await test.step('a year leads to the units behind it', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: '产能变化' }).locator('.figure-list button').last().click();
    const explained = page.getByRole('region', { name: '这个数怎么来的' });
    await expect(explained.getByTestId('input-row').first()).toContainText('shandong_dev.csv');
  });
});

test('the page of an area counts what the core counts there', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&s=city/371100');
  await page.getByTestId('pinned-card').getByRole('button', { name: '详情' }).click();
  await expect(page.getByRole('heading', { level: 2, name: '日照市' })).toBeVisible();
  const [enterprises, byIndustry, byStatus] = await Promise.all([
    desk.told('enterprise-count', { where: { city: ['日照'] } }),
    desk.told('enterprise-count', { by: 'industry', where: { city: ['日照'] } }),
    desk.told('unit-count', { by: 'status', where: { city: ['日照'] } }),
  ]);
  const area = page.getByRole('region', { name: '地区' });
  await expect(area.locator('.figure-list').first()).toContainText(`企业数${enterprises.total}`);
  const listed = async (name: string) =>
    Object.fromEntries(
      await area
        .getByRole('list', { name })
        .getByRole('button')
        .evaluateAll((all) => all.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent?.trim()))),
    ) as Record<string, string>;
  expect(await listed('按行业')).toEqual(
    Object.fromEntries(byIndustry.rows.map((row) => [row['industryName'], String(row.value)])),
  );
  expect(await listed('按状态')).toEqual(
    Object.fromEntries(byStatus.rows.map((row) => [row['statusName'] ?? '未注明', String(row.value)])),
  );
  await expect(page.getByRole('img', { name: '日照市在省内的位置' })).toBeVisible();
  await area.getByRole('button', { name: '进入' }).click();
  await atlas.expectShown(enterprises.total ?? 0, 219);
});
