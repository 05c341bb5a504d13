// Groups over any coming and going: counts agree with a recount, all is over when all is over, and told again it is the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/alarms.ts';
import { AlarmFixture, HOUR, MINUTE } from './alarm-fixture.ts';
import type { FindingChange } from './finding-change.ts';

const channels = Array.from({ length: 16 }, (_, i) => `c${i}`);

/** Two gateways, each with four devices of two channels. */
function layOut(desk: AlarmFixture): void {
  channels.forEach((id, i) => {
    const device = `d${Math.floor(i / 2)}`;
    if (i % 2 === 0) desk.device(device, `g${Math.floor(i / 8)}`);
    desk.channel(id, device);
  });
}

const step = fc.record({
  subject: fc.oneof(
    fc.constantFrom(...channels).map((id) => ({ kind: 'channel' as const, id })),
    fc.constantFrom('d0', 'd5').map((id) => ({ kind: 'device' as const, id })),
    fc.constant({ kind: 'gateway' as const, id: 'g1' }),
  ),
  rule: fc.constantFrom('silence', 'completeness'),
  minutes: fc.integer({ min: 0, max: 25 }),
  tick: fc.boolean(),
});

interface NodeRow {
  readonly level: string;
  readonly place: string;
  readonly own: number;
  readonly open: number;
}

const nodesOf = (desk: AlarmFixture): NodeRow[] =>
  desk.db.prepare('SELECT level, place, own, open FROM alarm_node').all() as NodeRow[];

/** Standing alarms by the place that they are of, out of the findings. */
function standingAt(desk: AlarmFixture): Map<string, number> {
  const rows = desk.db
    .prepare(
      `SELECT subject_kind AS level, subject_id AS place FROM alarm
       WHERE id IN (SELECT alarm FROM alarm_finding WHERE cleared_at IS NULL AND withdrawn = 0)`,
    )
    .all() as { level: string; place: string }[];
  const counts = new Map<string, number>();
  for (const { level, place } of rows) counts.set(`${level} ${place}`, (counts.get(`${level} ${place}`) ?? 0) + 1);
  return counts;
}

describe('groups', () => {
  it('agree with a recount through any coming and going', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        using desk = new AlarmFixture();
        layOut(desk);
        const standing = new Map<string, Finding>();
        const told: FindingChange[] = [];
        const book = desk.book;
        desk.book = {
          apply: (changes, at) => {
            told.push(...changes);
            book.apply(changes, at);
          },
          tick: (now) => book.tick(now),
        };
        for (const { subject, rule, minutes, tick } of steps) {
          desk.now += minutes * MINUTE + 1;
          if (tick) desk.tick();
          const key = `${rule} ${subject.kind} ${subject.id}`;
          const known = standing.get(key);
          if (known) {
            desk.clear(known);
            standing.delete(key);
          } else standing.set(key, desk.raise({ rule, subject, priority: 'P3' }));
          const counts = standingAt(desk);
          for (const { level, place, own, open } of nodesOf(desk)) {
            expect([level, place, own]).toEqual([level, place, counts.get(`${level} ${place}`) ?? 0]);
            expect(open).toBeGreaterThanOrEqual(0);
          }
          for (const { id, parent } of desk.alarms()) expect(parent).not.toBe(id);
        }
        desk.now += MINUTE;
        for (const finding of standing.values()) desk.clear(finding);
        expect(desk.alarms().filter(({ clearedAt }) => clearedAt === null)).toEqual([]);
        expect(nodesOf(desk).filter(({ own, open }) => own + open > 0)).toEqual([]);
        expect(desk.db.prepare('SELECT count(*) FROM alarm_member').pluck().get()).toBe(0);
        const ledger = (): unknown => [desk.alarms(), desk.db.prepare('SELECT * FROM alarm_transition').all()];
        const once = ledger();
        desk.tell(...told.slice());
        expect(ledger()).toEqual(once);
        desk.tick(desk.now + HOUR);
        expect(desk.alarms().filter(({ clearedAt }) => clearedAt === null)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
