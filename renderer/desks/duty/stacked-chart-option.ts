// Several channels over one axis of time, each in a strip of its own with its unit: gaps as grey, limits as lines, marks as signs, windows of alarms as bands. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { ChannelRecord, ReadingSeries } from '../../../contract/monitoring.ts';
import { limitLines } from '../../charts/limit-lines.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import type { Theme } from '../../theme/themes.ts';
import {
  curveOf,
  gapMs,
  incompleteSpans,
  isFlagged,
  least,
  limitsOf,
  nearestPoint,
  type Pair,
  timeLabels,
} from '../monitoring/reading-chart-option.ts';

export interface Strip {
  readonly channel: Pick<
    ChannelRecord,
    'id' | 'name' | 'unitOfMeasure' | 'intervalMs' | 'limitHigh' | 'limitLow' | 'kind'
  >;
  readonly series: ReadingSeries;
}

export interface StackedChart {
  readonly strips: readonly Strip[];
  readonly span: OwnSpan;
  /** Windows of alarms, drawn over all strips. */
  readonly windows: readonly (OwnSpan & { readonly urgent: boolean })[];
  /** What is added to an instant so that UTC clocks show the province's time. */
  readonly shiftMs: number;
  readonly theme: Theme;
  readonly scale: number;
  /** CSS pixels of the whole. */
  readonly heightPixels: number;
  readonly valueText: (value: number) => string;
  readonly timeText: (time: number) => string;
  readonly flagText: (flag: string) => string;
  readonly unknown: string;
  readonly words: { readonly high: string; readonly low: string };
  /** What is in sight at first, where it can be zoomed and panned by wheel and hand; left out = all, and it can't. */
  readonly zoom?: OwnSpan;
}

function stripSeries(strip: Strip, index: number, chart: StackedChart): readonly object[] {
  const { series, channel } = strip;
  const { shiftMs, theme, scale, windows, words } = chart;
  const { x, broken, alone, hasBand } = curveOf({ series, channel, shiftMs });
  const on = { xAxisIndex: index, yAxisIndex: index };
  const limits = limitsOf(channel, words);
  const flagged = series.points.filter((point) => point.value !== null && isFlagged(point));
  const band = {
    ...on,
    type: 'line',
    stack: `band ${index}`,
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  };
  const area = ({ from, to }: OwnSpan, color: string, opacity: number) => [
    { xAxis: x(from), itemStyle: { color, opacity } },
    { xAxis: x(to) },
  ];
  return [
    ...(hasBand
      ? [
          { ...band, data: broken(least) },
          {
            ...band,
            areaStyle: { color: theme.accent, opacity: 0.22 },
            data: broken((point) => {
              const low = least(point);
              const high = point.max ?? point.value;
              return low === null || high === null ? null : high - low;
            }),
          },
        ]
      : []),
    {
      ...on,
      type: 'line',
      id: `line ${index}`,
      symbol: 'none',
      color: theme.accent,
      lineStyle: { width: 1.5 * scale },
      connectNulls: false,
      data: broken(({ value }) => value),
      markArea: {
        silent: true,
        data: [
          ...incompleteSpans(strip).map((gap) => area(gap, theme.muted, 0.28)),
          ...windows.map((window) => area(window, window.urgent ? theme.refusal : theme.doubt, 0.2)),
        ],
      },
      markLine: limitLines(limits, chart),
    },
    // Not seen: makes the axis reach the limits.
    {
      ...on,
      type: 'scatter',
      symbolSize: 0,
      silent: true,
      data: limits.map(([value]) => [x(chart.span.from), value]),
    },
    {
      ...on,
      type: 'scatter',
      symbol: 'circle',
      symbolSize: 4 * scale,
      color: theme.accent,
      silent: true,
      data: alone.map(({ time, value }) => [x(time), value]),
    },
    {
      ...on,
      type: 'scatter',
      symbol: 'diamond',
      symbolSize: 8 * scale,
      silent: true,
      itemStyle: { color: theme.doubt, borderColor: theme.ground, borderWidth: scale },
      data: flagged.map(({ time, value }) => [x(time), value]),
    },
  ];
}

export function stackedChartOption(chart: StackedChart): EChartsCoreOption {
  const { strips, span, shiftMs, theme, scale, heightPixels } = chart;
  const foot = 26 * scale;
  const head = 24 * scale;
  const strip = (heightPixels - foot) / Math.max(1, strips.length);
  const last = strips.length - 1;
  return {
    useUTC: true,
    animation: false,
    grid: strips.map((_, index) => ({
      left: 62 * scale,
      right: 14 * scale,
      top: index * strip + head,
      height: Math.max(8, strip - head - 6 * scale),
    })),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: strips.map((_, index) => ({
      type: 'time',
      gridIndex: index,
      min: span.from + shiftMs,
      max: span.to + shiftMs,
      splitNumber: 6,
      axisLabel: { show: index === last, formatter: timeLabels, hideOverlap: true },
      axisTick: { show: index === last },
    })),
    yAxis: strips.map(({ channel }, index) => ({
      type: 'value',
      gridIndex: index,
      scale: channel.kind === 'level',
      splitNumber: 2,
      axisLabel: { hideOverlap: true },
      name: `${channel.name}  ${channel.unitOfMeasure}`,
      nameLocation: 'end',
      nameGap: 7 * scale,
      nameTextStyle: { align: 'left', padding: [0, 0, 0, -54 * scale], color: theme.text },
    })),
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'line' },
      confine: true,
      formatter: (found: readonly { readonly value: Pair }[]) => tip(found[0]?.value[0], chart),
    },
    ...(chart.zoom === undefined
      ? {}
      : {
          dataZoom: [
            {
              type: 'inside',
              xAxisIndex: strips.map((_, index) => index),
              filterMode: 'none',
              startValue: chart.zoom.from + shiftMs,
              endValue: chart.zoom.to + shiftMs,
              zoomOnMouseWheel: true,
              moveOnMouseMove: true,
              throttle: 16,
            },
          ],
        }),
    series: strips.flatMap((each, index) => stripSeries(each, index, chart)),
  };
}

/** Text as nodes: marks and names come from instruments and must not be taken for HTML. */
function tip(time: number | undefined, chart: StackedChart): HTMLElement | string {
  if (time === undefined) return '';
  const box = document.createElement('div');
  const line = (text: string): void => box.append(Object.assign(document.createElement('div'), { textContent: text }));
  line(chart.timeText(time - chart.shiftMs));
  for (const strip of chart.strips) {
    const { series, channel } = strip;
    const near = nearestPoint(series.points, time - chart.shiftMs);
    const gap = gapMs({ series, channel });
    const known = near !== undefined && (gap === null || Math.abs(near.time - (time - chart.shiftMs)) <= gap);
    const value =
      known && near.value !== null ? `${chart.valueText(near.value)} ${channel.unitOfMeasure}` : chart.unknown;
    const flag = known && near.flag !== null ? ` · ${chart.flagText(near.flag)}` : '';
    line(`${channel.name}  ${value}${flag}`);
  }
  return box;
}
