// Which hits of a search are shown, and in which groups. Pure.
import type { SearchHit } from './search-index.ts';

export interface HitGroup<Kind extends string> {
  readonly kind: Kind;
  readonly hits: readonly SearchHit<Kind>[];
}

/**
 * At most `most` of the ranked hits, grouped by kind, the kind of the best hit first. While there are hits of several
 * kinds none takes more than half, so that an enterprise's units don't push a place off the list.
 */
export function groupHits<Kind extends string>(
  ranked: readonly SearchHit<Kind>[],
  most: number,
): readonly HitGroup<Kind>[] {
  const share = Math.ceil(most / 2);
  const counts = new Map<Kind, number>();
  const first = ranked.filter(({ entry: { kind } }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= share;
  });
  const rest = ranked.filter((hit) => !first.includes(hit));
  const shown = new Set([...first.slice(0, most), ...rest].slice(0, most));
  const groups = new Map<Kind, SearchHit<Kind>[]>();
  for (const hit of ranked.filter((each) => shown.has(each)))
    groups.set(hit.entry.kind, [...(groups.get(hit.entry.kind) ?? []), hit]);
  return [...groups].map(([kind, hits]) => ({ kind, hits }));
}
