// Whether a position lies in a polygon: even–odd ray casting, exact about who owns a shared edge.
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { Bbox } from './bbox.ts';
import { bboxOfLines } from './bbox.ts';

/**
 * A polygon or multipolygon prepared for many questions. Holes and parts need no special care: the even–odd rule counts the
 * crossings of all rings together.
 *
 * Polygons that share their edges vertex for vertex divide the plane: a position on a shared edge or vertex belongs to
 * exactly one of them. Two things ensure it. An edge counts at its lower end and not at its upper (half open), and the
 * crossing is computed from the lower end whichever way the ring runs, so both owners get the same number to the last bit.
 */
export interface PolygonRegion {
  readonly bbox: Bbox;
  contains(longitude: number, latitude: number): boolean;
}

const EDGES_PER_BAND = 4;
const MOST_BANDS = 4096;

export function createPolygonRegion(geometry: Polygon | MultiPolygon): PolygonRegion {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const edges = slopingEdges(rings);
  const bbox = bboxOfLines(rings);
  const [west, south, east, north] = bbox;

  // Horizontal bands, each listing the edges that reach into it, so that a question reads a few edges and not thousands.
  const edgeCount = edges.length / 4;
  const bandCount = Math.min(MOST_BANDS, Math.max(1, Math.ceil(edgeCount / EDGES_PER_BAND)));
  const bandsPerDegree = bandCount / (north - south || 1);
  const bandOf = (latitude: number): number =>
    Math.min(bandCount - 1, Math.max(0, Math.floor((latitude - south) * bandsPerDegree)));
  const bands = listByBand(edges, bandCount, bandOf);

  return {
    bbox,
    contains(longitude, latitude) {
      if (!(longitude >= west && longitude <= east && latitude >= south && latitude <= north)) return false;
      const band = bandOf(latitude);
      const end = bands.starts[band + 1] as number;
      let inside = false;
      for (let i = bands.starts[band] as number; i < end; i += 1) {
        const at = (bands.edges[i] as number) * 4;
        const lowerY = edges[at + 1] as number;
        const upperY = edges[at + 3] as number;
        if (latitude < lowerY || latitude >= upperY) continue;
        const lowerX = edges[at] as number;
        const upperX = edges[at + 2] as number;
        const crossing = lowerX + ((latitude - lowerY) * (upperX - lowerX)) / (upperY - lowerY);
        if (longitude < crossing) inside = !inside;
      }
      return inside;
    },
  };
}

/** [lowerX, lowerY, upperX, upperY] of each edge that is not level; a level edge never counts. */
function slopingEdges(rings: readonly Position[][]): Float64Array {
  const edges: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [ax, ay] = ring[i - 1] as [number, number];
      const [bx, by] = ring[i] as [number, number];
      if (ay < by) edges.push(ax, ay, bx, by);
      else if (by < ay) edges.push(bx, by, ax, ay);
    }
  }
  return Float64Array.from(edges);
}

/** Edge numbers grouped by band: band b owns edges[starts[b] … starts[b + 1]). */
function listByBand(
  edges: Float64Array,
  bandCount: number,
  bandOf: (latitude: number) => number,
): { readonly starts: Int32Array; readonly edges: Int32Array } {
  const starts = new Int32Array(bandCount + 1);
  const eachBand = (visit: (edge: number, band: number) => void): void => {
    for (let edge = 0; edge * 4 < edges.length; edge += 1) {
      const last = bandOf(edges[edge * 4 + 3] as number);
      for (let band = bandOf(edges[edge * 4 + 1] as number); band <= last; band += 1) visit(edge, band);
    }
  };
  eachBand((_, band) => {
    starts[band + 1] = (starts[band + 1] as number) + 1;
  });
  for (let band = 0; band < bandCount; band += 1) {
    starts[band + 1] = (starts[band + 1] as number) + (starts[band] as number);
  }
  const listed = new Int32Array(starts[bandCount] as number);
  const next = starts.slice();
  eachBand((edge, band) => {
    const at = next[band] as number;
    listed[at] = edge;
    next[band] = at + 1;
  });
  return { starts, edges: listed };
}
