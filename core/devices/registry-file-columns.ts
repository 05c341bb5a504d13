// The columns of a registry file: what each is called in Chinese and English, and to which kinds of record it belongs.

export const registryRecords = ['device', 'channel', 'declaration', 'camera'] as const;
export type RegistryRecord = (typeof registryRecords)[number];

/** Words for the kind of record: in the column `record`, or as the name of a sheet. */
export const recordWords: Readonly<Record<RegistryRecord, readonly string[]>> = {
  device: ['device', 'devices', '设备'],
  channel: ['channel', 'channels', '监测点位', '点位'],
  declaration: ['declaration', 'declarations', '申报'],
  camera: ['camera', 'cameras', '摄像机', '摄像头'],
};

const D = 'device';
const C = 'channel';
const S = 'declaration';
const V = 'camera';

/** In the template's order: key (also a header), header in Chinese, header in English, the records that have it. */
export const registryColumns = [
  ['record', '记录', 'Record', [D, C, S, V]],
  ['id', '编号', 'Id', [D, C, V]],
  ['name', '名称', 'Name', [D, C, V]],
  ['protocol', '协议', 'Protocol', [D]],
  ['device', '设备', 'Device', [C]],
  ['address', '地址', 'Address', [C]],
  ['gateway', '网关', 'Gateway', [D]],
  ['enterprise', '企业', 'Enterprise', [D, C, S, V]],
  ['unit', '装置', 'Unit', [C, S]],
  ['longitude', '经度', 'Longitude', [D, V]],
  ['latitude', '纬度', 'Latitude', [D, V]],
  ['datum', '坐标系', 'Datum', [D, V]],
  ['kind', '类型', 'Kind', [C, S, V]],
  ['quantity', '监测量', 'Quantity', [C]],
  ['unitOfMeasure', '计量单位', 'Unit of measure', [C, S]],
  ['factor', '系数', 'Factor', [C]],
  ['shift', '偏移', 'Shift', [C]],
  ['interval', '间隔', 'Interval', [C]],
  ['role', '用途', 'Role', [C]],
  ['parent', '上级点位', 'Parent', [C]],
  ['limitHigh', '限值上限', 'Upper limit', [C]],
  ['limitLow', '限值下限', 'Lower limit', [C]],
  ['limitPeriod', '限值平均时段', 'Limit period', [C]],
  ['rangeLow', '量程下限', 'Range low', [C]],
  ['rangeHigh', '量程上限', 'Range high', [C]],
  ['resolution', '分辨力', 'Resolution', [C]],
  ['registerMax', '表底上限', 'Register max', [C]],
  ['rated', '额定值', 'Rated', [C]],
  ['calibrationDue', '检定有效期至', 'Calibration due', [C]],
  ['channel', '点位', 'Channel', [S]],
  ['from', '起', 'From', [S]],
  ['to', '止', 'To', [S]],
  ['value', '数值', 'Value', [S]],
  ['source', '依据', 'Source', [S]],
  ['settings', '协议参数', 'Settings', [D]],
  ['url', '抓图地址', 'Still address', [V]],
  ['liveUrl', '视频流地址', 'Live address', [V]],
  ['auth', '认证方式', 'Authentication', [V]],
  ['user', '用户名', 'User', [V]],
  ['password', '密码', 'Password', [D, V]],
  ['sm4Key', 'SM4密钥', 'SM4 key', [D]],
  ['token', '令牌', 'Token', [D]],
] as const satisfies readonly (readonly [string, string, string, readonly RegistryRecord[]])[];

export type RegistryColumn = (typeof registryColumns)[number][0];

/** What stands in these is never shown again. */
export const secretColumns: ReadonlySet<RegistryColumn> = new Set(['password', 'sm4Key', 'token']);

const headerKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');

const columnByHeader = new Map(
  registryColumns.flatMap(([key, zh, en]) => [key, zh, en].map((header) => [headerKey(header), key] as const)),
);

/** Case, width, spaces, hyphens and a remark in brackets do not matter; undefined = no column of a registry file. */
export const columnOfHeader = (header: string): RegistryColumn | undefined =>
  columnByHeader.get(headerKey(header)) ?? columnByHeader.get(headerKey(header.replace(/[（(].*$/, '')));

export function recordOfWord(text: string): RegistryRecord | null {
  const word = headerKey(text);
  return registryRecords.find((record) => recordWords[record].some((each) => headerKey(each) === word)) ?? null;
}

const LIKE = 0.4;

/** Pairs of letters that two headers share, 0 to 1. */
function likeness(a: string, b: string): number {
  const pairs = (text: string): string[] => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
  const [left, right] = [pairs(headerKey(a)), pairs(headerKey(b))];
  const shared = left.filter((pair) => right.includes(pair)).length;
  return (2 * shared) / Math.max(1, left.length + right.length);
}

/** Of headers that are no columns of a registry, those that look like one: `设备编号 → 编号`. */
export function nearestColumns(headers: readonly string[], language: 'zh' | 'en'): string[] {
  return headers.flatMap((header) => {
    const [best] = registryColumns
      .map(([key, zh, en]) => ({
        shown: language === 'zh' ? zh : en,
        like: Math.max(...[key, zh, en].map((name) => likeness(header, name))),
      }))
      .sort((a, b) => b.like - a.like);
    return best !== undefined && best.like > LIKE ? [`${header} → ${best.shown}`] : [];
  });
}
