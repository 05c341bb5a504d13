// CGCS2000 Gauss-Krüger coordinates (metres) to and from longitude and latitude.
import proj4 from 'proj4';
import { PositionError } from './positions.ts';

/**
 * The usual ways to write CGCS2000 plane coordinates:
 * `cgcs2000-gk3-39`: 3° zone 39 (central meridian 117°E), easting carries the zone: 39 500 000 on the meridian;
 * `cgcs2000-gk3-cm117`: the same strip without the zone: 500 000 on the meridian. `gk6` likewise for 6° zones.
 */
export type GaussKruger = `cgcs2000-gk${3 | 6}-${number}` | `cgcs2000-gk${3 | 6}-cm${number}`;

interface Strip {
  readonly centralMeridian: number;
  /** Zone number in front of the easting, or null where the easting carries none. */
  readonly zone: number | null;
  readonly projection: { forward(position: number[]): number[]; inverse(position: number[]): number[] };
}

// Published code ranges: [first code, zone width, first zone or meridian, zone in front of the easting?].
const epsgRanges = [
  { first: 4491, last: 4501, width: 6, start: 13, zoned: true },
  { first: 4502, last: 4512, width: 6, start: 75, zoned: false },
  { first: 4513, last: 4533, width: 3, start: 25, zoned: true },
  { first: 4534, last: 4554, width: 3, start: 75, zoned: false },
] as const;

// China lies between 73°E and 135°E: 3° zones 25–45, 6° zones 13–23, central meridians 75°E–135°E.
const FIRST_MERIDIAN = 75;
const LAST_MERIDIAN = 135;
const FALSE_EASTING_METERS = 500_000;
const ZONE_STEP_METERS = 1_000_000;
const HIGHEST_NORTHING_METERS = 10_000_000;

const strips = new Map<GaussKruger, Strip>();

/** The code as this module writes it, or null if it names no strip of the CGCS2000 system over China. */
export function parseGaussKruger(text: string): GaussKruger | null {
  const epsg = /^epsg:?(\d{4})$/.exec(text);
  if (epsg) {
    const code = Number(epsg[1]);
    const range = epsgRanges.find(({ first, last }) => code >= first && code <= last);
    if (!range) return null;
    const step = code - range.first;
    return range.zoned
      ? `cgcs2000-gk${range.width}-${range.start + step}`
      : `cgcs2000-gk${range.width}-cm${range.start + step * range.width}`;
  }
  const own = /^cgcs2000-gk([36])-(cm)?(\d{2,3})$/.exec(text);
  if (!own) return null;
  const width = own[1] === '3' ? 3 : 6;
  const number = Number(own[3]);
  const meridian = own[2] ? number : meridianOfZone(width, number);
  const onGrid = (meridian - FIRST_MERIDIAN) % width === 0;
  if (meridian < FIRST_MERIDIAN || meridian > LAST_MERIDIAN || !onGrid) return null;
  return own[2] ? `cgcs2000-gk${width}-cm${number}` : `cgcs2000-gk${width}-${number}`;
}

/**
 * Easting and northing in metres to [longitude, latitude] in degrees.
 * `easting` is the number that Chinese survey sheets call Y; `northing` is their X.
 * Throws PositionError where the numbers do not fit the strip (wrong zone, exchanged axes).
 */
export function fromGaussKruger(easting: number, northing: number, code: GaussKruger): [number, number] {
  const strip = stripOf(code);
  const offset = easting - (strip.zone ?? 0) * ZONE_STEP_METERS;
  // Written so that NaN fails too.
  if (!(offset > 0 && offset < ZONE_STEP_METERS && northing >= 0 && northing < HIGHEST_NORTHING_METERS)) {
    throw doesNotFit(easting, northing, code, strip);
  }
  const [longitude, latitude] = strip.projection.inverse([offset, northing]);
  return [longitude as number, latitude as number];
}

/**
 * Longitude and latitude in degrees to [easting, northing] in metres.
 * Throws PositionError for a position too far (about 500 km) from the meridian to be read back from its easting.
 */
export function toGaussKruger(longitude: number, latitude: number, code: GaussKruger): [number, number] {
  const strip = stripOf(code);
  const [offset, northing] = strip.projection.forward([longitude, latitude]) as [number, number];
  if (!(offset > 0 && offset < ZONE_STEP_METERS && northing >= 0)) {
    throw new PositionError({
      zh: `经度 ${longitude}、纬度 ${latitude} 离 ${code} 的中央经线 ${strip.centralMeridian}° 太远，请改用相邻的带。`,
      en: `Longitude ${longitude}, latitude ${latitude} is too far from the central meridian ${strip.centralMeridian}° of ${code}; use the zone it lies in.`,
    });
  }
  return [offset + (strip.zone ?? 0) * ZONE_STEP_METERS, northing];
}

function meridianOfZone(width: 3 | 6, zone: number): number {
  return width === 3 ? zone * 3 : zone * 6 - 3;
}

function stripOf(code: GaussKruger): Strip {
  const known = strips.get(code);
  if (known) return known;
  const [, , tail] = code.split('-') as [string, string, string];
  const zone = tail.startsWith('cm') ? null : Number(tail);
  const centralMeridian =
    zone === null ? Number(tail.slice(2)) : meridianOfZone(code.startsWith('cgcs2000-gk3') ? 3 : 6, zone);
  // The CGCS2000 ellipsoid differs from GRS80 only beyond the tenth digit of the flattening: far below 1 mm.
  const projection = proj4(
    `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=1 +x_0=${FALSE_EASTING_METERS} +y_0=0 +ellps=GRS80 +units=m +no_defs`,
  );
  const strip = { centralMeridian, zone, projection };
  strips.set(code, strip);
  return strip;
}

function doesNotFit(easting: number, northing: number, code: GaussKruger, strip: Strip): PositionError {
  const carried = Math.floor(easting / ZONE_STEP_METERS);
  const carriedByNorthing = Math.floor(northing / ZONE_STEP_METERS);
  if (carriedByNorthing >= 10 || (strip.zone === null && carried > 0 && carried < 10 && carriedByNorthing === 0)) {
    return new PositionError({
      zh: `东坐标 ${easting}、北坐标 ${northing} 像是填反了：测量成果中的 X 是北坐标，Y 是东坐标。请对调后再导入。`,
      en: `Easting ${easting} and northing ${northing} look exchanged: on Chinese survey sheets X is the northing and Y the easting. Exchange them and import again.`,
    });
  }
  const hint =
    strip.zone === null
      ? {
          zh: `${code} 的东坐标不带带号，应在 0 至 1000000 米之间`,
          en: `eastings of ${code} carry no zone number and lie between 0 and 1000000 m`,
        }
      : {
          zh: `${code} 的东坐标前两位应为带号 ${strip.zone}`,
          en: `eastings of ${code} begin with the zone number ${strip.zone}`,
        };
  return new PositionError({
    zh: `东坐标 ${easting}、北坐标 ${northing} 与坐标系不符：${hint.zh}。请核对数值或改选坐标系。`,
    en: `Easting ${easting}, northing ${northing} do not fit the coordinate system: ${hint.en}. Check the numbers or choose another system.`,
  });
}
