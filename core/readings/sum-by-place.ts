// Reads sums over channels by city, industry or enterprise, with how much of what was due they rest on. Of what is settled.
import type Database from 'better-sqlite3';
import { ready } from './ready-statement.ts';
import { type Numbered, readDays, readHours } from './roll-up-rows.ts';
import { AMOUNTS, COUNT, SUM } from './summary-rules.ts';
import { completenessOf, dayOf, dayStart, expectedReadings, hourOf, hourStart } from './time-rules.ts';

export interface PlaceSumQuery {
  readonly quantity: string;
  /** ms since the epoch; every step that [from, to) touches. */
  readonly from: number;
  readonly to: number;
  readonly step: '1h' | '1d';
  readonly by: 'city' | 'industry' | 'enterprise';
}

export interface PlaceSum {
  readonly from: number;
  readonly to: number;
  /** Division code, industry or enterprise; null = unknown. */
  readonly key: string | number | null;
  /** What cannot be added is not: one row for each unit of measure, and for levels apart from amounts. */
  readonly unitOfMeasure: string;
  readonly kind: 'level' | 'amount';
  /** Of amounts and of registers' differences; of levels the sum of their readings. null = nothing was read. */
  readonly sum: number | null;
  /** What the sum has parts: readings, or differences. A level's mean is sum / amounts. */
  readonly amounts: number;
  /** Good readings. */
  readonly count: number;
  /** Readings due by the intervals of the channels as they are registered now; null = none is expected. */
  readonly expected: number | null;
  readonly completeness: number | null;
}

interface Member {
  readonly no: number;
  readonly key: string | number | null;
  readonly unitOfMeasure: string;
  readonly kind: 'level' | 'amount';
  readonly intervalMs: number | null;
}

interface Group extends Pick<Member, 'key' | 'unitOfMeasure' | 'kind'> {
  readonly members: Member[];
  readonly sums: Map<number, { count: number; amounts: number; sum: number }>;
}

/** A row for every group that has a channel and every step, in the order of both. */
export function sumByPlace(db: Database.Database, { quantity, from, to, step, by }: PlaceSumQuery): PlaceSum[] {
  return db.transaction(() => {
    const [numberOf, startOf] = step === '1h' ? ([hourOf, hourStart] as const) : ([dayOf, dayStart] as const);
    const first = numberOf(from);
    const end = to > from ? numberOf(to - 1) + 1 : first;
    const groups = groupsOf(db, quantity, by);
    if (by === 'enterprise') addMembers(db, groups, step, first, end);
    else addKept(db, groups, quantity, by, step, first, end);
    const rows: PlaceSum[] = [];
    for (const { key, unitOfMeasure, kind, members, sums } of groups.values()) {
      const intervals = new Map<number, number>();
      for (const { intervalMs } of members)
        if (intervalMs !== null) intervals.set(intervalMs, (intervals.get(intervalMs) ?? 0) + 1);
      for (let number = first; number < end; number++) {
        const [start, stop] = [startOf(number), startOf(number + 1)];
        const { count = 0, amounts = 0, sum = 0 } = sums.get(number) ?? {};
        let expected: number | null = intervals.size === 0 ? null : 0;
        for (const [intervalMs, channels] of intervals)
          expected = (expected ?? 0) + channels * (expectedReadings(start, stop, intervalMs) ?? 0);
        rows.push({
          ...{ from: start, to: stop, key, unitOfMeasure, kind },
          ...{
            sum: amounts === 0 ? null : sum,
            amounts,
            count,
            expected,
            completeness: completenessOf(count, expected),
          },
        });
      }
    }
    return rows;
  })();
}

const groupKey = ({ key, unitOfMeasure, kind }: Pick<Member, 'key' | 'unitOfMeasure' | 'kind'>): string =>
  JSON.stringify([key, unitOfMeasure, kind]);

/** Channels that are summed, as `PlaceSums.groupsOf` chooses them. */
function groupsOf(db: Database.Database, quantity: string, by: PlaceSumQuery['by']): Map<string, Group> {
  const members = ready(
    db,
    `SELECT no, ${by} AS key, unit_of_measure AS unitOfMeasure, iif(kind = 'level', 'level', 'amount') AS kind,
       interval_ms AS intervalMs
     FROM channel WHERE quantity = ? AND parent IS NULL AND role IS NOT 'sub' ORDER BY key, unitOfMeasure, kind`,
  ).all(quantity) as Member[];
  const groups = new Map<string, Group>();
  for (const member of members) {
    const { key, unitOfMeasure, kind } = member;
    const group = groups.get(groupKey(member));
    if (group) group.members.push(member);
    else groups.set(groupKey(member), { key, unitOfMeasure, kind, members: [member], sums: new Map() });
  }
  return groups;
}

type Kept = readonly [
  key: string | number | null,
  unit: string,
  kind: 'level' | 'amount',
  number: number,
  count: number,
  amounts: number,
  sum: number,
];

function addKept(
  db: Database.Database,
  groups: ReadonlyMap<string, Group>,
  quantity: string,
  by: 'city' | 'industry',
  step: '1h' | '1d',
  first: number,
  end: number,
): void {
  const [table, span] = step === '1h' ? ['place_hour', 'hour'] : ['place_day', 'day'];
  const kept = ready(
    db,
    `SELECT g.key, g.unit_of_measure, g.kind, s.${span}, s.count, s.amounts, s.sum + s.rest
     FROM sum_group g CROSS JOIN ${table} s ON s.sum_group = g.no AND s.${span} >= ? AND s.${span} < ?
     WHERE g.quantity = ? AND g.scope = ?`,
  ).raw();
  for (const row of kept.all(first, end, quantity, by) as Kept[]) {
    const [key, unitOfMeasure, kind, number, count, amounts, sum] = row;
    groups.get(groupKey({ key, unitOfMeasure, kind }))?.sums.set(number, { count, amounts, sum });
  }
}

function addMembers(
  db: Database.Database,
  groups: ReadonlyMap<string, Group>,
  step: '1h' | '1d',
  first: number,
  end: number,
): void {
  const read = step === '1h' ? readHours : readDays;
  for (const { members, sums } of groups.values()) {
    for (const { no } of members) {
      for (const { number, summary } of read(db, no, first, end) as Numbered[]) {
        const sum = sums.get(number) ?? { count: 0, amounts: 0, sum: 0 };
        sum.count += summary[COUNT] as number;
        sum.amounts += summary[AMOUNTS] as number;
        sum.sum += summary[SUM] as number;
        sums.set(number, sum);
      }
    }
  }
}
