// The first screen at every size, in both themes and both languages: readable, reachable, nothing cut off.
import { expect, test } from './driver.ts';

const sizes = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const;

for (const [width, height] of sizes) {
  test(`fits ${width} × ${height} in both themes and languages`, async ({ desk }) => {
    test.slow();
    const { page } = desk;
    await page.setViewportSize({ width, height });
    await desk.open();
    await desk.mapIsDrawn(219);
    await desk.picture(`first-screen-${width}-dark-zh`);
    expect(await desk.overflow()).toBe(0);
    // The map's own pixels are the screen's: it is not drawn small and stretched.
    const canvas = page.getByTestId('map').locator('canvas').first();
    const scale = await canvas.evaluate((element) => {
      const { width: pixels, clientWidth } = element as HTMLCanvasElement;
      return pixels / clientWidth / devicePixelRatio;
    });
    expect(scale).toBeCloseTo(1, 1);
    if (width === 1280) expect(await desk.accessibilityProblems()).toEqual([]);

    await page.getByRole('button', { name: '切换到浅色主题' }).click();
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await desk.mapIsDrawn(219);
    await desk.picture(`first-screen-${width}-light-en`);
    expect(await desk.overflow()).toBe(0);
    if (width === 1280) expect(await desk.accessibilityProblems()).toEqual([]);
    expect(desk.errors).toEqual([]);
  });
}

test('is worked by the keyboard alone', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: /^搜索/ })).toBeFocused();
  await page.keyboard.insertText('魏桥');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByTestId('shown-count')).not.toHaveText('219 / 219');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('shown-count')).toHaveText('219 / 219');
  await page.keyboard.press('i');
  await expect(page.getByRole('region', { name: '这个数怎么来的' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
});

test('looks back at what was known before', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await desk.mapIsDrawn(219);
  await page.getByRole('button', { name: /^时点/ }).click();
  await expect(page.getByText('认知时点：当时掌握的数据')).toBeVisible();
});
