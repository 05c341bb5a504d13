// Every page of the duty desk for those who can't see well, in both themes, and at every size in both languages.
import { Duty } from './duty.ts';
import { expect, test } from './monitoring.ts';

test.use({ ledgers: 'drill' });

const tabs = ['watch', 'shelves', 'silent', 'channels', 'replay', 'handover', 'kpis'] as const;
const sizes = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const;

for (const theme of ['dark', 'light'] as const)
  test(`no page has a serious finding of axe, ${theme}`, async ({ desk }) => {
    test.slow();
    const { page } = desk;
    const duty = new Duty(desk);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await duty.openDesk();
    if (theme === 'light') await page.getByRole('button', { name: '切换到浅色主题' }).click();
    await duty.sitsDown('张志远');
    const findings: Record<string, string[]> = {};
    const look = async (name: string): Promise<void> => {
      await desk.picture(`duty-${theme}-${name}`);
      const found = await desk.accessibilityProblems();
      if (found.length > 0) findings[name] = found;
    };
    await duty.rows('alarm').first().getByRole('button').click();
    await expect(page.getByTestId('alarm-rule')).toBeVisible();
    for (const tab of tabs) {
      await page.locator(`[data-tab=${tab}]`).click();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await look(tab);
    }
    await page.locator('[data-tab=watch]').click();
    await page.keyboard.press('a');
    await look('reasons');
    await page.keyboard.press('1');
    for (const [key, name] of [
      ['s', 'shelve'],
      ['d', 'send'],
      ['c', 'correct'],
      ['?', 'keys'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await look(name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    expect(findings).toEqual({});
    expect(desk.errors).toEqual([]);
  });

test('nothing sticks out at any size in either language', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    for (const language of ['EN', '中']) {
      await page.getByRole('button', { name: language, exact: true }).click();
      for (const tab of tabs) {
        await page.locator(`[data-tab=${tab}]`).click();
        expect.soft(await desk.overflow(), `${tab} ${width} × ${height} ${language}`).toBe(0);
        expect.soft(await desk.cutOff(), `${tab} ${width} × ${height} ${language}`).toEqual([]);
      }
    }
  }
  expect(desk.errors).toEqual([]);
});
