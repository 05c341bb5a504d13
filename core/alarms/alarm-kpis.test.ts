// Figures of the alarm page against a recount by hand from what the test itself did.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmPriority } from '../../contract/alarms.ts';
import { AlarmFixture, HOUR, MINUTE, MORNING } from './alarm-fixture.ts';
import { alarmKpis, staleAlarms, suppressedCounts } from './handlers.ts';
import { busiest, percentile } from './kpi-rules.ts';

const DAY = 24 * HOUR;
const verifyMinutes: Record<AlarmPriority, number> = { P1: 5, P2: 15, P3: 60 };

interface Deed {
  readonly subject: string;
  readonly priority: AlarmPriority;
  readonly raisedAt: number;
  readonly acknowledgedAt: number | null;
  readonly verifiedAt: number | null;
  readonly closedAt: number | null;
  readonly isFalse: boolean;
}

/** Each alarm with how long people took, in minutes; null = they never did. */
const plan = fc.array(
  fc.record({
    subject: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'),
    priority: fc.constantFrom<AlarmPriority[]>('P1', 'P2', 'P3'),
    atMinute: fc.integer({ min: 0, max: 2000 }),
    delays: fc.tuple(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 600 }),
    ),
    steps: fc.integer({ min: 0, max: 3 }),
    isFalse: fc.boolean(),
  }),
  { maxLength: 40 },
);

function live(desk: AlarmFixture, planned: PlannedAlarm[]): Deed[] {
  const events: { at: number; run: () => void }[] = [];
  const deeds: Deed[] = [];
  planned.forEach(({ subject, priority, atMinute, delays, steps, isFalse }, index) => {
    const raisedAt = MORNING + atMinute * MINUTE;
    const [acknowledgedAt, verifiedAt, closedAt] = delays.map((_, step) =>
      step < steps ? raisedAt + delays.slice(0, step + 1).reduce((sum, each) => sum + each, 0) * MINUTE : null,
    ) as [number | null, number | null, number | null];
    let alarm = 0;
    const act = (at: number | null, request: { action: string; reason?: string; note?: string }): void => {
      if (at !== null) events.push({ at, run: () => void desk.act({ alarm, ...request }) });
    };
    events.push({
      at: raisedAt,
      run: () => {
        desk.raise({ rule: `rule-${index}`, subject, priority });
        alarm = desk.db.prepare('SELECT max(id) FROM alarm').pluck().get() as number;
      },
    });
    act(acknowledgedAt, { action: 'acknowledge' });
    act(verifiedAt, { action: 'verify' });
    act(closedAt, { action: 'close', reason: isFalse ? 'false-alarm' : 'planned-work', note: '核实完毕' });
    deeds.push({ subject, priority, raisedAt, acknowledgedAt, verifiedAt, closedAt, isFalse });
  });
  // A stable sort: what happens at one moment happens in the order in which it was planned.
  for (const { at, run } of events.sort((a, b) => a.at - b.at)) {
    desk.now = at;
    run();
  }
  return deeds;
}

type PlannedAlarm = typeof plan extends fc.Arbitrary<(infer T)[]> ? T : never;

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const nearestRank = (values: number[], rank: number): number | null =>
  values.length === 0 ? null : ([...values].sort((a, b) => a - b)[Math.ceil(rank * values.length) - 1] as number);

