// What the desktop's windows show, seen in a browser: the screen over a port, files by their path, and a host that crashes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures/desktop-page.ts';

test('shows the ledger over a port, takes files by their path, and comes back after a crash of the host', async ({
  desktop,
}) => {
  test.slow();
  const { page } = desktop;
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await desktop.open();
  await expect(page.getByTestId('figure-enterprise-count')).toContainText('219');

  const ledger = join(desktop.directory, '台账.csv');
  await writeFile(ledger, 'key,name\na,甲厂\n');
  await page.getByRole('button', { name: '导入台账' }).first().click();
  const dialog = page.getByRole('dialog', { name: '导入台账' });
  await desktop.chooseFile(ledger);
  await expect(dialog).toContainText('未知布局');
  await desktop.chooseFile(ledger, '');
  await expect(dialog).toContainText('请先把它保存到本机');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  desktop.crashHost();
  await expect(page.getByText('数据服务曾意外退出 1 次')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: '导入台账' }).first().click();
  await desktop.chooseFile(ledger);
  await expect(dialog.getByText('未知布局').first()).toBeVisible();
  expect(sockets).toEqual([]);
  expect(desktop.errors).toEqual([]);
});
