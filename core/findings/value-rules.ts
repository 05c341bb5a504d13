// What is wrong with a reading taken by itself: over its limit, out of range, below zero. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';

/** What the registry says of a channel's values; null = not said, and then not judged. */
export interface ValueFacts {
  readonly quantity: string;
  readonly kind: 'level' | 'amount' | 'register';
  readonly limitHigh: number | null;
  readonly limitLow: number | null;
  readonly limitPeriod: 'reading' | 'hour' | 'day' | null;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly rated: number | null;
}

/** Levels that may lie below zero; whatever is not named here or cannot be known may, too. */
const neverNegative = new Set([
  ...[
    'electricity',
    'coal',
    'gas',
    'steam',
    'water',
    'output',
    'co2-flow',
    'dust',
    'so2',
    'nox',
    'co',
    'cod',
    'ammonia',
  ],
  ...['oxygen', 'humidity', 'flow'],
]);

/** A level that nobody described may have any sign; an amount or a named concentration may not. */
export const isNeverNegative = ({ quantity, kind, rangeLow }: ValueFacts): boolean =>
  kind !== 'level' || neverNegative.has(quantity) || (rangeLow !== null && rangeLow >= 0);

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Outside of these a value cannot be right: by registration, by physics, by name plate. */
export function possible(facts: ValueFacts): Bounds {
  const isOxygen = facts.quantity === 'oxygen';
  const rated =
    facts.rated === null ? Number.POSITIVE_INFINITY : facts.rated * ruleNumber('out-of-range', 'ratedShare');
  return {
    low: facts.rangeLow ?? (isOxygen ? ruleNumber('out-of-range', 'oxygenLow') : Number.NEGATIVE_INFINITY),
    high: facts.rangeHigh ?? (isOxygen ? ruleNumber('out-of-range', 'oxygenHigh') : rated),
  };
}

export const limitsOf = ({ limitLow, limitHigh }: ValueFacts): Bounds => ({
  low: limitLow ?? Number.NEGATIVE_INFINITY,
  high: limitHigh ?? Number.POSITIVE_INFINITY,
});

export type ValueFault = 'negative-value' | 'out-of-range' | 'limit-exceedance';

/** The most specific thing that is wrong with a value; null = nothing. A register's own value is not judged. */
export function judgeValue(value: number, facts: ValueFacts): ValueFault | null {
  if (facts.kind === 'register') return null;
  if (value < ruleNumber('negative-value', 'below') && isNeverNegative(facts)) return 'negative-value';
  const { low, high } = possible(facts);
  if (value < low || value > high) return 'out-of-range';
  if (facts.limitPeriod !== 'reading') return null;
  const limits = limitsOf(facts);
  return value < limits.low || value > limits.high ? 'limit-exceedance' : null;
}

/** Values from low to high (both included) are right in every respect: one comparison answers for most readings. */
export function unquestioned(facts: ValueFacts): Bounds {
  if (facts.kind === 'register') return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const range = possible(facts);
  const limits = facts.limitPeriod === 'reading' ? limitsOf(facts) : range;
  const floor = isNeverNegative(facts) ? ruleNumber('negative-value', 'below') : Number.NEGATIVE_INFINITY;
  return { low: Math.max(floor, range.low, limits.low), high: Math.min(range.high, limits.high) };
}

interface RunningBound {
  readonly value: number;
  readonly isBelow: boolean;
}

/** What a stopped unit cannot show; null = the channel says nothing of it. */
export function runningBeyond({ quantity, rated }: Pick<ValueFacts, 'quantity' | 'rated'>): RunningBound | null {
  if (quantity === 'oxygen') return { value: ruleNumber('mark-against-data', 'oxygenBelow'), isBelow: true };
  if (quantity === 'velocity') return { value: ruleNumber('mark-against-data', 'velocityAbove'), isBelow: false };
  if (quantity !== 'power' || rated === null) return null;
  return { value: rated * ruleNumber('mark-against-data', 'powerShare'), isBelow: false };
}
