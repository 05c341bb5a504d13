// The data steward's first hour: an empty province, a real ledger file in, and every number traced back to its cell.
import { bundled, example, expect, test } from './driver.ts';

test.describe('an empty workspace', () => {
  test.use({ ledgers: 'none' });

  test('takes a public ledger from a trial to a number traced to its cell', async ({ desk }) => {
    const { page } = desk;
    await test.step('says what to do while there is nothing', async () => {
      await desk.open();
      await expect(page.getByText('台账里还没有企业')).toBeVisible();
      await expect(desk.figure('enterprise-count')).toContainText('0');
    });

    await test.step('recognises the file and tries it without writing', async () => {
      const dialog = await desk.openImport();
      await desk.chooseFiles(bundled('gem-coal/shandong_dev.csv'));
      await expect(dialog.getByRole('heading', { name: /已识别布局/ })).toBeVisible();
      await dialog.getByRole('button', { name: '试导入' }).click();
      const report = dialog.getByRole('region', { name: '试导入结果（尚未写入）' });
      await expect(desk.count(report, '数据行')).toHaveText('485');
      await expect(desk.count(report, '新增')).toHaveText('485');
      await expect(desk.count(report, '拒收')).toHaveText('0');
      await expect(report.getByRole('tab', { name: '近岸 2' })).toBeVisible();
      await expect(desk.figure('enterprise-count')).toContainText('0');
      await desk.picture('import-trial');
    });

    await test.step('imports it with a name and a reason', async () => {
      const dialog = page.getByRole('dialog', { name: '导入台账' });
      await dialog.getByLabel('操作人').fill('王数据');
      await dialog.getByLabel('原因').fill('公开名录入库');
      await dialog.getByRole('button', { name: '正式导入' }).click();
      const report = dialog.getByRole('region', { name: '导入完成' });
      await expect(desk.count(report, '新增')).toHaveText('485');
      await page.keyboard.press('Escape');
    });

    await test.step('shows it on the map, in the table and in the figures at once', async () => {
      await desk.mapIsDrawn(140);
      await expect(desk.figure('enterprise-count')).toContainText('140');
      await expect(desk.figure('unit-count')).toContainText('485');
    });

    await test.step('leads from a number to the cell that it came from', async () => {
      await desk.search('华能');
      await expect(page.getByTestId('shown-count')).toHaveText(/^\d+ \/ 140$/);
      await desk.figure('capacity-coal-fired-power').click();
      const page2 = page.getByRole('region', { name: '这个数怎么来的' });
      await expect(page2).toContainText('设计产能之和');
      await expect(page2).toContainText('shandong_dev.csv');
      await expect(page2).toContainText('Capacity (MW)');
      await desk.picture('explanation');
      await page.keyboard.press('Escape');
    });

    await test.step('shows the origin of each value of an enterprise', async () => {
      await page.getByTestId('enterprise-row').first().click();
      const units = page.getByRole('region', { name: '装置' });
      await expect(units).toBeVisible();
      await units.getByRole('button', { name: '来源：产能' }).first().click();
      await expect(page.getByText('文件指纹')).toBeVisible();
      await expect(page.getByText('Capacity (MW)').last()).toBeVisible();
      await desk.picture('provenance');
    });
    expect(desk.errors).toEqual([]);
  });

  test('is told what each column of an unknown layout means', async ({ desk }) => {
    const { page } = desk;
    await desk.open();
    const dialog = await desk.openImport();
    await desk.chooseFiles(example('power-plants.csv'));
    await expect(dialog.getByRole('region', { name: '布局：每一列是什么' })).toBeVisible();
    await expect(dialog.getByText('未知布局').first()).toBeVisible();
    await desk.picture('unknown-layout');
    await dialog.getByLabel('布局编号').fill('plants-2026');
    await dialog.getByRole('button', { name: '试导入' }).click();
    await expect(dialog.getByRole('region', { name: '试导入结果（尚未写入）' })).toBeVisible();
    expect(page.url()).not.toContain('token');
  });
});

test.describe('the bundled ledgers', () => {
  test('a correction is a new version, and the old one can still be seen', async ({ desk }) => {
    const { page } = desk;
    await desk.open();
    await desk.mapIsDrawn(219);
    await desk.search('华能日照电厂');
    await page.getByTestId('enterprise-row').first().click();
    const units = page.getByRole('region', { name: '装置' });
    await units.getByRole('button', { name: '来源：产能' }).first().click();
    await page.getByRole('button', { name: '更正此值' }).click();
    await page.getByLabel('更正为').fill('360');
    await page.getByLabel('原因').fill('核对铭牌，2026-11');
    await page.getByLabel('更正人').fill('李核对');
    await page.getByRole('button', { name: '记录更正' }).click();
    await expect(units).toContainText('360 MW');
    await units.getByRole('button', { name: /^展开/ }).first().click();
    await expect(units).toContainText('350 MW → 360 MW');
    await expect(units).toContainText('核对铭牌，2026-11');
  });

  test('a damaged file is refused with a sentence and changes nothing', async ({ desk }, info) => {
    const { readFile, writeFile } = await import('node:fs/promises');
    const whole = await readFile(bundled('gem-coal/shandong_dev.xlsx'));
    const cut = info.outputPath('cut.xlsx');
    await writeFile(cut, whole.subarray(0, 40_000));
    await desk.open();
    const dialog = await desk.openImport();
    await desk.chooseFiles(cut);
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(desk.figure('enterprise-count')).toContainText('219');
  });

  test('a lost host is said quietly, and the screen comes back by itself', async ({ desk }) => {
    const { page, host } = desk;
    await desk.open();
    const { port } = host;
    await host.stop('SIGKILL');
    await expect(page.getByText(/连接中断，画面时间/)).toBeVisible();
    await expect(desk.figure('enterprise-count')).toContainText('219');
    await host.start(port);
    // The new host does not know the old session: its address opens the desk again.
    await page.goto(host.url);
    await desk.mapIsDrawn(219);
    await expect(page.getByText(/连接中断，画面时间/)).toBeHidden();
  });

  test('speaks English and prints on paper-white', async ({ desk }) => {
    const { page } = desk;
    await desk.open();
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await expect(page.getByRole('button', { name: 'About data' })).toBeVisible();
    await expect(desk.figure('enterprise-count')).toContainText('Enterprises');
  });
});
