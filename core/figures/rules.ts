// How figures are counted and added: pure functions over the records of one slice of the ledger.
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

export interface Group {
  readonly keys: Partial<Record<FigureDimension, FigureKey>>;
  readonly product: string | null;
  readonly unit: string;
  readonly value: number | null;
  readonly inputs: number;
  readonly missing: number;
}

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

interface Bucket {
  keys: Partial<Record<FigureDimension, FigureKey>>;
  product: string | null;
  unit: string;
  amounts: number[];
  enterprises: Set<string>;
  inputs: number;
  missing: number;
}

/**
 * Groups inputs by the dimensions asked for. Amounts are never added across products or units of measure: for them
 * every group is also split by these two.
 */
export function group(inputs: Iterable<FigureInput>, by: readonly FigureDimension[], measure: Measure): Group[] {
  const buckets = new Map<string, Bucket>();
  for (const input of inputs) {
    const product = measure === 'amount' ? (input.keys.product as string | null) : null;
    const stated =
      measure === 'amount' ? inProductUnit(product, input.amount, input.amountUnit) : { amount: null, unit: COUNT };
    let id = `${product}\u0000${stated.unit}`;
    for (const dimension of by) id += `\u0000${input.keys[dimension]}`;
    let bucket = buckets.get(id);
    if (!bucket) {
      const keys: Bucket['keys'] = {};
      for (const dimension of by) keys[dimension] = input.keys[dimension];
      if (measure === 'amount') keys.product = product;
      bucket = { keys, product, unit: stated.unit, amounts: [], enterprises: new Set(), inputs: 0, missing: 0 };
      buckets.set(id, bucket);
    }
    bucket.inputs += 1;
    if (measure === 'enterprises') bucket.enterprises.add(input.enterpriseId);
    else if (measure === 'amount') {
      if (stated.amount === null) bucket.missing += 1;
      else bucket.amounts.push(stated.amount);
    }
  }
  return [...buckets.values()].map((bucket) => ({
    keys: bucket.keys,
    product: bucket.product,
    unit: bucket.unit,
    value: groupValue(bucket, measure),
    inputs: measure === 'enterprises' ? bucket.enterprises.size : bucket.inputs,
    missing: bucket.missing,
  }));
}

function groupValue(bucket: Bucket, measure: Measure): number | null {
  if (measure === 'enterprises') return bucket.enterprises.size;
  if (measure === 'records') return bucket.inputs;
  return bucket.amounts.length === 0 ? null : exactSum(bucket.amounts);
}
