import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmPriorities, alarmStates } from '../../contract/alarms.ts';
import { figureDimensions, figureMeasures } from '../../contract/figures.ts';
import { readingSteps } from '../../contract/monitoring.ts';
import { decodeLink, encodeLink, type LinkedView, plainView } from './deep-link.ts';
import { type DutyView, dutyKinds, dutyPanes, dutyTabs, plainDuty } from './duty-view.ts';
import { filterDimensions, type Range } from './filters.ts';
import { type MonitoringView, monitoringTabs, plainMonitoring } from './monitoring-view.ts';
import type { OpenPage } from './view-store.ts';

/** Texts that people and trackers put into names: separators of links, percent signs, Chinese, pictures, lone halves. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('=', '&', ',', ';', ':', '/', '#', '%', '.', '~', '*', ' ', '+', '山', '😀', 'a'),
    minLength: 1,
  }),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);
const keys = fc.array(text, { minLength: 1, maxLength: 4 });
const instant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) });
const times = fc.record({
  asOf: fc.option(instant, { nil: undefined }),
  knownAt: fc.option(instant, { nil: undefined }),
});
const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5);
const range: fc.Arbitrary<Range> = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .chain(([a, b]) => {
    // A link writes numbers in words, which know no -0.
    const [least, greatest] = [Math.min(a, b) + 0, Math.max(a, b) + 0];
    return fc.constantFrom<Range>([least, greatest], [least, null], [null, greatest]);
  });
const some = <K extends string, T>(names: readonly K[], value: fc.Arbitrary<T>) =>
  fc
    .subarray([...names])
    .chain(
      (chosen) =>
        fc.record(Object.fromEntries(chosen.map((name) => [name, value]))) as fc.Arbitrary<Partial<Record<K, T>>>,
    );

const page: fc.Arbitrary<OpenPage> = fc.oneof(
  fc.constant(null),
  fc.record({ kind: fc.constant('enterprise' as const), id: text }),
  fc.record({ kind: fc.constant('enterprise' as const), id: text, unitId: text }),
  fc.record({
    kind: fc.constant('area' as const),
    level: fc.constantFrom('city' as const, 'county' as const),
    code: fc.integer({ min: 110_000, max: 659_999 }),
  }),
  fc.record({ kind: fc.constant('document' as const), id: text }),
  fc.record({
    kind: fc.constant('explanation' as const),
    query: fc.record({
      id: text,
      by: fc.subarray([...figureDimensions], { minLength: 1 }),
      where: some(figureDimensions, keys),
      between: some(
        figureMeasures,
        range.map(([a, b]): [number | null, number | null] => [a, b]),
      ),
      asOf: instant,
      knownAt: instant,
    }),
  }),
);

const onMonitoring: fc.Arbitrary<OpenPage> = fc.oneof(
  fc.constant(null),
  fc.record({ kind: fc.constant('channel' as const), id: text }),
);

const monitoring: fc.Arbitrary<MonitoringView> = fc.record({
  tab: fc.constantFrom(...monitoringTabs),
  text: fc.oneof(fc.constant(''), text),
  span: fc.oneof(
    fc.constantFrom('24h' as const, '7d' as const, '30d' as const, '1y' as const),
    fc.tuple(instant, fc.integer({ min: 1, max: 1e11 })).map(([from, length]) => ({ from, to: from + length })),
  ),
  step: fc.constantFrom(...readingSteps),
});

const duty: fc.Arbitrary<DutyView> = fc.record({
  tab: fc.constantFrom(...dutyTabs),
  text: fc.oneof(fc.constant(''), text),
  choice: fc.record({
    which: fc.constantFrom('open' as const, 'all' as const),
    priorities: fc.subarray([...alarmPriorities]),
    states: fc.subarray([...alarmStates]),
  }),
  kind: fc.option(fc.constantFrom(...dutyKinds)),
  silent: fc.boolean(),
  pane: fc.option(fc.constantFrom(...dutyPanes)),
});

/** A page stands on its own desk, and the atlas has no monitoring lists. */
const places = fc.oneof(
  fc.record({
    desk: fc.constant('atlas' as const),
    monitoring: fc.constant(plainMonitoring),
    duty: fc.constant(plainDuty),
    page,
  }),
  fc.record({ desk: fc.constant('monitoring' as const), monitoring, duty: fc.constant(plainDuty), page: onMonitoring }),
  fc.record({
    desk: fc.constant('duty' as const),
    monitoring: fc.constant(plainMonitoring),
    duty,
    page: fc.oneof(fc.constant(null), fc.record({ kind: fc.constant('alarm' as const), id: fc.nat() })),
  }),
);

