// Every page of the monitoring desk at every size, in both themes and languages, for those who can't see well; a drill marked everywhere.
import { expect, Monitoring, test } from './monitoring.ts';

const sizes = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [7680, 2160],
] as const;
const tabs = ['channels', 'devices', 'quarantine', 'cameras'] as const;

test.describe('a drill', () => {
  test.use({ ledgers: 'drill' });

  for (const theme of ['dark', 'light'] as const)
    test(`no page has a serious finding of axe, ${theme}`, async ({ desk }) => {
      test.slow();
      const { page } = desk;
      const monitoring = new Monitoring(desk);
      await monitoring.open();
      if (theme === 'light') await page.getByRole('button', { name: '切换到浅色主题' }).click();
      const findings: Record<string, string[]> = {};
      const look = async (name: string): Promise<void> => {
        await desk.picture(`monitoring-${theme}-${name}`);
        const found = await desk.accessibilityProblems();
        if (found.length > 0) findings[name] = found;
      };
      const go = (link: string) => page.goto(`${new URL(desk.host.url).origin}/#v1&d=monitoring/${link}`);
      for (const tab of tabs) {
        await go(tab);
        await monitoring.isLive();
        await look(tab);
      }
      await go('channels');
      await monitoring.rows('channel').first().click();
      await expect(page.getByTestId('reading-chart').getByRole('img')).toBeVisible();
      await look('channel');
      await page.getByTestId('reading-step').nth(1).click();
      await page.getByTestId('part-reading').first().click();
      await expect(page.getByTestId('frame').first()).toBeVisible();
      await look('origin');
      expect(findings).toEqual({});
      expect(desk.errors).toEqual([]);
    });

  test('nothing sticks out at any size in either language', async ({ desk }) => {
    test.slow();
    const { page } = desk;
    const monitoring = new Monitoring(desk);
    await monitoring.open();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const language of ['EN', '中'])
        for (const open of [() => monitoring.rows('channel').first().click(), () => page.keyboard.press('Escape')]) {
          await open();
          expect.soft(await desk.overflow(), `${width} × ${height} ${language}`).toBe(0);
          expect.soft(await desk.cutOff(), `${width} × ${height} ${language}`).toEqual([]);
          if (open.toString().includes('Escape'))
            await page.getByRole('button', { name: language, exact: true }).click();
        }
    }
    expect(desk.errors).toEqual([]);
  });

  test('carries its mark on every desk, in print and in every file', async ({ desk }) => {
    test.slow();
    const { page } = desk;
    await desk.open();
    const marked = async (): Promise<void> => {
      await expect(page.getByTestId('drill-tag')).toHaveText('演练数据');
      await expect(page.getByTestId('drill-watermark')).toBeVisible();
    };
    await marked();
    await page.emulateMedia({ media: 'print' });
    await marked();
    await page.emulateMedia({ media: 'screen' });

    const monitoring = new Monitoring(desk);
    await page.getByRole('button', { name: '导出表格：企业（按行业）' }).click();
    const table = await monitoring.csv(() => page.getByRole('menuitem', { name: 'CSV 表格' }).click());
    expect(table.name).toContain('演练数据');
    expect(table.rows.length).toBeGreaterThan(0);
    for (const row of table.rows) expect(Object.values(row)[0]).toBe('演练数据 drill data');
    await page.getByRole('button', { name: '导出表格：企业（按行业）' }).click();
    const picture = await desk.saved(() => page.getByRole('menuitem', { name: /PNG/ }).click());
    expect(picture.name).toContain('演练数据');

    await page.keyboard.press('2');
    await marked();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
    await marked();
    // It is in nobody's way: what lies below it is pressed.
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: '隔离区' }).click();
    await expect(page.getByRole('tab', { name: '隔离区', selected: true })).toBeVisible();
    await page.keyboard.press('3');
    await marked();
    expect(desk.errors).toEqual([]);
  });
});

test.describe('a workspace without instruments', () => {
  test.use({ ledgers: 'none' });

  test('has no mark, and says what to do next', async ({ desk }) => {
    const { page } = desk;
    const monitoring = new Monitoring(desk);
    await monitoring.open();
    await expect(page.getByText('还没有监测点位')).toBeVisible();
    await expect(page.getByTestId('drill-watermark')).toBeHidden();
    await expect(page.getByTestId('drill-tag')).toBeHidden();
    await monitoring.goTo('设备与接入');
    await expect(page.getByText('还没有登记设备')).toBeVisible();
    await page.keyboard.press('3');
    await expect(page.getByText('现在没有告警')).toBeVisible();
    expect(desk.errors).toEqual([]);
  });
});
