// Facts have two times: when they were so, and when we knew. What was once answered for a pair of them is always answered so.
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Mapping } from '../../contract/imports.ts';
import {
  bundledFile,
  bundledRows,
  csvText,
  day,
  listMapping,
  refusalOf,
  TestLedger,
  withCells,
} from '../ledger-fixture.ts';
import { historyOf, versionsAt } from './store.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await TestLedger.open();
  const opened = ledger;
  onTestFinished(() => opened[Symbol.asyncDispose]());
});

const capacity = async (asked: { asOf?: number; knownAt?: number } = {}): Promise<number | null> =>
  (await ledger.figure('capacity', asked)).total;

describe('a second version of a list', () => {
  it('changes the present; what was known before stays readable', async () => {
    const rows = bundledRows('gem-coal/shandong_dev.csv');
    await ledger.import([bundledFile('gem-coal/shandong_dev.csv')]);
    const beforeSecond = ledger.now;
    ledger.now += day;
    // Row 2 is G100676, 350 MW, operating.
    const second = csvText(withCells(rows, 2, { 'Capacity (MW)': '400', Status: 'retired' }));
    expect(await ledger.import([{ name: 'v2.csv', content: second }])).toMatchObject({ updated: 1, unchanged: 484 });

    expect(await capacity()).toBe(121312.1);
    expect(await capacity({ knownAt: beforeSecond })).toBe(121262.1);
    expect((await ledger.values('capacity', 'status')).retired).toBe(11890.1);
    expect((await ledger.values('capacity', 'status', { knownAt: beforeSecond })).retired).toBe(11490.1);
    // Nothing says since when: it holds from the moment it was learnt, and what held before still does for the time before.
    expect(await capacity({ asOf: beforeSecond })).toBe(121262.1);
    const page = await ledger.enterprise('gem-coal/L101434');
    const unit = page.units.find((each) => each.id === 'gem-coal/G100676');
    expect(unit?.versions.map((each) => each.values.find((value) => value.attribute === 'capacity')?.value)).toEqual([
      400, 350, 350,
    ]);
    expect(await ledger.problems()).toEqual([]);
  });

  it('that is valid from a date splits valid time there', async () => {
    const june = Date.parse('2024-06-01T00:00:00+08:00');
    await ledger.list([{ unit: 'U1', mw: 100 }]);
    const between = ledger.now;
    ledger.now += day;
    await ledger.list([{ unit: 'U1', mw: 150 }], { validFrom: june });
    expect(await capacity()).toBe(150);
    expect(await capacity({ asOf: june })).toBe(150);
    expect(await capacity({ asOf: june - 1 })).toBe(100);
    expect(await capacity({ asOf: june, knownAt: between })).toBe(100);
  });

  it('that is valid from a date before all others holds until the first of them', async () => {
    const [early, late] = [Date.parse('2020-01-01T00:00:00Z'), Date.parse('2024-01-01T00:00:00Z')];
    await ledger.list([{ unit: 'U1', mw: 100 }], { validFrom: late });
    expect(await capacity({ asOf: late - 1 })).toBeNull();
    await ledger.list([{ unit: 'U1', mw: 80 }], { validFrom: early });
    expect(await capacity({ asOf: late - 1 })).toBe(80);
    expect(await capacity({ asOf: early - 1 })).toBeNull();
    expect(await capacity()).toBe(100);
  });

  it('that begins in the future changes nothing until then', async () => {
    await ledger.list([{ unit: 'U1', mw: 100 }]);
    const next = ledger.now + 30 * day;
    await ledger.list(
      [
        { unit: 'U1', mw: 60 },
        { unit: 'U2', mw: 1 },
      ],
      { validFrom: next },
    );
    expect(await capacity()).toBe(100);
    expect(await capacity({ asOf: next })).toBe(61);
    ledger.now = next;
    expect(await capacity()).toBe(61);
  });

  it('lacks a record: the record stays, and the report says so', async () => {
    await ledger.list([{ unit: 'U1' }, { unit: 'U2' }]);
    expect(await ledger.list([{ unit: 'U2' }])).toMatchObject({ unchanged: 1, absent: 1 });
    expect(await capacity()).toBe(200);
  });

  it('that has fewer columns leaves what it does not speak of', async () => {
    await ledger.list([{ unit: 'U1', mw: 100, status: 'construction' }]);
    const [sheet] = listMapping.sheets;
    const { enterpriseKey, unitKey, status } = sheet?.fields ?? {};
    const mapping = { ...listMapping, sheets: [{ fields: { enterpriseKey, unitKey, status } }] } as Mapping;
    const file = { name: 'statuses.csv', content: 'plant,unit,status\nP1,U1,operating\n' };
    expect(await ledger.import([file], { mapping })).toMatchObject({ updated: 1 });
    expect(await ledger.values('capacity', 'status')).toEqual({ operating: 100 });
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 1 });
    expect(await ledger.problems()).toEqual([]);
  });

  it('is known no earlier than it was recorded, even where the clock stands still or runs back', async () => {
    await ledger.list([{ unit: 'U1', mw: 100 }]);
    const first = await ledger.figure('capacity');
    ledger.now -= 10 * day;
    await ledger.list([{ unit: 'U1', mw: 200 }]);
    const second = await ledger.figure('capacity');
    expect([first.total, second.total]).toEqual([100, 200]);
    for (const { total, asOf, knownAt } of [first, second]) expect(await capacity({ asOf, knownAt })).toBe(total);
  });
});

