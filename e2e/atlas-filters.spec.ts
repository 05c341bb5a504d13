// Brushes on the histograms and a lasso on the map: map, table and figures speak of the same enterprises.
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { expect, type Position, test } from './atlas.ts';

test('a range brushed on each histogram narrows everything, by hand and by keys', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await page.getByRole('button', { name: '展开分布图' }).click();
  const range = (measure: string) => atlas.parts().get(`r.${measure}`)?.replace(':', '..') ?? '';

  await test.step('capacity by hand', async () => {
    const area = page.getByTestId('histogram-capacity').getByRole('group', { name: '产能的范围' });
    await expect(area).toBeVisible();
    const box = await area.boundingBox();
    if (box === null) throw new Error('there is no histogram');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.55, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => range('capacity')).toMatch(/^\d/);
    await atlas.settled();
    const told = await desk.told('enterprise-count', {
      where: { product: ['coal-fired-power'] },
      between: { capacity: range('capacity') },
    });
    expect(told.total).toBeGreaterThan(0);
    await atlas.expectShown(told.total ?? 0, 219);
    await desk.mapIsDrawn(told.total ?? 0);
    await expect(desk.figure('enterprise-count')).toContainText(String(told.total));
    await desk.picture('atlas-brushed');
  });

  await test.step('years by keys', async () => {
    const least = page.getByRole('slider', { name: '投产年份：下限' });
    await least.focus();
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('PageUp');
    await expect.poll(() => range('commissioned')).toMatch(/^\d{4}\.\.$/);
    await atlas.settled();
    const asked = {
      where: { product: ['coal-fired-power'] },
      between: { capacity: range('capacity'), commissioned: range('commissioned') },
    };
    const [enterprises, units] = await Promise.all([
      desk.told('enterprise-count', asked),
      desk.told('unit-count', asked),
    ]);
    await atlas.expectShown(enterprises.total ?? 0, 219);
    await expect(desk.figure('unit-count')).toContainText(String(units.total));
    expect(await atlas.tableAsCsv('enterprises')).toHaveLength(enterprises.total ?? 0);
  });

  await test.step('X lifts both', async () => {
    await page.getByTestId('shown-count').click();
    await page.keyboard.press('x');
    await atlas.expectShown(219, 219);
    await expect.poll(() => range('capacity')).toBe('');
  });
});

test('a lasso keeps what stands inside it', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await page.keyboard.press('q');
  await expect(page.getByRole('button', { name: '圈选（Q）' })).toHaveAttribute('aria-pressed', 'true');
  await atlas.drawRound([
    [116.2, 35.2],
    [118.2, 35.3],
    [118.4, 36.7],
    [116.6, 36.8],
  ]);
  await expect.poll(() => atlas.parts().get('lasso')).toBeTruthy();
  const ring = (atlas.parts().get('lasso') ?? '')
    .split(';')
    .map((corner) => corner.split(',').map(Number) as [number, number]);
  const closed: Position[] = [...ring, ...ring.slice(0, 1)];
  const inside = (await atlas.ledger()).filter(({ position }) =>
    booleanPointInPolygon([...position], { type: 'Polygon', coordinates: [closed.map((corner) => [...corner])] }),
  );
  expect(inside.length).toBeGreaterThan(10);
  await atlas.expectShown(inside.length, 219);
  await desk.mapIsDrawn(inside.length);
  // The hand that closes the lasso selects nothing with it.
  await expect(page.getByRole('button', { name: '圈选（Q）' })).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('pinned-card')).toBeHidden();
  const table = await atlas.tableAsCsv('enterprises');
  expect(table.map((row) => row['企业']).sort()).toEqual(inside.map(({ name }) => name).sort());
  await desk.picture('atlas-lasso');

  await page.keyboard.press('x');
  await atlas.expectShown(219, 219);
  await expect.poll(() => atlas.parts().has('lasso')).toBe(false);
});
