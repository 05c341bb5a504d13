// Split packets put together again, on (MN, ST, CN, DataTime): every part is a record of its own, QN says nothing of them.
import { dataOf, type Factors } from './decode-frame.ts';
import type { Segment } from './segment.ts';

export interface MergedParts {
  /** Different parts that are there. */
  readonly parts: number;
  /** How many there should be; the greatest PNUM that a part stated, 1 where none did. */
  readonly of: number;
  readonly DataTime: string;
  readonly factors: Factors;
}

/** What the parts of one split message have in common. */
export function partKey({ mn, st, cn }: Segment, dataTime: string): string {
  return JSON.stringify([mn, st, cn, dataTime]);
}

/** One entry for each split message among `segments`, in the order of their first parts; a part that came twice counts once. */
export function mergeParts(segments: readonly Segment[]): MergedParts[] {
  const sets = new Map<
    string,
    { numbers: Set<number>; of: number; DataTime: string; factors: Map<string, Factors[string]> }
  >();
  for (const segment of segments) {
    const { cp_params, factors } = dataOf(segment);
    const DataTime = cp_params['DataTime'] ?? '';
    const key = partKey(segment, DataTime);
    const set = sets.get(key) ?? { numbers: new Set(), of: 1, DataTime, factors: new Map() };
    sets.set(key, set);
    set.numbers.add(segment.part?.no ?? 0);
    set.of = Math.max(set.of, segment.part?.of ?? 1);
    for (const [code, attributes] of Object.entries(factors))
      set.factors.set(code, { ...set.factors.get(code), ...attributes });
  }
  return [...sets.values()].map(({ numbers, of, DataTime, factors }) => ({
    ...{ parts: numbers.size, of, DataTime },
    factors: Object.fromEntries(factors),
  }));
}
