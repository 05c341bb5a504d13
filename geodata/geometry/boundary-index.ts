// Where a position lies among a profile's boundaries: which county, what lies there instead, what border is near.
import Flatbush from 'flatbush';
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { Border, BoundarySet, ContextFeature } from './boundary-set.ts';
import type { PolygonRegion } from './polygon-region.ts';
import { createPolygonRegion } from './polygon-region.ts';
import type { Wgs84 } from './positions.ts';
import type { OwnedLine, SegmentIndex } from './segment-index.ts';
import { createSegmentIndex } from './segment-index.ts';

export interface County {
  readonly countyCode: number;
  readonly cityCode: number;
}

export type BorderKind = 'province' | 'city' | 'county';

export interface NearBorder {
  readonly kind: BorderKind;
  readonly distanceMeters: number;
  /**
   * Adcodes of the two sides. At a province border: the city on this side, then the other province, which is left out where
   * the context holds none there.
   */
  readonly between: readonly number[];
}

/** Land outside the profile: another province by its Chinese name, or unnamed land abroad. */
export type Elsewhere = { readonly name: string; readonly adcode: number | null };

/** Distances are in metres, good to 0.2 % up to 10 km. A position on a shared edge belongs to exactly one polygon. */
export interface BoundaryIndex {
  countyAt(position: Wgs84): County | null;
  contextAt(position: Wgs84): Elsewhere | null;
  /** Distance 0 inside a county; otherwise that to the nearest outline, the lower adcode where two are equally near. */
  nearestCounty(
    position: Wgs84,
    maxMeters: number,
  ): { readonly county: County; readonly distanceMeters: number } | null;
  /** How far the nearest land outside the profile is, or null if none within maxMeters; 0 inside it. */
  contextDistanceMeters(position: Wgs84, maxMeters: number): number | null;
  /** The nearest border of each kind (coasts left out) within maxMeters, the nearest first. */
  nearestBorders(position: Wgs84, maxMeters: number): readonly NearBorder[];
}

/** The name contextAt() gives to land outside China, of which the context knows no country. */
export const FOREIGN_LAND = 'foreign-land';

// The two sides of a land border were drawn from the same vertices. A set from another source may differ a little.
const SAME_BORDER_METERS = 500;

type Area = Polygon | MultiPolygon;

