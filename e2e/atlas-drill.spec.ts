// The way down from the province to a unit and back, cards on the map, and what Esc leaves.
import { expect, type Position, test } from './atlas.ts';

/** In the north of Qingdao, in Pingdu, with no enterprise near. */
const pingdu: Position = [119.97, 36.95];

test('goes down to a unit by double clicks and comes back step by step', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const path = page.getByRole('navigation', { name: '所在层级' });
  const steps: URLSearchParams[] = [atlas.parts()];

  await test.step('into the city', async () => {
    const inCity = await desk.told('enterprise-count', { where: { city: ['青岛'] } });
    await atlas.doublePress(pingdu);
    await expect(path).toContainText('青岛市');
    await atlas.expectShown(inCity.total ?? 0, 219);
    await atlas.settled();
    steps.push(atlas.parts());
  });

  await test.step('into the county', async () => {
    const inCounty = await desk.told('enterprise-count', { where: { county: ['平度市'] } });
    await atlas.doublePress(pingdu);
    await expect(path).toContainText('平度市');
    await atlas.expectShown(inCounty.total ?? 0, 219);
    await desk.mapIsDrawn(inCounty.total ?? 0);
    await atlas.settled();
    steps.push(atlas.parts());
  });

  await test.step('to the enterprise, and to its unit', async () => {
    const enterprise = (await atlas.ledger()).find(({ county }) => county === '平度市');
    if (enterprise === undefined) throw new Error('there is no enterprise in Pingdu');
    await atlas.doublePress(enterprise.position);
    const units = page.getByRole('region', { name: '装置', exact: true });
    await expect(page.getByRole('heading', { level: 2 })).toContainText(enterprise.name);
    await atlas.settled();
    steps.push(atlas.parts());
    await units.getByRole('button').and(page.locator('.link-button')).first().click();
    await expect(path.getByRole('listitem')).toHaveCount(5);
    await expect(page).toHaveURL(/p=enterprise\/[^/&]+\/[^/&]+/);
    await desk.picture('atlas-unit');
  });

  await test.step('back: filters, page and camera of each step', async () => {
    for (const step of steps.toReversed()) {
      await page.keyboard.press('Backspace');
      await atlas.expectView(step, ['s']);
    }
    await atlas.expectShown(219, 219);
  });
});

test('the path leads back up, other filters stay', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&f.county=370283&f.industry=cement&p=enterprise/sfi-cement%2FGACTCHN0566');
  const path = page.getByRole('navigation', { name: '所在层级' });
  await expect(path.getByRole('listitem')).toHaveCount(4);
  await path.getByRole('button', { name: '青岛市' }).click();
  const inCity = await desk.told('enterprise-count', { where: { city: ['青岛'], industry: ['cement'] } });
  await atlas.expectShown(inCity.total ?? 0, 219);
  await expect(page.getByRole('region', { name: '企业', exact: true }).getByRole('heading', { level: 2 })).toBeHidden();
  await path.getByRole('button', { name: '山东省' }).click();
  await atlas.expectShown(62, 219);
});

test('Esc leaves the tool, the selection, the page, then the filters', async ({ atlas, desk }) => {
  const { page } = desk;
  const enterprise = 'sfi-cement%2FGACTCHN0566';
  await atlas.open(`#v1&f.industry=cement&s=enterprise/${enterprise}&p=enterprise/${enterprise}`);
  const tool = page.getByRole('button', { name: '测距（M）' });
  await page.keyboard.press('m');
  await expect(tool).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(tool).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('pinned-card')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('pinned-card')).toBeHidden();
  await expect.poll(() => atlas.parts().has('p')).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => atlas.parts().has('p')).toBe(false);
  await atlas.expectShown(62, 219);
  await page.keyboard.press('Escape');
  await atlas.expectShown(219, 219);
});

test('a card tells of what the pointer is on, and stays when it is pressed', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('#v1&layers=enterprises:cluster/off', 219);
  const { name, position } = await atlas.lonely();
  await atlas.point(position);
  const card = page.getByTestId('hover-card');
  await expect(card).toContainText(name);
  expect(await card.locator('.map-card-lines > *').count()).toBeLessThanOrEqual(6);
  await expect(card).toContainText(/\d (MW|kt\/a|Mt\/a)|未知/);
  await expect(card).toContainText('截至 当前');
  const said = await card.locator('.map-card-lines').innerText();

  await atlas.press(position);
  const pinned = page.getByTestId('pinned-card');
  await expect(pinned.locator('.map-card-lines')).toHaveText(said.split('\n').join(''));
  await page.mouse.move(5, 5);
  await expect(pinned).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
});

test('J and K walk through the list with the same card, Enter opens', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const names = await page.getByTestId('enterprise-row').locator('.name-cell').allInnerTexts();
  const card = page.getByTestId('pinned-card');
  await page.keyboard.press('j');
  await expect(card).toContainText(names[0] ?? '');
  await page.keyboard.press('j');
  await expect(card).toContainText(names[1] ?? '');
  expect(await card.locator('.map-card-lines > *').count()).toBeLessThanOrEqual(6);
  await page.keyboard.press('k');
  await expect(card).toContainText(names[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: names[0] ?? '' })).toBeVisible();
});

test('a disc parts when it is pressed, or lists what stands at one place', async ({ atlas, desk }) => {
  await atlas.open('', 219);
  // Two neighbours in the middle of the largest crowd: the pair of enterprises that stand closest without being at one place.
  const all = await atlas.ledger();
  const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
  const apart = ([one, other]: (typeof pairs)[number]) =>
    Math.hypot(one.position[0] - other.position[0], one.position[1] - other.position[1]);
  const [closest] = pairs.filter((pair) => apart(pair) > 0.005).toSorted((a, b) => apart(a) - apart(b));
  if (closest === undefined) throw new Error('there is no such pair');
  const before = atlas.camera();
  await atlas.press(closest[0].position);
  await expect.poll(() => atlas.camera().zoom).toBeGreaterThan(before.zoom);
  await atlas.settled();
  await expect(desk.page.getByTestId('pinned-card')).toBeHidden();
});

test('I leads from the figure in focus to file and cell', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  await desk.figure('capacity-crude-steel').focus();
  const pressed = Date.now();
  await page.keyboard.press('i');
  const explained = page.getByRole('region', { name: '这个数怎么来的' });
  await expect(explained.getByTestId('input-row').first()).toContainText(/ › 第 \d+ 行 › .+ › “/);
  test.info().annotations.push({ type: 'explained after', description: `${Date.now() - pressed} ms` });
  const running = ['operating', 'operating pre-retirement'];
  const told = await desk.told('capacity', { where: { product: ['crude-steel'], status: running } });
  await expect(explained).toContainText(`${told.totals[0]?.value?.toLocaleString('zh-CN')} kt/a`);
  await expect(explained.getByText('计算方法')).toBeVisible();
});
