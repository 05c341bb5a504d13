// Handovers: nothing open is ever missing, two people sign the same, and what was signed stays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Handover, HandoverSign } from '../../contract/duty.ts';
import { AlarmFixture, HOUR, MINUTE, MORNING } from '../alarms/alarm-fixture.ts';
import { Check } from '../check/check-tally.ts';
import { promiseCallBack } from './call-backs.ts';
import { checkDuty } from './check-duty.ts';
import { courses, DutyDesk } from './duty-course-fixture.ts';
import { handedOver } from './handover-rules.ts';
import { handoverOf, listHandovers, showHandover, signHandover } from './handovers.ts';

const shift = { from: MORNING, to: MORNING + 12 * HOUR };

function sign(desk: AlarmFixture, handover: Handover, more: Partial<HandoverSign> = {}): Handover {
  const { from, to, asOf, sha256 } = handover;
  return signHandover(desk.db, { from, to, asOf, sha256, side: 'outgoing', actor: '张三', ...more }, desk.now);
}

function openByLog(desk: AlarmFixture, at: number): number[] {
  return desk.db
    .prepare(
      `SELECT alarm FROM alarm_transition t WHERE at <= @at AND to_state <> 'closed'
         AND version = (SELECT max(version) FROM alarm_transition WHERE alarm = t.alarm AND at <= @at) ORDER BY alarm`,
    )
    .pluck()
    .all({ at }) as number[];
}

const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);

class Shift extends AlarmFixture {
  constructor() {
    super();
    this.device('logger');
    for (const id of ['meter', 'other']) this.channel(id, 'logger');
    this.raise();
    this.now += MINUTE;
  }

  handover(): Handover {
    return handoverOf(this.db, shift, this.now);
  }
}

