// A range of capacities or years in words, its open ends left out. Pure.
import type { FigureMeasure } from '../../../contract/figures.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { Words } from '../../i18n/zh.ts';
import type { Range } from '../../state/filters.ts';
import { edgeAbove } from './histogram-bins.ts';

export interface RangeLook {
  readonly measure: FigureMeasure;
  /** Unit of measure of capacities; '' where there is none. */
  readonly unit: string;
  readonly language: Language;
  readonly words: Words;
}

/** One number of a measure: years are not grouped by thousands. */
function valueText(value: number, { measure, unit, language }: RangeLook): string {
  return measure === 'capacity' ? `${numberText(value, language)} ${unit}`.trim() : String(value);
}

/** The upper end: a class of capacities stops short of its edge, and says so. */
export function greatestText(greatest: number, look: RangeLook): string {
  const edge = look.measure === 'capacity' ? edgeAbove(greatest) : null;
  return edge === null ? valueText(greatest, look) : look.words.time.shortOf(valueText(edge, look));
}

export const leastText = valueText;

export function rangeText([least, greatest]: Range, look: RangeLook): string {
  const { words, measure } = look;
  if (least !== null && greatest !== null)
    return least === greatest
      ? valueText(least, look)
      : words.time.range(valueText(least, { ...look, unit: '' }), greatestText(greatest, look));
  if (least !== null)
    return measure === 'capacity' ? words.time.atLeast(valueText(least, look)) : words.time.from(String(least));
  if (greatest === null) return words.time.open;
  if (measure !== 'capacity') return words.time.until(String(greatest));
  return edgeAbove(greatest) === null ? words.time.atMost(valueText(greatest, look)) : greatestText(greatest, look);
}
