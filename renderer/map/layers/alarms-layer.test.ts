// The alarms on the map are the alarms of the list: clusters add up to it under whatever filter, and say the worst of what they hold.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alarm, alarmPriorities, alarmStates } from '../../../contract/alarms.ts';
import { drawnCounts } from '../../desks/atlas/drawn-counts.ts';
import { alarmWith } from '../../state/duty-fixture.ts';
import { type ListedAlarm, listedAlarms } from '../../state/duty-list.ts';
import { dutyKinds } from '../../state/duty-view.ts';
import { themes } from '../../theme/themes.ts';
import { alarmSigns, isAside, lookOf, markOfAlarm } from './alarm-signs.ts';
import { alarmsLayer } from './alarms-layer.ts';
import { answered, sampleInput } from './layer-fixture.ts';

const position = fc.option(
  fc.tuple(fc.double({ min: 115, max: 122, noNaN: true }), fc.double({ min: 34.5, max: 38.3, noNaN: true })),
  { freq: 6 },
);
const aside = { until: 9, owner: 'a', reason: 'maintenance' };
const alarm: fc.Arbitrary<Omit<Alarm, 'id'> & { overdue: boolean }> = fc
  .record({
    position: position as fc.Arbitrary<[number, number] | null>,
    priority: fc.constantFrom(...alarmPriorities),
    state: fc.constantFrom(...alarmStates),
    shelved: fc.constantFrom(null, null, aside),
    chattering: fc.boolean(),
    parent: fc.constantFrom(null, null, 1),
    owner: fc.constantFrom(null, '张志远'),
    rule: fc.constantFrom('silence', 'limit-exceedance'),
    overdue: fc.boolean(),
  })
  .map((each) => ({ ...alarmWith(each), overdue: each.overdue }));
const alarms = fc
  .array(alarm, { maxLength: 80 })
  .map((all) => all.map((each, at): ListedAlarm => ({ ...each, id: at + 1, waiting: false })));
const choice = fc.record({
  which: fc.constantFrom('open' as const, 'all' as const),
  priorities: fc.subarray([...alarmPriorities]),
  states: fc.subarray([...alarmStates]),
});
const kind = fc.option(fc.constantFrom(...dutyKinds));
const zoom = fc.integer({ min: 8, max: 24 }).map((half) => half / 2);

describe('alarms on the map', () => {
  it('are those of the list that have a place, each once, whatever the filter and the zoom', () => {
    fc.assert(
      fc.property(alarms, choice, kind, zoom, (all, chosen, of, at) => {
        const listed = listedAlarms(
          all,
          { choice: chosen, kind: of },
          { now: 1e12, staleMs: 86_400_000, actor: '张志远', passes: () => true },
        );
        const { signs, placeless } = alarmSigns(listed, { zoom: at, scale: 1 });
        const ids = signs.flatMap((sign) => sign.alarms.map(({ id }) => id));
        expect(ids.toSorted((a, b) => a - b)).toEqual(
          listed.flatMap(({ id, position: place }) => (place === null ? [] : [id])).toSorted((a, b) => a - b),
        );
        expect(ids.length + placeless).toBe(listed.length);
        const unacknowledged = signs.reduce((sum, sign) => sum + sign.unacknowledged, 0);
        expect(unacknowledged).toBe(listed.filter(({ state, position: place }) => state === 'new' && place).length);
      }),
    );
  });

  it('show the worst of what a sign stands for: most urgent first, overdue if one of them is', () => {
    fc.assert(
      fc.property(alarms, zoom, (all, at) => {
        for (const { alarms: members, overdue } of alarmSigns(all, { zoom: at, scale: 1 }).signs) {
          const [first] = members;
          const acting = members.filter((each) => !isAside(each) && each.state !== 'closed');
          const worst = alarmPriorities.find((priority) => acting.some((each) => each.priority === priority));
          if (worst !== undefined) expect(first?.priority).toBe(worst);
          expect(overdue).toBe(members.some((each) => each.overdue));
        }
      }),
    );
  });

  it('the layer draws, counts and tables the same alarms', () => {
    fc.assert(
      fc.property(alarms, zoom, (all, at) => {
        const input = { ...answered(alarmsLayer, [], sampleInput([], { zoom: at })), alarms: all };
        const { marks = 0, inDiscs = 0 } = drawnCounts(alarmsLayer.draw(input));
        const rows = alarmsLayer.table(input).rows;
        expect(rows).toHaveLength(all.length);
        expect(marks + inDiscs).toBe(rows.filter(({ position: place }) => place !== undefined).length);
        const { entries } = alarmsLayer.legend(input);
        const counted = entries
          .filter(({ key }) => key !== 'overdue')
          .reduce((sum, { count }) => sum + (count ?? 0), 0);
        expect(counted).toBe(all.length);
      }),
      { numRuns: 50 },
    );
  });

  it('a disc says the sign of the worst, unacknowledged and all, and has a halo where one is overdue', () => {
    const place: [number, number] = [118, 36];
    const at = (id: number, more: Partial<ListedAlarm>): ListedAlarm => ({
      ...alarmWith({ id, position: place, ...more }),
      overdue: more.overdue ?? false,
      waiting: false,
    });
    const input = (all: readonly ListedAlarm[]) => ({ ...answered(alarmsLayer, [], sampleInput([])), alarms: all });
    const discs = (all: readonly ListedAlarm[]) => alarmsLayer.draw(input(all)).counts ?? [];
    const [disc] = discs([
      at(1, { priority: 'P3', state: 'verifying' }),
      at(2, { priority: 'P2' }),
      at(3, { priority: 'P1', state: 'acknowledged', overdue: true }),
    ]);
    expect(disc?.text).toBe('▲ 1/3');
    expect(disc?.look?.halo).toBe(themes.dark.refusal);
    expect(discs([at(1, { state: 'acknowledged' }), at(2, { state: 'acknowledged' })])[0]).toMatchObject({
      text: '◆ 2',
      look: { halo: null },
    });
  });

  it('missing readings, what is set aside and what is gone unacknowledged have signs of their own', () => {
    const gaps = new Set(['silence']);
    expect(lookOf(alarmWith({ rule: 'silence' }), gaps)).toBe('gap');
    expect(lookOf(alarmWith({ rule: 'silence', priority: 'P1' }), gaps)).toBe('P1');
    expect(lookOf(alarmWith({ shelved: aside }), gaps)).toBe('aside');
    expect(markOfAlarm(alarmWith({ rule: 'x', returnedUnacknowledged: true }), gaps).shape).toBe('diamondOutline');
  });
});
