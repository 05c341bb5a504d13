// Figures of readings: equal to a plain recount of what was sent, split in any way, and explained down to the channels.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FigureDimension } from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import { type Boundaries, loadBoundaries } from '../places/boundaries.ts';
import { loadProfile } from '../places/profiles.ts';
import { DAY, HOUR, JUNE, MINUTE, message, TestReadings } from '../readings/readings-fixture.ts';
import { defaultGeodataDir } from '../workspace/workspace.ts';
import type { FigureAsk } from './figure-ask.ts';
import { MonitoringFigures } from './monitoring-figures.ts';

const JINAN = 370100;
const QINGDAO = 370200;
const NOW = JUNE + 30 * DAY;

let boundaries: Boundaries;
beforeAll(async () => {
  const profile = await loadProfile('shandong', { geodataDir: defaultGeodataDir });
  boundaries = await loadBoundaries(profile, `${defaultGeodataDir}/boundaries`);
});

function ask(id: string, more: Partial<FigureAsk> = {}): FigureAsk {
  return { id, by: [], where: {}, period: [JUNE, JUNE + 2 * DAY], ...more };
}

function figuresOf(test: TestReadings) {
  const figures = new MonitoringFigures(() => test.db, boundaries);
  return {
    get: (asked: FigureAsk) => figures.get(figures.find(asked.id) as never, asked, NOW),
    explain: (asked: FigureAsk) =>
      figures.explain(figures.find(asked.id) as never, asked, {
        limit: 100,
        now: NOW,
        nameOf: (id) => `name of ${id}`,
      }),
  };
}

/** Four channels: a main meter with its sub-meter, one in another city, one of coal; some readings are missing. */
function province(): TestReadings {
  const test = new TestReadings();
  test.channel('main', { enterprise: 'E1', city: JINAN, role: 'main' });
  test.channel('sub', { enterprise: 'E1', city: JINAN, role: 'sub', parent: 'main' });
  test.channel('other', { enterprise: 'E2', city: QINGDAO });
  test.channel('coal', { enterprise: 'E2', city: QINGDAO, quantity: 'coal', unitOfMeasure: 't', intervalMs: HOUR });
  test.channel('silent', { enterprise: 'E3', city: QINGDAO });
  const quarters = Array.from({ length: 192 }, (_, at) => JUNE + at * 15 * MINUTE);
  test.writer.write([
    message(
      quarters.flatMap((time, at) => [
        { address: 'main', time, value: 10 },
        { address: 'sub', time, value: 4 },
        // The second day lacks its second half.
        ...(at < 144 ? [{ address: 'other', time, value: 0.1 }] : []),
      ]),
    ),
    message([0, 1, 2].map((hour) => ({ address: 'coal', time: JUNE + hour * HOUR, value: 1.5 }))),
  ]);
  test.writer.settle();
  return test;
}

