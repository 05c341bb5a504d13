// The office's own ledger template with a filled example, as a file to fill in.
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { industries } from '../../policy/industries.ts';
import { products } from '../../policy/products.ts';
import { statuses } from '../../policy/statuses.ts';
import { unitsOfMeasure } from '../../policy/units-of-measure.ts';
import { creditCodeCheckCharacter } from './credit-code-rules.ts';
import { ledgerColumns } from './presets/ledger.ts';

type Field = (typeof ledgerColumns)[number][0];
type ExampleRow = Partial<Record<Field, string | number>>;

/** Well-formed, with its check character, but with a body of zeros that no registered enterprise has. */
const exampleCode = (body: string): string => body + creditCodeCheckCharacter(body);

/** Two units of one invented enterprise, and one of another with its capacity unknown. */
export const exampleRows: readonly ExampleRow[] = [
  {
    enterpriseName: '演练数据示例钢铁有限公司',
    creditCode: exampleCode('91370000000000001'),
    ownerGroup: '演练数据示例集团',
    siteName: '东厂区',
    address: '示例路 1 号',
    city: '济南市',
    county: '钢城区',
    longitude: 117.82,
    latitude: 36.106,
    datum: 'CGCS2000',
    unitKey: '1-LG',
    unitName: '1号转炉',
    industry: '钢铁',
    product: '粗钢',
    capacity: 150,
    capacityUnit: '万吨/年',
    commissioned: '2012-06',
    status: '在运',
  },
  {
    enterpriseName: '演练数据示例钢铁有限公司',
    creditCode: exampleCode('91370000000000001'),
    ownerGroup: '演练数据示例集团',
    siteName: '东厂区',
    address: '示例路 1 号',
    city: '济南市',
    county: '钢城区',
    longitude: 117.82,
    latitude: 36.106,
    datum: 'CGCS2000',
    unitKey: '1-JL',
    unitName: '1号焦炉',
    industry: '焦化',
    product: '焦炭',
    capacity: 90,
    capacityUnit: '万吨/年',
    commissioned: '2010',
    retired: '2023-12-31',
    status: '封存',
  },
  {
    enterpriseName: '演练数据示例轮胎有限公司',
    creditCode: exampleCode('91370500000000002'),
    city: '东营市',
    county: '广饶县',
    longitude: 118.41,
    latitude: 37.05,
    datum: 'CGCS2000',
    unitKey: 'A',
    unitName: '全钢一线',
    industry: '轮胎',
    product: '全钢子午胎',
    capacityUnit: '万条/年',
    commissioned: '2008',
    status: '在运',
  },
];

const headers = (language: 'zh' | 'en'): string[] => ledgerColumns.map((column) => column[language === 'zh' ? 1 : 2]);
const cells = (row: ExampleRow): (string | number | null)[] => ledgerColumns.map(([field]) => row[field] ?? null);

/** UTF-8 with a byte order mark; the words inside are Chinese in either language, as the documents use them. */
export function ledgerTemplateCsv(language: 'zh' | 'en'): string {
  const lines = [headers(language), ...exampleRows.map(cells)].map((line) =>
    line.map((value) => value ?? '').join(','),
  );
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** A workbook: the table, and what may be written in each column. */
export async function ledgerTemplateXlsx(language: 'zh' | 'en'): Promise<Buffer> {
  const data: SheetData = [
    headers(language).map((value) => ({ value, fontWeight: 'bold' as const })),
    ...exampleRows.map((row) =>
      cells(row).map((value) =>
        typeof value === 'number' ? { type: Number, value } : value === null ? null : { type: String, value },
      ),
    ),
  ];
  const list = (name: string, words: readonly string[]): SheetData[number] => [
    { value: name, fontWeight: 'bold' as const },
    { value: words.join('、'), wrap: true },
  ];
  const notes: SheetData = [
    list('示例', ['前三行是演练数据，填报前删除']),
    list('统一社会信用代码', ['18 位，末位为校验码（GB 32100-2015）']),
    list('经度、纬度', ['十进制度；高斯投影时经度列填横坐标（东），纬度列填纵坐标（北），单位米']),
    list('坐标系', ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09', 'cgcs2000-gk3-39 一类的高斯投影带']),
    list('设计产能', ['数字；未知请留空，不要填 0']),
    list(
      '产能单位',
      unitsOfMeasure.map((unit) => unit.name.zh),
    ),
    list(
      '行业',
      industries.map((industry) => industry.name.zh),
    ),
    list(
      '产品',
      products.map((product) => product.name.zh),
    ),
    list(
      '状态',
      statuses.map((status) => status.name.zh),
    ),
    list('日期', ['2012、2012-06 或 2012-06-30']),
  ];
  return writeXlsxFile([
    { data, sheet: '台账', columns: headers(language).map(() => ({ width: 16 })), stickyRowsCount: 1 },
    { data: notes, sheet: '填写说明', columns: [{ width: 22 }, { width: 110 }] },
  ]).toBuffer();
}
