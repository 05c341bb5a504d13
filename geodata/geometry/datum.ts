// The coordinate systems that a ledger may state its positions in, and their conversion to WGS84.
import gcoordModule from 'gcoord';
import type { GaussKruger } from './gauss-kruger.ts';
import { fromGaussKruger, parseGaussKruger, toGaussKruger } from './gauss-kruger.ts';
import type { Wgs84 } from './positions.ts';
import { wgs84 } from './positions.ts';

/**
 * WGS84 and CGCS2000 are taken as identical (they differ by less than a metre).
 * Xi'an 80 and Beijing 54 are not offered: their shift to CGCS2000 differs from place to place and no
 * reliable parameters are published, so a conversion here would pretend to an accuracy it does not have.
 */
export type Datum = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09' | GaussKruger;

const degreeNames = new Map<string, Datum>([
  ['wgs84', 'wgs84'],
  ['epsg:4326', 'wgs84'],
  ['epsg4326', 'wgs84'],
  ['cgcs2000', 'cgcs2000'],
  ['epsg:4490', 'cgcs2000'],
  ['epsg4490', 'cgcs2000'],
  ['gcj02', 'gcj02'],
  ['bd09', 'bd09'],
  ['bd09ll', 'bd09'],
]);

// The library's types describe a default export that Node does not see: its module object is that export itself.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

type Pair = readonly [x: number, y: number];

/**
 * The datum a text names: `wgs84`, `CGCS2000`, `gcj-02`, `bd09`, `cgcs2000-gk3-39`, `cgcs2000-gk6-cm117`, or an EPSG code
 * of WGS84 (4326), CGCS2000 (4490) or its Gauss-Krüger strips (4491–4554). Null for anything else; see datumRefusal().
 */
export function parseDatum(text: string): Datum | null {
  const lower = text.trim().toLowerCase();
  return degreeNames.get(lower.replaceAll(/[\s_-]/g, '')) ?? parseGaussKruger(lower.replaceAll(/[\s_]/g, ''));
}

/** Why parseDatum() gave null, as one sentence that says what to do. */
export function datumRefusal(text: string): { readonly zh: string; readonly en: string } {
  if (namesOldDatum(text)) {
    return {
      zh: `“${text}”属于西安 80 或北京 54 坐标系，其与 CGCS2000 的换算参数因地而异且没有可靠的公开参数，本系统不换算。请先由测绘单位转换为 CGCS2000 后再导入。`,
      en: `"${text}" is Xi'an 80 or Beijing 54. Their shift to CGCS2000 differs from place to place and no reliable parameters are published, so they are not converted here. Have the surveyors convert it to CGCS2000 first.`,
    };
  }
  return {
    zh: `无法识别坐标系“${text}”。可用：wgs84、cgcs2000、gcj02、bd09，高斯-克吕格投影如 cgcs2000-gk3-39、cgcs2000-gk3-cm117，或 epsg:4326、epsg:4490 至 epsg:4554。`,
    en: `The coordinate system "${text}" is not known. Use wgs84, cgcs2000, gcj02, bd09, a Gauss-Krüger strip such as cgcs2000-gk3-39 or cgcs2000-gk3-cm117, or epsg:4326, epsg:4490 to epsg:4554.`,
  };
}

/**
 * `x` = longitude (degrees) or easting (metres), `y` = latitude or northing, in that order for every datum.
 * Throws PositionError where the numbers cannot be positions in it.
 */
export function toWgs84(x: number, y: number, datum: Datum): Wgs84 {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return wgs84(x, y);
    case 'gcj02':
    case 'bd09': {
      const stated = wgs84(x, y);
      return wgs84(...undoOffset(stated, datum));
    }
    default:
      return wgs84(...fromGaussKruger(x, y, datum));
  }
}

/** The inverse of toWgs84(): [longitude, latitude] in degrees or [easting, northing] in metres. */
export function fromWgs84(position: Wgs84, datum: Datum): Pair {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return [position[0], position[1]];
    case 'gcj02':
    case 'bd09':
      return applyOffset(position, datum);
    default:
      return toGaussKruger(position[0], position[1], datum);
  }
}

function applyOffset(position: Pair, datum: 'gcj02' | 'bd09'): Pair {
  const to = datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  return gcoord.transform([position[0], position[1]], gcoord.WGS84, to) as [number, number];
}

// The library's own inverse stops at 0.1 m (GCJ-02) or is an approximation (BD-09), and on the rim of the rectangle where
// the offset applies it never returns. A bounded fixed-point search over its forward direction has none of these faults:
// the offset varies slowly, so each round gains about three digits.
function undoOffset(stated: Pair, datum: 'gcj02' | 'bd09'): Pair {
  let [longitude, latitude] = stated;
  for (let round = 0; round < 8; round += 1) {
    const [x, y] = applyOffset([longitude, latitude], datum);
    longitude += stated[0] - x;
    latitude += stated[1] - y;
  }
  return [longitude, latitude];
}

// Names and EPSG codes of Beijing 1954 (4214, 2401–2442, 21413–21483) and Xi'an 1980 (4610, 2327–2390).
function namesOldDatum(text: string): boolean {
  const lower = text.toLowerCase().replaceAll(/[\s_'’-]/g, '');
  if (/xian(19)?80|西安(19)?80|beijing(19)?54|北京(19)?54/.test(lower)) return true;
  const code = Number(/^epsg:?(\d{4,5})$/.exec(lower)?.[1] ?? Number.NaN);
  return (
    code === 4214 ||
    code === 4610 ||
    (code >= 2327 && code <= 2390) ||
    (code >= 2401 && code <= 2442) ||
    (code >= 21413 && code <= 21483)
  );
}
