// Values, marks, limits and intervals of channels as text. Pure.
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { Words } from '../../i18n/zh.ts';

/** Small concentrations keep their digits; large amounts are not drowned in them. */
export function valueText(value: number, language: Language): string {
  const size = Math.abs(value);
  return numberText(value, language, size >= 1000 ? 2 : size >= 1 ? 4 : 8);
}

/** A mark that means that the reading is good. */
export const isGoodMark = (flag: string | null): boolean => flag === null || flag === 'N' || flag === 'good';

/** D 故障; a word that nobody here knows stands as it came. */
export function flagText(flag: string, { monitoring: words }: Words): string {
  const meaning = words.flag[flag];
  return meaning === undefined ? flag : `${flag} ${meaning}`;
}

export const quantityText = (quantity: string, { monitoring: words }: Words): string =>
  words.quantity[quantity] ?? quantity;

type Limited = Pick<ChannelRecord, 'limitHigh' | 'limitLow' | 'limitPeriod' | 'unitOfMeasure'>;

/** null = no limit is registered. */
export function limitText(channel: Limited, { monitoring: { limit } }: Words, language: Language): string | null {
  const { limitHigh, limitLow, limitPeriod, unitOfMeasure } = channel;
  const bounds = [
    ...(limitLow === null ? [] : [limit.low(valueText(limitLow, language))]),
    ...(limitHigh === null ? [] : [limit.high(valueText(limitHigh, language))]),
  ];
  if (bounds.length === 0) return null;
  const text = `${bounds.join(' ')} ${unitOfMeasure}`;
  return limitPeriod === null ? text : `${text} · ${limit.period[limitPeriod]}`;
}
