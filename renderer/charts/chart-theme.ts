// ECharts in the product's look: colours by meaning, type and lines at the page's scale, motion short or none. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import { basePixels } from '../theme/scale.ts';
import type { Theme } from '../theme/themes.ts';

/** Rem as CSS pixels: a chart draws on a canvas, which knows no rem. */
export const remPixels = (rem: number, scale: number): number => rem * basePixels * scale;

/** The theme object that ECharts is started with: what every chart has in common. */
export function chartTheme(theme: Theme, scale: number, fontFamily: string, still: boolean): EChartsCoreOption {
  const text = { color: theme.muted, fontFamily, fontSize: remPixels(0.82, scale) };
  const axis = {
    axisLine: { lineStyle: { color: theme.line, width: scale } },
    axisTick: { lineStyle: { color: theme.line, width: scale } },
    axisLabel: text,
    nameTextStyle: text,
    splitLine: { lineStyle: { color: theme.line, width: scale } },
  };
  return {
    backgroundColor: 'transparent',
    color: [theme.accent],
    textStyle: { fontFamily },
    animation: !still,
    animationDuration: 200,
    animationDurationUpdate: 200,
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    line: { lineStyle: { width: 2 * scale }, symbolSize: 6 * scale },
    tooltip: {
      backgroundColor: theme.raised,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontFamily, fontSize: remPixels(0.92, scale) },
    },
  };
}
