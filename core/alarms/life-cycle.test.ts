// The life of an alarm: whatever people try, no state without a lawful way to it and no row without a person.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmState, alarmActions, alarmStates } from '../../contract/alarms.ts';
import { reasonsFor } from '../../policy/alarm-reasons.ts';
import { AppError } from '../app-error.ts';
import { AlarmFixture, HOUR, MINUTE } from './alarm-fixture.ts';
import { listAlarms, shelfRegister } from './handlers.ts';
import { deskMoves, personMoves, undoneFrom } from './life-cycle-rules.ts';

const DAY = 24 * HOUR;
const moves: Readonly<Record<string, Partial<Record<AlarmState, AlarmState>>>> = { ...personMoves, ...deskMoves };

function refused(act: () => unknown): { code: string; zh: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, zh: error.text('zh') };
    throw error;
  }
  return { code: 'done', zh: '' };
}

describe('the life of an alarm', () => {
  it('goes from new to closed, each step with actor, time, reason and note', () => {
    using desk = new AlarmFixture();
    desk.raise();
    const steps = [
      { action: 'acknowledge', reason: '2' },
      { action: 'verify', note: '已电话联系' },
      { action: 'dispatch', reason: 'field-check', owner: '第三检查组' },
      { action: 'resolve', reason: 'result-received' },
      { action: 'close', reason: '器具更换、未登记', note: '08:50 换表', followUp: '2026-03-09' },
    ];
    for (const step of steps) {
      desk.now += MINUTE;
      desk.act(step);
    }
    const { alarm, transitions } = desk.show();
    expect(alarm).toMatchObject({
      ...{
        state: 'closed',
        cause: 'meter-exchanged',
        followUp: '2026-03-09',
        owner: '第三检查组',
        version: 6,
        verifyBy: null,
      },
    });
    expect(transitions.slice(1).map(({ to, actor, reason, at }) => [to, actor, reason, at - desk.now])).toEqual([
      ['acknowledged', '张三', 'verifying', -4 * MINUTE],
      ['verifying', '张三', 'verifying', -3 * MINUTE],
      ['dispatched', '张三', 'field-check', -2 * MINUTE],
      ['resolved', '张三', 'result-received', -MINUTE],
      ['closed', '张三', 'meter-exchanged', 0],
    ]);
  });

  it('refuses a jump and says what is possible', () => {
    using desk = new AlarmFixture();
    desk.raise();
    const { code, zh } = refused(() => desk.act({ action: 'close', reason: 'false-alarm', note: '无' }));
    expect(code).toBe('alarm-move-refused');
    expect(zh).toContain('新告警');
    expect(zh).toContain('acknowledge');
    expect(refused(() => desk.act({ action: 'explode' })).code).toBe('unknown-alarm-action');
    expect(refused(() => desk.act({ alarm: 7, action: 'verify' })).code).toBe('unknown-alarm');
  });

  it('does not close without cause code, evidence, note and, where somebody has to look again, a day', () => {
    using desk = new AlarmFixture();
    desk.raise();
    for (const action of ['acknowledge', 'verify']) desk.act({ action });
    const close = (more: object): string => {
      const { code, zh } = refused(() => desk.act({ action: 'close', ...more }));
      return `${code} ${zh}`;
    };
    expect(close({})).toMatch(/^alarm-incomplete .*原因代码、处置说明、复查日期/);
    expect(close({ reason: 'whatever', note: '无' })).toMatch(/^unknown-alarm-cause .*false-alarm/);
    expect(close({ reason: 'violation', note: '属实' })).toMatch(/^alarm-incomplete .*复查日期/);
    expect(close({ reason: 'violation', note: '属实', followUp: '2026-02-30' })).toMatch(/^bad-follow-up/);
    expect(close({ reason: 'violation', note: '属实', followUp: '2026-03-01' })).toMatch(/^bad-follow-up/);
    expect(close({ reason: 'false-alarm', note: '仪表试验' })).toBe('done ');
  });

  it('does what was queued once, and refuses what rests on an older sight of the alarm', () => {
    using desk = new AlarmFixture();
    desk.raise();
    const queued = { action: 'acknowledge', key: 'desk-3/17', expectedVersion: 1 };
    expect(desk.act(queued)).toMatchObject({ state: 'acknowledged', version: 2 });
    expect(desk.act(queued)).toMatchObject({ state: 'acknowledged', version: 2 });
    expect(refused(() => desk.act({ ...queued, action: 'verify' })).code).toBe('alarm-key-used');
    expect(refused(() => desk.act({ action: 'verify', expectedVersion: 1, actor: '李四' })).zh).toContain('张三');
    expect(desk.log()).toEqual(['raise', 'acknowledge']);
  });

  it('holds the same moves in the database, which takes no other and changes no row of the log', () => {
    using desk = new AlarmFixture();
    const kept = desk.db.prepare('SELECT action, from_state, to_state FROM alarm_move').raw().all() as string[][];
    const ruled = Object.entries(moves).flatMap(([action, ways]) =>
      Object.entries(ways).map((way) => [action, ...way]),
    );
    const undone = alarmStates.flatMap((state) => undoneFrom(state).map((to) => ['undo', state, to]));
    expect(kept.map(String).sort()).toEqual([...ruled, ...undone].map(String).sort());
    desk.raise();
    const sql = (text: string) => () => desk.db.prepare(text).run();
    expect(sql("UPDATE alarm SET state = 'closed', cause = 'x'")).toThrow('row of the log');
    expect(sql("UPDATE alarm_transition SET actor = '他人'")).toThrow('never changed');
    expect(sql('DELETE FROM alarm_transition')).toThrow('never changed');
    const insert = (values: string) =>
      sql(`INSERT INTO alarm_transition (alarm, version, action, from_state, to_state, at, actor) VALUES (${values})`);
    expect(insert("1, 2, 'close', 'new', 'closed', 0, '张三'")).toThrow('no such move');
    expect(insert("1, 2, 'acknowledge', 'new', 'acknowledged', 0, '  '")).toThrow('CHECK');
    expect(insert("1, 3, 'acknowledge', 'new', 'acknowledged', 0, '张三'")).toThrow('no such move');
  });

  it('never leaves the lawful ways, whatever is tried', () => {
    const words = fc.option(fc.constantFrom('1', 'maintenance', 'false-alarm', 'violation', '随便', ''), {
      nil: undefined,
    });
    const attempt = fc.record({
      action: fc.constantFrom(...alarmActions),
      actor: fc.constantFrom('张三', '李四', '', ' '),
      reason: words,
      note: words,
      owner: fc.option(fc.constantFrom('王五', ''), { nil: undefined }),
      untilMinutes: fc.option(fc.integer({ min: -10, max: 12_000 }), { nil: undefined }),
      followUp: fc.option(fc.constantFrom('2026-03-09', '2020-01-01', 'soon'), { nil: undefined }),
      expected: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      minutes: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.constantFrom('P1', 'P2', 'P3'), fc.array(attempt, { maxLength: 25 }), (priority, attempts) => {
        using desk = new AlarmFixture();
        desk.raise({ priority });
        for (const { untilMinutes, expected, minutes, reason, note, owner, followUp, ...rest } of attempts) {
          desk.tick(desk.now + minutes * MINUTE);
          const before = desk.show().alarm;
          const optional = {
            ...(untilMinutes === undefined ? {} : { until: desk.now + untilMinutes * MINUTE }),
            ...(expected === undefined ? {} : { expectedVersion: expected }),
            ...Object.fromEntries(
              Object.entries({ reason, note, owner, followUp }).filter(([, text]) => text !== undefined),
            ),
          };
          const { code } = refused(() => desk.act({ ...rest, ...optional }));
          const after = desk.show().alarm;
          if (code !== 'done') expect(after).toEqual(before);
          else expect(after.version).toBeGreaterThan(before.version);
        }
        const { alarm, transitions } = desk.show();
        let state: AlarmState = 'new';
        transitions.forEach((row, index) => {
          expect(row.version).toBe(index + 1);
          expect(row.from).toBe(state);
          expect(moves[row.action]?.[row.from]).toBe(row.to);
          expect(row.actor.trim()).not.toBe('');
          state = row.to;
        });
        expect(alarm).toMatchObject({ state, version: transitions.length });
        if (alarm.state === 'closed') expect(alarm.cause).not.toBeNull();
        for (const shelf of shelfRegister(desk.db).filter(({ kind }) => kind === 'shelf')) {
          expect(shelf.owner.trim() !== '' && shelf.reason.trim() !== '').toBe(true);
          expect((shelf.until as number) - shelf.since).toBeLessThanOrEqual(priority === 'P1' ? 4 * HOUR : 7 * DAY);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('resolves P3 by itself once it is acknowledged and has stayed away', () => {
    using desk = new AlarmFixture();
    const p3 = desk.raise({ subject: 'a', priority: 'P3' });
    const p2 = desk.raise({ subject: 'b', priority: 'P2' });
    desk.now += MINUTE;
    desk.clear(p3);
    desk.clear(p2);
    desk.act({ alarm: 2, action: 'acknowledge' });
    desk.tick(desk.now + HOUR);
    expect(desk.alarms().map(({ state }) => state)).toEqual(['new', 'acknowledged']);
    desk.act({ action: 'acknowledge' });
    desk.tick(desk.now + MINUTE);
    expect(desk.alarms().map(({ state }) => state)).toEqual(['resolved', 'acknowledged']);
    expect(desk.show().transitions.at(-1)).toMatchObject({ actor: 'system', reason: 'returned-to-normal' });
  });

  it('opens again what came back, from the start of verification', () => {
    using desk = new AlarmFixture();
    desk.raise();
    for (const action of ['acknowledge', 'verify', 'resolve']) desk.act({ action });
    desk.act({ action: 'close', reason: 'false-alarm', note: '无' });
    expect(refused(() => desk.act({ action: 'reopen' })).code).toBe('alarm-incomplete');
    expect(desk.act({ action: 'reopen', reason: 'new-evidence' })).toMatchObject({ state: 'verifying', cause: null });
  });

  it('has a digit for each reason of an action', () => {
    for (const action of ['acknowledge', 'shelve', 'close']) expect(reasonsFor(action).length).toBeGreaterThan(2);
  });
});

describe('shelves', () => {
  const shelve = { action: 'shelve', reason: 'maintenance', owner: '李四' };

  it('need an expiry, an owner and a reason, and are no longer than the priority allows', () => {
    using desk = new AlarmFixture();
    desk.raise({ subject: 'one', priority: 'P1' });
    desk.raise({ subject: 'two', priority: 'P2' });
    const outcome = (alarm: number, more: object): string =>
      refused(() => desk.act({ alarm, ...shelve, ...more })).code;
    expect(outcome(1, {})).toBe('alarm-incomplete');
    expect(outcome(1, { until: desk.now + HOUR, owner: '' })).toBe('alarm-incomplete');
    expect(outcome(1, { until: desk.now + HOUR, reason: '' })).toBe('alarm-incomplete');
    expect(outcome(1, { until: desk.now })).toBe('alarm-until-past');
    expect(outcome(1, { until: desk.now + 4 * HOUR + 1 })).toBe('shelf-refused');
    expect(outcome(1, { until: desk.now + 4 * HOUR })).toBe('done');
    expect(outcome(1, { until: desk.now + HOUR })).toBe('alarm-move-refused');
    expect(outcome(2, { until: desk.now + 7 * DAY + 1 })).toBe('shelf-refused');
    expect(outcome(2, { until: desk.now + 7 * DAY })).toBe('done');
  });

  it('warn before they expire, come back by themselves, and count what they kept quiet', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise();
    const until = desk.now + 2 * HOUR;
    desk.act({ ...shelve, until });
    expect(desk.show().alarm).toMatchObject({
      quiet: 'shelf',
      shelved: { until, owner: '李四', reason: 'maintenance' },
      verifyBy: null,
    });
    desk.clear(finding);
    // Later than what comes and goes: two further alarms of the same kind at the same place.
    for (let i = 0; i < 2; i++) {
      desk.now += 20 * MINUTE;
      const next = desk.raise();
      if (i === 0) desk.clear(next);
    }
    desk.raise({ rule: 'sudden-change' });
    expect(desk.alarms().map(({ quiet }) => quiet)).toEqual(['shelf', 'shelf', 'shelf', null]);
    expect(shelfRegister(desk.db)).toMatchObject([{ alarm: 1, suppressed: 2, endedAt: null }]);
    desk.tick(until - 16 * MINUTE);
    expect(desk.log()).not.toContain('shelf-warning');
    desk.tick(until - 15 * MINUTE);
    desk.tick(until - 14 * MINUTE);
    expect(desk.log().filter((action) => action === 'shelf-warning')).toHaveLength(1);
    desk.tick(until + 1000);
    expect(desk.alarms().map(({ shelved }) => shelved)).toEqual([null, null, null, null]);
    // What still stands is put before the desk; what is over is not.
    expect(desk.alarms().map(({ verifyBy }) => verifyBy && verifyBy - desk.now)).toMatchObject([
      null,
      null,
      15 * MINUTE,
      expect.anything(),
    ]);
    expect(shelfRegister(desk.db)).toMatchObject([{ suppressed: 2, endedAt: until + 1000, endedBy: 'system' }]);
    // Of a period: what was in force at some time of it.
    expect(shelfRegister(desk.db, { from: until, to: until + 1 })).toHaveLength(1);
    expect(shelfRegister(desk.db, { from: until + 1000, to: until + HOUR })).toEqual([]);
    expect(desk.show().transitions.at(-1)).toMatchObject({ action: 'shelf-expired', dueAt: until, at: until + 1000 });
  });

  it('let P1 be quiet for four hours at most, whoever shelved what became P1', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.act({ ...shelve, until: desk.now + 7 * DAY });
    desk.raise({ priority: 'P1' });
    expect(desk.show().alarm).toMatchObject({ priority: 'P1', shelved: { until: desk.now + 4 * HOUR } });
  });

  it('of a dead gateway keep its later meters quiet, too', () => {
    using desk = new AlarmFixture();
    for (let i = 0; i < 10; i++) {
      desk.device(`d${i}`, 'gateway');
      desk.channel(`m${i}`, `d${i}`);
      if (i < 6) desk.raise({ rule: 'silence', subject: `m${i}`, priority: 'P3' });
    }
    const gateway = listAlarms(desk.db, {}, desk.now).alarms[0];
    desk.act({ alarm: gateway?.id as number, ...shelve, until: desk.now + HOUR });
    desk.raise({ rule: 'silence', subject: 'm7', priority: 'P3' });
    expect(shelfRegister(desk.db)).toMatchObject([{ suppressed: 1 }]);
  });

  it('end by a person’s hand, and out of service needs no expiry', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.act({ ...shelve, until: desk.now + HOUR });
    desk.now += MINUTE;
    desk.act({ action: 'unshelve', actor: '王五', reason: 'work-done' });
    expect(shelfRegister(desk.db)).toMatchObject([{ endedAt: desk.now, endedBy: '王五' }]);
    expect(desk.show().alarm).toMatchObject({ shelved: null, quiet: null, verifyBy: desk.now + 15 * MINUTE });
    desk.act({ ...shelve, action: 'take-out-of-service' });
    desk.raise({ rule: 'sudden-change' });
    expect(desk.alarms().map(({ quiet }) => quiet)).toEqual(['out-of-service', 'out-of-service']);
    desk.act({ alarm: 2, action: 'return-to-service' });
    expect(desk.alarms().map(({ quiet }) => quiet)).toEqual([null, null]);
  });
});
