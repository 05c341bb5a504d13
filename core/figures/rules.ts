// What figures count and add, and in which unit of measure. Pure.
import type { FigureDimension, FigureKey } from '../../contract/figures.ts';
import { findProduct } from '../../policy/products.ts';
import { convert, findUnitOfMeasure, type UnitOfMeasure } from '../../policy/units-of-measure.ts';

/** One record that a figure rests on. */
export interface FigureInput {
  readonly enterpriseId: string;
  readonly recordId: string;
  readonly keys: Readonly<Record<FigureDimension, FigureKey>>;
  /** Stated amount; null = not stated. */
  readonly amount: number | null;
  /** Unit of measure of `amount` as stated; '' = none. */
  readonly amountUnit: string;
}

/** enterprises = distinct enterprises; records = number of records; amount = sum of what they state. */
export type Measure = 'enterprises' | 'records' | 'amount';

/** Unit of measure "pieces": counts of records have no other. */
export const COUNT = '1';
/** Unit shown for amounts whose source states none. */
export const UNSTATED_UNIT = '?';

/**
 * Sums without losing small addends to rounding (Neumaier), then drops the binary noise beyond 15 significant digits, so
 * that 1.41 + 1.85 is 3.26 in every order of addition.
 */
export function exactSum(amounts: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const amount of amounts) {
    const next = sum + amount;
    lost += Math.abs(sum) >= Math.abs(amount) ? sum - next + amount : amount - next + sum;
    sum = next;
  }
  return Number((sum + lost).toPrecision(15));
}

interface Conversion {
  readonly unit: string;
  /** null = the amount stays as it is. */
  readonly between: readonly [from: UnitOfMeasure, to: UnitOfMeasure] | null;
}

/** A ledger pairs a handful of products with a handful of units, but does so in every one of its records. */
const conversions = new Map<string, Conversion>();
const MOST_CONVERSIONS = 10_000;

function conversionOf(product: string | null, stated: string): Conversion {
  const key = `${product}\u0000${stated}`;
  const known = conversions.get(key);
  if (known) return known;
  const target = product === null ? null : findProduct(product);
  const [from, to] = target ? [findUnitOfMeasure(stated), findUnitOfMeasure(target.unit)] : [null, null];
  const found: Conversion =
    from && to && from.quantity === to.quantity
      ? { unit: to.id, between: from === to ? null : [from, to] }
      : { unit: stated === '' ? UNSTATED_UNIT : stated, between: null };
  if (conversions.size >= MOST_CONVERSIONS) conversions.clear();
  conversions.set(key, found);
  return found;
}

/** The amount in its product's own unit where that is an exact conversion; otherwise as stated. */
export function inProductUnit(
  product: string | null,
  amount: number | null,
  stated: string,
): { amount: number | null; unit: string } {
  // What is neither stated nor measured is missing from its product's figure.
  if (amount === null && stated === '') return { amount, unit: conversionOf(product, findUnit(product)).unit };
  const { unit, between } = conversionOf(product, stated);
  return { amount: amount === null || between === null ? amount : convert(amount, ...between), unit };
}

/** Unit of a product's figures; '' for a product that is not listed. */
const findUnit = (product: string | null): string => (product === null ? '' : (findProduct(product)?.unit ?? ''));
