import { describe, expect, it } from 'vitest';
import { alarmWith } from './duty-fixture.ts';
import { overdueAlarms, shownAlarms } from './duty-pending.ts';

const act = (action: string, expectedVersion: number) => ({ alarm: 1, action, actor: '张志远', expectedVersion });
const nobody: ReadonlySet<number> = new Set();

describe('what the officer has done', () => {
  it('shows at once, one step after the other, and is marked as not delivered', () => {
    const [shown] = shownAlarms([alarmWith({ verifyBy: 9 })], [act('acknowledge', 1), act('verify', 2)], nobody);
    expect(shown).toMatchObject({ state: 'verifying', owner: '张志远', version: 3, verifyBy: null, waiting: true });
  });

  it('is not done twice on the screen once the core has done it', () => {
    const done = alarmWith({ version: 2, state: 'acknowledged', owner: '张志远' });
    const [shown] = shownAlarms([done], [act('acknowledge', 1), act('verify', 2)], nobody);
    expect(shown).toMatchObject({ state: 'verifying', version: 3 });
  });

  it('leaves other alarms as they are', () => {
    const other = alarmWith({ id: 2 });
    expect(shownAlarms([other], [act('acknowledge', 1)], nobody)[0]).toMatchObject({ ...other, waiting: false });
  });
});

it('the overdue are the same set until one more is', () => {
  const alarms = [alarmWith({ id: 1, verifyBy: 10 }), alarmWith({ id: 2, verifyBy: 20 }), alarmWith({ id: 3 })];
  const first = overdueAlarms(alarms, 15, nobody);
  expect([...first]).toEqual([1]);
  expect(overdueAlarms(alarms, 19, first)).toBe(first);
  expect([...overdueAlarms(alarms, 21, first)]).toEqual([1, 2]);
});
