// Alarms: the same as the command line tells, with rule, numbers and frozen evidence; what people do is recorded, and refused in words.
import { expect, Monitoring, test } from './monitoring.ts';

test.use({ ledgers: 'drill' });

interface Told {
  readonly id: number;
  readonly priority: 'P1' | 'P2' | 'P3';
  readonly state: string;
  readonly sentence: { readonly zh: string };
}

test('an alarm is worked from the list to its end', async ({ desk }) => {
  test.slow();
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  await monitoring.open('alarms');
  const { alarms } = await monitoring.told<{ alarms: Told[] }>('alarms', 'list', '--open');
  expect(alarms.length).toBeGreaterThan(0);
  await monitoring.expectListed(alarms.length, alarms.length);
  await expect(page.getByTestId('alarms-unacknowledged')).toContainText(
    String(alarms.filter(({ state }) => state === 'new').length),
  );

  await test.step('narrowed by priority, and back', async () => {
    const of = (priority: string) => alarms.filter((alarm) => alarm.priority === priority).length;
    await page.getByRole('group', { name: '优先级' }).getByRole('button', { name: 'P2' }).click();
    await monitoring.expectListed(of('P2'), alarms.length);
    await expect.poll(() => page.url()).toContain('m.alarms=open:P2:');
    await page.getByRole('button', { name: '清除筛选' }).click();
    await monitoring.expectListed(alarms.length, alarms.length);
  });

  await monitoring.rows('alarm').first().click();
  const [, id = ''] = /p=alarm\/(\d+)/.exec(await urlWith(page, 'p=alarm/')) ?? [];
  const shown = alarms.find((alarm) => String(alarm.id) === id);
  await expect(page.getByRole('heading', { level: 2 })).toContainText(shown?.sentence.zh ?? '');
  await expect(page.getByTestId('alarm-rule')).toContainText('版本');
  await expect(page.getByTestId('alarm-finding')).toContainText('算式');
  await expect(page.getByTestId('alarm-evidence').locator('code').first()).toHaveText(/^[0-9a-f]{64}$/);

  const act = async (button: string): Promise<void> => {
    await page.locator('.alarm-actions').getByRole('button', { name: button, exact: true }).first().click();
  };
  const dialog = page.getByRole('dialog');
  const record = async (): Promise<void> => dialog.getByRole('button', { name: /^记录：/ }).click();

  await test.step('acknowledged', async () => {
    await act('确认');
    await record();
    await expect(dialog.getByRole('alert')).toHaveText('请填写操作人。');
    await dialog.getByLabel('操作人').fill('张志远');
    await dialog.getByLabel('说明').fill('已电话联系');
    await record();
    await expect(page.getByText('已记录：确认')).toBeVisible();
    await expect(page.getByTestId('alarm-transitions')).toContainText('未确认 → 已确认');
    await expect(page.getByTestId('alarm-transitions')).toContainText('已电话联系');
  });

  await test.step('a shelf needs reason, end and owner, and may not be too long: the core says so in the dialog', async () => {
    await act('搁置');
    await record();
    await expect(dialog.getByRole('alert')).toHaveText('请选择原因。');
    await chooseReason(page, '检修或维护', 'maintenance');
    await record();
    await expect(dialog.getByRole('alert')).toContainText('没有期限的搁置不予记录');
    await dialog.getByLabel('到期').fill('2099-01-01T00:00');
    await dialog.getByLabel('负责人').fill('王海');
    await record();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(dialog.getByRole('alert')).not.toContainText('意外错误');
    expect(await desk.accessibilityProblems()).toEqual([]);
    await dialog.getByRole('button', { name: '1 小时' }).click();
    await record();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('已记录：搁置')).toBeVisible();
    await act('取消搁置');
    await record();
    await expect(page.getByText('已记录：取消搁置')).toBeVisible();
  });

  await test.step('verified and closed, with cause, note and follow-up', async () => {
    await act('开始核实');
    await record();
    await expect(page.getByText('已记录：开始核实')).toBeVisible();
    await act('关闭告警');
    await chooseReason(page, '误报', 'false-alarm');
    await record();
    await expect(dialog.getByRole('alert')).toHaveText('请写明说明。');
    await dialog.getByLabel('说明').fill('现场核对无误');
    await record();
    await expect(page.getByText('已记录：关闭告警')).toBeVisible();
    await monitoring.expectListed(alarms.length - 1, alarms.length - 1);
  });

  await test.step('the command line tells the same, in the order in which it was done', async () => {
    const { transitions } = await monitoring.told<{ transitions: { action: string; actor: string }[] }>(
      ...['alarms', 'show', '--id', id],
    );
    const done = transitions.filter(({ actor }) => actor === '张志远').map(({ action }) => action);
    expect(done).toEqual(['acknowledge', 'shelve', 'unshelve', 'verify', 'close']);
  });

  await test.step('figures of the period count it', async () => {
    await page.keyboard.press('Escape');
    await monitoring.goTo('处置指标');
    await expect(page.getByRole('region', { name: '处置指标' })).toContainText('确认用时');
    await expect(page.getByRole('region', { name: '处置指标' })).toContainText('发生告警');
  });
  expect(desk.errors).toEqual([]);
});

test('what another desk has done is seen here without a reload, and stale actions are refused', async ({ desk }) => {
  const { page } = desk;
  const monitoring = new Monitoring(desk);
  await monitoring.open('alarms');
  await monitoring.rows('alarm').first().click();
  const [, id = ''] = /p=alarm\/(\d+)/.exec(await urlWith(page, 'p=alarm/')) ?? [];
  await monitoring.told('alarms', 'transition', '--id', id, '--action', 'acknowledge', '--actor', '省中心');
  await expect(page.getByTestId('alarm-transitions')).toContainText('省中心', { timeout: 15_000 });
  await expect(page.locator('.alarm-actions').getByRole('button', { name: '开始核实' })).toBeVisible();
  expect(desk.errors).toEqual([]);
});

async function urlWith(page: Monitoring['page'], part: string): Promise<string> {
  await expect.poll(() => page.url()).toContain(part);
  return page.url();
}

/** Chosen from the list where the core offers one, else typed as a code. */
async function chooseReason(page: Monitoring['page'], name: string, code: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel('原因', { exact: true });
  if ((await field.getAttribute('role')) !== 'combobox') return field.fill(code);
  await field.click();
  await page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true }).click();
}
