// The coordinate systems that a file of this province may be in, with their codes as imports take them. Pure.
import type { Words } from '../../i18n/zh.ts';

export interface CrsChoice {
  readonly code: string;
  readonly name: string;
}

/** Central meridians in whole degrees of the strips `widthDegrees` wide that touch west…east. */
function meridians(west: number, east: number, widthDegrees: 3 | 6): number[] {
  // 3° strips lie around multiples of 3, 6° strips around odd multiples of 3.
  const first = widthDegrees === 3 ? 0 : 3;
  const touching: number[] = [];
  for (let meridian = first; meridian <= 180; meridian += widthDegrees) {
    if (meridian + widthDegrees / 2 > west && meridian - widthDegrees / 2 < east) touching.push(meridian);
  }
  return touching;
}

/** Degrees first, then the Gauss-Krüger strips that touch the province's box, with and without their zone number. */
export function crsChoices(
  [west, , east]: readonly [number, number, number, number],
  words: Words['crs'],
): CrsChoice[] {
  return [
    { code: 'wgs84', name: words.wgs84 },
    { code: 'gcj02', name: words.gcj02 },
    { code: 'bd09', name: words.bd09 },
    ...meridians(west, east, 3).flatMap((meridian) => [
      { code: `cgcs2000-gk3-${meridian / 3}`, name: words.gk3Zone(meridian / 3, meridian) },
      { code: `cgcs2000-gk3-cm${meridian}`, name: words.gk3(meridian) },
    ]),
    ...meridians(west, east, 6).flatMap((meridian) => [
      { code: `cgcs2000-gk6-${(meridian + 3) / 6}`, name: words.gk6Zone((meridian + 3) / 6, meridian) },
      { code: `cgcs2000-gk6-cm${meridian}`, name: words.gk6(meridian) },
    ]),
  ];
}
