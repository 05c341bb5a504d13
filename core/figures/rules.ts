// What figures count and add, and in which unit of measure. Pure.
import type { FigureKey, LedgerDimension } from '../../contract/figures.ts';
import { findProduct } from '../../policy/products.ts';
import { convert, findUnitOfMeasure, type UnitOfMeasure } from '../../policy/units-of-measure.ts';

/** Dimensions whose keys the records state; the classes of capacity are worked out. */
export type StatedDimension = Exclude<LedgerDimension, 'capacityClass'>;

/** One record that a figure rests on. */
export interface FigureInput {
  readonly enterpriseId: string;
  readonly recordId: string;
  /**
   * A list where the record has several keys of a dimension; it counts once under each, and once in the total. An empty
   * list = none at all. Equal lists should be one and the same, so that they are looked at once. `capacityClass` is not
   * among them: it follows from the amount.
   */
  readonly keys: Readonly<Record<StatedDimension, FigureKey | readonly FigureKey[]>>;
  /** Stated amount; null = not stated. */
  readonly amount: number | null;
  /** Unit of measure of `amount` as stated; '' = none. */
  readonly amountUnit: string;
}

export const isList = (key: FigureKey | readonly FigureKey[]): key is readonly FigureKey[] => Array.isArray(key);

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
  const converted = amount === null || between === null ? amount : convert(amount, ...between);
  // 0.07 Mt is 70 kt, not 70.00000000000001: the noise would put it beyond the edge of a range.
  return { amount: converted === null ? null : Number(converted.toPrecision(15)), unit };
}

/** Whether amounts of the product in that unit may be held against one another: all but those in a unit not its own. */
export function isInProductUnit(product: string | null, unit: string): boolean {
  const own = findUnit(product);
  return own === '' || own === unit;
}

/** Lower edge of the 1–2–5 class (0, … 100, 200, 500, 1000 …) that an amount lies in: 350 → 200. Zero is its own. */
export function classOf(amount: number): number {
  if (amount <= 0) return 0;
  const [digits, exponent] = amount.toExponential().split('e') as [string, string];
  return Number(`${Number(digits) >= 5 ? 5 : Number(digits) >= 2 ? 2 : 1}e${exponent}`);
}

/** Where the class that begins at `edge` ends. */
export function classEnd(edge: number): number {
  const [digit, exponent] = edge.toExponential().split('e') as [string, string];
  return digit === '5' ? Number(`1e${Number(exponent) + 1}`) : Number(`${digit === '2' ? 5 : 2}e${exponent}`);
}

/** Unit of a product's figures; '' for a product that is not listed. */
const findUnit = (product: string | null): string => (product === null ? '' : (findProduct(product)?.unit ?? ''));
