// Instruments on the screen: listed, live, each number traced back to the message that it came in, and honest when the wire is gone.
import { expect, Monitoring, test } from './monitoring.ts';

test.use({ ledgers: 'drill' });

/** The drill's readings end here. */
const fedUntil = Date.parse('2026-01-04T00:00:00+08:00');
const minute = 60_000;

test('the desk is reached by button, key, palette and link, and left again', async ({ desk }) => {
  const { page } = desk;
  await desk.open();
  await page.getByRole('navigation', { name: '工作台' }).getByRole('button', { name: '监测' }).click();
  await expect(page.getByTestId('monitoring-desk')).toBeVisible();
  await page.keyboard.press('1');
  await desk.mapIsDrawn();
  await page.keyboard.press('2');
  await expect(page.getByTestId('monitoring-desk')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('监测：隔离区');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: '隔离区', selected: true })).toBeVisible();
  await expect.poll(() => page.url()).toContain('d=monitoring/quarantine');
  const link = page.url();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('tab', { name: '监测点位', selected: true })).toBeVisible();
  await expect.poll(() => page.url()).toContain('d=monitoring/channels');
  await page.goto(link);
  await expect(page.getByRole('tab', { name: '隔离区', selected: true })).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('channels are listed as the registry has them, narrowed, walked through by keys and opened', async ({ desk }) => {
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  const channels = await monitoring.channels();
  await monitoring.open();
  await monitoring.expectListed(channels.length, channels.length);
  const of = channels.filter(({ device }) => device === 'drill-0003-m1');
  await page.keyboard.press('/');
  await page.keyboard.insertText('drill-0003-m1');
  await monitoring.expectListed(of.length, channels.length);
  await expect(monitoring.rows('channel')).toHaveCount(of.length);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: '按名称、编号筛选' })).toHaveValue('');
  await monitoring.expectListed(channels.length, channels.length);

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(monitoring.rows('channel').nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 2 });
  const second = await heading.innerText();
  await page.keyboard.press('j');
  await expect(heading).not.toHaveText(second);
  await page.keyboard.press('k');
  await expect(heading).toHaveText(second);
  await page.keyboard.press('Escape');
  await expect(heading).toBeHidden();
  expect(desk.errors).toEqual([]);
});

test('a curve of many readings says where they are marked and where some are missing', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  await page.setViewportSize({ width: 1280, height: 720 });
  const monitoring = new Monitoring(desk);
  const mn = '88888880009007';
  await monitoring.registerStack(mn);
  const logger = monitoring.logger(mn);
  // More than are drawn one by one; a gap, and a while in which the analyser is faulty.
  const minutes = Array.from({ length: 1000 }, (_, at) => at).filter((at) => at < 300 || at >= 380);
  const isFaulty = (at: number): boolean => at >= 600 && at < 620;
  try {
    await logger.send(fedUntil, { a34013: 10 });
    for (let from = 1; from < minutes.length; from += 100)
      await Promise.all(
        minutes
          .slice(from, from + 100)
          .map((at) =>
            logger.send(fedUntil + at * minute, { a34013: [10 + 5 * Math.sin(at / 60), isFaulty(at) ? 'D' : 'N'] }),
          ),
      );
    await monitoring.open('channels', `&m.q=${mn}`);
    await monitoring.row('channel', '测试烟囱颗粒物').click();
    const chart = page.getByTestId('reading-chart');
    await expect(chart).toHaveAttribute('data-incomplete', '1');
    await expect.poll(async () => Number(await chart.getAttribute('data-flagged'))).toBeGreaterThan(5);
    await expect(chart).toContainText('带底色处应有的监测值没有到齐。');
    await expect(chart).toContainText('菱形处有带标记的监测值。');
    await desk.picture('monitoring-chart-marked');
  } finally {
    logger.close();
  }
  expect(desk.errors).toEqual([]);
});