describe('figures of the alarm page', () => {
  it('agree with a recount, for any period', () => {
    const period = fc.tuple(fc.integer({ min: -100, max: 2500 }), fc.integer({ min: 1, max: 2500 }));
    fc.assert(
      fc.property(plan, period, (planned, [start, length]) => {
        using desk = new AlarmFixture();
        const deeds = live(desk, planned);
        const from = MORNING + start * MINUTE;
        const to = from + length * MINUTE;
        const seen = deeds.filter(({ raisedAt }) => raisedAt >= from && raisedAt < to);
        const by = (at: number | null): boolean => at !== null && at <= to;
        const closed = seen.filter(({ closedAt }) => by(closedAt));
        const verified = seen.filter(({ verifiedAt }) => by(verifiedAt));
        const inTime = verified.filter(
          (deed) => Number(deed.verifiedAt) - deed.raisedAt <= verifyMinutes[deed.priority] * MINUTE,
        );
        const due = seen.filter(
          (deed) => by(deed.verifiedAt) || deed.raisedAt + verifyMinutes[deed.priority] * MINUTE <= to,
        );
        const ages = seen.map((deed) => (by(deed.acknowledgedAt) ? Number(deed.acknowledgedAt) : to) - deed.raisedAt);
        const kpis = alarmKpis(desk.db, { from, to }, to + DAY);
        expect(kpis).toMatchObject({
          raised: seen.length,
          handledRate: share(closed.length, seen.length),
          falseAlarmRate: share(closed.filter(({ isFalse }) => isFalse).length, closed.length),
          acknowledgeMs: { median: nearestRank(ages, 0.5), p95: nearestRank(ages, 0.95) },
          verifyMs: { inTime: share(inTime.length, due.length) },
          priorities: {
            P1: seen.filter(({ priority }) => priority === 'P1').length,
            P2: seen.filter(({ priority }) => priority === 'P2').length,
          },
        });
        const most = Math.max(
          0,
          ...seen.map(
            ({ raisedAt: end }) =>
              seen.filter(({ raisedAt }) => raisedAt <= end && raisedAt > end - 10 * MINUTE).length,
          ),
        );
        expect(kpis.perTenMinutes.max).toBe(most);
        const counts = [...new Set(seen.map(({ subject }) => subject))]
          .map((subject) => seen.filter((deed) => deed.subject === subject).length)
          .sort((a, b) => b - a);
        expect(kpis.topSources.map(({ alarms }) => alarms)).toEqual(counts.slice(0, 10));
      }),
      { numRuns: 30 },
    );
  });

  it('state the share of time in flood, and count on while one is on', () => {
    using desk = new AlarmFixture();
    for (let i = 0; i < 20; i++) desk.raise({ subject: `m${i}`, priority: 'P3' });
    desk.tick(MORNING + 10 * MINUTE);
    expect(alarmKpis(desk.db, { from: MORNING, to: MORNING + 100 * MINUTE }, desk.now + DAY).floodShare).toBeCloseTo(
      0.1,
      10,
    );
    expect(alarmKpis(desk.db, { from: MORNING, to: MORNING + DAY }, MORNING + 5 * MINUTE).floodShare).toBe(1);
  });

  it('tell of shelves, of what they and groups kept quiet, of gaps, and of alarms for each hundred channels a day', () => {
    using desk = new AlarmFixture();
    for (let i = 0; i < 20; i++) {
      desk.device(`d${i}`, 'gateway');
      desk.channel(`m${i}`, `d${i}`);
    }
    for (let i = 0; i < 10; i++) desk.raise({ rule: 'silence', subject: `m${i}`, priority: 'P3' });
    desk.raise({ subject: 'other', priority: 'P3' });
    const gateway = desk.alarms().find(({ children }) => children > 0)?.id as number;
    desk.act({ alarm: gateway, action: 'shelve', reason: 'line-work', owner: '李四', until: desk.now + 2 * HOUR });
    desk.raise({ rule: 'silence', subject: 'm15', priority: 'P3' });
    desk.tick(desk.now + 3 * HOUR);
    const kpis = alarmKpis(desk.db, { from: MORNING, to: MORNING + DAY }, MORNING + DAY);
    // Four meters and the other alarm rang before there was a group.
    expect(kpis).toMatchObject({ raised: 6, shelved: 1, shelfMs: { median: 3 * HOUR }, suppressed: 1, folded: 7 });
    expect(kpis.gapShare).toBeCloseTo(5 / 6, 10);
    expect(kpis.perHundredChannelsADay).toBeCloseTo((6 / 20) * 100, 10);
    expect(suppressedCounts(desk.db)).toEqual({ group: 11, shelf: 0, outOfService: 0, flood: 0 });
  });

  it('list what has stood for more than a day', () => {
    using desk = new AlarmFixture();
    desk.raise({ subject: 'old', priority: 'P3' });
    desk.now += HOUR;
    desk.raise({ subject: 'young', priority: 'P3' });
    const now = MORNING + DAY + MINUTE;
    expect(staleAlarms(desk.db, now).map(({ subject }) => subject.id)).toEqual(['old']);
    expect(alarmKpis(desk.db, { from: MORNING, to: now }, now).stale).toBe(1);
  });

  it('rest on the nearest rank and on any ten minutes', () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
    expect(busiest([0, 599_999, 600_000, 600_001], 600_000)).toBe(3);
  });
});
