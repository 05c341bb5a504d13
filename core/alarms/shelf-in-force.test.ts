// Two alarms of one rule at one place: what shelves the one holds for both, and is said so.
import { expect, it } from 'vitest';
import { AlarmFixture, HOUR, MINUTE } from './alarm-fixture.ts';

it('a second shelf of the same rule at the same place is refused with the alarm that has the first', () => {
  using desk = new AlarmFixture();
  desk.device('logger');
  desk.channel('meter', 'logger');
  const first = desk.raise();
  for (const action of ['acknowledge', 'resolve']) desk.act({ action });
  desk.clear(first);
  desk.now += MINUTE;
  desk.raise();
  expect(desk.alarms()).toHaveLength(2);
  for (const action of ['shelve', 'take-out-of-service']) {
    const asked = { action, owner: '李四', reason: 'maintenance', until: desk.now + HOUR };
    desk.act({ ...asked, alarm: 1 });
    expect(() => desk.act({ ...asked, alarm: 2 })).toThrow(/with alarm 1/);
  }
  expect(desk.log(2)).toEqual(['raise']);
});
