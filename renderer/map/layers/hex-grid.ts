// A grid of hexagons of equal area over a province: every position lies in exactly one cell, whatever else is shown. Pure.

type Position = readonly [longitude: number, latitude: number];

/** Radius of the sphere that has the area of the WGS84 ellipsoid. */
const EQUAL_AREA_RADIUS_METERS = 6_371_007;
const METERS_PER_DEGREE = (EQUAL_AREA_RADIUS_METERS * Math.PI) / 180;

export interface HexCell {
  /** Tells the cell apart from all others of its grid. */
  readonly id: string;
  readonly center: Position;
  /** Six corners, the first not repeated. */
  readonly ring: readonly Position[];
}

export interface HexGrid {
  /** km² of a cell. */
  readonly cellSquareKm: number;
  cellAt(position: Position): HexCell;
}

/**
 * Hexagons with a corner to the north, of `sideKm`, on a sinusoidal projection: areas are true on the sphere, within
 * 0.6 % on the ellipsoid. The grid hangs on `meridian` and the equator alone, so that cells never move. Keep `meridian`
 * within a few degrees of what is shown: shapes lean over with the distance.
 */
export function hexGrid(meridian: number, sideKm: number): HexGrid {
  const side = sideKm * 1000;
  const planeOf = ([longitude, latitude]: Position): readonly [number, number] => [
    (longitude - meridian) * METERS_PER_DEGREE * Math.cos((latitude * Math.PI) / 180),
    latitude * METERS_PER_DEGREE,
  ];
  const positionOf = (x: number, y: number): Position => {
    const latitude = y / METERS_PER_DEGREE;
    return [meridian + x / (METERS_PER_DEGREE * Math.cos((latitude * Math.PI) / 180)), latitude];
  };

  return {
    cellSquareKm: ((3 * Math.sqrt(3)) / 2) * sideKm * sideKm,
    cellAt(position) {
      const [x, y] = planeOf(position);
      // Axial coordinates, rounded as cube coordinates whose sum is zero: the one with the largest error gives way.
      const column = (x / Math.sqrt(3) - y / 3) / side;
      const row = ((2 / 3) * y) / side;
      let q = Math.round(column);
      let r = Math.round(row);
      const s = Math.round(-column - row);
      const errors = [Math.abs(q - column), Math.abs(r - row), Math.abs(s + column + row)] as const;
      if (errors[0] > errors[1] && errors[0] > errors[2]) q = -r - s;
      else if (errors[1] > errors[2]) r = -q - s;
      const centerX = side * Math.sqrt(3) * (q + r / 2);
      const centerY = side * 1.5 * r;
      return {
        id: `${q},${r}`,
        center: positionOf(centerX, centerY),
        ring: [30, 90, 150, 210, 270, 330].map((degrees) => {
          const angle = (degrees * Math.PI) / 180;
          return positionOf(centerX + side * Math.cos(angle), centerY + side * Math.sin(angle));
        }),
      };
    },
  };
}