const rest = fc.record({
  camera: fc.option(
    fc.record({
      longitude: degrees(180),
      latitude: degrees(90),
      zoom: fc.integer({ min: 0, max: 240_000 }).map((n) => n / 1e4),
      bearing: fc.integer({ min: -1800, max: 1800 }).map((n) => n / 10),
      pitch: fc.integer({ min: 0, max: 850 }).map((n) => n / 10),
    }),
  ),
  filters: fc.record({
    text: fc.oneof(fc.constant(''), text),
    keys: some(filterDimensions, keys),
    between: some(figureMeasures, range),
    lasso: fc.option(fc.array(fc.tuple(degrees(180), degrees(90)), { minLength: 3, maxLength: 30 })),
  }),
  times,
  selected: fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant('enterprise' as const), id: text }),
    fc.record({
      kind: fc.constant('area' as const),
      level: fc.constantFrom('city' as const, 'county' as const),
      code: fc.integer({ min: 110_000, max: 659_999 }),
    }),
  ),
  layers: fc.option(
    fc.uniqueArray(
      fc.record({
        id: text,
        shown: fc.boolean(),
        opacity: fc.integer({ min: 0, max: 100 }).map((n) => n / 100),
        options: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    ),
  ),
  table: text,
});
const view: fc.Arbitrary<LinkedView> = fc.tuple(places, rest).map(([place, more]) => ({ ...place, ...more }));

