// Refuses boundary files that do not belong to the profile or are damaged, before anything is placed by them.
import type { Geometry, Position } from 'geojson';
import { z } from 'zod';
import type { Bbox } from '../../geodata/geometry/bbox.ts';
import { bboxOfLines } from '../../geodata/geometry/bbox.ts';
import type { BoundarySet } from '../../geodata/geometry/boundary-set.ts';
import { fromWgs84 } from '../../geodata/geometry/datum.ts';
import { localPlane } from '../../geodata/geometry/local-plane.ts';
import { wgs84 } from '../../geodata/geometry/positions.ts';
import type { ProvinceProfile } from '../../geodata/geometry/province-profile.ts';
import { BoundaryError } from './boundary-error.ts';

/** A set drawn in more detail may reach this much (some 2 km) beyond the profile's bbox. */
const BBOX_SLACK_DEGREES = 0.02;

const areaSchema = z.looseObject({
  type: z.enum(['Polygon', 'MultiPolygon']),
  coordinates: z.array(z.unknown()).min(1),
});
const lineSchema = z.looseObject({
  type: z.enum(['LineString', 'MultiLineString']),
  coordinates: z.array(z.unknown()).min(1),
});
const divisionSchema = z.looseObject({
  adcode: z.int(),
  name: z.string().min(1),
  shortName: z.string().min(1),
  nameEn: z.string().min(1),
  parent: z.int(),
  labelPoint: z.tuple([z.number(), z.number()]),
});
const contextSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('province'), adcode: z.int(), name: z.string().min(1) }),
  z.looseObject({ kind: z.literal('foreign-land') }),
  z.looseObject({ kind: z.literal('dash-line') }),
]);
const borderSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.enum(['coast', 'province']), city: z.int() }),
  z.looseObject({ kind: z.enum(['city', 'county']), between: z.tuple([z.int(), z.int()]) }),
]);

const layerSchemas = {
  province: collectionOf(areaSchema, divisionSchema),
  cities: collectionOf(areaSchema, divisionSchema),
  counties: collectionOf(areaSchema, divisionSchema),
  context: collectionOf(z.union([areaSchema, lineSchema]), contextSchema),
  borders: collectionOf(lineSchema, borderSchema),
};

export type PlacingLayer = keyof typeof layerSchemas;
/** The files on which placing depends, in the order in which they are hashed. */
export const placingLayers = Object.keys(layerSchemas) as PlacingLayer[];

/** Contents of the files by layer, parsed but not yet trusted. Throws BoundaryError. */
export function checkBoundarySet(layers: Record<PlacingLayer, unknown>, profile: ProvinceProfile): BoundarySet {
  for (const layer of placingLayers) {
    const result = layerSchemas[layer].safeParse(layers[layer]);
    if (result.success) continue;
    const where = [...new Set(result.error.issues.map(({ path }) => path.join('.')))].slice(0, 5).join(', ');
    throw new BoundaryError('bad-contents', {
      zh: `${profile.boundaryFiles[layer]} 缺少所需内容或内容有误：${where}。请对照随附的同名文件补齐属性和几何类型。`,
      en: `${profile.boundaryFiles[layer]} lacks what it needs, or has it wrong: ${where}. Complete its properties and geometry types after the file shipped under that name.`,
    });
  }
  const set = layers as unknown as BoundarySet & { readonly province: BoundarySet['cities'] };
  checkDivisions('province', set.province, [profile.adcode], profile);
  checkDivisions('cities', set.cities, profile.cities, profile);
  checkDivisions('counties', set.counties, profile.counties, profile);
  checkParents(set, profile);
  for (const layer of placingLayers) {
    for (const [number, { geometry, properties }] of set[layer].features.entries()) {
      const name = 'name' in properties ? properties.name : `#${number + 1}`;
      checkGeometry(geometry, `${profile.boundaryFiles[layer]}: ${name}`);
    }
  }
  checkExtent(bboxOf(set.counties.features.map(({ geometry }) => geometry)), profile);
  return set;
}

/** The box around some geometries, in degrees. */
export function bboxOf(geometries: readonly Geometry[]): Bbox {
  return bboxOfLines(geometries.flatMap(linesOf));
}

function collectionOf(geometry: z.ZodType, properties: z.ZodType): z.ZodType {
  return z.looseObject({
    type: z.literal('FeatureCollection'),
    features: z.array(z.looseObject({ type: z.literal('Feature'), geometry, properties })),
  });
}

function checkDivisions(
  layer: 'province' | 'cities' | 'counties',
  { features }: BoundarySet['cities'],
  expected: readonly number[],
  profile: ProvinceProfile,
): void {
  const found = features.map(({ properties }) => properties.adcode);
  const missing = expected.filter((adcode) => !found.includes(adcode));
  const unexpected = found.filter((adcode, at) => !expected.includes(adcode) || found.indexOf(adcode) !== at);
  if (missing.length === 0 && unexpected.length === 0) return;
  const file = profile.boundaryFiles[layer];
  throw new BoundaryError('wrong-divisions', {
    zh: `${file} 与省份配置“${profile.id}”的行政区划代码不一致：缺少 ${listed(missing)}，多出或重复 ${listed(unexpected)}。请换用本省的边界文件，区划有调整的，请同时更新省份配置。`,
    en: `The adcodes of ${file} are not those of the profile "${profile.id}": missing ${listed(missing)}; unexpected or repeated ${listed(unexpected)}. Use boundary files of this province; if divisions have changed, update the profile too.`,
  });
}

