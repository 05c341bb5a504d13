// The whole tour with nothing but a keyboard; what has the focus can always be seen.
import { type Atlas, expect, layerNames, test } from './atlas.ts';

/** What has the focus, and whether a reader sees that it has: an outline, a ring or a border of its own. */
async function focus(
  atlas: Atlas,
): Promise<{ readonly name: string; readonly seen: boolean; readonly inView: boolean }> {
  return atlas.page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === null || element === document.body) return { name: '', seen: false, inView: false };
    // A checkbox or a select shows its focus on the box drawn in its place.
    const shown = [element, element.closest('.ant-select'), element.parentElement, element.closest('.search-box')];
    const seen = shown.some((each) => {
      if (!(each instanceof HTMLElement)) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    });
    const marked =
      seen ||
      [...(element.parentElement?.children ?? [])].some((each) => getComputedStyle(each).outlineStyle !== 'none');
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return {
      name: element.getAttribute('aria-label') || element.title || element.textContent?.slice(0, 30) || '',
      seen: marked,
      inView: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
    };
  });
}

test('goes through the whole tour by keyboard alone', async ({ atlas, desk }) => {
  test.slow();
  const { page } = desk;
  await atlas.open('', 219);

  await test.step('finds an enterprise and opens its page', async () => {
    const list = await desk.lookUp('hnrzdc');
    await expect(list.getByRole('option').first()).toContainText('华能日照电厂');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: '华能日照电厂' })).toBeFocused();
  });

  await test.step('reads where a value comes from, and goes back', async () => {
    const figures = page.getByRole('region', { name: '产能变化' }).locator('.figure-list button');
    await expect(figures.first()).toBeVisible();
    for (let presses = 0; presses < 80; presses += 1) {
      if (await figures.first().evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(figures.first()).toBeFocused();
    expect((await focus(atlas)).seen).toBe(true);
    await page.keyboard.press('i');
    await expect(page.getByRole('region', { name: '这个数怎么来的' }).getByTestId('input-row').first()).toBeVisible();
    await page.keyboard.press('Backspace');
    await expect(page.getByRole('heading', { level: 2, name: '华能日照电厂' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 2 })).toBeHidden();
  });

  await test.step('switches a layer on from the palette and opens its table', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('显示图层：装置状态');
    await page.keyboard.press('Enter');
    await expect(atlas.row('status')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('打开表格：装置状态');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('twin-table')).toHaveAttribute('data-layer', 'status');
  });

  await test.step('walks the table and goes down to an enterprise', async () => {
    await page.getByTestId('twin-row').first().focus();
    await page.keyboard.press('ArrowDown');
    const second = page.getByTestId('twin-row').nth(1);
    await expect(second).toBeFocused();
    expect((await focus(atlas)).seen).toBe(true);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
    await page.keyboard.press('Backspace');
    await expect(page.getByRole('heading', { level: 2 })).toBeHidden();
    await expect(second).toBeFocused();
  });

  await test.step('saves the table from its menu', async () => {
    await page.getByRole('button', { name: `导出表格：${layerNames.status}` }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'CSV 表格' })).toBeVisible();
    await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toBeVisible();
    const { name } = await desk.saved(async () => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    });
    expect(name).toMatch(/\.(csv|xlsx)$/);
  });

  await test.step('changes theme and language from the palette', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('浅色主题');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('English');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'About data' })).toBeVisible();
  });
});

test('Tab goes through every control of the desk, and each shows that it has the focus', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await page.keyboard.press('Tab');
  const met: string[] = [];
  const unseen: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    const { name, seen, inView } = await focus(atlas);
    met.push(name);
    if (name !== '' && !(seen && inView)) unseen.push(name);
    await page.keyboard.press('Tab');
  }
  expect(unseen).toEqual([]);
  for (const name of ['导入台账', '放大', '圈选（Q）', '管理图层组合', '展开分布图', '展开时间轴'])
    expect(met.join('\n')).toContain(name);
});
