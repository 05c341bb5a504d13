// Whether a position lies inside a ring drawn on the map: even-odd rule, in degrees, as the eye sees it on Mercator's map.

/** Longitude and latitude of the corners of a lasso, the first not repeated. */
export type Ring = readonly (readonly [number, number])[];

/** A point on the ring's own line may fall to either side. Rings of fewer than three corners hold nothing. */
export function inRing([x, y]: readonly [number, number], ring: Ring): boolean {
  let inside = false;
  let [previousX, previousY] = ring.at(-1) ?? [0, 0];
  for (const [cornerX, cornerY] of ring) {
    const crosses = cornerY > y !== previousY > y;
    // Mercator bends no meridian, and over a lasso's edge a parallel departs from a straight line by less than a pixel.
    if (crosses && x < ((previousX - cornerX) * (y - cornerY)) / (previousY - cornerY) + cornerX) inside = !inside;
    [previousX, previousY] = [cornerX, cornerY];
  }
  return inside;
}
