// A watch at the duty desk: an alarm comes, is looked at, acknowledged, dispatched, corrected and closed; nothing of it is lost.
import { Duty } from './duty.ts';
import { expect, test } from './monitoring.ts';

test.use({ ledgers: 'drill' });

const minute = 60_000;
const fedUntil = Date.parse('2026-01-04T00:00:00+08:00');

/** A stack that sends, and then sends beyond its limit. */
async function stackAlarm(duty: Duty, mn: string): Promise<number> {
  await duty.registerStack(mn);
  const logger = duty.logger(mn);
  try {
    for (let at = 0; at < 3; at += 1) await logger.send(fedUntil + at * minute, { a34013: 12 + at / 10 });
    for (let at = 3; at < 8; at += 1) await logger.send(fedUntil + at * minute, { a34013: 55 + at });
  } finally {
    logger.close();
  }
  return (await duty.alarmWith('超出限值')).id;
}

test('from the frame to the documented close, by keys', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  await desk.mapIsDrawn();
  await duty.sitsDown('张志远');

  const id = await stackAlarm(duty, 'DUTY-1');
  await expect(duty.alarm(id)).toBeVisible();
  const listed = (await duty.openAlarms()).filter(({ parent }) => parent === null);
  await duty.expectListed(listed.length, listed.length);

  await test.step('list and map are one: what is drawn adds up to what is listed', async () => {
    const placed = (all: typeof listed) => all.filter(({ position }) => position !== null).length;
    await expect.poll(() => duty.drawnAlarms()).toBe(placed(listed));
    await page.getByRole('group', { name: '优先级' }).getByRole('button', { name: 'P1' }).click();
    await expect.poll(() => duty.drawnAlarms()).toBe(placed(listed.filter(({ priority }) => priority === 'P1')));
    await page.getByRole('button', { name: '清除筛选' }).click();
  });

  const evidence = page.getByTestId('evidence');
  await test.step('the evidence of the selected alarm: curves, rule, checks, what was frozen', async () => {
    await duty.alarm(id).getByRole('button').click();
    await expect(evidence).toHaveAttribute('data-alarm', String(id));
    await expect(evidence.getByTestId('alarm-curves')).toHaveAttribute('data-strips', /[1-4]/);
    await expect(evidence.getByTestId('alarm-rule')).toContainText('版本');
    await expect(evidence.getByTestId('cross-checks')).toBeVisible();
    await expect(evidence.getByTestId('alarm-evidence').locator('code').first()).toHaveText(/^[0-9a-f]{64}$/);
    await expect.poll(() => page.url()).toContain(`p=alarm/${id}`);
    await page.keyboard.press('e');
    await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
    expect(await desk.accessibilityProblems()).toEqual([]);
    await desk.picture('duty-evidence');
  });

  await test.step('acknowledged by A and a digit, and taken back', async () => {
    await page.keyboard.press('a');
    await expect(page.getByTestId('reason-menu')).toBeVisible();
    await page.keyboard.press('2');
    await expect(duty.alarm(id)).toContainText('已确认');
    await expect(duty.alarm(id)).toContainText('张志远');
    await expect(page.getByTestId('undo-bar')).toBeVisible();
    await page.keyboard.press('u');
    await expect(duty.alarm(id)).toContainText('未确认');
    await page.keyboard.press('a');
    await page.keyboard.press('2');
    await expect(duty.alarm(id)).toContainText('已确认');
  });

  const dialog = page.getByRole('dialog');
  await test.step('a note, and a dispatch that for P1 takes a second person', async () => {
    await page.keyboard.press('v');
    await expect(duty.alarm(id)).toContainText('核实中');
    await page.keyboard.press('n');
    await dialog.getByLabel('说明').fill('已电话联系，企业称仪表刚换');
    await dialog.getByRole('button', { name: /^记录：/ }).click();
    await expect(evidence.getByTestId('alarm-transitions')).toContainText('企业称仪表刚换');
    await page.keyboard.press('d');
    await dialog.getByLabel('另派他人').fill('现场一组');
    const priority = listed.find((alarm) => alarm.id === id)?.priority;
    if (priority === 'P1') {
      await dialog.getByRole('button', { name: '派单' }).click();
      await expect(dialog.getByRole('alert')).toContainText('第二人');
      await dialog.getByLabel('第二人确认（P1 须两人）').fill('李敏');
    }
    await dialog.getByRole('button', { name: '派单' }).click();
    await expect(duty.alarm(id)).toContainText('已派出');
    await expect(duty.alarm(id)).toContainText('现场一组');
  });

  await test.step('the data are corrected, both versions kept', async () => {
    await page.keyboard.press('c');
    await dialog.getByLabel('标记').fill('器具更换、未登记');
    await dialog.getByLabel('理由').fill('现场核实');
    await dialog.getByRole('button', { name: '更正' }).click();
    await expect(page.getByText(/已更正 \d+ 条监测值/)).toBeVisible();
  });

  await test.step('closing is refused until cause, note and follow-up are there; the report is made', async () => {
    await page.locator('[data-action=resolve]').click();
    await dialog.getByRole('button', { name: /^记录：/ }).click();
    await expect(duty.alarm(id)).toContainText('已处置');
    await page.keyboard.press('Shift+C');
    await dialog.getByRole('button', { name: /^记录：/ }).click();
    await expect(dialog.getByRole('alert')).toHaveText('请选择原因。');
    await dialog.getByLabel('原因', { exact: true }).click();
    await page.locator('.ant-select-dropdown:visible').getByText('器具更换、未登记', { exact: true }).click();
    await dialog.getByLabel('说明').fill('更换后未登记，已责令补登');
    await dialog.getByRole('button', { name: /^记录：/ }).click();
    await expect(dialog.getByRole('alert')).toHaveText('此原因需要回访，请填写回访日期。');
    await dialog.getByLabel('回访日期').fill('2099-01-10');
    await dialog.getByRole('button', { name: /^记录：/ }).click();
    await expect(dialog).toBeHidden();
    const { name } = await desk.saved(() => page.getByRole('button', { name: '处置报告（PDF）' }).click());
    expect(name).toMatch(/\.pdf$/);
  });
  expect(await duty.doneTo(id)).toEqual([
    ...['acknowledge', 'undo', 'acknowledge', 'verify', 'note', 'dispatch'],
    // The correction leaves a note of its own.
    ...['note', 'resolve', 'close'],
  ]);
  expect(desk.errors).toEqual([]);
});

