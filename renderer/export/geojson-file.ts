// A table as GeoJSON (RFC 7946): WGS84, points, cells and areas, with what must be said about it as a foreign member. Pure.
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import type { TwinRow } from '../map/layers/layer-definition.ts';
import type { ExportedTable } from './exported-table.ts';

/** Outlines of cities and counties by code. */
export type Outlines = ReadonlyMap<number, Polygon | MultiPolygon>;

/** Twice the signed area on the plane of degrees; positive = counterclockwise. */
function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (const [index, [x = 0, y = 0]] of ring.entries()) {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    sum += x * nextY - nextX * y;
  }
  return sum;
}

/** A ring closed and turned as RFC 7946 has it: outer ones counterclockwise, holes clockwise. */
function turned(ring: readonly Position[], outer: boolean): Position[] {
  const first = ring[0] ?? [];
  const last = ring.at(-1) ?? [];
  const closed = first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, [...first]];
  return signedArea(closed) > 0 === outer ? closed : closed.reverse();
}

const turnedPolygon = (rings: readonly (readonly Position[])[]): Position[][] =>
  rings.map((ring, index) => turned(ring, index === 0));

function geometryOf({ position, ring, areaCode }: TwinRow, outlines: Outlines): Geometry | null {
  if (position !== undefined) return { type: 'Point', coordinates: [...position] };
  if (ring !== undefined) return { type: 'Polygon', coordinates: turnedPolygon([ring.map((corner) => [...corner])]) };
  const outline = areaCode === undefined ? undefined : outlines.get(areaCode);
  if (outline === undefined) return null;
  return outline.type === 'Polygon'
    ? { type: 'Polygon', coordinates: turnedPolygon(outline.coordinates) }
    : { type: 'MultiPolygon', coordinates: outline.coordinates.map(turnedPolygon) };
}

export interface ExportedFeatures extends FeatureCollection<Geometry | null> {
  readonly metadata: {
    readonly columns: readonly { readonly key: string; readonly title: string; readonly unit: string | null }[];
    readonly facts: ExportedTable['facts'];
  };
}

/** A row without a place on the ground stays, with no geometry: nothing is dropped silently. */
export function exportedFeatures({ columns, rows, facts }: ExportedTable, outlines: Outlines): ExportedFeatures {
  return {
    type: 'FeatureCollection',
    metadata: {
      columns: columns.map(({ key, title, unit }) => ({ key, title, unit: unit === '1' ? null : (unit ?? null) })),
      facts,
    },
    features: rows.map(
      (row): Feature<Geometry | null> => ({
        type: 'Feature',
        id: row.key,
        geometry: geometryOf(row, outlines),
        properties: Object.fromEntries(columns.map(({ key }) => [key, row.cells[key] ?? null])),
      }),
    ),
  };
}

export function geojsonFile(table: ExportedTable, outlines: Outlines): Blob {
  return new Blob([JSON.stringify(exportedFeatures(table, outlines))], { type: 'application/geo+json' });
}
