// Many alarms at once, and taking back: whatever was done and undone, the desk goes on as if it had not been.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmPriority } from '../../contract/alarms.ts';
import { AppError } from '../app-error.ts';
import { createAlarmBook } from './alarm-book.ts';
import { AlarmFixture, HOUR, MINUTE, MORNING } from './alarm-fixture.ts';
import { actOnAlarms, alarmRevision, shelfRegister, undo } from './handlers.ts';

const SECOND = 1000;

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'done';
}

/** Everything about the alarms but how often they were changed. */
function picture(desk: AlarmFixture) {
  const rows = desk.db
    .prepare(
      `SELECT id, acknowledged_at, verified_at, resolved_at, closed_at, presented_at, held_by_flood, suppressed,
         shelf IS NOT NULL AS shelved, out_of_service IS NOT NULL AS out FROM alarm ORDER BY id`,
    )
    .all();
  return {
    alarms: desk.alarms().map(({ version: _, ...alarm }) => alarm),
    ...{ rows, clocks: desk.db.prepare('SELECT * FROM alarm_deadline ORDER BY alarm, step').all() },
    nodes: desk.db.prepare('SELECT * FROM alarm_node ORDER BY cause, level, place').all(),
    shelves: shelfRegister(desk.db, { inForce: true }).map(({ id: _, ...shelf }) => shelf),
  };
}

const log = (desk: AlarmFixture, without: readonly string[]) =>
  desk
    .alarms()
    .map(({ id }) =>
      desk
        .show(id)
        .transitions.flatMap(({ action, at, dueAt, actor }) =>
          without.includes(`${action} ${at}`) ? [] : [[action, at, dueAt, actor]],
        ),
    );

/** What an alarm is like: one that stands, one that has gone, a group's, and one that a shelf kept quiet from the start. */
const roles = ['standing', 'gone', 'group', 'hushed'] as const;

interface Asked {
  readonly role: (typeof roles)[number];
  readonly action: string;
}

const actions = [
  ...['acknowledge', 'verify', 'dispatch', 'resolve', 'close', 'reopen', 'shelve', 'unshelve', 'take-out-of-service'],
  ...['return-to-service', 'note', 'assign'],
];
const asked: fc.Arbitrary<Asked> = fc.record({ role: fc.constantFrom(...roles), action: fc.constantFrom(...actions) });
const ofGroup = (action: string): Asked => ({ role: 'group', action });

/** One desk for every run: what a run does is rolled back. */
function withinRun(desk: AlarmFixture): Disposable {
  desk.now = MORNING;
  desk.book = createAlarmBook(desk.db, { now: () => desk.now });
  desk.db.exec('BEGIN');
  return { [Symbol.dispose]: () => desk.db.exec('ROLLBACK') };
}

/** Numbers of the alarms by their roles. */
function someAlarms(desk: AlarmFixture, priority: AlarmPriority): Record<Asked['role'], number> {
  const first = desk.raise({ priority, subject: 'hushed' });
  desk.act({ action: 'shelve', until: desk.now + 3 * HOUR, reason: 'maintenance', owner: '李四' });
  desk.clear(first);
  desk.now += 20 * MINUTE;
  desk.raise({ priority, subject: 'hushed' });
  desk.raise({ priority });
  const gone = desk.raise({ priority: 'P3', subject: 'gone' });
  desk.device('d');
  for (let i = 0; i < 4; i++) desk.channel(`m${i}`, 'd');
  for (let i = 0; i < 3; i++) desk.raise({ rule: 'silence', subject: `m${i}`, priority: 'P3' });
  desk.now += MINUTE;
  desk.clear(gone);
  const group = desk.alarms().find(({ children }) => children > 0)?.id as number;
  return { hushed: 2, standing: 3, gone: 4, group };
}

/** With all that an action may need. */
const request = (desk: AlarmFixture, numbers: Record<Asked['role'], number>, { role, action }: Asked) => ({
  ...{ alarm: numbers[role], action, note: '说明', owner: '李四' },
  reason: action === 'close' ? 'process-change' : 'maintenance',
  ...(action === 'shelve' ? { until: desk.now + HOUR } : {}),
});

