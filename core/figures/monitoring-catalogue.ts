// The figures of readings and alarms. A list.
import type { FigureDefinition, FigureDimension } from '../../contract/figures.ts';
import { COUNT } from './rules.ts';

export const channelDimensions: FigureDimension[] = [
  ...(['quantity', 'city', 'industry', 'enterprise', 'device', 'channel'] as const),
];
export const timeDimensions = ['month', 'day', 'hour'] as const;
export type TimeDimension = (typeof timeDimensions)[number];

const counted = {
  zh: '同一电表的分表（role = sub）和数采仪自行汇总的系列不重复计入；按 channel 分列或筛选时各自列出。',
  en: 'Sub-meters of a main meter (role = sub), and series that loggers make of their own factors, are not counted a second time; split by or narrowed to channel, each stands for itself.',
};

export const monitoringFigures: readonly FigureDefinition[] = [
  {
    id: 'metered-amount',
    title: { zh: '计量合计', en: 'Metered amount' },
    formula: {
      zh: `所选时段内各监测点位区间量之和，表底取差值；按监测量和计量单位分列，不同单位不相加。没有监测值的点位不计为 0，另计个数；完整率为实收次数与应收次数之比。${counted.zh}`,
      en: `Sum of the amounts of channels in the period; of registers, their differences. Apart for each quantity and unit of measure. Channels without a reading are not 0; they are counted beside. Completeness is readings received over readings due. ${counted.en}`,
    },
    unit: null,
    dimensions: [...channelDimensions, ...timeDimensions],
    rule: 'metered-amount@1',
  },
  {
    id: 'hourly-amount',
    title: { zh: '分时计量合计', en: 'Metered amount by the hour' },
    formula: {
      zh: '一种监测量在各市或各行业的逐时（或逐日）合计，取自归整时随之更新的分地汇总；依据条数为应收监测值个数，未知条数为其中未收到的。下属分表和数采仪自行汇总的系列不计入。',
      en: 'Sum of one quantity by city or by industry for each hour (or day), as the store keeps it with every settling. Inputs are the readings due, missing those of them that have not come. Channels that are a part of another one, and series that loggers make of their own factors, are left out.',
    },
    unit: null,
    dimensions: ['quantity', 'city', 'industry', 'month', 'day', 'hour'],
    rule: 'hourly-amount@1',
  },
  {
    id: 'reading-completeness',
    title: { zh: '监测数据完整率', en: 'Completeness of readings' },
    formula: {
      zh: '所选时段内实收的有效监测值个数除以按采集间隔应收的个数，百分数；没有规定间隔的点位不计。',
      en: 'Good readings received in the period over those due by the channels’ intervals, in per cent; channels without an interval are left out.',
    },
    unit: '%',
    dimensions: [...channelDimensions, ...timeDimensions],
    rule: 'reading-completeness@1',
  },
  {
    id: 'channel-count',
    title: { zh: '监测点位数', en: 'Channels' },
    formula: {
      zh: '已登记的监测点位个数；数采仪自行汇总的系列不计。',
      en: 'Number of registered channels; series that loggers make of their own factors are left out.',
    },
    unit: COUNT,
    dimensions: channelDimensions,
    rule: 'channel-count@1',
  },
  {
    id: 'alarm-count',
    title: { zh: '告警数', en: 'Alarms' },
    formula: {
      zh: '所选时段内发生的告警个数，按告警自身的时间；由合并告警代表的不另计。',
      en: 'Number of alarms raised in the period, by their own time; those that a group alarm stands for are not counted beside it.',
    },
    unit: COUNT,
    dimensions: ['city', 'enterprise', 'rule', 'priority', 'alarmState', 'month', 'day', 'hour'],
    rule: 'alarm-count@1',
  },
];