test('what is done without a wire is shown, kept by a killed page, and delivered once', async ({ desk }) => {
  test.slow();
  const { page, host } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  await duty.sitsDown('张志远');
  const id = await stackAlarm(duty, 'DUTY-2');
  await duty.alarm(id).getByRole('button').click();

  const { port } = host;
  await host.stop('SIGKILL');
  await expect(page.getByTestId('age-list')).toHaveAttribute('data-age', 'stale', { timeout: 30_000 });
  await page.keyboard.press('a');
  await page.keyboard.press('2');
  await page.keyboard.press('v');
  await expect(duty.alarm(id)).toContainText('核实中');
  await expect(page.getByTestId('queue')).toHaveAttribute('data-waiting', '2');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await desk.picture('duty-without-wire');

  await host.start(port);
  // A page that begins anew, with nothing but what the browser keeps.
  await duty.openDesk(`&p=alarm/${id}`);
  await expect(page.getByTestId('evidence')).toHaveAttribute('data-alarm', String(id));
  await expect.poll(() => duty.doneTo(id), { timeout: 20_000 }).toEqual(['acknowledge', 'verify']);
  await expect(page.getByTestId('queue')).toBeHidden();
});

test('a bulk action is looked at before it is done, taken back, and never crosses priorities', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  await duty.sitsDown('张志远');
  await stackAlarm(duty, 'DUTY-3');
  const listed = (await duty.openAlarms()).filter(({ parent }) => parent === null);
  const [first] = listed;
  const same = listed.filter(({ priority }) => priority === first?.priority);
  await duty
    .alarm(first?.id ?? 0)
    .getByRole('checkbox')
    .check();
  const other = listed.find(({ priority }) => priority !== first?.priority);
  if (other !== undefined) await expect(duty.alarm(other.id).getByRole('checkbox')).toBeDisabled();
  const bar = page.getByTestId('bulk-bar');
  if (same.length > 1) await bar.getByRole('button', { name: /^标记全部/ }).click();
  await expect(bar).toContainText(`已标记 ${same.length} 条`);
  await bar.getByRole('button', { name: '搁置' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因', { exact: true }).click();
  await page.locator('.ant-select-dropdown:visible').getByText('检修或维护', { exact: true }).click();
  await dialog.getByRole('button', { name: '1 小时' }).click();
  await dialog.getByLabel('负责人').fill('王海');
  if (same.length > 1) await expect(dialog.getByTestId('bulk-preview')).toContainText(`将处理 ${same.length} 条`);
  await dialog.getByRole('button', { name: /^记录/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('alarms-shelved')).toContainText(String(same.length));
  await page.locator('[data-tab=shelves]').click();
  await expect(page.getByTestId('shelf-page').locator('tbody tr')).toHaveCount(same.length);
  await page.getByTestId('undo-bar').getByRole('button').click();
  await expect(page.getByTestId('shelf-page').locator('tbody tr')).toHaveCount(0);
  expect(desk.errors).toEqual([]);
});

test('a second window shows another part of the same desk, with one selection', async ({ desk }) => {
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  await expect(duty.rows('alarm').first()).toBeVisible();
  const coming = page.waitForEvent('popup');
  await page.getByRole('button', { name: '在新窗口打开：证据' }).click();
  const second = await coming;
  await expect(second.getByTestId('evidence')).toBeVisible();
  await expect(second.getByTestId('alarm-rows')).toHaveCount(0);
  const id = await duty.rows('alarm').first().getAttribute('data-alarm');
  await duty.rows('alarm').first().getByRole('button').click();
  await expect(second.getByTestId('evidence')).toHaveAttribute('data-alarm', id ?? '');
  expect(desk.errors).toEqual([]);
});

test('the registers: handover signed by both, replay of the past, what cannot be seen, figures', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  await duty.sitsDown('张志远');
  const id = await stackAlarm(duty, 'DUTY-5');
  await page.keyboard.press('h');
  const handover = page.getByTestId('handover');
  const open = (await duty.openAlarms()).filter(({ parent }) => parent === null).map((alarm) => alarm.id);
  await page.getByRole('button', { name: '最近 24 小时' }).click();
  await expect(handover).toHaveAttribute('data-open', String(open.length));
  for (const each of open) await expect(handover.locator(`[data-alarm="${each}"]`)).toBeVisible();
  expect(await desk.accessibilityProblems()).toEqual([]);
  const signatures = page.getByTestId('signatures');
  await signatures.getByLabel('交班人签字').fill('张志远');
  await signatures.getByRole('button', { name: '签字' }).first().click();
  await expect(signatures).toContainText('✓ 交班人签字');
  await signatures.getByLabel('接班人签字').fill('李敏');
  await signatures.getByRole('button', { name: '签字' }).first().click();
  await expect(page.getByText('双方已签字')).toBeVisible();

  await page.locator('[data-tab=replay]').click();
  await page.getByRole('button', { name: /下一个变化/ }).click();
  await expect(duty.rows('alarm').first()).toBeVisible();
  await expect(page.getByRole('toolbar', { name: '对选中告警的操作' })).toHaveCount(0);
  await page.locator('[data-tab=silent]').click();
  await expect(page.getByTestId('silent-page')).toContainText('个应报点位中');
  await page.locator('[data-tab=watch]').click();
  await duty.alarm(id).getByRole('button').click();
  await page.locator('[data-tab=channels]').click();
  await page.getByRole('combobox', { name: '企业' }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  const together = page.getByTestId('channels-page');
  await expect(together).toHaveAttribute('data-strips', /[1-9]/);
  await expect(together.locator('.chart')).toBeVisible();
  const table = await duty.csv(() => together.getByRole('button', { name: '导出 CSV' }).click());
  expect(table.name).toContain('演练数据');
  expect(new Set(table.rows.map((row) => row['监测点位'])).size).toBe(
    Number(await together.getAttribute('data-strips')),
  );
  expect(Object.keys(table.rows[0] ?? {})).toEqual(expect.arrayContaining(['完整率', '来源', '计量单位']));
  await page.locator('[data-tab=kpis]').click();
  await expect(page.getByRole('region', { name: '处置指标' })).toContainText('发生告警');
  expect(desk.errors).toEqual([]);
});

test('what another desk has done is seen here without a reload', async ({ desk }) => {
  const { page } = desk;
  const duty = new Duty(desk);
  await duty.openDesk();
  const [first] = await duty.openAlarms();
  const id = first?.id ?? 0;
  await duty.alarm(id).getByRole('button').click();
  await duty.told('alarms', 'transition', '--id', String(id), '--action', 'acknowledge', '--actor', '省中心');
  await expect(duty.alarm(id)).toContainText('省中心', { timeout: 15_000 });
  await expect(page.getByTestId('alarm-transitions')).toContainText('省中心');
  await expect(page.locator('[data-action=verify]')).toBeEnabled();
  expect(desk.errors).toEqual([]);
});