describe('taking back', () => {
  it('leaves everything as if nothing had been done, and clocks run on', () => {
    const priorities = fc.constantFrom<AlarmPriority>('P1', 'P2', 'P3');
    const waits = fc.integer({ min: 0, max: 10 });
    using desk = new AlarmFixture();
    using twin = new AlarmFixture();
    fc.assert(
      fc.property(priorities, fc.array(asked, { maxLength: 6 }), asked, waits, (priority, first, act, wait) => {
        using _desk = withinRun(desk);
        using _twin = withinRun(twin);
        const numbers = someAlarms(desk, priority);
        someAlarms(twin, priority);
        for (const each of [desk, twin])
          for (const step of first) {
            codeOf(() => each.act(request(each, numbers, step)));
            each.tick(each.now + MINUTE);
          }
        const at = desk.now;
        fc.pre(codeOf(() => desk.act({ ...request(desk, numbers, act), key: 'desk-1/7' })) === 'done');
        desk.now += wait * SECOND;
        twin.now += wait * SECOND;
        undo(desk.db, { key: 'desk-1/7', actor: '张三' }, desk.now);
        expect(picture(desk)).toEqual(picture(twin));
        for (let i = 0; i < 12; i++) for (const each of [desk, twin]) each.tick(each.now + 15 * MINUTE);
        expect(picture(desk)).toEqual(picture(twin));
        const own = [act.action, 'close-with-group'].map((action) => `${action} ${at}`);
        expect(log(desk, [...own, `undo ${at + wait * SECOND}`])).toEqual(log(twin, []));
      }),
      {
        numRuns: 60,
        examples: [
          ['P2', ['acknowledge', 'verify'].map(ofGroup), ofGroup('close'), 4],
          ['P1', ['acknowledge', 'resolve', 'shelve'].map(ofGroup), ofGroup('close'), 4],
          ['P1', [], { role: 'hushed', action: 'unshelve' }, 9],
          ['P2', [], { role: 'hushed', action: 'close' }, 9],
          ['P3', ['acknowledge', 'verify', 'close'].map(ofGroup), ofGroup('reopen'), 1],
        ],
      },
    );
  });

  it('adds to the log: who, what, and where it leads back to', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.act({ action: 'acknowledge', key: 'k', owner: '李四' });
    desk.now += 3 * SECOND;
    const [alarm] = undo(desk.db, { key: 'k', actor: '王五' }, desk.now);
    expect(alarm).toMatchObject({ state: 'new', owner: null, version: 3 });
    expect(desk.show().transitions.at(-1)).toMatchObject({
      ...{ action: 'undo', from: 'acknowledged', to: 'new', actor: '王五', at: desk.now, reason: 'acknowledge' },
    });
    // Delivered twice, it is done once; so is what was taken back.
    expect(undo(desk.db, { key: 'k', actor: '王五' }, desk.now)).toMatchObject([{ version: 3 }]);
    expect(desk.act({ action: 'acknowledge', key: 'k' })).toMatchObject({ state: 'new', version: 3 });
  });

  it('is refused after ten seconds, where somebody acted since, and of what nobody did', () => {
    using desk = new AlarmFixture();
    desk.raise();
    const back = (key: string): string => codeOf(() => undo(desk.db, { key, actor: '张三' }, desk.now));
    desk.act({ action: 'acknowledge', key: 'one' });
    desk.now += 10 * SECOND + 1;
    expect(back('one')).toBe('undo-too-late');
    desk.act({ action: 'verify', key: 'two' });
    desk.act({ action: 'note', note: '在看', actor: '李四' });
    expect(back('two')).toBe('undo-overtaken');
    desk.act({ action: 'resolve', key: 'three' });
    desk.now -= HOUR;
    expect(back('three')).toBe('undo-too-late');
    expect(back('four')).toBe('unknown-deed');
    expect(desk.log()).toEqual(['raise', 'acknowledge', 'verify', 'note', 'resolve']);
  });

  it('keeps what the desk has noticed meanwhile', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    desk.act({ action: 'acknowledge' });
    desk.now += MINUTE;
    desk.act({ action: 'verify', key: 'k' });
    desk.now += SECOND;
    desk.raise({ ...finding, priority: 'P1' });
    desk.clear(finding);
    undo(desk.db, { key: 'k', actor: '张三' }, desk.now);
    // P1 by now: due in five minutes from when it became so, and its going is known.
    expect(desk.show().alarm).toMatchObject({
      ...{ state: 'acknowledged', priority: 'P1', clearedAt: desk.now, verifyBy: desk.now + 5 * MINUTE },
    });
  });

  it('of what the desk resolved once it was acknowledged leads back to new', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    desk.clear(finding);
    desk.tick(desk.now + 30 * MINUTE);
    const before = picture(desk);
    desk.act({ action: 'acknowledge', key: 'k' });
    desk.tick(desk.now + SECOND);
    expect(desk.show().alarm.state).toBe('resolved');
    undo(desk.db, { key: 'k', actor: '张三' }, desk.now);
    expect(picture(desk)).toEqual(before);
  });
});

