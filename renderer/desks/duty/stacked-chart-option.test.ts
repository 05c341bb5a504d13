// What the strips of a card are told to draw: each with its unit, gaps as gaps, limits in sight, the alarm's window over all.
import { describe, expect, it } from 'vitest';
import type { ReadingSeries } from '../../../contract/monitoring.ts';
import { themes } from '../../theme/themes.ts';
import { channelWith } from '../monitoring/channel-fixture.ts';
import { type StackedChart, type Strip, stackedChartOption } from './stacked-chart-option.ts';

const minute = 60_000;
const point = (time: number, value: number | null, flag: string | null = null) => ({
  ...{ time, value, min: value, max: value, flag },
});
const strip = (id: string, points: ReadingSeries['points'], more = {}): Strip => ({
  channel: channelWith({ id, name: `名称 ${id}`, unitOfMeasure: 'mg/m³', ...more }),
  series: { channel: id, unitOfMeasure: 'mg/m³', of: 'readings', points },
});

interface Drawn {
  readonly type: string;
  readonly id?: string;
  readonly xAxisIndex: number;
  readonly symbol?: string;
  readonly data: readonly (readonly [number, number | null])[];
  readonly markArea?: { readonly data: readonly (readonly [{ xAxis: number }, { xAxis: number }])[] };
  readonly markLine?: { readonly data: readonly { readonly yAxis: number }[] };
}

function drawn(strips: readonly Strip[], more: Partial<StackedChart> = {}) {
  const option = stackedChartOption({
    strips,
    ...{ span: { from: 0, to: 100 * minute }, windows: [], shiftMs: 0, theme: themes.dark, scale: 1 },
    ...{ heightPixels: 400, valueText: String, timeText: String, flagText: String, unknown: '?' },
    words: { high: 'high', low: 'low' },
    ...more,
  });
  const series = option.series as readonly Drawn[];
  return { option, series, line: (index: number) => series.find(({ id }) => id === `line ${index}`) };
}

describe('strips', () => {
  const gappy = strip('a', [point(0, 1), point(minute, 2), point(9 * minute, 3)]);

  it('share one axis of time and have their names with units', () => {
    const { option } = drawn([gappy, strip('b', [point(0, 5)])]);
    const names = (option.yAxis as readonly { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['名称 a  mg/m³', '名称 b  mg/m³']);
    const spans = (option.xAxis as readonly { min: number; max: number }[]).map(({ min, max }) => [min, max]);
    expect(spans).toEqual([
      [0, 100 * minute],
      [0, 100 * minute],
    ]);
    expect(option.axisPointer).toEqual({ link: [{ xAxisIndex: 'all' }] });
  });

  it('break where nothing came and say so in grey; nothing in between is zero', () => {
    const { line } = drawn([gappy]);
    expect(line(0)?.data.map(([, value]) => value)).toEqual([1, 2, null, 3, null]);
    expect(line(0)?.markArea?.data.map(([from, to]) => [from.xAxis, to.xAxis])).toEqual([[2 * minute, 9 * minute]]);
  });

  it('all show the window of the alarm; limits and marks stand on their own strip', () => {
    const { line, series } = drawn([gappy, strip('b', [point(0, 5, 'D'), point(minute, 6, 'N')], { limitHigh: 30 })], {
      windows: [{ from: 2 * minute, to: 4 * minute, urgent: true }],
      shiftMs: 1000,
    });
    for (const index of [0, 1])
      expect(
        line(index)
          ?.markArea?.data.at(-1)
          ?.map(({ xAxis }) => xAxis),
      ).toEqual([2 * minute + 1000, 4 * minute + 1000]);
    expect(line(0)?.markLine?.data).toEqual([]);
    expect(line(1)?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([30]);
    const flagged = series.filter(({ symbol }) => symbol === 'diamond');
    expect(flagged.map(({ data }) => data)).toEqual([[], [[1000, 5]]]);
  });

  it('can be zoomed only where a part of the time is said to be in sight', () => {
    expect(drawn([gappy]).option.dataZoom).toBeUndefined();
    const { option } = drawn([gappy], { zoom: { from: minute, to: 2 * minute }, shiftMs: 5 });
    expect(option.dataZoom).toMatchObject([{ startValue: minute + 5, endValue: 2 * minute + 5 }]);
  });
});
