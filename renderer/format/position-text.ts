// A position as text in the datum that the reader chose. The datum is always said beside it.
import { type Datum, fromWgs84 } from '../../geodata/geometry/datum.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';

/** The systems that a reader can choose; `cgcs2000-gk3` takes the 3° strip that the position lies in. */
export const shownDatums = ['cgcs2000', 'cgcs2000-gk3', 'gcj02', 'bd09'] as const;
export type ShownDatum = (typeof shownDatums)[number];

/** Degrees with five decimals (about a metre), or easting and northing in whole metres with the strip's meridian. */
export function positionText([longitude, latitude]: readonly [number, number], shown: ShownDatum): string {
  const position = wgs84(longitude, latitude);
  if (shown !== 'cgcs2000-gk3') {
    const [x, y] = fromWgs84(position, shown);
    return `${x.toFixed(5)}, ${y.toFixed(5)}`;
  }
  const meridian = Math.round(longitude / 3) * 3;
  const [easting, northing] = fromWgs84(position, `cgcs2000-gk3-cm${meridian}` satisfies Datum);
  return `X ${Math.round(northing)}, Y ${Math.round(easting)} (${meridian}°)`;
}
