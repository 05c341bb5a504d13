// Web Mercator in the unit square, in double precision, and matrices moved so that 32-bit offsets are enough. Pure.

/** x and y in 0…1: west to east, north to south. Degrees in; latitudes beyond ±85.05 leave the square. */
export function mercatorX(longitude: number): number {
  return (longitude + 180) / 360;
}

export function mercatorY(latitude: number): number {
  return (1 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / Math.PI) / 2;
}

export interface Offsets {
  /** Of the box around all positions, in the unit square. */
  readonly centre: readonly [number, number];
  /** From the centre, two for each position; NaN where a position is not finite. */
  readonly offsets: Float32Array;
}

/**
 * Positions (longitude, latitude, two each) as 32-bit offsets. Over a province's 10° an offset is wrong by less than
 * 1e-9 of the world: 0.01 px at zoom 14.
 */
export function offsetsOf(positions: Float64Array): Offsets {
  const xy = new Float64Array(positions.length);
  let [west, north, east, south] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  for (let at = 0; at + 1 < positions.length; at += 2) {
    const x = mercatorX(positions[at] as number);
    const y = mercatorY(positions[at + 1] as number);
    xy[at] = x;
    xy[at + 1] = y;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  const centre =
    east < west || south < north ? ([0.5, 0.5] as const) : ([(west + east) / 2, (north + south) / 2] as const);
  const offsets = new Float32Array(positions.length);
  for (let at = 0; at + 1 < positions.length; at += 2) {
    const x = (xy[at] as number) - centre[0];
    const y = (xy[at + 1] as number) - centre[1];
    const finite = Number.isFinite(x) && Number.isFinite(y);
    offsets[at] = finite ? x : Number.NaN;
    offsets[at + 1] = finite ? y : Number.NaN;
  }
  return { centre, offsets };
}

/**
 * A column-major 4 × 4 matrix over the unit square, moved so that it takes offsets from `centre`. The move is added in
 * double precision; only its result may be rounded to 32 bits.
 */
export function matrixFrom(matrix: ArrayLike<number>, [x, y]: readonly [number, number]): Float64Array {
  const moved = Float64Array.from(matrix);
  for (let row = 0; row < 4; row += 1) {
    moved[12 + row] = (matrix[row] as number) * x + (matrix[4 + row] as number) * y + (matrix[12 + row] as number);
  }
  return moved;
}
