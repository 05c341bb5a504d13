// The parts of ECharts that the product draws with, and no more. Loaded when the first chart is shown.
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AxisPointerComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  ...[BarChart, LineChart, ScatterChart],
  ...[GridComponent, AxisPointerComponent, DataZoomInsideComponent],
  ...[MarkAreaComponent, MarkLineComponent, TooltipComponent],
  CanvasRenderer,
]);

export { init };
