// Finding things by typing, from the keyboard alone: enterprises, units, places, documents and commands.
import { expect, test } from './driver.ts';

test('finds an enterprise by its initials and opens it', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await desk.mapIsDrawn(219);
  const list = await desk.lookUp('hnrzdc');
  await expect(list.getByRole('option').first()).toContainText('华能日照电厂');
  expect(await desk.accessibilityProblems()).toEqual([]);
  await desk.picture('search');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '华能日照电厂' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: /^搜索/ })).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: '华能日照电厂' })).toBeHidden();
});

test('finds a unit, a county of many readings, and a document by its number', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await desk.mapIsDrawn(219);
  const units = (await desk.lookUp('华能日照电厂 4')).getByRole('group', { name: '装置' });
  await units.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: '华能日照电厂' })).toBeVisible();
  await page.keyboard.press('Backspace');

  await expect((await desk.lookUp('changqing')).getByRole('option').first()).toContainText('长清区');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('shown-count')).not.toHaveText('219 / 219');
  await page.keyboard.press('Backspace');
  await expect(page.getByTestId('shown-count')).toHaveText('219 / 219');

  await expect((await desk.lookUp('〔2022〕124号')).getByRole('option').first()).toContainText('落后产能退出');
  await page.keyboard.press('Enter');
  await expect(page.getByText('鲁工信产〔2022〕124号')).toBeVisible();
});

test('narrows the list to the text where that is asked for', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await desk.mapIsDrawn(219);
  await desk.search('魏桥');
  await expect(page.getByTestId('shown-count')).not.toHaveText('219 / 219');
  await page.keyboard.press('x');
  await expect(page.getByTestId('shown-count')).toHaveText('219 / 219');
  // The last row of the list says the same.
  await desk.lookUp('魏桥');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('shown-count')).not.toHaveText('219 / 219');
});

test('runs commands from the palette, those used lately first', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: '命令面板' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('qianse');
  expect(await desk.accessibilityProblems()).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(palette).toBeHidden();

  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('shense');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('option').first()).toContainText('浅色主题');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('lists the keys of the page in both languages', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toContainText('Ctrl+K');
  expect(await desk.accessibilityProblems()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Command palette');
  await desk.picture('keys');
  expect(desk.errors).toEqual([]);
});
