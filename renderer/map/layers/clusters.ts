// Marks that would cover each other become one disc with their number; no enterprise is drawn twice or left out. Pure.
import Supercluster from 'supercluster';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import type { CountDisc, PlacedEnterprise } from './layer-definition.ts';

/** Distance in CSS pixels at scale 1 below which two marks are not told apart. */
const nearPixels = 18;

export interface Clustered {
  readonly alone: readonly PlacedEnterprise[];
  readonly discs: readonly CountDisc[];
}

function boundsOf(members: readonly PlacedEnterprise[]): readonly [number, number, number, number] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const { position } of members) {
    bounds[0] = Math.min(bounds[0], position[0]);
    bounds[1] = Math.min(bounds[1], position[1]);
    bounds[2] = Math.max(bounds[2], position[0]);
    bounds[3] = Math.max(bounds[3], position[1]);
  }
  return bounds;
}

/** The clusters of one zoom, which may lie between whole numbers. */
export function clusterPlaced(
  placed: readonly PlacedEnterprise[],
  look: { readonly zoom: number; readonly scale: number; readonly language: Language },
): Clustered {
  // The library clusters at whole zooms; the distance makes up for the rest.
  const level = Math.max(0, Math.floor(look.zoom));
  const index = new Supercluster<{ index: number }>({
    minZoom: level,
    maxZoom: level,
    radius: nearPixels * look.scale * 2 ** (level - look.zoom),
    extent: 512,
  });
  index.load(
    placed.map(({ position }, at) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [position[0], position[1]] },
      properties: { index: at },
    })),
  );
  const clustered = new Set<number>();
  const discs = index.getClusters([-180, -90, 180, 90], level).flatMap((feature): CountDisc[] => {
    if (!('cluster_id' in feature.properties)) return [];
    const at = index
      .getLeaves(feature.properties.cluster_id as number, Number.POSITIVE_INFINITY)
      .map(({ properties }) => properties.index)
      .sort((one, other) => one - other);
    for (const each of at) clustered.add(each);
    const enterprises = at.map((each) => placed[each] as PlacedEnterprise);
    const text = numberText(enterprises.length, look.language);
    return [
      {
        id: `cluster:${enterprises[0]?.id}`,
        position: feature.geometry.coordinates as [number, number],
        text,
        radiusPixels: (7.5 + 2.5 * text.length) * look.scale,
        object: { kind: 'cluster', enterprises, bounds: boundsOf(enterprises) },
      },
    ];
  });
  return { alone: placed.filter((_, at) => !clustered.has(at)), discs };
}
