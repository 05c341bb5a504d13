// Amounts with their unit of measure in the reader's language, as legends and notes write them. Pure.
import { numberText } from '../../format/quantity-text.ts';
import type { LayerInput } from './layer-definition.ts';

/** Symbol of a unit of measure, the same in both languages; '' for counts. An amount whose source states no unit says so. */
export function unitText(unit: string | null, { language }: Pick<LayerInput, 'language'>): string {
  if (unit === null || unit === '1') return '';
  return unit === '?' ? (language === 'zh' ? '单位未注明' : 'unit not stated') : unit;
}

/** "3,400 kt/a", or "17" for a count. */
export function amountText(value: number, unit: string | null, input: LayerInput): string {
  return `${numberText(value, input.language)} ${unitText(unit, input)}`.trim();
}