describe('many at once', () => {
  function many(count: number, priority: AlarmPriority = 'P2'): AlarmFixture {
    const desk = new AlarmFixture();
    for (let i = 0; i < count; i++) desk.raise({ subject: `meter-${i}`, priority });
    return desk;
  }
  const items = (desk: AlarmFixture) =>
    desk.alarms().map(({ id: alarm, version }) => ({ alarm, expectedVersion: version }));

  it('acts on five hundred in one step, and takes them back in one', () => {
    using desk = many(500);
    const before = picture(desk);
    const request = { action: 'acknowledge', items: items(desk), actor: '张三', reason: 'known', key: 'bulk-1' };
    const revision = alarmRevision(desk.db);
    const began = performance.now();
    const { done, refused } = actOnAlarms(desk.db, request, desk.now);
    const tookMs = performance.now() - began;
    expect([done.length, refused.length, alarmRevision(desk.db) - revision]).toEqual([500, 0, 1]);
    expect(new Set(done.map(({ state, owner }) => `${state} ${owner}`))).toEqual(new Set(['acknowledged 张三']));
    const again = performance.now();
    expect(undo(desk.db, { key: 'bulk-1', actor: '张三' }, desk.now)).toHaveLength(500);
    process.stdout.write(
      `500 alarms: ${tookMs.toFixed(0)} ms, taken back in ${(performance.now() - again).toFixed(0)} ms\n`,
    );
    expect(picture(desk)).toEqual(before);
  });

  it('never acts on several priorities, and writes nothing then', () => {
    using desk = many(3);
    desk.raise({ subject: 'urgent', priority: 'P1' });
    const before = desk.alarms();
    const act = () => actOnAlarms(desk.db, { action: 'acknowledge', items: items(desk), actor: '张三' }, desk.now);
    expect(codeOf(act)).toBe('bulk-priorities');
    expect(desk.alarms()).toEqual(before);
  });

  it('says of each that it refuses why, and does the others', () => {
    using desk = many(4);
    const seen = items(desk);
    desk.act({ alarm: 2, action: 'acknowledge', actor: '李四' });
    const request = { action: 'acknowledge', items: [...seen, { alarm: 99 }], actor: '张三', key: 'b' };
    const { done, refused } = actOnAlarms(desk.db, request, desk.now);
    expect(done.map(({ id }) => id)).toEqual([1, 3, 4]);
    expect(refused.map(({ alarm, code }) => [alarm, code])).toEqual([
      [2, 'alarm-changed'],
      [99, 'unknown-alarm'],
    ]);
    expect(refused[0]?.zh).toContain('李四');
    // The same again, delivered late: the same answer, and nothing is done to what could be done by now.
    desk.act({ alarm: 2, action: 'verify', actor: '李四' });
    expect(actOnAlarms(desk.db, request, desk.now)).toEqual({
      done: desk.alarms().filter(({ id }) => id !== 2),
      refused,
    });
    expect(codeOf(() => actOnAlarms(desk.db, { ...request, action: 'verify' }, desk.now))).toBe('alarm-key-used');
    expect(codeOf(() => desk.act({ alarm: 4, action: 'verify', key: 'b' }))).toBe('alarm-key-used');
  });

  it('shows what would come of it without doing it', () => {
    using desk = many(3);
    const before = [picture(desk), alarmRevision(desk.db)];
    const request = {
      action: 'shelve',
      items: items(desk),
      actor: '张三',
      reason: 'maintenance',
      owner: '李四',
      key: 'b',
    };
    const until = desk.now + HOUR;
    const trial = actOnAlarms(desk.db, { ...request, until, dryRun: true }, desk.now);
    expect(trial.done.map(({ shelved }) => shelved?.until)).toEqual([until, until, until]);
    const lacking = actOnAlarms(desk.db, { ...request, dryRun: true }, desk.now);
    expect(lacking.refused.map(({ code }) => code)).toEqual([
      'alarm-incomplete',
      'alarm-incomplete',
      'alarm-incomplete',
    ]);
    expect([picture(desk), alarmRevision(desk.db)]).toEqual(before);
    expect(actOnAlarms(desk.db, { ...request, until }, desk.now)).toMatchObject({ refused: [] });
  });

  it('is taken back whole, or not at all where somebody acted on one of them', () => {
    using desk = many(3);
    actOnAlarms(desk.db, { action: 'acknowledge', items: items(desk), actor: '张三', key: 'b' }, desk.now);
    desk.act({ alarm: 3, action: 'verify', actor: '李四' });
    expect(codeOf(() => undo(desk.db, { key: 'b', actor: '张三' }, desk.now))).toBe('undo-overtaken');
    expect(desk.alarms().map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged', 'verifying']);
  });
});
