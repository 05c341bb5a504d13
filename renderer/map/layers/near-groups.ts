// Places that marks would cover each other at, as groups. Pure.
import Supercluster from 'supercluster';
import type { Bounds } from '../../state/camera.ts';

/** Distance in CSS pixels at scale 1 below which two marks are not told apart. */
const markNearPixels = 18;

export interface NearGroup {
  /** Which of the places belong to it, in their order: at least two. */
  readonly members: readonly number[];
  /** Where it is drawn. */
  readonly position: readonly [number, number];
  /** Box of its places; empty where all are one place. */
  readonly bounds: Bounds;
}

function boundsOf(positions: readonly (readonly [number, number])[]): Bounds {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const [longitude, latitude] of positions) {
    bounds[0] = Math.min(bounds[0], longitude);
    bounds[1] = Math.min(bounds[1], latitude);
    bounds[2] = Math.max(bounds[2], longitude);
    bounds[3] = Math.max(bounds[3], latitude);
  }
  return bounds;
}

/** The groups of one zoom, which may lie between whole numbers; a place that is in none stands alone. */
export function nearGroups(
  places: readonly { readonly position: readonly [number, number] }[],
  look: { readonly zoom: number; readonly scale: number },
  nearPixels: number = markNearPixels,
): readonly NearGroup[] {
  // The library clusters at whole zooms; the distance makes up for the rest.
  const level = Math.max(0, Math.floor(look.zoom));
  const index = new Supercluster<{ index: number }>({
    minZoom: level,
    maxZoom: level,
    radius: nearPixels * look.scale * 2 ** (level - look.zoom),
    extent: 512,
  });
  index.load(
    places.map(({ position }, at) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [position[0], position[1]] },
      properties: { index: at },
    })),
  );
  return index.getClusters([-180, -90, 180, 90], level).flatMap((feature): NearGroup[] => {
    if (!('cluster_id' in feature.properties)) return [];
    const members = index
      .getLeaves(feature.properties.cluster_id as number, Number.POSITIVE_INFINITY)
      .map(({ properties }) => properties.index)
      .sort((one, other) => one - other);
    const positions = members.flatMap((at) => (places[at] === undefined ? [] : [places[at].position]));
    return [{ members, position: feature.geometry.coordinates as [number, number], bounds: boundsOf(positions) }];
  });
}
