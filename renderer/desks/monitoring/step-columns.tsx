// The columns in which steps of a channel are listed, on the screen and in files.
import type { TableColumnsType } from 'antd';
import type { ReadingRow, ReadingStep } from '../../../contract/monitoring.ts';
import { numberText, shareText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import type { Words } from '../../i18n/zh.ts';
import { columnWidthRem } from '../../ui/text-width.ts';
import { ShareBar } from './completeness-today.tsx';
import { valueText } from './reading-text.ts';

/** A day is called by its date alone. */
export function stepText({ from }: Pick<ReadingRow, 'from'>, step: ReadingStep, timeZone: string): string {
  const text = wallClockMinutes(from, timeZone);
  return step === '1mo' ? text.slice(0, 7) : step === '1d' ? text.slice(0, 10) : text;
}

export function stepColumns(
  step: ReadingStep,
  { words, language, timeZone, rem }: { words: Words; language: 'zh' | 'en'; timeZone: string; rem: number },
): TableColumnsType<ReadingRow> {
  const { column: titles, unknown } = words.monitoring;
  const number = (key: 'sum' | 'avg' | 'min' | 'max'): TableColumnsType<ReadingRow>[number] => ({
    key,
    title: titles[key],
    width: 7.5 * rem,
    align: 'right',
    render: (_, { [key]: value }) =>
      value === null ? <span className="muted">–</span> : <span>{valueText(value, language)}</span>,
  });
  return [
    {
      key: 'from',
      title: titles.from,
      width: 10 * rem,
      fixed: 'left',
      render: (_, row) => stepText(row, step, timeZone),
    },
    ...(['sum', 'avg', 'min', 'max'] as const).map(number),
    {
      key: 'count',
      title: `${titles.count} / ${titles.expected}`,
      width: columnWidthRem(`${titles.count} / ${titles.expected}`, 9) * rem,
      align: 'right',
      render: (_, { count, expected }) =>
        `${numberText(count, language)} / ${expected === null ? '–' : numberText(expected, language)}`,
    },
    {
      key: 'completeness',
      title: words.monitoring.fact.completeness,
      width: 10 * rem,
      render: (_, { completeness }) => (
        <ShareBar share={completeness} text={completeness === null ? unknown : shareText(completeness, language)} />
      ),
    },
  ];
}
