import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmList } from '../../contract/alarms.ts';
import { alarmsAfter, arrangedAlarms, timeLeft } from './duty-alarms.ts';
import { allOpenAlarms, isNarrowed, toggled } from './duty-view.ts';

const alarm = (id: number, more: Partial<Alarm> = {}): Alarm => ({
  ...{ id, rule: 'silence', priority: 'P2', subject: { kind: 'channel', id: `c${id}` }, subjectName: `点位 ${id}` },
  ...{ enterprise: null, city: null, position: null, sentence: { zh: '', en: '' }, state: 'new' },
  ...{ raisedAt: id, recordedAt: id, clearedAt: null, returnedUnacknowledged: false, owner: null, shelved: null },
  ...{ outOfService: null, verifyBy: null, escalation: 0, parent: null, children: 0, finding: null, evidence: null },
  ...{ raises: 1, chattering: false, quiet: null, withdrawn: false, cause: null, followUp: null, version: 1 },
  ...more,
});

const list = (alarms: Alarm[], revision = 5): AlarmList => ({
  ...{ revision, alarms, flood: { active: false, since: null, lastTenMinutes: 0 } },
  counts: { open: alarms.length, unacknowledged: 0, shelved: 0, overdue: 0, suppressed: 0 },
});

const all = (): boolean => true;
const ids = (alarms: readonly Alarm[]): number[] => alarms.map(({ id }) => id);

describe('the list of alarms', () => {
  it('takes in a change that follows on it, once', () => {
    const changed = alarm(1, { state: 'acknowledged', version: 2 });
    const change = { from: 5, revision: 7, reset: false, put: [changed, alarm(2)] };
    const next = alarmsAfter(list([alarm(1)]), change);
    expect(next).toMatchObject({ revision: 7, alarms: [changed, alarm(2)] });
    expect(alarmsAfter(next as AlarmList, change)).toBe(next);
  });

  it('asks for all of it where a change was missed or the core says so', () => {
    expect(alarmsAfter(list([]), { from: 6, revision: 7, reset: false, put: [] })).toBe('resync');
    expect(alarmsAfter(list([]), { from: 5, revision: 7, reset: true, put: [] })).toBe('resync');
  });

  it('has what nobody acknowledged first, by priority, the newest first; set aside and closed ones last', () => {
    const shelved = { until: 9, owner: 'a', reason: 'maintenance' };
    const given = [
      alarm(1, { state: 'closed', priority: 'P1' }),
      alarm(2, { shelved, priority: 'P1' }),
      alarm(3, { state: 'verifying', priority: 'P1' }),
      alarm(4, { priority: 'P3' }),
      alarm(5, { priority: 'P1' }),
      alarm(6, { priority: 'P1' }),
    ];
    expect(ids(arrangedAlarms(given, { ...allOpenAlarms, which: 'all' }, all))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(ids(arrangedAlarms(given, allOpenAlarms, all))).not.toContain(1);
  });

  it('leaves out what a group stands for, and what the reader did not choose', () => {
    const given = [
      alarm(1, { children: 2 }),
      alarm(2, { parent: 1 }),
      alarm(3, { priority: 'P1', state: 'verifying' }),
    ];
    expect(ids(arrangedAlarms(given, allOpenAlarms, all))).toEqual([1, 3]);
    expect(ids(arrangedAlarms(given, { ...allOpenAlarms, priorities: ['P1'] }, all))).toEqual([3]);
    expect(ids(arrangedAlarms(given, { ...allOpenAlarms, states: ['new'] }, all))).toEqual([1]);
  });

  it('says how long is left, and by how much it is too late', () => {
    expect(timeLeft({ verifyBy: 100 }, 40)).toBe(60);
    expect(timeLeft({ verifyBy: 100 }, 140)).toBe(-40);
    expect(timeLeft({ verifyBy: null }, 40)).toBeNull();
  });
});

it('a choice of all is no choice, and pressing again takes it back', () => {
  const three = ['P1', 'P2', 'P3'] as const;
  expect(toggled(three, [], 'P2')).toEqual(['P2']);
  expect(toggled(three, ['P3'], 'P1')).toEqual(['P1', 'P3']);
  expect(toggled(three, ['P2', 'P3'], 'P1')).toEqual([]);
  expect(toggled(three, ['P2'], 'P2')).toEqual([]);
  expect(isNarrowed(allOpenAlarms)).toBe(false);
  expect(isNarrowed({ ...allOpenAlarms, states: ['new'] })).toBe(true);
});
