// Promised call-backs: never changed, done once, and known for every time.
import { expect, it } from 'vitest';
import type { CallBackPromise } from '../../contract/duty.ts';
import { AlarmFixture, HOUR, MINUTE } from '../alarms/alarm-fixture.ts';
import { callBacksAt, endCallBack, listCallBacks, promiseCallBack } from './call-backs.ts';

function desk(): AlarmFixture {
  const made = new AlarmFixture();
  made.device('logger');
  made.channel('meter', 'logger');
  made.raise();
  return made;
}

const asked = (at: AlarmFixture, more: Partial<CallBackPromise> = {}): CallBackPromise => ({
  ...{ alarm: 1, dueAt: at.now + HOUR, what: '报送换表记录', promisedBy: '企业值班', actor: '张三', ...more },
});

it('a promise is recorded once by its key, and those due first stand first', () => {
  using at = desk();
  const late = promiseCallBack(at.db, asked(at, { dueAt: at.now + 2 * HOUR, key: 'k' }), at.now);
  expect(promiseCallBack(at.db, asked(at, { dueAt: at.now + 2 * HOUR, key: 'k' }), at.now + 5)).toEqual(late);
  expect(() => promiseCallBack(at.db, asked(at, { key: 'k' }), at.now)).toThrow(/key/);
  const soon = promiseCallBack(at.db, asked(at), at.now);
  expect(listCallBacks(at.db, { open: true })).toEqual([soon, late]);
  expect(() => promiseCallBack(at.db, asked(at, { alarm: 99 }), at.now)).toThrow(/99/);
  expect(() => promiseCallBack(at.db, asked(at, { what: ' ' }), at.now)).toThrow(/what was promised/);
});

it('it is done once, by whoever was there first, and earlier times know it as open', () => {
  using at = desk();
  const { id } = promiseCallBack(at.db, asked(at), at.now);
  const before = at.now;
  const now = at.now + MINUTE;
  const done = endCallBack(at.db, { id, actor: '李四', note: '已报送', key: 'd' }, now);
  expect(done).toMatchObject({ doneAt: now, doneBy: '李四', doneNote: '已报送' });
  expect(endCallBack(at.db, { id, actor: '李四', key: 'd' }, now + 1)).toEqual(done);
  expect(() => endCallBack(at.db, { id, actor: '王五' }, now + 1)).toThrow(/李四/);
  expect(() => endCallBack(at.db, { id: 9, actor: '王五' }, now)).toThrow(/no call-back 9/);
  expect(listCallBacks(at.db, { open: true })).toEqual([]);
  expect(listCallBacks(at.db, { alarm: 1 })).toEqual([done]);
  expect(callBacksAt(at.db, now)).toEqual([]);
  expect(callBacksAt(at.db, before)).toMatchObject([{ id, doneAt: null, doneBy: null }]);
  expect(callBacksAt(at.db, before - 1)).toEqual([]);
});

it('what was promised is never changed nor deleted', () => {
  using at = desk();
  promiseCallBack(at.db, asked(at), at.now);
  expect(() => at.db.prepare('UPDATE duty_call_back SET due_at = due_at + 1').run()).toThrow(/never changed/);
  expect(() => at.db.prepare('DELETE FROM duty_call_back').run()).toThrow(/are kept/);
});
