// Every page of the desk in both themes for those who can't see well, and at every size that offices and walls have.
import { type Atlas, expect, test } from './atlas.ts';

interface Place {
  readonly name: string;
  /** Address of the place, where it has one. */
  readonly link?: string;
  /** What a reader does to get there. */
  go?(atlas: Atlas): Promise<void>;
}

const places: readonly Place[] = [
  { name: 'desk', link: '#v1' },
  {
    name: 'layers, settings open',
    async go(atlas) {
      await atlas.unfoldLayers();
      await atlas.show('area-figure');
      for (const row of await atlas.panel.getByRole('button', { name: /^图层设置/ }).all()) await row.click();
    },
  },
  {
    name: 'histograms and time axis',
    async go({ page }) {
      await page.getByRole('button', { name: '展开分布图' }).click();
      await page.getByRole('button', { name: '展开时间轴' }).click();
      await expect(page.getByTestId('histogram-capacity').locator('canvas')).toBeVisible();
    },
  },
  { name: 'table of a layer', link: '#v1&layers=status&table=status&f.industry=steel' },
  { name: 'area', link: '#v1&s=city/370200&p=city/370200' },
  { name: 'explanation', link: '#v1&p=figure/capacity&e.product=crude-steel' },
];

/** Opened over the desk and closed by Esc. */
const dialogs: readonly Place[] = [
  { name: 'import', go: async ({ page }) => page.getByRole('button', { name: '导入台账' }).first().click() },
  { name: 'about data', go: async ({ page }) => page.getByRole('button', { name: '数据说明' }).click() },
  { name: 'keys', go: async ({ page }) => page.keyboard.press('?') },
  { name: 'palette', go: async ({ page }) => page.keyboard.press('Control+k') },
  {
    name: 'export menu',
    go: async ({ page }) => page.locator('header').getByRole('button', { name: /^导出/ }).click(),
  },
  { name: 'times', go: async ({ page }) => page.getByRole('button', { name: /^时点/ }).click() },
];

for (const theme of ['dark', 'light'] as const)
  test(`no page has a serious finding of axe, ${theme}`, async ({ atlas, desk }) => {
    test.slow();
    const { page } = desk;
    await atlas.open('', 219);
    if (theme === 'light') await page.getByRole('button', { name: '切换到浅色主题' }).click();
    const findings: Record<string, string[]> = {};
    const look = async (name: string) => {
      await desk.picture(`atlas-${theme}-${name.replaceAll(/\W+/g, '-')}`);
      const found = await desk.accessibilityProblems();
      if (found.length > 0) findings[name] = found;
    };
    for (const { name, link, go } of places) {
      if (link !== undefined) await page.goto(`${new URL(desk.host.url).origin}/${link}`);
      await go?.(atlas);
      await desk.mapIsDrawn();
      await look(name);
    }
    await page.goto(`${new URL(desk.host.url).origin}/#v1`);
    await desk.search('华能日照电厂');
    await page.getByTestId('enterprise-row').first().click();
    await expect(page.getByRole('region', { name: '产能变化' }).getByRole('img')).toBeVisible();
    await look('enterprise');
    await page.keyboard.press('Backspace');
    await desk.lookUp('〔2022〕124号');
    await page.keyboard.press('Enter');
    await expect(page.getByText('鲁工信产〔2022〕124号')).toBeVisible();
    await look('document');
    await page.keyboard.press('Escape');
    for (const { name, go } of dialogs) {
      await go?.(atlas);
      await look(name);
      await page.keyboard.press('Escape');
    }
    expect(findings).toEqual({});
  });

const sizes = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [7680, 2160],
] as const;

test('nothing sticks out at any size in either language, and the canvas has every pixel of the screen', async ({
  atlas,
  desk,
}) => {
  test.slow();
  const { page } = desk;
  await atlas.open('', 219);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await expect
      .poll(async () => {
        const box = await atlas.map.boundingBox();
        const screen = `${Math.round(box?.width ?? 0)}x${Math.round(box?.height ?? 0)}`;
        return screen === (await atlas.map.getAttribute('data-canvas'));
      })
      .toBe(true);
    await expect(page.locator('.map-notice')).toBeHidden();
    for (const language of ['中', 'EN']) {
      expect.soft(await desk.overflow(), `${width} × ${height}`).toBe(0);
      expect.soft(await desk.cutOff(), `${width} × ${height}`).toEqual([]);
      await page.getByRole('button', { name: language === '中' ? 'EN' : '中', exact: true }).click();
    }
  }
});
