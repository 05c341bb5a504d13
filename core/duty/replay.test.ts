// The past as the desk saw it: every list that ever was comes back, and the present is the list itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmList } from '../../contract/alarms.ts';
import { AlarmFixture, HOUR, MINUTE, MORNING } from '../alarms/alarm-fixture.ts';
import { listAlarms } from '../alarms/handlers.ts';
import { migrate } from '../db/migrate.ts';
import { monitoringMigrations, openMonitoring } from '../db/open-monitoring.ts';
import { courses, DutyDesk } from './duty-course-fixture.ts';
import { replayAlarms, replaySteps } from './replay.ts';

const MOST = 20_000;
const listed = (desk: AlarmFixture): AlarmList => listAlarms(desk.db, { open: true, limit: MOST }, desk.now);

function replayed(desk: AlarmFixture, at = desk.now): AlarmList {
  const { at: _at, knownFrom: _knownFrom, ...list } = replayAlarms(desk.db, at);
  return list;
}

/** A sentence that only counted on is kept every ten minutes. */
const withoutSentences = (list: AlarmList): unknown => ({
  ...list,
  alarms: list.alarms.map(({ sentence: _, ...alarm }: Alarm) => alarm),
});

describe('a replay', () => {
  it('gives the list itself for now, and every earlier list for its time, whatever has happened since', () => {
    fc.assert(
      fc.property(courses, (steps) => {
        using desk = new DutyDesk();
        const seen: { at: number; list: AlarmList }[] = [];
        for (const step of steps) {
          desk.carryOut(step);
          const list = listed(desk);
          expect(replayed(desk)).toEqual(list);
          seen.push({ at: desk.now, list });
        }
        for (const { at, list } of seen) expect(withoutSentences(replayed(desk, at))).toEqual(withoutSentences(list));
      }),
      { numRuns: 20 },
    );
  });

  it('knows nothing before the first alarm, and says since when it knows', () => {
    using desk = new AlarmFixture();
    expect(replayAlarms(desk.db, MORNING)).toMatchObject({ knownFrom: null, alarms: [], revision: 0 });
    desk.device('logger');
    desk.channel('meter', 'logger');
    desk.now = MORNING + HOUR;
    desk.raise();
    expect(replayAlarms(desk.db, MORNING + HOUR - 1)).toMatchObject({ knownFrom: MORNING + HOUR, alarms: [] });
    expect(replayAlarms(desk.db, MORNING + HOUR).alarms).toHaveLength(1);
  });

  it('shows a shelf with the expiry that it had then, and a closed alarm as it stood', () => {
    using desk = new AlarmFixture();
    desk.device('logger');
    desk.channel('meter', 'logger');
    desk.raise();
    const until = desk.now + 2 * HOUR;
    desk.act({ action: 'shelve', until, owner: '李四', reason: 'maintenance' });
    const shelvedAt = desk.now;
    desk.now += MINUTE;
    desk.act({ action: 'unshelve', reason: 'work-done' });
    for (const action of ['acknowledge', 'verify']) desk.act({ action });
    desk.now += MINUTE;
    desk.act({ action: 'close', reason: 'false-alarm', note: '核实无误', evidence: '照片 1' });
    expect(listed(desk).alarms).toEqual([]);
    expect(replayed(desk, shelvedAt)).toMatchObject({
      alarms: [{ state: 'new', shelved: { until, owner: '李四', reason: 'maintenance' }, cause: null }],
      counts: { open: 1, shelved: 1, unacknowledged: 0 },
    });
    expect(replayed(desk, desk.now - 1)).toMatchObject({ alarms: [{ state: 'verifying', shelved: null }] });
  });

  it('keeps a sentence that only counts on at most every ten minutes', () => {
    using desk = new AlarmFixture();
    desk.device('logger');
    desk.channel('meter', 'logger');
    const finding = desk.raise();
    const say = (text: string): void => {
      const sentence = { zh: text, en: text };
      desk.tell({ kind: 'keep', finding: desk.finding({ ...finding, to: desk.now, sentence }) });
    };
    for (let minute = 1; minute <= 60; minute += 1) {
      desk.now += MINUTE;
      say(`${minute} min`);
    }
    expect(replayed(desk).alarms[0]?.sentence.en).toBe('60 min');
    expect(replayed(desk, desk.now - 25 * MINUTE).alarms[0]?.sentence.en).toBe('30 min');
    const kept = desk.db.prepare('SELECT count(*) FROM alarm_version').pluck().get();
    expect(kept).toBe(7);
  });

  it('has the members that a group had then', () => {
    using desk = new DutyDesk();
    for (const nth of [0, 2, 4, 6]) desk.raise({ rule: 'silence', subject: `meter-${nth}` });
    desk.now += MINUTE;
    desk.tick();
    const group = listed(desk).alarms.find(({ children }) => children > 0);
    const members = listAlarms(desk.db, { open: true, parent: group?.id ?? 0 }, desk.now).alarms;
    const at = desk.now;
    desk.now += MINUTE;
    desk.act({ alarm: group?.id ?? 0, action: 'acknowledge' });
    desk.act({ alarm: group?.id ?? 0, action: 'verify' });
    desk.now += MINUTE;
    desk.act({
      ...{ alarm: group?.id ?? 0, action: 'close', reason: 'connection-lost' },
      ...{ note: '已恢复', evidence: '电话', followUp: '2027-01-01' },
    });
    expect(members).toHaveLength(4);
    expect(replayAlarms(desk.db, at, group?.id).alarms).toEqual(members);
    expect(replayAlarms(desk.db, desk.now, group?.id).alarms).toEqual([]);
  });

  it('has a step for each time that the list changed', () => {
    using desk = new AlarmFixture();
    desk.device('logger');
    desk.channel('meter', 'logger');
    desk.raise();
    desk.tick(MORNING + MINUTE);
    desk.now = MORNING + 2 * MINUTE;
    desk.act({ action: 'acknowledge' });
    expect(replaySteps(desk.db, { from: 0, to: desk.now })).toEqual([MORNING, MORNING + 2 * MINUTE]);
    expect(replaySteps(desk.db, { from: MORNING + 1, to: MORNING + MINUTE })).toEqual([]);
  });

  it('knows alarms from before their past was kept as they were then', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lianggao-older-'));
    const path = join(dir, 'monitoring.sqlite');
    const older = new Database(path);
    migrate(
      older,
      0,
      monitoringMigrations.filter(({ name }) => name < 'monitoring-0007'),
    );
    older.exec(`UPDATE alarm_clock SET revision = 3;
      INSERT INTO alarm (id, rule, subject_kind, subject_id, raised_at, priority, subject_name, sentence_zh, sentence_en,
        recorded_at, owner, path, revision)
      VALUES (5, 'silence', 'channel', 'meter', 1, 'P2', 'meter', '无', 'none', 1, '张三', '[]', 2)`);
    older.close();
    const before = Date.now();
    const db = openMonitoring(path);
    try {
      const { knownFrom, alarms, revision } = replayAlarms(db, Date.now());
      expect(knownFrom).toBeGreaterThanOrEqual(before);
      expect({ alarms, revision }).toMatchObject({ alarms: [{ id: 5, owner: '张三' }], revision: 3 });
      expect(replayAlarms(db, before - 1).alarms).toEqual([]);
    } finally {
      db.close();
      rmSync(dir, { recursive: true });
    }
  });

  it('follows a clock that was set back', () => {
    using desk = new AlarmFixture();
    desk.device('logger');
    desk.channel('meter', 'logger');
    desk.raise();
    desk.tick(MORNING - HOUR);
    desk.act({ action: 'acknowledge' });
    expect(replayed(desk)).toEqual(listed(desk));
    expect(replayed(desk).alarms).toMatchObject([{ state: 'acknowledged' }]);
  });
});
