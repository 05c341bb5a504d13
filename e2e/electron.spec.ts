// The desktop program as it is: its window, its locks, its files, and that it comes back after a crash.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures/desktop.ts';

test('shows the map in a locked window, over no network', async ({ desktop }) => {
  const { page } = desktop;
  await desktop.mapIsDrawn();
  expect(page.url()).toMatch(/^app:\/\/lianggao\//);
  const found = await page.evaluate(async () => ({
    node: 'require' in window || 'process' in window,
    bridge: Object.keys((window as unknown as { desktop: object }).desktop).sort(),
    opened: window.open('https://example.org/') !== null,
    fetched: await fetch('https://example.org/').then(
      () => true,
      () => false,
    ),
  }));
  expect(found).toEqual({ node: false, bridge: ['chosenPath', 'connect'], opened: false, fetched: false });
  await page.evaluate(() => location.assign('https://example.org/'));
  await desktop.mapIsDrawn();
  expect(page.url()).toMatch(/^app:\/\/lianggao\//);
});

test('serves parts of files', async ({ desktop }) => {
  const part = await desktop.page.evaluate(async () => {
    const answer = await fetch('/geodata/catalogue.json', { headers: { Range: 'bytes=0-9' } });
    return [answer.status, answer.headers.get('content-range')?.startsWith('bytes 0-9/'), (await answer.text()).length];
  });
  expect(part).toEqual([206, true, 10]);
});

test('imports a file by its path, and exports the ledger to one', async ({ desktop }) => {
  const { page } = desktop;
  await desktop.mapIsDrawn();
  const ledger = join(desktop.directory, '台账.csv');
  await writeFile(ledger, 'key,name\na,甲厂\n');
  await page.getByRole('button', { name: '导入台账' }).first().click();
  await page.locator('input[type=file]').setInputFiles(ledger);
  await expect(page.getByRole('dialog', { name: '导入台账' })).toContainText('CSV');

  const saved = join(desktop.directory, 'saved.csv');
  await desktop.saveNextTo(saved);
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: '/export/ledger.csv', download: '' });
    link.click();
  });
  await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toContain('信用代码');
});

test('comes back after a crash of its host, and says so', async ({ desktop }) => {
  await desktop.mapIsDrawn();
  await desktop.killHost();
  await expect(desktop.page.getByText('数据服务曾意外退出')).toBeVisible({ timeout: 30_000 });
  await desktop.mapIsDrawn();
});

test('comes back after a crash of its page, and says so', async ({ desktop }) => {
  await desktop.mapIsDrawn();
  await desktop.crashPage();
  await expect(desktop.page.getByText('此窗口曾意外退出')).toBeVisible({ timeout: 30_000 });
  await desktop.mapIsDrawn();
});
