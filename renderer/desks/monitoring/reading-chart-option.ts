// A channel's readings as a chart: the line, the band from least to greatest, gaps as gaps, limits as lines, marks as signs. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { ChannelRecord, ReadingSeries } from '../../../contract/monitoring.ts';
import { limitLines } from '../../charts/limit-lines.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import type { Theme } from '../../theme/themes.ts';
import { isGoodMark } from './reading-text.ts';

type Point = ReadingSeries['points'][number];

export interface ChartWords {
  readonly value: string;
  readonly flagged: string;
  readonly high: string;
  readonly low: string;
}

export interface ReadingChart {
  readonly series: ReadingSeries;
  readonly channel: Pick<ChannelRecord, 'intervalMs' | 'limitHigh' | 'limitLow' | 'kind'>;
  readonly span: OwnSpan;
  /** What is added to an instant so that UTC clocks show the province's time. */
  readonly shiftMs: number;
  readonly theme: Theme;
  /** Of the page: lines and signs grow with it. */
  readonly scale: number;
  readonly words: ChartWords;
  /** What the sign at the pointer says. */
  readonly describe: (point: Point) => readonly string[];
  readonly valueText: (value: number) => string;
}

/** Points further apart than this have something missing between them; null = nothing is expected, so nothing is missed. */
export function gapMs({ series, channel }: Pick<ReadingChart, 'series' | 'channel'>): number | null {
  const { intervalMs } = channel;
  if (series.of === 'readings') return intervalMs === null ? null : 1.5 * intervalMs;
  // Buckets begin at equal distances, and those without a number are left out: the least distance is their length.
  const { points } = series;
  const least = points.reduce(
    (sum, { time }, index) => Math.min(sum, time - (points[index - 1]?.time ?? Number.NEGATIVE_INFINITY)),
    Number.POSITIVE_INFINITY,
  );
  return 1.5 * Math.max(least, intervalMs ?? 0);
}

