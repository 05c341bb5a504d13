// Numbers of meter files: decimal point or decimal comma, with or without separators of thousands. Pure.
import { isUnknownWord } from '../../imports/cell-rules.ts';

export type Decimal = 'point' | 'comma';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const PLAIN_COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?[1-9]\d{0,2}([,' ]\d{3})+(\.\d*)?$/;
const GROUPED_COMMA = /^[+-]?[1-9]\d{0,2}([.' ]\d{3})+(,\d*)?$/;
/** One separator before three digits: thousands or thousandths. */
const EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

function plain(text: string): string {
  const trimmed = text.trim();
  return /^[\d.+-]*$/.test(trimmed) ? trimmed : trimmed.normalize('NFKC').replaceAll('−', '-').replaceAll(/\s+/g, ' ');
}

/** Whether a cell says that there is no value: blank, n/a, NaN, 无 and the like. */
export const isNoValue = (text: string): boolean =>
  text.trim() === '' || isUnknownWord(text) || /^(nan|none|missing|no data|bad|缺测|缺失|空)$/i.test(text.trim());

/**
 * The number that a text states; null if it is none. `isOdd`: it is written unlike the column's other numbers, but can
 * mean nothing else (3,17 among numbers with decimal points).
 */
export function readNumber(text: string, decimal: Decimal): { readonly value: number; readonly isOdd: boolean } | null {
  const t = plain(text);
  const as = (value: number, isOdd = false) => (Number.isFinite(value) ? { value, isOdd } : null);
  if (decimal === 'point') {
    if (PLAIN.test(t)) return as(Number(t));
    if (GROUPED.test(t)) return as(Number(t.replaceAll(/[,' ]/g, '')));
    if (PLAIN_COMMA.test(t) || GROUPED_COMMA.test(t)) return as(commaNumber(t), true);
    return null;
  }
  if (PLAIN_COMMA.test(t) || GROUPED_COMMA.test(t)) return as(commaNumber(t));
  if (PLAIN.test(t)) return as(Number(t), true);
  if (GROUPED.test(t)) return as(Number(t.replaceAll(/[,' ]/g, '')), true);
  return null;
}

const commaNumber = (text: string): number => Number(text.replaceAll(/[.' ]/g, '').replace(',', '.'));

/** Finds out from a whole column which sign stands before the decimals. */
export class DecimalSurvey {
  #point = 0;
  #comma = 0;
  #eitherPoint = 0;
  #eitherComma = 0;
  #short = 0;
  #long = 0;
  /** A text that may be read both ways. */
  example = '';

  push(text: string): void {
    const t = plain(text);
    if (/^[+-]?\d+$/.test(t)) {
      if (t.length > 3) this.#long += 1;
      else this.#short += 1;
    } else if (EITHER.test(t)) {
      if (t.includes(',')) {
        this.#eitherComma += 1;
        this.example ||= text;
      } else this.#eitherPoint += 1;
    } else if (PLAIN.test(t) || GROUPED.test(t)) this.#point += 1;
    else if (PLAIN_COMMA.test(t) || GROUPED_COMMA.test(t)) this.#comma += 1;
  }

  /** null = 1,234 may be a thousand or about one, and nothing in the column tells which. */
  decide(): Decimal | null {
    const [point, comma] = [this.#point, this.#comma];
    if (point > 10 * comma) return 'point';
    if (comma > 10 * point) return 'comma';
    if (this.#eitherComma === 0) return comma > point ? 'comma' : 'point';
    if (point + comma + this.#eitherPoint > 0) return null;
    // Numbers below a thousand beside 1,234; never one of four digits without the comma.
    return this.#short > 0 && this.#long === 0 ? 'point' : null;
  }
}
