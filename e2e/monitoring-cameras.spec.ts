// Cameras on the desk: a still is taken, seen with its times and its hash, kept, and refused in words; live video is a link outside.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type Desk, lianggao } from './driver.ts';
import { expect, Monitoring, test } from './monitoring.ts';

/** A picture as a camera might give it: bands of grey. */
function png(width: number, height: number): Buffer {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const crc = (bytes: Buffer): number =>
    ~bytes.reduce((sum, byte) => (table[(sum ^ byte) & 255] as number) ^ (sum >>> 8), -1) >>> 0;
  const chunk = (type: string, body: Buffer): Buffer => {
    const content = Buffer.concat([Buffer.from(type), body]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length, 0);
    ends.writeUInt32BE(crc(content), 4);
    return Buffer.concat([ends.subarray(0, 4), content, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row += 1)
    for (let at = 1; at <= width; at += 1) rows[row * (width + 1) + at] = (at * 255) / width;
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A camera at /door that gives a picture; anywhere else it fails. */
async function withCamera(picture: Buffer, use: (address: string) => Promise<void>): Promise<void> {
  const camera = createServer((request, response) => {
    if (request.url === '/door') response.writeHead(200, { 'Content-Type': 'image/png' }).end(picture);
    else response.writeHead(500).end();
  }).listen(0, '127.0.0.1');
  await once(camera, 'listening');
  try {
    await use(`127.0.0.1:${(camera.address() as AddressInfo).port}`);
  } finally {
    camera.close();
  }
}

async function register(desk: Desk, address: string, rows: readonly string[]): Promise<void> {
  const { workspace } = desk.host;
  const file = join(workspace, '..', 'cameras.csv');
  await writeFile(file, ['记录,编号,名称,类型,企业,抓图地址,视频流地址', ...rows].join('\r\n'));
  await lianggao('devices', 'import', file, '--workspace', workspace);
  await lianggao('settings', 'set', 'camera-hosts', address, '--workspace', workspace);
}

test.describe('the tab of cameras', () => {
  test.use({ ledgers: 'none' });

  for (const [theme, language, width, height] of [
    ['dark', 'zh', 1920, 1080],
    ['light', 'en', 1280, 720],
  ] as const)
    test(`a camera is looked at, ${theme}, ${language}`, async ({ desk }) => {
      const { page } = desk;
      const picture = png(640, 360);
      await withCamera(picture, async (address) => {
        await register(desk, address, [
          `camera,door,东门,http,,http://${address}/door,https://media.example/live/door`,
          `camera,yard,料场,http,,http://${address}/yard,rtsp://media.example/yard`,
        ]);
        await page.setViewportSize({ width, height });
        const monitoring = new Monitoring(desk);
        await monitoring.open();
        if (theme === 'light') await page.getByRole('button', { name: '切换到浅色主题' }).click();
        await page.goto(`${new URL(desk.host.url).origin}/#v1&d=monitoring/cameras`);
        await expect(page.getByTestId('camera-row')).toHaveCount(2);
        if (language === 'en') await page.getByRole('button', { name: 'EN', exact: true }).click();
        await expect(page.getByTestId('camera-row').first()).toContainText(
          language === 'en' ? 'never asked' : '尚未抓拍',
        );

        await page.getByTestId('camera-row').filter({ hasText: '东门' }).click();
        await page.getByTestId('take-still').click();
        const still = page.getByTestId('still');
        await expect(still.getByRole('img')).toBeVisible();
        const hash = createHash('sha256').update(picture).digest('hex');
        await expect(still.locator('code')).toHaveText(hash);
        expect(await readdir(join(desk.host.workspace, 'evidence'))).toContain(hash);
        const shown = await still.getByRole('img').evaluate((image) => (image as HTMLImageElement).naturalWidth);
        expect(shown).toBe(640);
        await expect(page.getByRole('link', { name: 'https://media.example/live/door' })).toHaveAttribute(
          'target',
          '_blank',
        );
        await desk.picture(`monitoring-cameras-${theme}-${language}-${width}`);
        expect(await desk.accessibilityProblems()).toEqual([]);
        expect(await desk.overflow()).toBe(0);
        await page.getByTestId('take-still').click();
        await expect(page.getByTestId('still-list').getByRole('listitem')).toHaveCount(2);

        await page.getByTestId('camera-row').filter({ hasText: '料场' }).click();
        await page.getByTestId('take-still').click();
        await expect(page.getByRole('alert')).toContainText('500');
        await expect(still).toContainText(language === 'en' ? 'unexpected answer' : '答复异常');
        await desk.picture(`monitoring-cameras-${theme}-${language}-${width}-refused`);
        await page.keyboard.press('Escape');
        await expect(page.getByTestId('take-still')).toBeHidden();
        expect(desk.errors).toEqual([]);
      });
    });
});

test.describe('an alarm', () => {
  test.use({ ledgers: 'drill' });

  test('shows the stills of its enterprise’s cameras, and takes one', async ({ desk }) => {
    test.slow();
    const { page } = desk;
    const monitoring = new Monitoring(desk);
    const enterprise = '测试钢铁公司';
    await monitoring.registerStack('E2E-CAMERA', enterprise);
    const logger = monitoring.logger('E2E-CAMERA');
    // The drill's feed ends here.
    const fedUntil = Date.parse('2026-01-04T00:00:00+08:00');
    for (let at = 0; at < 5; at += 1) await logger.send(fedUntil + at * 60_000, { a34013: 55 + at });
    type Open = { alarms: { id: number; subject: { id: string } }[] };
    const raised = async () =>
      (await monitoring.told<Open>('alarms', 'list', '--open')).alarms.find(
        ({ subject }) => subject.id === 'E2E-CAMERA-dust',
      );
    await expect.poll(raised).toBeDefined();
    const alarm = await raised();
    await withCamera(png(320, 180), async (address) => {
      await register(desk, address, [`camera,door,东门,http,${enterprise},http://${address}/door,`]);
      await page.goto(`${desk.host.url}#v1&d=duty/watch&p=alarm/${alarm?.id}`);
      const stills = page.getByTestId('alarm-stills');
      await expect(stills).toContainText('还没有抓拍');
      await stills.getByRole('button', { name: '现在抓拍 · 东门' }).click();
      await expect(stills.getByRole('img')).toBeVisible();
      await expect(stills).toContainText(`告警 ${alarm?.id}`);
      await stills.scrollIntoViewIfNeeded();
      await desk.picture('monitoring-alarm-stills');
      expect(await desk.accessibilityProblems()).toEqual([]);
      expect(desk.errors).toEqual([]);
      logger.close();
    });
  });
});
