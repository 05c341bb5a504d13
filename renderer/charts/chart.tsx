// The one owner of ECharts: draws an option in the page's look, follows its size, and says in words what it shows.
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import type { Look } from '../theme/use-look.ts';
import { chartTheme } from './chart-theme.ts';
import './chart.css';

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** As large as the box it stands in. `label` is one sentence; values belong in a table beside the chart. */
export function Chart(props: {
  readonly option: EChartsCoreOption;
  readonly label: string;
  readonly look: Look;
  /** Told where inside the first grid was pressed, in the units of its x axis. */
  readonly onPress?: (x: number) => void;
  /** Told what part of the x axis is in sight, in its units, whenever the reader zooms or pans. */
  readonly onZoom?: (from: number, to: number) => void;
}) {
  const { option, label, look, onPress, onZoom } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let made: EChartsType | null = null;
    let gone = false;
    const observer = new ResizeObserver(() => made?.resize());
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return;
      const { fontFamily } = getComputedStyle(element);
      made = init(element, chartTheme(look.theme, look.scale, fontFamily, wantsStillness()), { renderer: 'canvas' });
      observer.observe(element);
      setChart(made);
    }, reportError);
    return () => {
      gone = true;
      observer.disconnect();
      setChart(null);
      made?.dispose();
    };
  }, [look.theme, look.scale]);

  useEffect(() => {
    if (chart !== null && !chart.isDisposed()) chart.setOption(option, { notMerge: true, lazyUpdate: true });
  }, [chart, option]);

  useEffect(() => {
    if (chart === null || chart.isDisposed() || onPress === undefined) return;
    const press = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): void => {
      const at = [offsetX, offsetY];
      if (!chart.containPixel({ gridIndex: 0 }, at)) return;
      const [x] = chart.convertFromPixel({ gridIndex: 0 }, at);
      if (x !== undefined) onPress(x);
    };
    const surface = chart.getZr();
    surface.on('click', press);
    return () => {
      if (!chart.isDisposed()) surface.off('click', press);
    };
  }, [chart, onPress]);

  useEffect(() => {
    if (chart === null || chart.isDisposed() || onZoom === undefined) return;
    const tell = (): void => {
      const { dataZoom } = chart.getOption() as { dataZoom?: { startValue?: number; endValue?: number }[] };
      const [{ startValue, endValue } = {}] = dataZoom ?? [];
      if (startValue !== undefined && endValue !== undefined) onZoom(startValue, endValue);
    };
    chart.on('datazoom', tell);
    return () => {
      if (!chart.isDisposed()) chart.off('datazoom', tell);
    };
  }, [chart, onZoom]);

  return <div ref={frame} className="chart" role="img" aria-label={label} />;
}
