// The figure `hourly-amount`: sums by city or industry as the store keeps them, a month of hours at a time.
import type Database from 'better-sqlite3';
import type { FigureDimension, FigureKey, FigureRow } from '../../contract/figures.ts';
import { AppError } from '../app-error.ts';
import { sumByPlace } from '../readings/sum-by-place.ts';
import type { FigureAsk } from './figure-ask.ts';
import { dayText, hourText } from './monitoring-steps.ts';
import { exactSum } from './rules.ts';

export interface KeptSums {
  readonly rows: readonly Omit<FigureRow, 'labels'>[];
  /** One for each unit of measure. */
  readonly totals: readonly Omit<FigureRow, 'labels' | 'keys'>[];
}

/**
 * A row for each place and step; `inputs` = readings due, `missing` = those of them that are not there. Throws AppError
 * `hourly-needs` where the question is not one quantity by one of city and industry.
 */
export function keptSums(
  db: Database.Database,
  { by, where, id }: FigureAsk,
  [from, to]: readonly [number, number],
  accepts: (dimension: FigureDimension, key: FigureKey) => boolean,
): KeptSums {
  const [quantity, ...others] = where.quantity ?? [];
  const byIndustry = by.includes('industry') || where.industry !== undefined;
  const byCity = by.includes('city') || where.city !== undefined;
  if (quantity === undefined || others.length > 0 || (byIndustry && byCity)) throw new AppError('hourly-needs', { id });
  const place = byIndustry ? 'industry' : 'city';
  const isHourly = by.includes('hour');
  const sums = sumByPlace(db, { quantity, from, to, step: isHourly ? '1h' : '1d', by: place }).filter(
    ({ kind, key }) => kind === 'amount' && accepts(place, key),
  );
  const groups = new Map<
    string,
    { keys: FigureRow['keys']; unit: string; sums: number[]; due: number; count: number }
  >();
  const add = (keys: FigureRow['keys'], { unitOfMeasure, sum, expected, count }: (typeof sums)[number]): void => {
    const name = JSON.stringify([keys, unitOfMeasure]);
    const group = groups.get(name) ?? { keys, unit: unitOfMeasure, sums: [], due: 0, count: 0 };
    groups.set(name, group);
    if (sum !== null) group.sums.push(sum);
    group.due += expected ?? count;
    group.count += count;
  };
  for (const sum of sums) {
    const time = isHourly ? hourText(sum.from) : dayText(sum.from);
    add(
      Object.fromEntries(
        by.map((dimension) => [
          dimension,
          dimension === 'quantity'
            ? quantity
            : dimension === place
              ? sum.key
              : dimension === 'month'
                ? time.slice(0, 7)
                : dimension === 'day'
                  ? time.slice(0, 10)
                  : time,
        ]),
      ),
      sum,
    );
  }
  const rows = [...groups.values()].map((group) => ({ keys: group.keys, ...stated(group) }));
  groups.clear();
  for (const sum of sums) add({}, sum);
  return { rows, totals: [...groups.values()].map(stated) };
}

const stated = ({ sums, unit, due, count }: { sums: number[]; unit: string; due: number; count: number }) => ({
  value: sums.length === 0 ? null : exactSum(sums),
  unit,
  inputs: due,
  missing: Math.max(0, due - count),
});