describe('deep links', () => {
  it('give back every view that was put into them', () => {
    fc.assert(
      fc.property(view, (given) => {
        const fragment = encodeLink(given);
        const read = decodeLink(fragment);
        expect(read?.ignored).toEqual([]);
        expect(read?.view).toEqual(given);
        // What an address may hold without being rewritten by whoever passes it on.
        expect(fragment).toMatch(/^v1(&[a-z]+(\.[A-Za-z]+)*=[\w.,;:/%+-]*)*$/);
      }),
    );
  });

  it('are read by people, too', () => {
    const lake: LinkedView = {
      camera: { longitude: 118.2, latitude: 36.4000001, zoom: 6.5, bearing: 0, pitch: 0 },
      filters: {
        text: '',
        keys: { city: ['370100', '370200'], status: ['operating', 'null'] },
        between: { capacity: [50, 300], commissioned: [null, 2005] },
        lasso: [
          [118.123456, 36.1],
          [119, 36.1],
          [119, 37],
        ],
      },
      times: { asOf: Date.UTC(2024, 2, 1), knownAt: Date.UTC(2026, 10, 20, 9, 14, 5, 120) },
      page: { kind: 'enterprise', id: 'gem-steel:P100', unitId: 'gem-steel:P100-1' },
      layers: [
        { id: 'choropleth', shown: true, opacity: 0.6, options: { figure: 'capacity' } },
        { id: 'density', shown: false, opacity: 1, options: {} },
      ],
      selected: { kind: 'area', level: 'county', code: 370102 },
      table: 'city',
      desk: 'atlas',
      monitoring: plainMonitoring,
      duty: plainDuty,
    };
    expect(encodeLink(lake).split('&')).toEqual([
      'v1',
      'c=118.2,36.4,6.5',
      'f.city=370100,370200',
      'f.status=operating,null',
      'r.capacity=50:300',
      'r.commissioned=:2005',
      'lasso=118.12346,36.1;119,36.1;119,37',
      't.asOf=2024-03-01T00:00Z',
      't.known=2026-11-20T09:14:05.120Z',
      'layers=choropleth:0.6:figure/capacity,density:off',
      'table=city',
      's=county/370102',
      'p=enterprise/gem-steel%3AP100/gem-steel%3AP100-1',
    ]);
    expect(encodeLink(plainView)).toBe('v1');
  });

  it('skip what they do not know, and say what that was', () => {
    const read = decodeLink(
      '#v1&c=118.2,36.4,6.5&wind=3&f.city=370100&f.colour=red&q.x=1&t.asOf=yesterday&r.capacity=9:1&t.known=2024-03-01T08:00+08:00',
    );
    expect(read?.ignored).toEqual(['wind', 'f.colour', 'q.x', 't.asOf', 'r.capacity']);
    expect(read?.view).toEqual({
      ...plainView,
      camera: { longitude: 118.2, latitude: 36.4, zoom: 6.5, bearing: 0, pitch: 0 },
      filters: { ...plainView.filters, keys: { city: ['370100'] } },
      times: { asOf: undefined, knownAt: Date.UTC(2024, 2, 1) },
    });
  });

  it('of a later version change nothing and name it; other fragments are none of ours', () => {
    expect(decodeLink('#v2&c=1,2,3')).toEqual({ view: plainView, ignored: ['v2'] });
    expect(decodeLink('')).toBeNull();
    expect(decodeLink('#section-3')).toBeNull();
  });

  it('open an alarm or a channel on its own desk, also where only the page is named', () => {
    const alarm = decodeLink('v1&p=alarm/17')?.view;
    expect(alarm).toMatchObject({ desk: 'duty', duty: { tab: 'watch' }, page: { kind: 'alarm', id: 17 } });
    const listed = decodeLink('v1&d=monitoring/devices&m.q=dz&p=channel/a%2F1')?.view;
    expect(listed).toMatchObject({
      desk: 'monitoring',
      monitoring: { tab: 'devices', text: 'dz' },
      page: { id: 'a/1' },
    });
    expect(decodeLink('v1&d=duty/watch&p=enterprise/e1')?.view).toMatchObject({ desk: 'atlas' });
  });

  it('leave out a question that can only half be read, which would be another question', () => {
    const read = decodeLink('v1&p=figure/capacity&e.colour=red');
    expect(read?.view.page).toBeNull();
    expect(read?.ignored).toEqual(['e.colour']);
  });

  it('leave out an explanation of a long list of enterprises', () => {
    const enterprise = Array.from({ length: 2000 }, (_, index) => `e${index}`);
    const found: OpenPage = { kind: 'explanation', query: { id: 'capacity', where: { enterprise } } };
    expect(encodeLink({ ...plainView, page: found })).toBe('v1');
  });

  it('never throw, whatever was pasted, and what they make of it can be linked again', () => {
    const part = fc
      .tuple(
        fc.constantFrom(
          'c',
          'q',
          'f.city',
          'r.capacity',
          'lasso',
          't.asOf',
          'layers',
          'table',
          'p',
          'e.by',
          'e.r.capacity',
          'f.__proto__',
          'd',
          'u.alarms',
          'u.pane',
          'm.span',
          'x',
        ),
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('1', '9', '-', '.', ',', ';', ':', '/', '%', 'e', 'T', 'Z') }),
        ),
      )
      .map(([key, value]) => `${key}=${value}`);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => ['v1', ...parts].join('&')),
        ),
        (pasted) => {
          const read = decodeLink(pasted);
          if (read === null) return;
          // Rounding may move a camera or a corner, but only once.
          const once = decodeLink(encodeLink(read.view));
          expect(once?.ignored).toEqual([]);
          expect(encodeLink(once?.view ?? plainView)).toBe(encodeLink(read.view));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