describe('a correction', () => {
  beforeEach(async () => {
    await ledger.list([
      { unit: 'U1', mw: 100 },
      { unit: 'U2', plant: 'P2', name: '二号电厂', mw: 7 },
    ]);
  });
  const fix = (value: string | number | null, more: { validFrom?: number; attribute?: string } = {}): Promise<void> =>
    ledger.correct({ entity: 'unit', id: 'list/U1', attribute: 'capacity', value, ...more });

  it('supersedes with actor and reason; the old value is still there for who asks what was known', async () => {
    const before = ledger.now - 1;
    await fix(120);
    expect(await capacity()).toBe(127);
    expect(await capacity({ knownAt: before })).toBe(107);
    // Without a date it holds for as long as what it corrects did.
    expect(await capacity({ asOf: before })).toBe(127);
    const [unit] = (await ledger.enterprise('list/P1')).units;
    expect(unit?.values.find((value) => value.attribute === 'capacity')).toMatchObject({
      value: 120,
      unit: 'MW',
      origin: { kind: 'person', actor: '张三', reason: '现场核实' },
    });
    expect(unit?.versions).toMatchObject([
      { actor: '张三', reason: '现场核实', supersededAt: null },
      { actor: 'operator', reason: null, supersededAt: expect.any(Number) },
    ]);
    // What nobody corrected still comes from its cell.
    expect(unit?.values.find((value) => value.attribute === 'status')?.origin).toMatchObject({
      kind: 'cell',
      column: 'status',
      row: 2,
    });
    expect(await ledger.problems()).toEqual([]);
  });

  it('from a date leaves the time before as it was', async () => {
    const from = ledger.now - 10 * day;
    await fix(120, { validFrom: from });
    expect(await capacity({ asOf: from })).toBe(127);
    expect(await capacity({ asOf: from - 1 })).toBe(107);
  });

  it('is kept when the same file comes again', async () => {
    await fix(120);
    expect(await ledger.list([{ unit: 'U1', mw: 100 }])).toMatchObject({ unchanged: 1 });
    expect(await capacity()).toBe(127);
  });

  it('made twice is kept when the same file comes again', async () => {
    await fix(110);
    await fix(120);
    expect(await ledger.list([{ unit: 'U1', mw: 100 }])).toMatchObject({ unchanged: 1 });
    expect(await capacity()).toBe(127);
  });

  it('taken back is kept too', async () => {
    await fix(110);
    await fix(100);
    expect(await ledger.list([{ unit: 'U1', mw: 100 }])).toMatchObject({ unchanged: 1 });
    expect(await capacity()).toBe(107);
  });

  it('gives way to a new statement, and the next file is held against that one', async () => {
    await fix(120);
    expect(await ledger.list([{ unit: 'U1', mw: 130 }])).toMatchObject({ updated: 1 });
    expect(await capacity()).toBe(137);
    expect(await ledger.list([{ unit: 'U1', mw: 100 }])).toMatchObject({ updated: 1 });
    expect(await capacity()).toBe(107);
  });

  it('is kept where another value of the row is new', async () => {
    await fix(120);
    expect(await ledger.list([{ unit: 'U1', mw: 100, status: 'retired' }])).toMatchObject({ updated: 1 });
    expect((await ledger.values('capacity', 'status')).retired).toBe(120);
  });

  it('of a name is kept when the same file is said to hold from before', async () => {
    const early = ledger.now - 1000 * day;
    await ledger.list([{ unit: 'U3', plant: 'P3', name: '三号电厂' }], { validFrom: early });
    await ledger.correct({ entity: 'enterprise', id: 'list/P3', attribute: 'name', value: '三号热电厂' });
    await ledger.list([{ unit: 'U3', plant: 'P3', name: '三号电厂' }], { validFrom: early - day });
    const nameAt = async (asOf?: number) =>
      (await ledger.enterprise('list/P3', asOf === undefined ? {} : { asOf })).values.find(
        (value) => value.attribute === 'name',
      )?.value;
    expect(await nameAt()).toBe('三号热电厂');
    expect(await nameAt(early - day)).toBe('三号电厂');
    expect(await ledger.problems()).toEqual([]);
  });

  it('to blank makes the capacity unknown, not zero; a blank one can be filled in', async () => {
    await fix(null);
    expect((await ledger.figure('capacity')).totals).toMatchObject([{ value: 7, missing: 1 }]);
    await fix('1,250.5');
    expect(await capacity()).toBe(1257.5);
  });

  it.each([
    ['capacity', 'many'],
    ['capacity', -1],
    ['capacity', '1e308'],
    ['capacityUnit', 'furlongs'],
    ['status', '停产'],
    ['industry', '养蜂'],
    ['commissioned', '2024-02-31'],
    ['position', '117.1'],
    ['position', '200, 36'],
    ['countyCode', 370102],
    ['siteId', 'list/other'],
  ])('of %s to %s is refused, and nothing is written', async (attribute, value) => {
    const before = ledger.tables();
    expect((await refusalOf(fix(value, { attribute }))).code).toMatch(/^(value-refused|not-correctable)$/);
    expect(ledger.tables()).toEqual(before);
  });

  it('of a position moves the unit, with the flags that go with the new place', async () => {
    await fix('116.1, 36.2', { attribute: 'position' });
    expect(await ledger.values('unit-count', 'city')).toMatchObject({ 370100: 1, 371500: 1 });
    await fix('113.6, 34.7', { attribute: 'position' });
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 1, outside: 1 });
    // The file's position was corrected twice: it does not come back.
    await ledger.list([{ unit: 'U1', mw: 100 }]);
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 1, outside: 1 });
  });

  it('gives a unit at sea the county that a person accepts', async () => {
    await ledger.list([{ unit: 'S1', lon: 119.388047, lat: 35.186041 }]);
    expect(await ledger.values('unit-count', 'place')).toEqual({ inside: 2, offshore: 1 });
    await ledger.correct({ entity: 'unit', id: 'list/S1', attribute: 'countyCode', value: 371103 });
    expect(await ledger.values('unit-count', 'city')).toMatchObject({ 371100: 1 });
  });

  it('of an unknown record is refused', async () => {
    const before = ledger.tables();
    const wrong = ledger.correct({ entity: 'unit', id: 'list/none', attribute: 'capacity', value: 1 });
    expect((await refusalOf(wrong)).code).toBe('unknown-record');
    expect(ledger.tables()).toEqual(before);
  });

  it('that changes nothing leaves no trace', async () => {
    const before = ledger.tables();
    await fix(100);
    expect(ledger.tables()).toEqual(before);
  });
});

