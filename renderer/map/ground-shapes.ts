// The ground as triangles and line segments: what the boundary files hold, made ready for the graphics card once. Pure.
import earcut from 'earcut';
import type { Feature, FeatureCollection, Geometry, Position as GeoPosition } from 'geojson';
import { mercatorX, mercatorY } from './mercator.ts';
import { simplifyLine } from './simplify-line.ts';
import type { Box } from './sprite-grid.ts';

type Corner = readonly [number, number];

export const lineKinds = ['neighbour', 'neighbour-city', 'river', 'county', 'city', 'province', 'dash-line'] as const;
export type LineKind = (typeof lineKinds)[number];

export type FillKind = 'neighbour' | 'foreign' | 'city' | 'county' | 'lake';

/** A polygon with all its parts: one colour. Indexes count from the beginning of the mesh. */
export interface FillPart {
  readonly kind: FillKind;
  /** City or county code; 0 for what has none. */
  readonly code: number;
  /** Code of a county's city. */
  readonly parent: number;
  readonly box: Box;
  readonly firstVertex: number;
  readonly vertexCount: number;
  readonly firstIndex: number;
  readonly indexCount: number;
}

export interface Mesh {
  /** x and y from the centre, two for each vertex. */
  readonly offsets: Float32Array;
  readonly indices: Uint32Array;
  readonly parts: readonly FillPart[];
}

/** Segments of one kind that lie near one another. */
export interface LineRun {
  readonly kind: LineKind;
  readonly box: Box;
  readonly firstSegment: number;
  readonly segmentCount: number;
}

export interface Lines {
  /** Both ends of each segment: four numbers. */
  readonly ends: Float32Array;
  readonly runs: readonly LineRun[];
}

/** A city or county that can be pointed at. */
export interface Area {
  readonly level: 'city' | 'county';
  readonly code: number;
  readonly parent: number;
  /** Offsets of its outer and inner rings; a point inside an odd number of them is inside. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  readonly box: Box;
}

export interface Outline {
  readonly kind: LineKind;
  readonly corners: readonly Corner[];
}

export interface GroundShapes {
  /** In the unit square; all offsets are from here. */
  readonly centre: readonly [number, number];
  readonly mesh: Mesh;
  /** Sorted by kind; cut into segments by `segmentsOf` for each level of detail when it is first seen. */
  readonly outlines: readonly Outline[];
  readonly areas: readonly Area[];
}

/** Boundary files by layer, as read; what is missing is left out. */
export type GroundFiles = Readonly<Partial<Record<string, FeatureCollection>>>;

/** World pixels at zoom 0. */
const worldPixels = 512;
/** Segments in a run: small enough that what is out of sight costs nothing. */
const runSegments = 256;
/** Beyond this zoom lines are drawn as they are in the files. */
const finestLevel = 12;

const fillOrder: readonly FillKind[] = ['neighbour', 'foreign', 'city', 'county', 'lake'];

function polygonsOf(geometry: Geometry): readonly GeoPosition[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

function linesOf(geometry: Geometry): readonly GeoPosition[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  if (geometry.type === 'MultiLineString') return geometry.coordinates;
  return polygonsOf(geometry).flat();
}

function boxOf(corners: Iterable<Corner>): Box {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of corners) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return { west, north, east, south };
}

function fillKindOf(layer: string, { properties }: Feature): FillKind | null {
  if (layer === 'cities') return 'city';
  if (layer === 'counties') return 'county';
  const kind = properties?.['kind'];
  if (kind === 'province') return 'neighbour';
  if (kind === 'foreign-land') return 'foreign';
  return kind === 'lake' ? 'lake' : null;
}

function lineKindOf(layer: string, { properties }: Feature): LineKind | null {
  const kind = properties?.['kind'];
  if (layer === 'neighbourCities') return 'neighbour-city';
  if (layer === 'context') return kind === 'province' ? 'neighbour' : kind === 'dash-line' ? 'dash-line' : null;
  if (layer === 'borders') return kind === 'coast' ? 'province' : (kind as LineKind);
  return kind === 'river' ? 'river' : null;
}

