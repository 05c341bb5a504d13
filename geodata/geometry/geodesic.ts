// Lengths and areas on the ellipsoid, as surveyors measure them. Pure.
import geodesic from 'geographiclib-geodesic';

type Degrees = readonly [longitude: number, latitude: number];

/** The ellipsoids of WGS84 and CGCS2000 differ by 0.1 mm in the minor axis: one serves for both. */
const ellipsoid = geodesic.Geodesic.WGS84;

/** Length in metres of the shortest lines from point to point. 0 with fewer than two points. */
export function lengthMeters(line: readonly Degrees[]): number {
  let length = 0;
  line.forEach(([longitude, latitude], index) => {
    const before = line[index - 1];
    if (before !== undefined) length += ellipsoid.Inverse(before[1], before[0], latitude, longitude).s12 ?? 0;
  });
  return length;
}

/** Area in square metres inside a ring of shortest lines, whichever way round; the first corner is not repeated. */
export function areaSquareMeters(ring: readonly Degrees[]): number {
  const polygon = ellipsoid.Polygon(false);
  for (const [longitude, latitude] of ring) polygon.AddPoint(latitude, longitude);
  return Math.abs(polygon.Compute(false, true).area ?? 0);
}
