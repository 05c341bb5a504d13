// What the chart is told to draw: breaks where nothing came, the band between extremes, limits in sight, marks apart.
import { describe, expect, it } from 'vitest';
import type { ChannelRecord, ReadingSeries } from '../../../contract/monitoring.ts';
import { themes } from '../../theme/themes.ts';
import { channelWith } from './channel-fixture.ts';
import { gapMs, incompleteSpans, nearestPoint, readingChartOption, runsOf } from './reading-chart-option.ts';

const minute = 60_000;
const point = (time: number, value: number | null, more: Partial<ReadingSeries['points'][number]> = {}) => ({
  ...{ time, value, min: value, max: value, flag: null },
  ...more,
});
const series = (points: ReadingSeries['points'], of: ReadingSeries['of'] = 'readings'): ReadingSeries => ({
  ...{ channel: 'dz-01-dust', unitOfMeasure: 'mg/m³', of, points },
});

interface Drawn {
  readonly type: string;
  readonly name?: string;
  readonly stack?: string;
  readonly data: readonly (readonly [number, number | null])[];
  readonly markLine?: { readonly data: readonly { readonly yAxis: number }[] };
}

function drawn(given: ReadingSeries, channel: Partial<ChannelRecord> = {}, shiftMs = 0) {
  const option = readingChartOption({
    series: given,
    channel: channelWith(channel),
    span: { from: 0, to: 100 * minute },
    ...{ shiftMs, theme: themes.dark, scale: 1, describe: () => [], valueText: String },
    words: { value: 'value', flagged: 'flagged', high: 'high', low: 'low' },
  });
  const all = option.series as readonly Drawn[];
  const line = all.find(({ name }) => name === 'value');
  const flagged = all.find(({ name }) => name === 'flagged');
  return { option, all, line, flagged, band: all.filter(({ stack }) => stack === 'band') };
}

describe('gaps', () => {
  const [a, b, c, d] = [point(0, 1), point(minute, 2), point(3 * minute, 3), point(4 * minute, 0)];

  it('break the line where a reading is missing, and nowhere else; nothing in between is zero', () => {
    const { line } = drawn(series([a, b, c, d]));
    expect(line?.data.map(([, value]) => value)).toEqual([1, 2, null, 3, 0, null]);
  });

  it('are where a value is no number, too', () => {
    const runs = runsOf([a, point(minute, null), point(2 * minute, 2)], null);
    expect(runs.map((run) => run.map(({ value }) => value))).toEqual([[1], [2]]);
  });

  it('can’t be told where no reading is expected', () => {
    expect(gapMs({ series: series([a, c]), channel: channelWith({ intervalMs: null }) })).toBeNull();
  });

  it('between buckets are judged by the buckets’ own length', () => {
    const hours = [0, 1, 2, 4, 5].map((hour) => point(hour * 60 * minute, hour));
    const { line } = drawn(series(hours, 'buckets'));
    expect(line?.data.map(([, value]) => value)).toEqual([0, 1, 2, null, 4, 5, null]);
  });

  it('on both sides leave a point that is drawn as a point', () => {
    const { all } = drawn(series([a, b, point(9 * minute, 7), point(20 * minute, 3), point(21 * minute, 4)]));
    const alone = all.find(({ type, data, name }) => type === 'scatter' && name === undefined && data.length === 1);
    expect(alone?.data).toEqual([[9 * minute, 7]]);
  });
});

it('the band lies between the smallest and the greatest, below zero as well', () => {
  const { band } = drawn(series([point(0, -1, { min: -5, max: 3 }), point(minute, 2, { min: 1, max: 4 })], 'buckets'));
  const [least, height] = band;
  expect(least?.data.slice(0, 2).map(([, value]) => value)).toEqual([-5, 1]);
  expect(height?.data.slice(0, 2).map(([, value]) => value)).toEqual([8, 3]);
  expect(drawn(series([point(0, 1)])).band).toEqual([]);
});

it('limits are lines, and the axis reaches them', () => {
  const { all, line } = drawn(series([point(0, 1)]), { limitHigh: 35, limitLow: 2 });
  expect(line?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([35, 2]);
  const heights = all.flatMap(({ data }) => data.map(([, value]) => value));
  expect(heights).toEqual(expect.arrayContaining([35, 2]));
  expect(drawn(series([point(0, 1)])).line?.markLine?.data).toEqual([]);
});

it('readings with a mark stand out; normal ones don’t', () => {
  const given = [point(0, 1, { flag: 'N' }), point(minute, 2, { flag: 'D' }), point(2 * minute, null, { flag: 'F' })];
  expect(drawn(series(given)).flagged?.data).toEqual([[minute, 2]]);
});

it('buckets with marked readings stand out, also where they have no other', () => {
  const given = [
    point(0, 4, { min: 3, max: 9, flagged: 0 }),
    point(minute, 5, { min: 2, max: 9, flagged: 1 }),
    point(2 * minute, null, { min: null, max: null, flagged: 3 }),
  ];
  expect(drawn(series(given, 'buckets')).flagged?.data).toEqual([
    [minute, 5],
    [2 * minute, 2],
  ]);
});

describe('what has not come in full', () => {
  const spans = (given: ReadingSeries, channel: Partial<ChannelRecord> = {}) =>
    incompleteSpans({ series: given, channel: channelWith(channel) });

  it('is where readings are apart, and where buckets lack some; neighbours are one', () => {
    expect(spans(series([point(0, 1), point(minute, 1), point(5 * minute, 1)]))).toEqual([
      { from: 2 * minute, to: 5 * minute },
    ]);
    const hour = 60 * minute;
    const buckets = [0, 1, 2, 3, 6, 7].map((at) => point(at * hour, 1, { missing: at === 2 || at === 3 ? 4 : 0 }));
    expect(spans(series(buckets, 'buckets'))).toEqual([{ from: 2 * hour, to: 6 * hour }]);
  });

  it('is nowhere where all is there, or nothing is expected', () => {
    expect(spans(series([point(0, 1), point(minute, 1)]))).toEqual([]);
    expect(spans(series([point(0, 1), point(9 * minute, 1)]), { intervalMs: null })).toEqual([]);
    expect(spans(series([point(0, 1, { missing: 3 })], 'buckets'))).toEqual([]);
  });
});

it('times are those of the province on clocks that know UTC alone', () => {
  const { line, option } = drawn(series([point(0, 1)]), {}, 8 * 60 * minute);
  expect(line?.data[0]?.[0]).toBe(8 * 60 * minute);
  expect(option.useUTC).toBe(true);
});

it('a press takes the nearest reading', () => {
  const points = [point(0, 1), point(10, 2), point(30, 3)];
  expect(nearestPoint(points, 19)?.value).toBe(2);
  expect(nearestPoint(points, 999)?.value).toBe(3);
  expect(nearestPoint([], 0)).toBeUndefined();
});
