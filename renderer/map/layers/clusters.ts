// Marks that would cover each other become one disc with their number; no enterprise is drawn twice or left out. Pure.
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { CountDisc, PlacedEnterprise } from './layer-definition.ts';
import { nearGroups } from './near-groups.ts';

export interface Clustered {
  readonly alone: readonly PlacedEnterprise[];
  readonly discs: readonly CountDisc[];
}

/** The clusters of one zoom, which may lie between whole numbers. */
export function clusterPlaced(
  placed: readonly PlacedEnterprise[],
  look: { readonly zoom: number; readonly scale: number; readonly language: Language },
): Clustered {
  const clustered = new Set<number>();
  const discs = nearGroups(placed, look).map(({ members, position, bounds }): CountDisc => {
    for (const each of members) clustered.add(each);
    const enterprises = members.map((each) => placed[each] as PlacedEnterprise);
    const text = numberText(enterprises.length, look.language);
    return {
      id: `cluster:${enterprises[0]?.id}`,
      position,
      text,
      radiusPixels: (7.5 + 2.5 * text.length) * look.scale,
      object: { kind: 'cluster', enterprises, bounds },
    };
  });
  return { alone: placed.filter((_, at) => !clustered.has(at)), discs };
}