/** `centre`: longitude and latitude of the middle of the province. */
export function groundShapes(files: GroundFiles, centre: readonly [number, number]): GroundShapes {
  const middle = [mercatorX(centre[0]), mercatorY(centre[1])] as const;
  const place = ([longitude = 0, latitude = 0]: GeoPosition): Corner => [
    mercatorX(longitude) - middle[0],
    mercatorY(latitude) - middle[1],
  ];
  const features = Object.entries(files).flatMap(([layer, file]) =>
    (file?.features ?? []).map((feature) => ({ layer, feature })),
  );

  const polygons = features.flatMap(({ layer, feature }) => {
    const kind = fillKindOf(layer, feature);
    if (kind === null) return [];
    // Closing corners repeat the first: of no use to triangles, nor to the test of what is inside.
    const rings = polygonsOf(feature.geometry).map((polygon) => polygon.map((ring) => ring.slice(0, -1).map(place)));
    const { adcode = 0, parent = 0 } = feature.properties ?? {};
    const whole = { kind, code: Number(adcode), parent: Number(parent), rings };
    // What cannot be pointed at is cut into its islands, so that those out of sight cost nothing.
    return kind === 'neighbour' || kind === 'foreign'
      ? rings.map((island) => ({ ...whole, rings: [island] }))
      : [whole];
  });
  polygons.sort((a, b) => fillOrder.indexOf(a.kind) - fillOrder.indexOf(b.kind));

  const lines = features.flatMap(({ layer, feature }) => {
    const kind = lineKindOf(layer, feature);
    return kind === null || !lineKinds.includes(kind)
      ? []
      : linesOf(feature.geometry).map((line) => ({ kind, corners: line.map(place) }));
  });
  lines.sort((a, b) => lineKinds.indexOf(a.kind) - lineKinds.indexOf(b.kind));

  return {
    centre: middle,
    mesh: meshOf(polygons),
    outlines: lines,
    areas: polygons.flatMap(({ kind, code, parent, rings }): Area[] =>
      kind === 'city' || kind === 'county'
        ? [{ level: kind, code, parent, rings: rings.flat(), box: boxOf(rings.flat(2)) }]
        : [],
    ),
  };
}

/** Triangles of polygons, one part each, in their order. A polygon is a list of rings, the first the outer one. */
export function meshOf(
  polygons: readonly {
    readonly kind: FillKind;
    readonly code: number;
    readonly parent: number;
    readonly rings: readonly (readonly Corner[])[][];
  }[],
): Mesh {
  const offsets: number[] = [];
  const indices: number[] = [];
  const parts = polygons.map(({ kind, code, parent, rings }): FillPart => {
    const firstVertex = offsets.length / 2;
    const firstIndex = indices.length;
    for (const polygon of rings) {
      const base = offsets.length / 2;
      const corners = polygon.flat();
      const holes = polygon.slice(0, -1).map((_, hole) => polygon.slice(0, hole + 1).flat().length);
      for (const [x, y] of corners) offsets.push(x, y);
      for (const corner of earcut(corners.flat(), holes)) indices.push(base + corner);
    }
    return {
      kind,
      code,
      parent,
      box: boxOf(rings.flat(2)),
      firstVertex,
      vertexCount: offsets.length / 2 - firstVertex,
      firstIndex,
      indexCount: indices.length - firstIndex,
    };
  });
  return { offsets: Float32Array.from(offsets), indices: Uint32Array.from(indices), parts };
}

/** Level of detail at a zoom: whole zooms, so that a level serves until it would look rough or cost too much. */
export function detailLevel(zoom: number): number {
  return Math.min(finestLevel, Math.max(0, Math.floor(zoom)));
}

/** Offsets that a level of detail may leave out: half a pixel in the middle of its zooms; 0 for the finest. */
export function detailTolerance(level: number): number {
  return level >= finestLevel ? 0 : 0.5 / (worldPixels * 2 ** (level + 0.5));
}

export function segmentsOf(lines: readonly Outline[], tolerance: number): Lines {
  const ends: number[] = [];
  const runs: LineRun[] = [];
  for (const { kind, corners } of lines) {
    // Beyond the province the lines are faint, and may be rougher.
    const left =
      tolerance === 0 ? corners : simplifyLine(corners, kind.startsWith('neighbour') ? 2 * tolerance : tolerance);
    for (let from = 0; from + 1 < left.length; from += runSegments) {
      const piece = left.slice(from, from + runSegments + 1);
      runs.push({ kind, box: boxOf(piece), firstSegment: ends.length / 4, segmentCount: piece.length - 1 });
      for (let at = 0; at + 1 < piece.length; at += 1)
        ends.push(...(piece[at] as Corner), ...(piece[at + 1] as Corner));
    }
  }
  return { ends: Float32Array.from(ends), runs };
}

/** Whether the point, in offsets from the same centre, is inside the area. */
export function areaHolds({ box, rings }: Area, x: number, y: number): boolean {
  if (x < box.west || x > box.east || y < box.north || y > box.south) return false;
  let inside = false;
  for (const ring of rings) {
    let [lastX, lastY] = ring.at(-1) ?? [0, 0];
    for (const [cornerX, cornerY] of ring) {
      if (cornerY > y !== lastY > y && x < ((lastX - cornerX) * (y - cornerY)) / (lastY - cornerY) + cornerX)
        inside = !inside;
      lastX = cornerX;
      lastY = cornerY;
    }
  }
  return inside;
}
