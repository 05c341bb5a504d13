// What the boundary files of a profile hold (GeoJSON, WGS84 longitude and latitude), as far as placing needs it.
import type { Feature, FeatureCollection, LineString, MultiLineString, MultiPolygon, Polygon } from 'geojson';

export interface DivisionProperties {
  readonly adcode: number;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  /** The adcode one level up. A city without counties appears among the counties too, with the province here. */
  readonly parent: number;
  /** A point that is always inside: for labels, columns and arcs. */
  readonly labelPoint: readonly [number, number];
}

/** Land around the province. Only provinces have a name; the dash line is no land at all. */
export type ContextProperties =
  | { readonly kind: 'province'; readonly adcode: number; readonly name: string }
  | { readonly kind: 'foreign-land' }
  | { readonly kind: 'dash-line' };
export type ContextFeature = Feature<Polygon | MultiPolygon | LineString | MultiLineString, ContextProperties>;

/** A stretch of boundary; each occurs once. `between` holds two adcodes; the outer kinds state the city on this side. */
export type BorderProperties =
  | { readonly kind: 'coast' | 'province'; readonly city: number }
  | { readonly kind: 'city' | 'county'; readonly between: readonly [number, number] };
export type Border = Feature<LineString | MultiLineString, BorderProperties>;

export interface BoundarySet {
  readonly cities: FeatureCollection<Polygon | MultiPolygon, DivisionProperties>;
  readonly counties: FeatureCollection<Polygon | MultiPolygon, DivisionProperties>;
  readonly context: FeatureCollection<Polygon | MultiPolygon | LineString | MultiLineString, ContextProperties>;
  readonly borders: FeatureCollection<LineString | MultiLineString, BorderProperties>;
}
