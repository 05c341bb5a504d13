// A registry file to fill in, with invented examples: one table as CSV, or a workbook with a sheet for each kind of record.
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import {
  type RegistryColumn,
  type RegistryRecord,
  recordWords,
  registryColumns,
  registryRecords,
} from './registry-file-columns.ts';

type Example = Partial<Record<RegistryColumn, string>>;

/** A gateway with a stack monitor and two electricity meters behind it, what an enterprise has declared, a camera. */
const examples: Readonly<Record<RegistryRecord, readonly Example[]>> = {
  device: [
    {
      ...{ id: '88888880000001', name: '演练数据 1号炉烟气数采仪', protocol: 'hj212', gateway: 'GW-01' },
      ...{ enterprise: '演练数据示例钢铁有限公司', longitude: '117.82', latitude: '36.106', password: '123456' },
      settings: '{"dialect":"2017"}',
    },
    {
      id: 'meters-01',
      name: '演练数据 配电室电表',
      protocol: 'mqtt',
      gateway: 'GW-01',
      enterprise: '演练数据示例钢铁有限公司',
    },
  ],
  channel: [
    {
      ...{ id: 'stack-1-nox', name: '1号烟囱 氮氧化物', device: '88888880000001', address: 'a21002', kind: 'level' },
      ...{ quantity: 'nox', unitOfMeasure: 'mg/m³', interval: '1m', limitHigh: '200', limitPeriod: 'hour' },
      ...{ rangeLow: '0', rangeHigh: '500', calibrationDue: '2027-06-30' },
    },
    {
      ...{
        id: 'meter-main',
        name: '总表',
        device: 'meters-01',
        address: 'P1',
        kind: 'amount',
        quantity: 'electricity',
      },
      ...{ unitOfMeasure: 'kWh', factor: '4000', interval: '15m', role: 'main' },
    },
    {
      ...{
        id: 'meter-1',
        name: '轧线表底',
        device: 'meters-01',
        address: 'E1',
        kind: 'register',
        quantity: 'electricity',
      },
      ...{ unitOfMeasure: 'kWh', interval: '15m', role: 'sub', parent: 'meter-main', registerMax: '1000000' },
    },
  ],
  declaration: [
    {
      ...{ kind: 'stop', enterprise: '演练数据示例钢铁有限公司', from: '2026-02-10', to: '2026-02-20' },
      source: '停产检修报告（演练数据）',
    },
    {
      ...{
        kind: 'annual-control',
        enterprise: '演练数据示例钢铁有限公司',
        from: '2026',
        value: '1200000',
        unitOfMeasure: 't',
      },
      source: '年度控制量文件（演练数据）',
    },
  ],
  camera: [
    {
      ...{ id: 'camera-1', name: '1号炉出钢口', kind: 'http', enterprise: '演练数据示例钢铁有限公司' },
      ...{
        longitude: '117.8203',
        latitude: '36.1062',
        url: 'http://192.0.2.10/still.jpg',
        auth: 'digest',
        user: 'viewer',
      },
    },
  ],
};

const columnsOf = (record: RegistryRecord): RegistryColumn[] =>
  registryColumns
    .filter(([key, , , records]) => key !== 'record' && (records as readonly string[]).includes(record))
    .map(([key]) => key);

const headerOf = (column: RegistryColumn, language: 'zh' | 'en'): string => {
  const [, zh, en] = registryColumns.find(([key]) => key === column) as (typeof registryColumns)[number];
  return language === 'zh' ? zh : en;
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** UTF-8 with a byte order mark. */
export function registryTemplateCsv(language: 'zh' | 'en'): string {
  const columns = registryColumns.map(([key]) => key);
  const lines = registryRecords.flatMap((record) =>
    examples[record].map((example) =>
      columns.map((column) => (column === 'record' ? record : (example[column] ?? ''))),
    ),
  );
  const table = [columns.map((column) => headerOf(column, language)), ...lines];
  return `\uFEFF${table.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

export async function registryTemplateXlsx(language: 'zh' | 'en'): Promise<Buffer> {
  const sheets = registryRecords.map((record) => {
    const columns = columnsOf(record);
    const data: SheetData = [
      columns.map((column) => ({ value: headerOf(column, language), fontWeight: 'bold' as const })),
      ...examples[record].map((example) => columns.map((column) => ({ type: String, value: example[column] ?? '' }))),
    ];
    const words = recordWords[record];
    return {
      data,
      sheet: (language === 'zh' ? words[2] : words[0]) ?? record,
      columns: columns.map(() => ({ width: 16 })),
      stickyRowsCount: 1,
    };
  });
  return writeXlsxFile(sheets).toBuffer();
}