test('what an instrument sends is on the screen at once, and each value leads to its message', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  const mn = '88888880009001';
  await monitoring.registerStack(mn);
  await monitoring.open('channels', `&m.q=${mn}`);
  const row = monitoring.row('channel', '测试烟囱颗粒物');
  await expect(row).toContainText('无读数');
  await expect(row).toContainText('≤ 30 mg/m³ · 瞬时');

  const logger = monitoring.logger(mn);
  try {
    for (const [index, value] of [11.5, 12.25, 41].entries())
      await logger.send(fedUntil + index * minute, { a34013: value });
    await expect(row).toContainText('41 mg/m³');
    await expect(row).toContainText('2026-01-04 00:02:00');
    await logger.send(fedUntil + 3 * minute, { a34013: [40.5, 'D'] });
    await expect(row).toContainText('D 故障');

    await test.step('another value for the same minute is kept beside the first', async () => {
      await logger.send(fedUntil + minute, { a34013: 21.75 });
      await row.click();
      await expect(page.getByTestId('reading-chart').getByRole('img')).toBeVisible();
      await page.getByTestId('reading-step').filter({ hasText: '2026-01-04 00:00' }).click();
      await expect(page.getByTestId('part-reading')).toHaveCount(4);
      await page.getByTestId('part-reading').filter({ hasText: '00:01:00' }).click();
      const versions = page.getByTestId('origin-versions').locator('> li');
      await expect(versions).toHaveCount(2);
      await expect(versions.first()).toContainText('21.75');
      await expect(versions.last()).toContainText('12.25');
      for (const version of await versions.all()) {
        await expect(version.getByTestId('frame')).toContainText(`MN=${mn}`);
        await expect(version.getByTestId('frame')).toContainText('CN=2011');
      }
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('part-reading')).toHaveCount(4);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('parts-panel')).toBeHidden();
      await expect(page.getByTestId('reading-chart')).toBeVisible();
    });

    await test.step('its logger is heard, connected', async () => {
      await page.keyboard.press('Escape');
      await monitoring.goTo('设备与接入');
      await expect(page.getByTestId('source-hj212')).toContainText(String(desk.host.sources['hj212']));
      await expect(page.getByTestId('source-hj212')).toContainText('1 个连接', { timeout: 15_000 });
      await monitoring.find(mn);
      await expect(monitoring.row('device', mn)).toContainText('HJ 212');
      await monitoring.row('device', mn).click();
      await expect(page.getByRole('tab', { name: '监测点位', selected: true })).toBeVisible();
      await expect(monitoring.row('channel', '测试烟囱颗粒物')).toBeVisible();
    });
  } finally {
    logger.close();
  }
  expect(desk.errors).toEqual([]);
});

test('steps agree with the command line, and go out as files marked as a drill', async ({ desk }) => {
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  const channels = await monitoring.channels();
  const { id } = channels.find(({ kind }) => kind === 'level') ?? { id: '' };
  const span = ['--from', '2026-01-02T00:00:00+08:00', '--to', '2026-01-04T00:00:00+08:00'];
  const { rows } = await monitoring.told<{ rows: { from: string; sum: number; count: number; expected: number }[] }>(
    ...['readings', 'query', '--channel', id, ...span, '--step', '1d'],
  );
  const stated = '&m.span=2026-01-01T16:00Z/2026-01-03T16:00Z&m.step=1d';
  await monitoring.open('channels', `${stated}&p=channel/${encodeURIComponent(id)}`);
  await expect(page.getByTestId('reading-step')).toHaveCount(2);
  await page.getByRole('region', { name: '汇总表' }).first().getByRole('button', { name: '导出' }).click();
  const file = await monitoring.csv(() => page.getByRole('menuitem', { name: 'CSV 表格' }).click());
  expect(file.name).toContain('演练数据');
  expect(file.rows).toHaveLength(2);
  for (const [index, row] of file.rows.entries()) {
    const asked = rows[index];
    expect(Object.values(row)[0]).toBe('演练数据 drill data');
    expect(Number(row['有效'])).toBe(asked?.count);
    expect(Number(row['应到'])).toBe(asked?.expected);
    const [sum] = Object.entries(row).filter(([title]) => title.startsWith('合计'));
    expect(Number(sum?.[1])).toBeCloseTo(asked?.sum ?? Number.NaN, 6);
  }
  expect(desk.errors).toEqual([]);
});

test('a picture whose wire is gone says so, and is live again by itself', async ({ desk }) => {
  test.slow();
  const { page, host } = desk;
  const monitoring = new Monitoring(desk);
  await monitoring.open();
  const { port } = host;
  await host.stop('SIGKILL');
  const age = page.getByTestId('picture-age');
  await expect(age).toHaveAttribute('data-age', 'stale', { timeout: 30_000 });
  await expect(age).toContainText('不是现在');
  await host.start(port);
  // Another run lets in by another address; the page that was let in before comes back by its session.
  await page.goto(`${host.url}#v1&d=monitoring/channels`);
  await monitoring.isLive();
});
