// What rules tell becomes alarms: one for a condition, however often it is told.
import { describe, expect, it } from 'vitest';
import { AlarmFixture, HOUR, MINUTE, MORNING } from './alarm-fixture.ts';
import type { FindingChange } from './finding-change.ts';
import { chatteringSources, listAlarms } from './handlers.ts';

describe('the alarm book', () => {
  it('makes an alarm of a condition and keeps it until people close it', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    desk.now += 5 * MINUTE;
    desk.clear(finding);
    const [alarm] = desk.alarms();
    expect(alarm).toMatchObject({
      ...{
        rule: 'constant-value',
        state: 'new',
        raisedAt: MORNING,
        recordedAt: MORNING,
        clearedAt: MORNING + 5 * MINUTE,
      },
      ...{ returnedUnacknowledged: true, raises: 1, quiet: null, parent: null, verifyBy: MORNING + HOUR },
    });
    expect(desk.log()).toEqual(['raise', 'clear']);
    expect(desk.show().findings).toHaveLength(1);
  });

  it('says what goes on in the words of the newest finding, and grows more urgent, never less', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    const told = (priority: 'P1' | 'P2' | 'P3', zh: string, to: number): void =>
      desk.tell({ kind: 'keep', finding: desk.finding({ ...finding, priority, to, sentence: { zh, en: zh } }) });
    told('P2', '恒值 6 小时', MORNING + 1);
    told('P3', '恒值 8 小时', MORNING + 2);
    expect(desk.alarms()).toMatchObject([
      { priority: 'P2', sentence: { zh: '恒值 8 小时' }, verifyBy: MORNING + 15 * MINUTE },
    ]);
    expect(desk.log()).toEqual(['raise', 'more-urgent']);
  });

  it('shows that later data took the ground away, and stays for people to close', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    desk.tell({ kind: 'withdraw', finding });
    expect(desk.alarms()).toMatchObject([{ withdrawn: true, state: 'new', clearedAt: MORNING }]);
    desk.tell({ kind: 'raise', finding });
    expect(desk.alarms()).toMatchObject([{ withdrawn: false, clearedAt: null }]);
  });

  it('is the same ledger however often it is told', () => {
    using desk = new AlarmFixture();
    const changes: FindingChange[] = [];
    for (let i = 0; i < 30; i++) {
      const from = MORNING + i * HOUR;
      const finding = desk.finding({ subject: `meter-${i % 7}`, priority: 'P3', from });
      changes.push({ kind: 'raise', finding });
      changes.push({ kind: 'keep', finding: desk.finding({ ...finding, to: from + MINUTE }) });
      if (i % 5 !== 0)
        changes.push({
          kind: 'clear',
          finding: desk.finding({ ...finding, to: from + 2 * MINUTE, clearedAt: from + MINUTE }),
        });
      if (i % 11 === 3) changes.push({ kind: 'withdraw', finding });
    }
    const ledger = (): unknown => ({
      alarms: desk.alarms(),
      log: desk.db.prepare('SELECT * FROM alarm_transition ORDER BY alarm, version').all(),
    });
    desk.tell(...changes);
    const once = ledger();
    for (let again = 0; again < 9; again++) desk.tell(...changes);
    expect(ledger()).toEqual(once);
    expect(desk.alarms().length).toBeGreaterThan(10);
  });

  it('gives the same alarms whether told at once or one by one', () => {
    const tell = (batch: number): unknown => {
      using desk = new AlarmFixture();
      for (let i = 0; i < 12; i++) {
        desk.device(`d${i}`, 'gateway');
        desk.channel(`c${i}`, `d${i}`);
      }
      const changes: FindingChange[] = Array.from({ length: 12 }, (_, i) => ({
        kind: 'raise',
        finding: desk.finding({ rule: 'silence', subject: `c${i}`, priority: 'P3', from: MORNING + i }),
      }));
      for (let i = 0; i < changes.length; i += batch) desk.tell(...changes.slice(i, i + batch));
      return desk.alarms().map(({ rule, subject, raisedAt, parent, children, sentence }) => ({
        rule,
        subject,
        raisedAt,
        parent,
        children,
        sentence,
      }));
    };
    expect(tell(1)).toEqual(tell(12));
    expect(tell(5)).toEqual(tell(12));
  });

  it('keeps a condition that comes and goes as one alarm with a count', () => {
    using desk = new AlarmFixture();
    for (let i = 0; i < 6; i++) {
      desk.now = MORNING + i * 4 * MINUTE;
      const finding = desk.raise({ priority: 'P3' });
      desk.now += MINUTE;
      desk.clear(finding);
    }
    expect(desk.alarms()).toMatchObject([{ raises: 6, chattering: true, raisedAt: MORNING }]);
    expect(chatteringSources(desk.db)).toMatchObject([{ id: 1 }]);
    // The log tells that it chatters, not each of its comings.
    expect(desk.log()).toEqual(['raise', 'clear', 'again', 'clear', 'chatter']);
    desk.tick(desk.now + 11 * MINUTE);
    expect(desk.alarms()).toMatchObject([{ chattering: false }]);
    desk.now += HOUR;
    desk.raise({ priority: 'P3' });
    expect(desk.alarms()).toHaveLength(2);
  });

  it('begins another alarm where people have resolved the last one', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    desk.now += MINUTE;
    desk.clear(finding);
    for (const action of ['acknowledge', 'verify', 'resolve']) desk.act({ action });
    desk.now += MINUTE;
    desk.raise({ priority: 'P3' });
    expect(desk.alarms().map(({ state }) => state)).toEqual(['resolved', 'new']);
  });

  it('tells screens of what has changed alone', () => {
    using desk = new AlarmFixture();
    desk.raise({ subject: 'one', priority: 'P3' });
    desk.raise({ subject: 'two', priority: 'P3' });
    const { revision, alarms } = listAlarms(desk.db, {}, desk.now);
    expect(alarms).toHaveLength(2);
    expect(desk.changesSince(revision)).toEqual([]);
    desk.act({ alarm: 2, action: 'acknowledge' });
    expect(desk.changesSince(revision)).toEqual([2]);
    expect(desk.changesSince(0)).toEqual([1, 2]);
    expect(desk.changesSince(revision + 1000)).toEqual([1, 2]);
  });
});

