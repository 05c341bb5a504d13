// Preset for the office's own ledger template: one row a unit, headers in Chinese or English.
import type { Fields, Mapping, SheetMapping } from '../../../contract/imports.ts';

/** The template's columns in order: field, header in Chinese, header in English, filled example rows. */
export const ledgerColumns = [
  ['enterpriseName', '企业名称', 'Enterprise'],
  ['creditCode', '统一社会信用代码', 'Unified social credit code'],
  ['ownerGroup', '所属集团', 'Owner group'],
  ['siteName', '厂区名称', 'Site'],
  ['address', '厂区地址', 'Address'],
  ['city', '市', 'City'],
  ['county', '县（市、区）', 'County'],
  ['longitude', '经度', 'Longitude'],
  ['latitude', '纬度', 'Latitude'],
  ['datum', '坐标系', 'Datum'],
  ['unitKey', '装置编号', 'Unit number'],
  ['unitName', '装置名称', 'Unit'],
  ['industry', '行业', 'Industry'],
  ['product', '产品', 'Product'],
  ['capacity', '设计产能', 'Design capacity'],
  ['capacityUnit', '产能单位', 'Capacity unit'],
  ['commissioned', '投产日期', 'Commissioned'],
  ['retired', '退出日期', 'Retired'],
  ['status', '状态', 'Status'],
] as const;

const required: readonly string[] = [
  'enterpriseName',
  'creditCode',
  'product',
  'capacity',
  'capacityUnit',
  'status',
  'longitude',
  'latitude',
];

const sheet = (language: 1 | 2): SheetMapping => ({
  match: ledgerColumns.filter(([field]) => required.includes(field)).map((column) => column[language]),
  fields: {
    ...(Object.fromEntries(ledgerColumns.map((column) => [column[0], column[language]])) as Fields),
    // The program's own export keeps what was declared beside where the record lies.
    city: { columns: ['填报市', ledgerColumns[5][language]] },
    county: { columns: ['填报县（市、区）', ledgerColumns[6][language]] },
    // Unit numbers are given out by each enterprise: only together with its code do they tell units apart.
    unitKey: { join: [ledgerColumns[1][language], ledgerColumns[10][language]] },
    // Without a code and a name, the number still tells an enterprise's units apart, whatever order they come in.
    unitName: { columns: [ledgerColumns[11][language], ledgerColumns[10][language]] },
  },
});

export const ledger: Mapping = {
  name: 'ledger',
  title: '两高企业台账 / Office ledger',
  sheets: [sheet(1), sheet(2)],
};
