// What an import of readings has to say of rows and of the file: a code, and its sentence in both languages.
import type { Bilingual } from '../../../contract/figures.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentence = (params: Params) => string;

const rows = (p: Params, zh: boolean): string => {
  const several = p.lastRow !== undefined && p.lastRow !== p.row;
  if (zh) return several ? `第 ${p.row} 至 ${p.lastRow} 行` : `第 ${p.row} 行`;
  return several ? `Rows ${p.row} to ${p.lastRow}` : `Row ${p.row}`;
};

const other = (p: Params, zh: boolean): string => {
  if (p.otherRow === undefined) return zh ? '库中已有的值' : 'the value already kept';
  const file = p.otherFile === undefined ? '' : `${p.otherFile}${zh ? ' ' : ', '}`;
  return zh ? `${file}第 ${p.otherRow} 行` : `${file}row ${p.otherRow}`;
};

/** Of rows. Rejected ones bring no reading; the others are kept all the same. */
const findingSentences = {
  'bad-time': {
    zh: (p) => `${rows(p, true)}：“${p.value}”不是时间，已拒收。请改正，或用 --date-format 说明格式。`,
    en: (p) =>
      `${rows(p, false)}: "${p.value}" is not a time; rejected. Correct it, or state the format with --date-format.`,
  },
  'not-a-number': {
    zh: (p) => `${rows(p, true)}：“${p.value}”不是数字，已拒收；此处按缺数处理，不计为 0。`,
    en: (p) =>
      `${rows(p, false)}: "${p.value}" is not a number; rejected. There is no reading then, which is not zero.`,
  },
  blank: {
    zh: (p) => `${rows(p, true)}没有数值，按缺数处理，不计为 0。`,
    en: (p) => `${rows(p, false)}: no value. There is no reading then, which is not zero.`,
  },
  'error-cell': {
    zh: (p) => `${rows(p, true)}：单元格是错误值 ${p.value}，已拒收。`,
    en: (p) => `${rows(p, false)}: the cell holds the error ${p.value}; rejected.`,
  },
  'extra-cell': {
    zh: (p) => `${rows(p, true)}比表头多出内容“${p.value}”，可能有未加引号的分隔符（如小数逗号），已拒收。请核对该行。`,
    en: (p) =>
      `${rows(p, false)}: more cells than the header ("${p.value}"); a separator, such as a decimal comma, may lack quotes. Rejected; check the row.`,
  },
  formula: {
    zh: (p) => `${rows(p, true)}是公式，取其最近一次的结果 ${p.value}。`,
    en: (p) => `${rows(p, false)}: a formula; its last result (${p.value}) is taken.`,
  },
  'number-style': {
    zh: (p) => `${rows(p, true)}：“${p.value}”的写法与本列其他数字不同，按 ${p.number} 读取。请核对。`,
    en: (p) =>
      `${rows(p, false)}: "${p.value}" is written unlike the other numbers of its column; read as ${p.number}. Check it.`,
  },
  'repeated-row': {
    zh: (p) => `${rows(p, true)}与${other(p, true)}时间、数值都相同，只计一次。`,
    en: (p) => `${rows(p, false)}: same time and value as ${other(p, false)}; counted once.`,
  },
  'already-there': {
    zh: (p) => `${rows(p, true)}此前已导入，未重复计入。`,
    en: (p) => `${rows(p, false)}: imported before; not counted again.`,
  },
  'conflicting-value': {
    zh: (p) =>
      `${rows(p, true)}在 ${p.time} 的值是 ${p.value}，${other(p, true)}是 ${p.otherValue}。两个值都保留，以后到的为准，前一个留作历史版本。请核对哪一个正确。`,
    en: (p) =>
      `${rows(p, false)} says ${p.value} for ${p.time}, ${other(p, false)} says ${p.otherValue}. Both are kept: the later one counts, the other stays as an earlier version. Check which is right.`,
  },
  'late-rows': {
    zh: (p) => `${rows(p, true)}次序靠后：${p.from} 至 ${p.to} 的数据排在更晚的数据之后。已归入各自的时间。`,
    en: (p) =>
      `${rows(p, false)} come late: ${p.from} to ${p.to} stand after later times. Each is kept at its own time.`,
  },
  'doubled-hour': {
    zh: (p) =>
      `${rows(p, true)}：时间倒退一小时，${p.from} 至 ${p.to} 出现两遍，像是时钟回拨（如夏令时）。我国时间没有这一小时；后一遍按修订保留。请核对仪表时钟。`,
    en: (p) =>
      `${rows(p, false)}: the time goes back by an hour and ${p.from} to ${p.to} come twice, as when a clock is set back (daylight saving). China Standard Time has no such hour; the second pass is kept as revisions. Check the meter's clock.`,
  },
  'off-grid': {
    zh: (p) => `${rows(p, true)}：时间 ${p.time} 不在 ${p.interval} 的整点上，按原时间保留。`,
    en: (p) => `${rows(p, false)}: ${p.time} is not on the grid of ${p.interval}; kept at that time.`,
  },
  'negative-amount': {
    zh: (p) => `${rows(p, true)}：数量为负（${p.value}），原样保留。`,
    en: (p) => `${rows(p, false)}: a negative amount (${p.value}); kept as it is.`,
  },
  'in-future': {
    zh: (p) => `${rows(p, true)}：时间 ${p.time} 还没有到，原样保留。请核对日期格式和仪表时钟。`,
    en: (p) =>
      `${rows(p, false)}: ${p.time} has not come yet; kept as it is. Check the date format and the meter's clock.`,
  },
  gap: {
    zh: (p) => `${p.from} 至 ${p.to} 没有监测值（应有 ${p.missing} 个），按缺数处理，不计为 0。`,
    en: (p) => `No reading from ${p.from} to ${p.to} (due: ${p.missing}). A gap, which is not zero.`,
  },
} satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type MeterFindingCode = keyof typeof findingSentences;