describe('the page of an enterprise', () => {
  it('shows at a past time what was known then, and no later supersession', async () => {
    await ledger.list([{ unit: 'U1', mw: 100 }]);
    const times = { asOf: ledger.now - 1, knownAt: ledger.now - 1 };
    const then = await ledger.enterprise('list/P1', times);
    expect(then.units[0]?.versions).toHaveLength(1);
    await ledger.correct({ entity: 'unit', id: 'list/U1', attribute: 'capacity', value: 120 });
    await ledger.correct({ entity: 'enterprise', id: 'list/P1', attribute: 'name', value: '一号热电厂' });
    await ledger.list([{ unit: 'U9', mw: 1 }]);
    expect(await ledger.enterprise('list/P1', times)).toEqual(then);
  });

  it('refuses an enterprise that was not known then', async () => {
    const before = ledger.now;
    ledger.now += day;
    await ledger.list([{ unit: 'U1' }]);
    expect((await refusalOf(ledger.enterprise('list/P1', { knownAt: before }))).code).toBe('unknown-record');
    expect((await refusalOf(ledger.enterprise('list/none'))).code).toBe('unknown-record');
  });
});

/** One thing that happens to a unit; days count from 1 January 2024, and every step states a capacity never stated before. */
interface Step {
  readonly kind: 'import' | 'correct';
  readonly validFromDay: number | null;
  readonly wait: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('import' as const, 'correct' as const),
  validFromDay: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
  wait: fc.constantFrom(0, 1, day),
});

