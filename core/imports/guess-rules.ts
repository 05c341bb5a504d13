// Which column probably holds which field, by its header in Chinese or English. A proposal for a person to check. Pure.
import type { Fields, ImportField } from '../../contract/imports.ts';

/** Patterns in order of trust: the first header that matches the earliest pattern is proposed. */
const patterns: readonly (readonly [ImportField, readonly RegExp[]])[] = [
  ['creditCode', [/统一社会信用代码/, /信用代码/, /\b(uscc|credit[ _]?code)\b/i]],
  ['coordinates', [/^坐标$|经纬度/, /^coordinates?$/i, /lat.*lon/i]],
  ['latitude', [/^纬度/, /纬度|北纬/, /^lat(itude)?$/i, /latitude/i, /\blat\b/i, /^(y|northing)$/i]],
  [
    'longitude',
    [/^经度/, /经度|东经/, /^(lon|lng|long|longitude)$/i, /longitude/i, /\b(lon|lng)\b/i, /^(x|easting)$/i],
  ],
  ['datum', [/坐标系|大地基准/, /\b(datum|crs|srs|epsg)\b/i]],
  ['capacityUnit', [/产能单位|单位$/, /capacity[ _]?unit|unit of measure|\buom\b/i]],
  ['capacity', [/设计产能|设计能力|核定产能/, /产能|装机容量|容量|规模/, /design capacity/i, /capacity/i]],
  ['status', [/^状态/, /状态|运行情况/, /^status$/i, /status/i]],
  ['commissioned', [/投产|投运|建成/, /commission|start (year|date)|online/i, /^year$|opening/i]],
  ['retired', [/退役|关停|退出(日期|时间|年)/, /retire(d|ment)|closed?( year| date)/i]],
  ['industry', [/所属行业|^行业/, /行业/, /industry|sector/i]],
  ['product', [/^产品/, /产品|燃料|品种/, /^product$/i, /\b(product|fuel)/i]],
  ['unitKey', [/装置编号|机组编号|生产线编号/, /\bunit (id|number|no)/i]],
  ['unitName', [/装置名称|机组名称|生产线名称|装置|机组|生产线/, /^unit( name)?$/i, /\bunit name|generator|line\b/i]],
  [
    'enterpriseName',
    [
      /^(企业|单位|公司|电厂|工厂)名称/,
      /企业|公司|厂名|名称/,
      /^(电|热电|钢|水泥|焦化|化工|炼|工)?厂$/,
      /^(plant|facility|company|enterprise|station)([ _]name)?$/i,
      /^name$/i,
      /\bname\b/i,
    ],
  ],
  [
    'enterpriseKey',
    [/企业编号|编号|代码$/, /^(plant|facility|site|gem location)?[ _]?(id|idnr|code)$/i, /(_id|idnr|\bid)$/i],
  ],
  ['ownerGroup', [/所属集团|集团|母公司|控股/, /parent/i]],
  ['owner', [/业主|所有者|法人/, /owner|operator/i]],
  ['siteName', [/厂区/, /^site( name)?$/i]],
  ['address', [/地址|坐落/, /address|\blocation\b/i]],
  ['province', [/^省|省份/, /province|state/i]],
  ['county', [/县|区县|县（市、区）/, /county|district/i]],
  ['city', [/^(地)?市$|所在市|地市|城市/, /\bcity\b|prefecture|municipality/i]],
];

/** Each column is proposed for one field at most, each field gets one column at most. */
export function guessFields(columns: readonly string[]): Fields {
  const fields: Fields = {};
  const taken = new Set<string>();
  for (const [field, tests] of patterns) {
    for (const test of tests) {
      const column = columns.find(
        (each) => !taken.has(each) && test.test(each.normalize('NFKC').trim().replaceAll('_', ' ')),
      );
      if (column === undefined) continue;
      fields[field] = column;
      taken.add(column);
      break;
    }
  }
  return fields;
}