/** Of the file as a whole: what was found out or assumed. */
const noteSentences = {
  'midnight-24': {
    zh: (p) =>
      `本文件中的“00:00”（${p.rows} 处）按各行次序是同一日期的 24:00，已按次日零时计。若不对，请加 --midnight 0。`,
    en: (p) =>
      `"00:00" (${p.rows} times) means 24:00 of the date beside it, as the order of the rows shows. If that is wrong, state --midnight 0.`,
  },
  'midnight-unclear': {
    zh: (p) => `“00:00”共 ${p.rows} 处：既有像当日 24:00 的，也有像当日零时的，按零时计。若不对，请加 --midnight 24。`,
    en: (p) =>
      `"00:00" stands ${p.rows} times, sometimes as the end of its date and sometimes as its beginning; taken as the beginning. If that is wrong, state --midnight 24.`,
  },
  'midnight-differs': {
    zh: (p) =>
      `按 --midnight ${p.midnight} 读取，但文件中各行的次序显示“00:00”指${p.midnight === 0 ? '当日 24:00' : '当日零时'}。请核对。`,
    en: (p) =>
      `Read with --midnight ${p.midnight}, but by the order of rows "00:00" is the ${p.midnight === 0 ? 'end' : 'beginning'} of its date. Check it.`,
  },
  'day-table': {
    zh: (p) =>
      `一天一行：各行的列“${p.first}”至“${p.last}”（${p.parts} 列）读作 ${p.interval} 一个值，${p.edge === 'ordinal' ? '第一列是零时开始的时段' : `列名是时段的${p.edge === 'end' ? '终点' : '起点'}`}；行数按值计。${p.edge === 'ordinal' ? '' : '若不对，请用 --stamp 说明。'}`,
    en: (p) =>
      `A day a row: the columns "${p.first}" to "${p.last}" (${p.parts}) are read as a value every ${p.interval}; ${p.edge === 'ordinal' ? 'the first is that of the part of the day that begins at 00:00' : `their headers are the ${p.edge}s of the parts`}. Each value counts as a row.${p.edge === 'ordinal' ? '' : ' If that is wrong, state --stamp.'}`,
  },
  'date-order': {
    zh: (p) =>
      `日期按${p.order === 'dmy' ? '“日/月/年”' : '“月/日/年”'}读取（由整列判断）。若不对，请用 --date-format 说明。`,
    en: (p) =>
      `Dates are read with the ${p.order === 'dmy' ? 'day' : 'month'} first, as the whole column tells. If that is wrong, state --date-format.`,
  },
  'last-moment': {
    zh: (p) => `时间是间隔的最后一刻（比终点早 ${p.seconds} 秒），已按终点计。`,
    en: (p) => `Times are the last moment of their interval, ${p.seconds} s before its end; taken for its end.`,
  },
  'interval-differs': {
    zh: (p) => `监测点位登记的间隔是 ${p.registered}，文件中最常见的间隔是 ${p.found}。`,
    en: (p) =>
      `The channel is registered with an interval of ${p.registered}; the most common distance in the file is ${p.found}.`,
  },
  'interval-unknown': {
    zh: () => '文件中的时间没有固定间隔，不计算应有数量。如有，请用 --interval 说明。',
    en: () =>
      'The times have no common distance, so no number of readings is expected. State --interval if there is one.',
  },
  monthly: {
    zh: () => '每月一行：每个值计入当月一日零时起的一个月；各月长短不一，不计算应有数量，也不按日分摊。请按月查询。',
    en: () =>
      'One row a month: each value stands for the month that begins then. Months differ in length, so no number of readings is expected, and nothing is spread over days. Ask by month.',
  },
  'no-order': {
    zh: () => '文件各行不按时间排列；迟到的行不逐一列出。',
    en: () => 'The rows are in no order of time; late ones are not listed one by one.',
  },
  'times-assigned': {
    zh: (p) => `文件没有时间：自 ${p.from} 起按 ${p.interval} 逐行指定，不是实测时间。`,
    en: (p) =>
      `The file has no times: they are assigned, one row after the other from ${p.from} on, every ${p.interval}. They were not measured.`,
  },
  'several-series': {
    zh: () => '大量行时间相同而数值不同，文件可能含有几块表。请用 --where 列=值 分别导入到各自的点位。',
    en: () =>
      'Many rows have the same time and other values: the file may hold several meters. Import each into a channel of its own with --where COLUMN=VALUE.',
  },
  'columns-passed-over': {
    zh: (p) => `以下列不是数字，没有导入：${p.columns}。`,
    en: (p) => `These columns hold no numbers and were not imported: ${p.columns}.`,
  },
  'other-sheets': {
    zh: (p) => `只读取了工作表“${p.sheet}”；下列工作表也有这些列，请用 --sheet 分别导入：${p.sheets}。`,
    en: (p) =>
      `Only the sheet "${p.sheet}" was read. These have the columns too; import each with --sheet: ${p.sheets}.`,
  },
  'imported-before': {
    zh: (p) => `${p.file} 此前已按同样的方式导入，没有再写入任何内容；以下是当时的结果。`,
    en: (p) => `${p.file} was imported before in the same way; nothing was written again. This is what was found then.`,
  },
  'unit-unknown': {
    zh: (p) => `计量单位未知，按未知登记：${p.columns}。请用 --unit 或 --map 说明。`,
    en: (p) =>
      `The unit of measure is not known and registered as unknown: ${p.columns}. State it with --unit or --map.`,
  },
} satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type MeterNoteCode = keyof typeof noteSentences;

export const findingSentence = (code: MeterFindingCode, params: Params): Bilingual => ({
  zh: (findingSentences[code].zh as Sentence)(params),
  en: (findingSentences[code].en as Sentence)(params),
});

export interface MeterNote {
  readonly code: MeterNoteCode;
  readonly sentence: Bilingual;
}

export const meterNote = (code: MeterNoteCode, params: Params = {}): MeterNote => ({
  code,
  sentence: { zh: (noteSentences[code].zh as Sentence)(params), en: (noteSentences[code].en as Sentence)(params) },
});