/** Prepares a boundary set for questions; takes some tens of milliseconds for a province. */
export function createBoundaryIndex(set: BoundarySet): BoundaryIndex {
  const cityCodes = new Set(set.cities.features.map((city) => city.properties.adcode));
  const counties = set.counties.features
    .map(({ geometry, properties }) => {
      const { adcode, parent } = properties;
      // A city without counties stands among the counties under its own code, directly below the province.
      return { countyCode: adcode, cityCode: cityCodes.has(parent) ? parent : adcode, geometry };
    })
    .toSorted((a, b) => a.countyCode - b.countyCode);
  const lands = set.context.features.flatMap((feature) => {
    const geometry = areaOf(feature);
    return geometry ? [{ ...elsewhereOf(feature), geometry }] : [];
  });
  const borders = set.borders.features.filter((border) => border.properties.kind !== 'coast');

  const findCounty = createLookup(counties);
  const findLand = createLookup(lands);
  const countyEdges = createSegmentIndex(counties.flatMap(({ geometry }, owner) => outlinesOf(geometry, owner)));
  const landEdges = createSegmentIndex(lands.flatMap(({ geometry }, owner) => outlinesOf(geometry, owner)));
  const borderEdges = createSegmentIndex(borders.flatMap(({ geometry }, owner) => linesOf(geometry, owner)));

  const countyAt = (position: Wgs84): County | null => {
    const found = findCounty(position);
    return found && { countyCode: found.countyCode, cityCode: found.cityCode };
  };

  const contextAt = (position: Wgs84): Elsewhere | null => {
    const found = findLand(position);
    return found && { name: found.name, adcode: found.adcode };
  };

  const provinceAcross = ([longitude, latitude]: readonly [number, number]): number[] => {
    let nearestMeters = Infinity;
    let adcode: number | null = null;
    landEdges.visitWithin(longitude, latitude, SAME_BORDER_METERS, (owner, distanceMeters) => {
      if (distanceMeters >= nearestMeters) return;
      nearestMeters = distanceMeters;
      adcode = (lands[owner] as Elsewhere).adcode;
    });
    return adcode === null ? [] : [adcode];
  };

  return {
    countyAt,
    contextAt,

    nearestCounty(position, maxMeters) {
      const inside = countyAt(position);
      if (inside) return { county: inside, distanceMeters: 0 };
      const nearest = nearestOwner(countyEdges, position, maxMeters);
      if (!nearest) return null;
      const { countyCode, cityCode } = counties[nearest.owner] as County;
      return { county: { countyCode, cityCode }, distanceMeters: nearest.distanceMeters };
    },

    contextDistanceMeters(position, maxMeters) {
      if (findLand(position)) return 0;
      return nearestOwner(landEdges, position, maxMeters)?.distanceMeters ?? null;
    },

    nearestBorders([longitude, latitude], maxMeters) {
      const nearest = new Map<BorderKind, { owner: number; distanceMeters: number; segment: number }>();
      borderEdges.visitWithin(longitude, latitude, maxMeters, (owner, distanceMeters, segment) => {
        const kind = (borders[owner] as Border).properties.kind as BorderKind;
        const known = nearest.get(kind);
        if (!known || distanceMeters < known.distanceMeters) nearest.set(kind, { owner, distanceMeters, segment });
      });
      return [...nearest]
        .map(([kind, { owner, distanceMeters, segment }]) => {
          const { properties } = borders[owner] as Border;
          const between =
            'between' in properties
              ? properties.between
              : [properties.city, ...provinceAcross(borderEdges.middleOf(segment))];
          return { kind, distanceMeters, between };
        })
        .toSorted((a, b) => a.distanceMeters - b.distanceMeters);
    },
  };
}

/** Finds the one of `items` whose polygon holds a position. */
function createLookup<Item extends { readonly geometry: Area }>(
  items: readonly Item[],
): (position: Wgs84) => Item | null {
  if (items.length === 0) return () => null;
  const regions = items.map(({ geometry }) => createPolygonRegion(geometry));
  const tree = new Flatbush(regions.length);
  for (const { bbox } of regions) tree.add(...bbox);
  tree.finish();
  return ([longitude, latitude]) => {
    for (const index of tree.search(longitude, latitude, longitude, latitude)) {
      if ((regions[index] as PolygonRegion).contains(longitude, latitude)) return items[index] as Item;
    }
    return null;
  };
}

interface NearestOwner {
  readonly owner: number;
  readonly distanceMeters: number;
}

function nearestOwner(edges: SegmentIndex, [longitude, latitude]: Wgs84, maxMeters: number): NearestOwner | null {
  let nearest = null as NearestOwner | null;
  edges.visitWithin(longitude, latitude, maxMeters, (owner, distanceMeters) => {
    const nearer = !nearest || distanceMeters < nearest.distanceMeters;
    const firstOfEqual = nearest?.distanceMeters === distanceMeters && owner < nearest.owner;
    if (nearer || firstOfEqual) nearest = { owner, distanceMeters };
  });
  return nearest;
}

function areaOf({ geometry }: ContextFeature): Area | null {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? geometry : null;
}

function elsewhereOf({ properties }: ContextFeature): Elsewhere {
  return properties.kind === 'province'
    ? { name: properties.name, adcode: properties.adcode }
    : { name: FOREIGN_LAND, adcode: null };
}

function outlinesOf(geometry: Area, owner: number): OwnedLine[] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.map((line) => ({ owner, line }));
}

function linesOf(geometry: LineString | MultiLineString, owner: number): OwnedLine[] {
  const lines: Position[][] = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  return lines.map((line) => ({ owner, line }));
}
