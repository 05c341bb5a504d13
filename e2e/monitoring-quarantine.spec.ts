// What nobody has registered: visible, kept, and adopted with all that it has sent.
import { expect, Monitoring, test } from './monitoring.ts';

test.use({ ledgers: 'drill' });

const begin = Date.parse('2026-01-04T00:00:00+08:00');

test('an unknown device is seen, adopted, and its backlog moves in', async ({ desk }) => {
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  await monitoring.open('quarantine');
  const mn = '88888880009777';
  const logger = monitoring.logger(mn);
  try {
    for (let minute = 0; minute < 5; minute += 1) await logger.send(begin + minute * 60_000, { a34013: 10 + minute });
  } finally {
    logger.close();
  }
  const row = monitoring.row('quarantine', mn);
  await expect(row).toBeVisible({ timeout: 20_000 });
  await expect(row).toContainText('设备未登记');
  await expect(row).toContainText('2026-01-04 00:04:00');
  await expect(page.getByRole('tab', { name: /隔离区/ })).toContainText('5');

  await row.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^认领/ });
  await expect(dialog.getByLabel('点位编号')).toHaveValue(`${mn}-a34013`);
  expect(await desk.accessibilityProblems()).toEqual([]);
  await dialog.getByRole('button', { name: '认领并移入' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('请选择或填写监测量。');
  await dialog.getByLabel('监测量').fill('dust');
  await dialog.getByLabel('计量单位').fill('mg/m³');
  await dialog.getByLabel('设备名称').fill('东厂数采仪');
  await dialog.getByLabel('点位名称').fill('东厂颗粒物');
  await dialog.getByLabel('操作人').fill('测试');
  await dialog.getByRole('button', { name: '认领并移入' }).click();
  await expect(page.getByText(`已登记 ${mn}-a34013，移入 5 条监测值。`)).toBeVisible();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: '打开点位' }).click();
  await expect(page.getByRole('heading', { level: 2, name: '东厂颗粒物' })).toBeVisible();
  await expect(page.locator('.newest')).toContainText('14 mg/m³');
  expect(desk.errors).toEqual([]);
});

test('where there is none, it says so and what to do next', async ({ desk }) => {
  const monitoring = new Monitoring(desk);
  await monitoring.open('quarantine');
  await expect(desk.page.getByText('隔离区是空的')).toBeVisible();
});
