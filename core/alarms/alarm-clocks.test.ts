// Clocks: each step of the ladder once, at its own time, through sleep, restart and a wall clock that jumps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmFixture, HOUR, MINUTE, MORNING } from './alarm-fixture.ts';

interface Step {
  readonly step: string | null;
  readonly dueAt: number | null;
  readonly at: number;
}

const ladderOf = (desk: AlarmFixture): Step[] =>
  desk
    .show()
    .transitions.filter(({ action }) => action === 'escalate')
    .map(({ reason, dueAt, at }) => ({ step: reason, dueAt, at }));

describe('clocks', () => {
  it('tell 班长 at 15 minutes, 市专班 at 30 and 省 at 60 of a P2 that nobody verifies', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.act({ action: 'acknowledge' });
    for (let minute = 1; minute < 120; minute++) desk.tick(MORNING + minute * MINUTE);
    expect(ladderOf(desk)).toEqual(
      [15, 30, 60].map((minutes, index) => ({
        ...{ step: `ladder-${index + 1}`, dueAt: MORNING + minutes * MINUTE, at: MORNING + minutes * MINUTE },
      })),
    );
    expect(desk.show().alarm).toMatchObject({ escalation: 3, verifyBy: MORNING + 15 * MINUTE });
    expect(desk.show().transitions.find(({ reason }) => reason === 'ladder-1')?.note).toBe('班长');
  });

  it('stop where somebody takes up verification', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.tick(MORNING + 16 * MINUTE);
    desk.act({ action: 'acknowledge' });
    desk.act({ action: 'verify' });
    desk.tick(MORNING + 5 * HOUR);
    expect(ladderOf(desk)).toHaveLength(1);
    expect(desk.show().alarm).toMatchObject({ escalation: 1, verifyBy: null });
  });

  it('run by priority, and sooner for what becomes more urgent', () => {
    using desk = new AlarmFixture();
    const finding = desk.raise({ priority: 'P3' });
    expect(desk.show().alarm.verifyBy).toBe(MORNING + HOUR);
    desk.now += 10 * MINUTE;
    desk.tell({ kind: 'keep', finding: desk.finding({ ...finding, priority: 'P1', to: desk.now }) });
    expect(desk.show().alarm.verifyBy).toBe(MORNING + 15 * MINUTE);
  });

  it('say after sleep and restart what was missed, with the time it was due and the time it was noticed', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.tick(MORNING + 14 * MINUTE);
    desk.restart();
    desk.tick(MORNING + 45 * MINUTE);
    expect(ladderOf(desk)).toEqual([
      { step: 'ladder-1', dueAt: MORNING + 15 * MINUTE, at: MORNING + 45 * MINUTE },
      { step: 'ladder-2', dueAt: MORNING + 30 * MINUTE, at: MORNING + 45 * MINUTE },
    ]);
  });

  it('keep the time that is left where the clock is set back, and undo that when it is set right', () => {
    using desk = new AlarmFixture();
    desk.raise();
    desk.tick(MORNING + 8 * MINUTE);
    desk.tick(MORNING + 8 * MINUTE - HOUR);
    expect(desk.show().alarm.verifyBy).toBe(desk.now + 7 * MINUTE);
    desk.tick(desk.now + 6 * MINUTE);
    expect(ladderOf(desk)).toEqual([]);
    // Six minutes in one step count as a pause: what was moved is moved back by as much.
    desk.tick(MORNING + 14 * MINUTE);
    expect(desk.show().alarm.verifyBy).toBe(MORNING + 15 * MINUTE);
    expect(ladderOf(desk)).toEqual([]);
    desk.tick(MORNING + 15 * MINUTE);
    expect(ladderOf(desk)).toMatchObject([{ dueAt: MORNING + 15 * MINUTE }]);
  });

  it('go on by the minute after the clock was set back an hour', () => {
    using desk = new AlarmFixture();
    desk.raise();
    for (let second = 0; second <= 8 * 60; second += 10) desk.tick(MORNING + second * 1000);
    const back = desk.now - HOUR;
    for (let second = 0; second <= 7 * 60; second += 10) desk.tick(back + second * 1000);
    expect(ladderOf(desk)).toEqual([{ step: 'ladder-1', dueAt: back + 7 * MINUTE, at: back + 7 * MINUTE }]);
  });

  it('never fire twice and never take back, over any jumps and restarts', () => {
    const jump = fc.record({ byMs: fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), restart: fc.boolean() });
    fc.assert(
      fc.property(fc.array(jump, { maxLength: 20 }), (jumps) => {
        using desk = new AlarmFixture();
        desk.raise();
        let before: Step[] = [];
        for (const { byMs, restart } of jumps) {
          if (restart) desk.restart();
          desk.tick(desk.now + byMs);
          const steps = ladderOf(desk);
          expect(steps.slice(0, before.length)).toEqual(before);
          expect(desk.show().alarm.escalation).toBe(steps.length);
          for (const { dueAt, at } of steps) expect(at).toBeGreaterThanOrEqual(dueAt as number);
          before = steps;
        }
        expect(before.map(({ step }) => step)).toEqual(['ladder-1', 'ladder-2', 'ladder-3'].slice(0, before.length));
        desk.tick(desk.now + 24 * HOUR);
        desk.tick(desk.now + 24 * HOUR);
        expect(ladderOf(desk)).toHaveLength(3);
      }),
      { numRuns: 50 },
    );
  });
});
