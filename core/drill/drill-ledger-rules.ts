// The drill's enterprises and units as a file in the office's own layout, so that they come in by an ordinary import.
import { industries } from '../../policy/industries.ts';
import { DRILL_WATERMARK } from './name-rules.ts';
import type { DrillPlan } from './plan-facts-rules.ts';

const industryName = new Map(industries.map(({ id, name }) => [id, name.zh]));

const header = [
  ...[
    '企业名称',
    '统一社会信用代码',
    '所属集团',
    '厂区名称',
    '厂区地址',
    '市',
    '县（市、区）',
    '经度',
    '纬度',
    '坐标系',
  ],
  ...['装置编号', '装置名称', '行业', '产品', '设计产能', '产能单位', '投产日期', '退出日期', '状态'],
];

/** UTF-8 CSV with a byte order mark; one row a unit. */
export function drillLedgerCsv({ enterprises }: DrillPlan): string {
  const rows = enterprises.flatMap((enterprise) => {
    const { place, product } = enterprise;
    const site = `${DRILL_WATERMARK.zh} · ${place.county}虚构厂区`;
    return enterprise.units.map((unit) =>
      [
        ...[
          enterprise.name,
          enterprise.creditCode,
          `${DRILL_WATERMARK.zh}集团`,
          '主厂区',
          site,
          place.city,
          place.county,
        ],
        ...[place.longitude.toFixed(5), place.latitude.toFixed(5), 'CGCS2000'],
        ...[
          unit.number,
          unit.name,
          industryName.get(product.industry),
          product.product,
          unit.capacity,
          product.capacityUnit,
        ],
        ...[2004 + (unit.key % 18), '', '在运'],
      ].join(','),
    );
  });
  return `\uFEFF${[header.join(','), ...rows].join('\r\n')}\r\n`;
}