function checkParents(set: BoundarySet, profile: ProvinceProfile): void {
  const cities = new Set(profile.cities);
  const orphans = set.counties.features
    .map(({ properties }) => properties)
    .filter(({ adcode, parent }) => !cities.has(parent) && !cities.has(adcode));
  if (orphans.length === 0) return;
  const codes = listed(orphans.map(({ adcode }) => adcode));
  throw new BoundaryError('wrong-divisions', {
    zh: `${profile.boundaryFiles.counties} 中 ${codes} 的 parent 不是本省地级市的代码。请改正 parent。`,
    en: `In ${profile.boundaryFiles.counties}, the parent of ${codes} is no city of the province. Correct parent.`,
  });
}

function checkGeometry(geometry: Geometry, where: string): void {
  const closed = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
  for (const line of linesOf(geometry)) {
    for (const position of line) checkPosition(position, where);
    if (!closed) continue;
    const [first, last] = [line[0], line.at(-1)];
    if (line.length >= 4 && first?.[0] === last?.[0] && first?.[1] === last?.[1]) continue;
    throw new BoundaryError('open-ring', {
      zh: `${where} 的边界环没有闭合（首尾坐标须相同，且至少 4 个点）。请修复几何后再用。`,
      en: `A ring of ${where} is not closed (its first and last positions must be equal, and it needs at least 4). Repair the geometry.`,
    });
  }
}

function checkPosition(position: unknown, where: string): void {
  const [x, y] = Array.isArray(position) ? (position as unknown[]) : [];
  // Written so that anything but a number fails too.
  if (typeof x === 'number' && typeof y === 'number' && Math.abs(x) <= 180 && Math.abs(y) <= 90) return;
  throw new BoundaryError('bad-position', {
    zh: `${where} 含有不是经纬度（度）的坐标 ${JSON.stringify(position)}。高斯-克吕格等投影坐标（米）请先转换为经纬度（WGS84 或 CGCS2000）。`,
    en: `${where} holds ${JSON.stringify(position)}, which is no longitude and latitude in degrees. Convert projected coordinates (metres) to WGS84 or CGCS2000 first.`,
  });
}

function checkExtent(found: Bbox, profile: ProvinceProfile): void {
  const eastMeters = offsetOfGcj02(found, profile.bbox);
  if (eastMeters !== null) {
    throw new BoundaryError('shifted', {
      zh: `边界整体偏移（向东约 ${eastMeters} 米），像是 GCJ-02（火星坐标系）。请先转换为 WGS84 或 CGCS2000。`,
      en: `The whole set is displaced (about ${eastMeters} m east), as GCJ-02 coordinates are. Convert it to WGS84 or CGCS2000 first.`,
    });
  }
  const [west, south, east, north] = profile.bbox;
  const within =
    found[0] >= west - BBOX_SLACK_DEGREES &&
    found[1] >= south - BBOX_SLACK_DEGREES &&
    found[2] <= east + BBOX_SLACK_DEGREES &&
    found[3] <= north + BBOX_SLACK_DEGREES;
  if (within) return;
  throw new BoundaryError('outside-profile', {
    zh: `边界范围 ${found.join(', ')} 超出省份配置的范围 ${profile.bbox.join(', ')}。请核对省份、坐标系和经纬度顺序。`,
    en: `The boundaries reach over ${found.join(', ')}, beyond the profile's ${profile.bbox.join(', ')}. Check the province, the datum and the order of longitude and latitude.`,
  });
}

/**
 * How far east (metres) the set lies of where it belongs, if its extent fits the profile's better in GCJ-02 than as it
 * stands; null otherwise. The extent of an honest set differs from the profile's by its level of detail alone, far less
 * than the 500 m of GCJ-02, and not on opposite sides in the same direction.
 */
function offsetOfGcj02(found: Bbox, expected: Bbox): number | null {
  const [west, south, east, north] = expected;
  const middleX = (west + east) / 2;
  const middleY = (south + north) / 2;
  const displaced: Bbox = [
    fromWgs84(wgs84(west, middleY), 'gcj02')[0],
    fromWgs84(wgs84(middleX, south), 'gcj02')[1],
    fromWgs84(wgs84(east, middleY), 'gcj02')[0],
    fromWgs84(wgs84(middleX, north), 'gcj02')[1],
  ];
  const misfit = (bbox: Bbox): number => bbox.reduce((sum, edge, i) => sum + Math.abs(edge - (found[i] as number)), 0);
  const usual = misfit(expected);
  // A set far away (another province, exchanged axes) misses both by much the same.
  if (misfit(displaced) >= usual / 2) return null;
  const eastDegrees = (found[0] - west + (found[2] - east)) / 2;
  return Math.round(eastDegrees * localPlane(middleY).metersPerDegreeX);
}

function linesOf(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

function listed(adcodes: readonly number[]): string {
  const shown = adcodes.slice(0, 5).join(', ');
  return adcodes.length === 0 ? '–' : adcodes.length > 5 ? `${shown} … (${adcodes.length})` : shown;
}