describe('a handover', () => {
  it('holds every open alarm, whatever has happened, and is the same again at any later time', () => {
    fc.assert(
      fc.property(courses, (steps) => {
        using desk = new DutyDesk();
        const from = desk.now;
        const composed: Handover[] = [];
        for (const step of steps) {
          desk.carryOut(step);
          const handover = handoverOf(desk.db, { from, to: desk.now }, desk.now);
          const open = desk.db.prepare("SELECT id FROM alarm WHERE state <> 'closed' ORDER BY id").pluck().all();
          expect(sorted(handedOver(handover))).toEqual(open);
          expect(handover.counts.open).toBe(open.length);
          composed.push(handover);
        }
        for (const handover of composed) {
          const { to } = handover;
          expect(sorted(handedOver(handover))).toEqual(openByLog(desk, to));
          expect(handoverOf(desk.db, { from, to }, desk.now)).toEqual(handover);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('names what is shelved, overdue, promised and silent by the number of the alarm', () => {
    using desk = new AlarmFixture();
    desk.device('gateway');
    desk.device('logger', 'gateway');
    desk.channel('meter', 'logger');
    desk.raise({ rule: 'silence', subject: { kind: 'gateway', id: 'gateway' } });
    desk.raise();
    desk.act({ alarm: 2, action: 'shelve', until: desk.now + HOUR, owner: '李四', reason: 'maintenance' });
    const promise = {
      alarm: 1,
      dueAt: desk.now + 10 * MINUTE,
      what: '回电说明',
      promisedBy: '企业值班',
      actor: '张三',
    };
    promiseCallBack(desk.db, promise, desk.now);
    desk.tick(MORNING + 20 * MINUTE);
    expect(handoverOf(desk.db, shift, desk.now)).toMatchObject({
      shelved: [{ alarm: 2, until: MORNING + HOUR, owner: '李四', reason: 'maintenance' }],
      overdue: [{ alarm: 1, escalation: 1 }],
      callBacks: [{ alarm: 1, what: '回电说明', overdue: true }],
      silent: [{ alarm: 1, kind: 'gateway', id: 'gateway', members: 0 }],
      counts: { raised: 2, escalated: 1, open: 2 },
    });
  });

  it('names the floods of its shift', () => {
    using desk = new AlarmFixture();
    desk.device('logger');
    for (let i = 0; i < 12; i += 1) {
      desk.channel(`meter-${i}`, 'logger');
      desk.raise({ subject: `meter-${i}`, rule: `rule-${i}` });
      desk.now += 1000;
    }
    const { floods } = handoverOf(desk.db, shift, desk.now);
    expect(floods).toMatchObject([{ endedAt: null }]);
    desk.tick(desk.now + HOUR);
    expect(handoverOf(desk.db, shift, desk.now).floods).toMatchObject([
      { beganAt: floods[0]?.beganAt, endedAt: desk.now },
    ]);
  });

  it('is signed by two people and then kept as it was', () => {
    using desk = new Shift();
    const first = sign(desk, desk.handover(), { note: '一切正常' });
    expect(first.signatures).toMatchObject([{ side: 'outgoing', actor: '张三', note: '一切正常' }]);
    desk.now += MINUTE;
    // The other side has the same before them, and not one composed anew.
    const theirs = desk.handover();
    expect(theirs).toEqual(first);
    expect(() => sign(desk, theirs, { side: 'incoming' })).toThrow(/two people/);
    expect(() => sign(desk, theirs, { actor: '王五' })).toThrow(/has signed for this side/);
    const done = sign(desk, theirs, { side: 'incoming', actor: '李四' });
    expect(done.signatures.map(({ side }) => side)).toEqual(['outgoing', 'incoming']);
    desk.raise({ subject: 'other' });
    expect(showHandover(desk.db, done.id ?? 0)).toEqual(done);
    expect(listHandovers(desk.db)).toMatchObject([{ id: done.id, sha256: done.sha256, open: 1 }]);
    for (const table of ['duty_handover', 'duty_signature']) {
      expect(() => desk.db.prepare(`DELETE FROM ${table}`).run()).toThrow(/never changed/);
      const column = table === 'duty_handover' ? 'content' : 'actor';
      expect(() => desk.db.prepare(`UPDATE ${table} SET ${column} = '{}'`).run()).toThrow(/never changed/);
    }
  });

  it('is not signed where what is open has changed since, and says what', () => {
    using desk = new Shift();
    const handover = desk.handover();
    desk.now += MINUTE;
    desk.raise({ subject: 'other' });
    expect(() => sign(desk, handover)).toThrow(/new alarms: 2/);
    const second = sign(desk, desk.handover());
    desk.act({ action: 'acknowledge' });
    expect(() => sign(desk, second, { side: 'incoming', actor: '李四' })).toThrow(/state or owner changed: 1/);
    // It is composed anew, and both sign that.
    expect(desk.handover()).toMatchObject({ id: null, signatures: [] });
  });

  it('may be signed where only the desk has gone on counting', () => {
    using desk = new Shift();
    const handover = desk.handover();
    desk.now += MINUTE;
    const [finding] = desk.show().findings;
    const sentence = { zh: '恒值 5 小时', en: 'Constant for 5 h' };
    desk.tell({ kind: 'keep', finding: desk.finding({ ...finding, to: desk.now, sentence }) });
    desk.tick(desk.now + 16 * MINUTE);
    expect(desk.show().alarm.escalation).toBe(1);
    expect(sign(desk, handover).signatures).toHaveLength(1);
  });

  it('is refused where it is not what the shift had, and for a shift that has not begun', () => {
    using desk = new Shift();
    const handover = desk.handover();
    expect(() => sign(desk, handover, { sha256: 'a'.repeat(64) })).toThrow(/not what the shift had/);
    expect(() => sign(desk, handover, { asOf: desk.now + HOUR })).toThrow(/no times of a shift/);
    expect(() => handoverOf(desk.db, { from: desk.now + HOUR, to: desk.now + 2 * HOUR }, desk.now)).toThrow(/no times/);
  });

  it('is proved to be what was signed', () => {
    using desk = new Shift();
    sign(desk, desk.handover());
    const check = (): readonly string[] => {
      const found = new Check();
      checkDuty(desk.db, found);
      return found.problems;
    };
    expect(check()).toEqual([]);
    desk.db.exec('DROP TRIGGER duty_handover_stays; DROP TRIGGER alarm_version_kept');
    desk.db.exec(`UPDATE duty_handover SET content = replace(content, '"owner":null', '"owner":"李四"')`);
    desk.db.exec('DELETE FROM alarm_version');
    expect(check()).toEqual(['handover 1 is not what was signed', 'alarm 1 is not as it was kept last']);
  });

  it('takes a queued signature once', () => {
    using desk = new Shift();
    const handover = desk.handover();
    const once = sign(desk, handover, { key: 'k' });
    desk.raise({ subject: 'other' });
    expect(sign(desk, handover, { key: 'k' })).toEqual(once);
  });
});
