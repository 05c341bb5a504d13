// The product's rule for where a position stands relative to the province.
import type { BoundaryIndex, NearBorder } from './boundary-index.ts';
import type { Wgs84 } from './positions.ts';

/**
 * A position nearer than this to a land border may well lie on its other side: the boundaries are drawn for maps of about
 * 1:4 million, whose lines run 157 m (median) from a finer source. Such a placement is marked, not refused.
 */
export const NEAR_BORDER_METERS = 1000;

/**
 * A position in no polygon but this near to the province is taken for a plant at the water's edge (quay, salt flat,
 * reclaimed land) that the coarse coast leaves out. The nearest county is offered to a person; it is never assigned.
 */
export const OFFSHORE_OFFER_METERS = 5000;

export interface Placement {
  /**
   * inside = in a county; offshore = in no polygon at all, within OFFSHORE_OFFER_METERS of a county and not nearer to other
   * land; outside = everything else.
   */
  readonly place: 'inside' | 'offshore' | 'outside';
  /** Both are given exactly when inside. */
  readonly cityCode: number | null;
  readonly countyCode: number | null;
  /** Chinese name of the other province, or `foreign-land`, when the position lies there; its adcode if a province. */
  readonly elsewhere: string | null;
  readonly elsewhereCode: number | null;
  /** Offered exactly when offshore. */
  readonly nearest: { readonly cityCode: number; readonly countyCode: number; readonly distanceMeters: number } | null;
  /** The nearest land border of each kind within NEAR_BORDER_METERS, the nearest first. */
  readonly borders: readonly NearBorder[];
}

const nowhere = { cityCode: null, countyCode: null, elsewhere: null, elsewhereCode: null, nearest: null } as const;

export function placePosition(index: BoundaryIndex, position: Wgs84): Placement {
  const borders = index.nearestBorders(position, NEAR_BORDER_METERS);
  const county = index.countyAt(position);
  if (county) return { ...nowhere, place: 'inside', ...county, borders };

  const land = index.contextAt(position);
  if (land) return { ...nowhere, place: 'outside', elsewhere: land.name, elsewhereCode: land.adcode, borders };

  const nearest = index.nearestCounty(position, OFFSHORE_OFFER_METERS);
  if (!nearest) return { ...nowhere, place: 'outside', borders };
  const other = index.contextDistanceMeters(position, nearest.distanceMeters);
  if (other !== null && other < nearest.distanceMeters) return { ...nowhere, place: 'outside', borders };
  return {
    ...nowhere,
    place: 'offshore',
    nearest: { ...nearest.county, distanceMeters: nearest.distanceMeters },
    borders,
  };
}
