// The two times: when it was so, and when it was known. Everything on the screen follows both.
import { fileURLToPath } from 'node:url';
import { type Atlas, digits, expect, test } from './atlas.ts';

const file = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

test.use({
  ledgers: {
    imports: [
      { file: file('ledger-2020.csv'), validFrom: '2020-01-01' },
      { file: file('ledger-2024.csv'), validFrom: '2024-01-01' },
    ],
  },
});

/** Count, amount, map, list and legend against the command line at the same times. */
async function expectWorld(atlas: Atlas, times: { asOf?: string; knownAt?: string }): Promise<void> {
  const { desk, page } = atlas;
  const [enterprises, cement, byIndustry] = await Promise.all([
    desk.told('enterprise-count', times),
    desk.told('capacity', { ...times, where: { product: ['cement'] } }),
    desk.told('enterprise-count', { ...times, by: 'industry' }),
  ]);
  const total = enterprises.total ?? 0;
  await atlas.expectShown(total, total);
  await desk.mapIsDrawn(total);
  await expect(desk.figure('enterprise-count')).toContainText(digits(total));
  await expect(page.getByTestId('enterprise-row')).toHaveCount(total);
  const [capacity] = cement.totals;
  if (capacity === undefined) await expect(desk.figure('capacity-cement')).toBeHidden();
  else await expect(desk.figure('capacity-cement')).toContainText(`${digits(capacity.value ?? 0)} ${capacity.unit}`);
  const legend = await atlas.legendCounts('enterprises');
  for (const { industryName, value } of byIndustry.rows) expect(legend[String(industryName)]).toBe(value);
}

test('the time of the facts is set on the axis and everything follows', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 3);
  await page.getByRole('button', { name: '展开时间轴' }).click();
  await page.getByRole('group', { name: /步长/ }).or(page.getByLabel(/步长/)).getByText('年', { exact: true }).click();
  const asOf = page.getByTestId('as-of-track').getByRole('slider');
  await asOf.focus();
  for (let year = 2026; year > 2022; year -= 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => atlas.parts().get('t.asOf')).toBe('2021-12-31T16:00Z');
  await expectWorld(atlas, { asOf: '2022-01-01T00:00:00+08:00' });
  await expect(page.getByText('画面不是现在的情况')).toBeVisible();
  await expect(page.getByText('事实时点 2022-01-01 00:00')).toBeVisible();
  await desk.picture('atlas-time-bar');

  await test.step('before the first fact there is nothing', async () => {
    await asOf.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByText('这一时点台账里没有企业')).toBeVisible();
  });

  await test.step('back to now', async () => {
    await page.getByRole('button', { name: '都回到现在' }).click();
    await expectWorld(atlas, {});
    await expect(page.getByText('画面不是现在的情况')).toBeHidden();
    await expect.poll(() => atlas.parts().has('t.asOf')).toBe(false);
  });
});

test('the time of the facts is typed into the menu, and taken off by its chip', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 3);
  await page.getByRole('button', { name: /^时点/ }).click();
  await page.getByLabel('事实时点：当时的情况').fill('2023-06-01T08:00');
  await page.keyboard.press('Escape');
  await expectWorld(atlas, { asOf: '2023-06-01 08:00' });
  const chip = page.locator('.filter-chip', { hasText: '事实时点 2023-06-01 08:00' });
  await chip.getByRole('button', { name: /^取消筛选/ }).click();
  await atlas.expectShown(3, 3);
});

test('what was known after the first import is seen again', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 3);
  await page.getByRole('button', { name: '展开时间轴' }).click();
  const known = page.getByTestId('known-track').getByRole('slider');
  await known.focus();
  // The last import, and the one before it.
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await expect(known).toHaveAttribute('aria-valuetext', /导入 2 行/);
  await expect.poll(() => atlas.parts().has('t.known')).toBe(true);
  await atlas.settled();
  const knownAt = String(Date.parse(atlas.parts().get('t.known') ?? ''));
  await expectWorld(atlas, { knownAt });
  await atlas.expectShown(2, 2);
  await expect(page.locator('.filter-chip', { hasText: '认知时点' })).toBeVisible();
  await page.getByTestId('known-track').getByRole('button', { name: '认知时点回到现在' }).click();
  await atlas.expectShown(3, 3);
});

test('space plays the time of the facts and stops it', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&t.asOf=2020-05-31T16:00Z', 2);
  await atlas.expectShown(2, 2);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: '暂停（空格）' })).toBeVisible();
  await expect
    .poll(() => Date.parse(atlas.parts().get('t.asOf') ?? ''))
    .toBeGreaterThan(Date.parse('2020-07-31T15:00Z'));
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: '播放事实时点（空格）' })).toBeVisible();
  await atlas.settled();
  const asOf = new Date(atlas.parts().get('t.asOf') ?? '').toISOString();
  await expectWorld(atlas, { asOf });
});