/** Runs of points with nothing missing inside. A point without a number ends a run. */
export function runsOf(points: readonly Point[], gap: number | null): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (const point of points) {
    const last = run.at(-1);
    if (point.value === null || (last !== undefined && gap !== null && point.time - last.time > gap)) {
      if (run.length > 0) runs.push(run);
      run = [];
    }
    if (point.value !== null) run.push(point);
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Whether a reading, or any of a bucket's, has a mark that is not normal. */
export const isFlagged = ({ flag, flagged = 0 }: Point): boolean => flagged > 0 || !isGoodMark(flag);

/** Where not all has come that was due: between readings, and over buckets that lack some. In the order of time, none touching another. */
export function incompleteSpans(chart: Pick<ReadingChart, 'series' | 'channel'>): OwnSpan[] {
  const { points } = chart.series;
  const gap = gapMs(chart);
  if (gap === null || !Number.isFinite(gap)) return [];
  const length = gap / 1.5;
  const spans: { from: number; to: number }[] = [];
  const add = (from: number, to: number): void => {
    const last = spans.at(-1);
    if (last !== undefined && last.to >= from) last.to = to;
    else spans.push({ from, to });
  };
  for (const [index, { time, missing = 0 }] of points.entries()) {
    const next = points[index + 1]?.time;
    if (missing > 0) add(time, time + length);
    if (next !== undefined && next - time > gap) add(time + length, next);
  }
  return spans;
}

/** Months and days as dates, whatever language the library was built with. */
export const timeLabels = {
  year: '{yyyy}-{MM}-{dd}',
  month: '{MM}-{dd}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
};

export type Pair = readonly [number, number | null];

/** A channel's points as curves that break where something is missing. */
export function curveOf({ series, channel, shiftMs }: Pick<ReadingChart, 'series' | 'channel' | 'shiftMs'>) {
  const runs = runsOf(series.points, gapMs({ series, channel }));
  const x = (time: number): number => time + shiftMs;
  return {
    x,
    broken: (pick: (point: Point) => number | null): Pair[] =>
      runs.flatMap((run): Pair[] => [
        ...run.map((point): Pair => [x(point.time), pick(point)]),
        [x((run.at(-1)?.time ?? 0) + 1), null],
      ]),
    /** Points between two gaps: a line can't show them. */
    alone: runs.flatMap((run) => (run.length === 1 ? run : [])),
    hasBand: series.points.some(({ min, max }) => min !== null && max !== null && min !== max),
  };
}

export const least = (point: Point): number | null => point.min ?? point.value;
const greatest = (point: Point): number | null => point.max ?? point.value;

/** Those that the channel has, each with its name. */
export const limitsOf = (
  { limitHigh, limitLow }: ReadingChart['channel'],
  words: Pick<ChartWords, 'high' | 'low'>,
): [number, string][] =>
  [[limitHigh, words.high] as const, [limitLow, words.low] as const].flatMap(([limit, name]) =>
    limit === null ? [] : [[limit, name] as [number, string]],
  );

export function readingChartOption(chart: ReadingChart): EChartsCoreOption {
  const { series, channel, span, theme, scale, words } = chart;
  const { x, broken, alone, hasBand } = curveOf(chart);
  const flagged = series.points.filter(
    (point) => isFlagged(point) && (point.value !== null || series.of === 'buckets'),
  );
  // Where a bucket has marked readings alone, its sign stands at the foot of the curve.
  const foot = series.points.reduce((low, point) => Math.min(low, least(point) ?? low), Number.POSITIVE_INFINITY);
  const incomplete = incompleteSpans(chart);
  const limits = limitsOf(channel, words);
  const band = {
    type: 'line',
    stack: 'band',
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  };

  return {
    useUTC: true,
    animation: false,
    grid: { left: 8 * scale, right: 20 * scale, top: 24 * scale, bottom: 8 * scale, containLabel: true },
    xAxis: {
      type: 'time',
      min: x(span.from),
      max: x(span.to),
      splitNumber: 6,
      axisLabel: { formatter: timeLabels, hideOverlap: true },
    },
    yAxis: { type: 'value', scale: channel.kind !== 'amount', splitNumber: 4 },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'line' },
      formatter: (found: readonly { readonly value: Pair }[]) => tip(found, chart),
    },
    series: [
      ...(hasBand
        ? [
            { ...band, data: broken(least) },
            {
              ...band,
              areaStyle: { color: theme.accent, opacity: 0.22 },
              data: broken((point) => {
                const [low, high] = [least(point), greatest(point)];
                return low === null || high === null ? null : high - low;
              }),
            },
          ]
        : []),
      {
        type: 'line',
        name: words.value,
        symbol: 'none',
        color: theme.accent,
        lineStyle: { width: 1.6 * scale },
        connectNulls: false,
        data: broken(({ value }) => value),
        markArea: {
          silent: true,
          animation: false,
          itemStyle: { color: theme.doubt, opacity: 0.14 },
          data: incomplete.map(({ from, to }) => [{ xAxis: x(from) }, { xAxis: x(to) }]),
        },
        markLine: limitLines(limits, chart),
      },
      // Not seen: makes the axis reach the limits.
      { type: 'scatter', symbolSize: 0, silent: true, data: limits.map(([value]) => [x(span.from), value]) },
      {
        type: 'scatter',
        symbol: 'circle',
        symbolSize: 5 * scale,
        color: theme.accent,
        silent: true,
        data: alone.map(({ time, value }) => [x(time), value]),
      },
      {
        type: 'scatter',
        name: words.flagged,
        symbol: 'diamond',
        symbolSize: 9 * scale,
        silent: true,
        itemStyle: { color: theme.doubt, borderColor: theme.ground, borderWidth: scale },
        data: flagged.map(({ time, value }) => [x(time), value ?? (Number.isFinite(foot) ? foot : 0)]),
      },
    ],
  };
}

/** Text as nodes: marks and names come from instruments and must not be taken for HTML. */
function tip(
  found: readonly { readonly value: Pair }[],
  { series, shiftMs, describe }: ReadingChart,
): HTMLElement | string {
  const time = found[0]?.value[0];
  const point = time === undefined ? undefined : nearestPoint(series.points, time - shiftMs);
  if (point === undefined) return '';
  const box = document.createElement('div');
  for (const line of describe(point)) box.append(Object.assign(document.createElement('div'), { textContent: line }));
  return box;
}

/** The point nearest in time. */
export function nearestPoint(points: readonly Point[], time: number): Point | undefined {
  let best: Point | undefined;
  for (const point of points)
    if (best === undefined || Math.abs(point.time - time) < Math.abs(best.time - time)) best = point;
  return best;
}