describe('groups', () => {
  const gatewayOf = (desk: AlarmFixture, meters: number): void => {
    desk.db.transaction(() => {
      for (let i = 0; i < meters; i++) {
        desk.device(`d${i}`, '网关-02');
        desk.channel(`m${i}`, `d${i}`);
      }
    })();
  };
  const silent = (desk: AlarmFixture, meters: number): FindingChange[] =>
    Array.from({ length: meters }, (_, i) => ({
      kind: 'raise',
      finding: desk.finding({ rule: 'silence', subject: `m${i}`, priority: 'P2' }),
    }));

  it('makes one alarm of 412 silent meters behind a gateway, and clears it when they return', () => {
    using desk = new AlarmFixture();
    gatewayOf(desk, 412);
    const changes = silent(desk, 412);
    desk.tell(...changes);
    const { alarms, counts, flood } = listAlarms(desk.db, {}, desk.now);
    expect(alarms).toMatchObject([
      {
        subject: { kind: 'gateway', id: '网关-02' },
        rule: 'silence',
        priority: 'P2',
        children: 412,
        parent: null,
        quiet: null,
      },
    ]);
    expect(alarms[0]?.sentence.zh).toBe('接入中断：网关“网关-02”之下412 台设备中的 412 台设备没有数据');
    expect(counts).toMatchObject({ open: 1, unacknowledged: 1 });
    expect(flood).toMatchObject({ active: false, lastTenMinutes: 1 });
    const gateway = alarms[0]?.id as number;
    const children = listAlarms(desk.db, { parent: gateway }, desk.now).alarms;
    expect(children).toHaveLength(412);
    expect(children.every(({ quiet, verifyBy }) => quiet === 'group' && verifyBy === null)).toBe(true);

    desk.now += 20 * MINUTE;
    desk.tell(
      ...changes.map(({ finding }) => ({
        kind: 'clear' as const,
        finding: desk.finding({ ...finding, to: desk.now, clearedAt: desk.now }),
      })),
    );
    expect(desk.alarms().every(({ clearedAt }) => clearedAt === desk.now)).toBe(true);
    desk.tick(desk.now + HOUR);
    expect(listAlarms(desk.db, {}, desk.now).alarms).toHaveLength(1);
  });

  it('lets go of meters that stay silent when the gateway is back', () => {
    using desk = new AlarmFixture();
    gatewayOf(desk, 40);
    const changes = silent(desk, 40);
    desk.tell(...changes);
    desk.now += 5 * MINUTE;
    for (const { finding } of changes.slice(1)) desk.clear(finding);
    const gateway = desk.alarms().find(({ children }) => children > 0);
    expect(gateway?.clearedAt).toBe(desk.now);
    expect(listAlarms(desk.db, {}, desk.now).alarms).toHaveLength(1);
    desk.tick(desk.now + 16 * MINUTE);
    const { alarms } = listAlarms(desk.db, {}, desk.now);
    expect(alarms.map(({ subject }) => subject.id).sort()).toEqual(['m0', '网关-02']);
    const meter = alarms.find(({ subject }) => subject.id === 'm0');
    expect(meter).toMatchObject({ quiet: null, verifyBy: desk.now + 15 * MINUTE });
  });

  it('takes up a meter that falls silent later, and the gateway when a rule names it itself', () => {
    using desk = new AlarmFixture();
    gatewayOf(desk, 10);
    desk.tell(...silent(desk, 6));
    desk.now += MINUTE;
    desk.raise({ rule: 'silence', subject: 'm8', priority: 'P2' });
    desk.raise({
      rule: 'silence',
      subject: { kind: 'gateway', id: '网关-02' },
      priority: 'P1',
      sentence: { zh: '网关离线', en: 'Gateway down' },
    });
    expect(listAlarms(desk.db, {}, desk.now).alarms).toMatchObject([
      { subject: { kind: 'gateway' }, children: 7, priority: 'P1', sentence: { zh: '网关离线' } },
    ]);
  });

  it('takes readings that do not come for one cause, whichever rule names it', () => {
    using desk = new AlarmFixture();
    gatewayOf(desk, 10);
    desk.tell(...silent(desk, 6));
    desk.now += HOUR;
    for (const subject of ['m1', 'm9']) desk.raise({ rule: 'completeness', subject, priority: 'P3' });
    desk.raise({ rule: 'daily-completeness', subject: { kind: 'gateway', id: '网关-02' }, priority: 'P3' });
    expect(listAlarms(desk.db, {}, desk.now).alarms).toMatchObject([{ rule: 'silence', children: 9, priority: 'P2' }]);
  });

  it('does not fold what has another rule, and folds several of one rule at a unit', () => {
    using desk = new AlarmFixture();
    desk.device('logger', null, '某钢铁');
    for (const id of ['dust', 'so2', 'nox', 'power'])
      desk.channel(id, 'logger', { unit: '烧结机', enterprise: '某钢铁' });
    for (const subject of ['dust', 'so2', 'nox']) desk.raise({ rule: 'constant-value', subject, priority: 'P3' });
    desk.raise({ rule: 'sudden-change', subject: 'power', priority: 'P3' });
    const { alarms } = listAlarms(desk.db, {}, desk.now);
    expect(alarms.map(({ subject, children }) => [subject.id, children]).sort()).toEqual([
      ['power', 0],
      ['烧结机', 3],
    ]);
  });

  it('closes a group with all that it stands for, and begins another for what falls silent after', () => {
    using desk = new AlarmFixture();
    gatewayOf(desk, 10);
    desk.tell(...silent(desk, 6));
    const gateway = desk.alarms().find(({ children }) => children === 6)?.id as number;
    for (const action of ['acknowledge', 'verify']) desk.act({ alarm: gateway, action });
    desk.act({ alarm: gateway, action: 'close', reason: 'planned-work', note: '计划停电' });
    expect(desk.alarms().every(({ state }) => state === 'closed')).toBe(true);
    desk.now += MINUTE;
    desk.raise({ rule: 'silence', subject: 'm9', priority: 'P2' });
    expect(listAlarms(desk.db, { open: true }, desk.now).alarms).toMatchObject([
      { subject: { kind: 'gateway' }, children: 1 },
    ]);
  });
});

describe('floods', () => {
  it('begin above ten in ten minutes, let P1 through, and end below five', () => {
    using desk = new AlarmFixture();
    for (let i = 0; i < 14; i++) {
      desk.now += 1000;
      desk.raise({ subject: `m${i}`, priority: i === 12 ? 'P1' : 'P3' });
    }
    expect(listAlarms(desk.db, {}, desk.now).flood).toEqual({
      active: true,
      since: MORNING + 11_000,
      lastTenMinutes: 14,
    });
    expect(desk.alarms().map(({ quiet }) => quiet)).toEqual([...Array(10).fill(null), 'flood', 'flood', null, 'flood']);
    desk.tick(MORNING + 10 * MINUTE + 9000);
    expect(listAlarms(desk.db, {}, desk.now).flood).toMatchObject({ active: true, lastTenMinutes: 5 });
    desk.tick(MORNING + 10 * MINUTE + 10_000);
    expect(listAlarms(desk.db, {}, desk.now).flood).toEqual({ active: false, since: null, lastTenMinutes: 4 });
    expect(desk.alarms().every(({ quiet }) => quiet === null)).toBe(true);
  });
});