/** What is known of one unit at a moment: capacities by the time from which each holds. Written for clarity, not speed. */
type Timeline = readonly { readonly from: number; readonly capacity: number | null }[];

/** A statement holds from `from` until the next change already known. */
function stated(timeline: Timeline, from: number, capacity: number): Timeline {
  return [...timeline.filter((part) => part.from !== from), { from, capacity }].sort((a, b) => a.from - b.from);
}

const valueAt = (timeline: Timeline, at: number): number | null =>
  timeline.findLast((part) => part.from <= at)?.capacity ?? null;

describe('any sequence of imports and corrections', { timeout: 120_000 }, () => {
  it('keeps one version at every pair of times, and never rewrites what was known', async () => {
    const start = Date.parse('2024-01-01T00:00:00Z');
    const checkedDays = Array.from({ length: 22 }, (_, index) => start + (index - 1) * day + 1);
    const { sql } = ledger.workspace.db;
    let unit = 0;
    let amount = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 7 }), async (steps) => {
        unit += 1;
        const recordId = `list/U${unit}`;
        ledger.now = Math.max(ledger.now, start + 10 * day);
        let timeline: Timeline = [];
        const answers: { asOf: number; knownAt: number; capacity: number | null }[] = [];
        const read = async (asOf: number, knownAt: number): Promise<number | null> => {
          const versions = await versionsAt(sql, 'unit', { asOf, knownAt }, { recordId });
          expect(versions.length).toBeLessThanOrEqual(1);
          return (versions[0]?.values.capacity ?? null) as number | null;
        };
        for (const { kind, validFromDay, wait } of steps) {
          ledger.now += wait;
          amount += 1;
          const validFrom = validFromDay === null ? undefined : start + validFromDay * day;
          const given = validFrom === undefined ? {} : { validFrom };
          const known = timeline.length > 0;
          if (kind === 'import' || !known) {
            await ledger.list([{ unit: `U${unit}`, plant: `P${unit}`, mw: amount }], given);
            const recordedAt = (await ledger.reader.times({})).knownAt;
            timeline = stated(timeline, validFrom ?? (known ? recordedAt : Number.NEGATIVE_INFINITY), amount);
          } else {
            const at = validFrom ?? ledger.now;
            const held = timeline.findLast((part) => part.from <= at);
            const correction = ledger.correct({
              entity: 'unit',
              id: recordId,
              attribute: 'capacity',
              value: amount,
              ...given,
            });
            if (held) {
              await correction;
              timeline = stated(timeline, validFrom ?? held.from, amount);
            } else expect((await refusalOf(correction)).code).toBe('unknown-record');
          }
          const { asOf, knownAt } = await ledger.reader.times({});
          expect(await read(asOf, knownAt)).toBe(valueAt(timeline, asOf));
          for (const at of checkedDays) {
            const capacityAt = await read(at, knownAt);
            expect(capacityAt).toBe(valueAt(timeline, at));
            answers.push({ asOf: at, knownAt, capacity: capacityAt });
          }
        }
        for (const answer of answers) expect(await read(answer.asOf, answer.knownAt)).toBe(answer.capacity);
        // Superseded, never overwritten: every version that was ever written is still there.
        const history = await historyOf(sql, 'unit', recordId, ledger.now + day);
        expect(new Set(history.map((version) => version.values.capacity)).size).toBeGreaterThanOrEqual(
          new Set(timeline).size,
        );
      }),
      { numRuns: 40 },
    );
    expect(await ledger.problems()).toEqual([]);
  });
});