describe('metered amount', () => {
  it('adds what the channels gave, each quantity and unit of measure apart, and no sub-meter twice', () => {
    using test = province();
    const { get } = figuresOf(test);
    const { totals, total, completeness } = get(ask('metered-amount'));
    expect(total).toBeNull();
    expect(totals.map(({ unit, value, inputs, missing }) => [unit, value, inputs, missing])).toEqual([
      ['kWh', 1934.4, 3, 1],
      ['t', 4.5, 1, 0],
    ]);
    // 192 + 144 + 3 of 192 × 3 + 48 due.
    expect(completeness).toBeCloseTo(339 / 624, 12);
    const electricity = get(ask('metered-amount', { where: { quantity: ['electricity'] }, by: ['city'] }));
    expect(electricity.rows.map(({ keys, value, missing }) => [keys.city, value, missing])).toEqual([
      [JINAN, 1920, 0],
      [QINGDAO, 14.4, 1],
    ]);
    expect(electricity.total).toBe(1934.4);
  });

  it('by day and hour has a row for every step; one without readings is unknown, not zero', () => {
    using test = province();
    const { get } = figuresOf(test);
    const where = { channel: ['other'] };
    const days = get(ask('metered-amount', { where, by: ['day'] })).rows;
    expect(days.map(({ keys, value }) => [keys.day, value])).toEqual([
      ['2026-06-01', 9.6],
      ['2026-06-02', 4.8],
    ]);
    const hours = get(ask('metered-amount', { where, by: ['hour'] })).rows;
    expect(hours).toHaveLength(48);
    expect(hours.filter(({ value }) => value === null).map(({ keys }) => keys.hour)).toEqual(
      Array.from({ length: 12 }, (_, at) => `2026-06-02T${at + 12}`),
    );
    expect(hours.some(({ value }) => value === 0)).toBe(false);
  });

  it('is explained by its channels: their values add up to it, each with how many readings it gave', () => {
    using test = province();
    const asked = ask('metered-amount', { where: { quantity: ['electricity'] } });
    const { inputs, inputCount, result } = figuresOf(test).explain(asked);
    expect(inputCount).toBe(3);
    expect(inputs.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeCloseTo(result.total ?? 0, 9);
    expect(
      inputs.map(({ recordId, enterpriseName, value, origin }) => [recordId, enterpriseName, value, origin]),
    ).toEqual([
      ['main', 'name of E1', 1920, expect.objectContaining({ kind: 'readings', device: 'D1', count: 192 })],
      ['other', 'name of E2', 14.4, expect.objectContaining({ count: 144 })],
      ['silent', 'name of E3', null, expect.objectContaining({ count: 0 })],
    ]);
  });

  it('of a channel that is asked for is that channel, a sub-meter as well', () => {
    using test = province();
    expect(figuresOf(test).get(ask('metered-amount', { where: { channel: ['sub'] } })).total).toBe(768);
  });

  it('however it is split and wherever the period is cut, adds up to what was sent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            channel: fc.integer({ min: 0, max: 3 }),
            quarter: fc.integer({ min: 0, max: 4 * 96 - 1 }),
            value: fc.integer({ min: 0, max: 1000 }),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        fc.constantFrom<FigureDimension[][]>([], ['city'], ['enterprise', 'day'], ['hour'], ['channel'], ['month']),
        fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 }),
        (sent, by, hours) => {
          using test = new TestReadings();
          for (const at of [0, 1, 2, 3])
            test.channel(`c${at}`, { enterprise: `E${at % 2}`, city: at < 2 ? JINAN : QINGDAO });
          const last = new Map(sent.map(({ channel, quarter, value }) => [`${channel} ${quarter}`, value]));
          for (const { channel, quarter, value } of sent)
            test.writer.write([message([{ address: `c${channel}`, time: JUNE + quarter * 15 * MINUTE, value }])]);
          test.writer.settle();
          const [first = 0, end = 96] = hours.sort((a, b) => a - b);
          const within = [...last].filter(([place]) => {
            const hour = Number(place.split(' ')[1]) / 4;
            return hour >= first && hour < end;
          });
          const expected = within.reduce((sum, [, value]) => sum + value, 0);
          const period: [number, number] = [JUNE + first * HOUR, JUNE + end * HOUR];
          const { rows, total } = figuresOf(test).get(ask('metered-amount', { by, period }));
          expect(total).toBe(within.length === 0 ? null : expected);
          if (by.length > 0) expect(rows.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(expected);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('hourly amount', () => {
  it('is the metered amount by city and hour, with the readings due beside it', () => {
    using test = province();
    const { get } = figuresOf(test);
    const where = { quantity: ['electricity'] };
    const kept = get(ask('hourly-amount', { where, by: ['city', 'hour'] }));
    const counted = get(ask('metered-amount', { where, by: ['city', 'hour'] }));
    expect(kept.rows.map(({ keys, value }) => [keys.city, keys.hour, value])).toEqual(
      counted.rows.map(({ keys, value }) => [keys.city, keys.hour, value]),
    );
    expect(kept.total).toBe(counted.total);
    // Three channels of a quarter of an hour, two days.
    expect(kept.totals).toEqual([{ product: null, unit: 'kWh', value: 1934.4, inputs: 576, missing: 240 }]);
    const [days] = [get(ask('hourly-amount', { where: { ...where, city: ['济南市'] }, by: ['day'] })).rows];
    expect(days.map(({ keys, value, missing }) => [keys.day, value, missing])).toEqual([
      ['2026-06-01', 960, 0],
      ['2026-06-02', 960, 0],
    ]);
  });

  it('is refused without a quantity', () => {
    using test = province();
    expect(() => figuresOf(test).get(ask('hourly-amount', { by: ['city'] }))).toThrow(/one quantity/);
  });
});

describe('completeness and counts', () => {
  it('are those of what was due', () => {
    using test = province();
    const { get } = figuresOf(test);
    const { rows, unit } = get(ask('reading-completeness', { by: ['channel'] }));
    expect(unit).toBe('%');
    expect(rows.map(({ keys, value }) => [keys.channel, value])).toEqual([
      ['coal', 6.25],
      ['main', 100],
      ['other', 75],
      ['silent', 0],
      ['sub', 100],
    ]);
    expect(get({ id: 'channel-count', by: ['city'], where: {} }).rows.map(({ value }) => value)).toEqual([2, 3]);
  });
});

describe('a question that cannot be answered', () => {
  it.each<[string, Partial<FigureAsk>, string]>([
    ['a period that is not whole hours', { period: [JUNE + 1, JUNE + DAY] }, 'bad-period'],
    ['a period that ends before it begins', { period: [JUNE, JUNE - DAY] }, 'bad-period'],
    ['what was known earlier', { knownAt: NOW - 1 }, 'known-now-only'],
    ['a dimension of other figures', { by: ['status'] }, 'unknown-dimension'],
  ])('is refused: %s', (_, more, code) => {
    using test = province();
    expect(() => figuresOf(test).get(ask('metered-amount', more))).toThrow(AppError);
    try {
      figuresOf(test).get(ask('metered-amount', more));
    } catch (error) {
      expect((error as AppError).code).toBe(code);
    }
  });

  it('of a workspace without instruments is answered by nothing', () => {
    const figures = new MonitoringFigures(() => null, boundaries);
    const figure = figures.find('metered-amount') as never;
    expect(figures.get(figure, ask('metered-amount'), NOW)).toMatchObject({
      rows: [],
      total: null,
      completeness: null,
    });
  });
});
