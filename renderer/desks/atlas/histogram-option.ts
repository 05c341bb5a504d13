// How a histogram is drawn: bars of all with those of what passes before them, edges of classes under them. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { FigureMeasure } from '../../../contract/figures.ts';
import type { Language } from '../../../contract/reasons.ts';
import { remPixels } from '../../charts/chart-theme.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { Look } from '../../theme/use-look.ts';
import type { Bin } from './histogram-bins.ts';

/** Room around the bars, in rem; a brush lies over them and nothing else. */
export const room = { left: 3, right: 1.2, top: 0.5, bottom: 1.5 };

export function histogramOption(
  measure: FigureMeasure,
  bins: readonly Bin[],
  look: Look,
  language: Language,
): EChartsCoreOption {
  const edges = [...bins.map(({ from }) => from), bins.at(-1)?.to ?? 0];
  const side = (key: 'left' | 'right' | 'top' | 'bottom'): number => remPixels(room[key], look.scale);
  const bars = { type: 'bar', barGap: '-100%', barCategoryGap: bins.length > 40 ? '8%' : '14%', silent: true };
  const quiet = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } };
  // Classes are equally wide, whatever they hold: their edges are counted, and named by their value.
  const classEdges = {
    min: 0,
    max: bins.length,
    interval: 1,
    axisLabel: {
      hideOverlap: true,
      formatter: (index: number) => (edges[index] === undefined ? '' : numberText(edges[index], language)),
    },
  };
  const years = {
    min: edges[0],
    max: edges.at(-1),
    interval: 10,
    axisLabel: { hideOverlap: true, formatter: String },
  };
  return {
    grid: { left: side('left'), right: side('right'), top: side('top'), bottom: side('bottom') },
    xAxis: [
      { type: 'category', data: bins.map(({ from }) => from), ...quiet, axisLabel: { show: false } },
      {
        type: 'value',
        position: 'bottom',
        ...quiet,
        ...(measure === 'capacity' ? classEdges : years),
      },
    ],
    yAxis: { type: 'value', minInterval: 1, splitNumber: 2, axisLine: { show: false } },
    series: [
      { ...bars, data: bins.map(({ all }) => all), itemStyle: { color: look.theme.muted, opacity: 0.6 } },
      { ...bars, data: bins.map(({ passing }) => passing), itemStyle: { color: look.theme.accent } },
    ],
  };
}
