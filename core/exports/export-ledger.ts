// The ledger as a file for other programs: CSV, XLSX or GeoJSON, one row a unit, with the cell that its capacity came from.
import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { industries } from '../../policy/industries.ts';
import { findProduct } from '../../policy/products.ts';
import { statuses } from '../../policy/statuses.ts';
import type { Db } from '../db/open.ts';
import { OriginMaps, readOrigins } from '../db/origins.ts';
import { datasetHeader, recordIdHeader } from '../imports/own-export.ts';
import { ledgerColumns } from '../imports/presets/ledger.ts';
import type { AskedTimes, LedgerReader } from '../ledger/ledger-reader.ts';
import { type LedgerSlice, placeOfEnterprise, type SliceEnterprise, type SliceUnit } from '../ledger/slice.ts';
import type { Boundaries } from '../places/boundaries.ts';

export const exportFormats = ['csv', 'xlsx', 'geojson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

interface ExportSource {
  /** Of a fictional province: every row, and the file's name, says so. */
  readonly isDrill: boolean;
  readonly db: Db;
  readonly reader: LedgerReader;
  readonly boundaries: Boundaries;
}

type Row = Record<string, string | number | null>;

/** Columns beyond the office's template: what the program knows of the record. Key and header. */
const addedColumns = [
  ['recordId', recordIdHeader],
  ['dataset', datasetHeader],
  ['enterpriseNameEn', '企业英文名'],
  ['captive', '自备用途'],
  ['place', '落点判定'],
  ['declaredCity', '填报市'],
  ['declaredCounty', '填报县（市、区）'],
  ['flags', '存疑标记'],
  ['sourceFile', '产能来源文件'],
  ['sourceSheet', '产能来源工作表'],
  ['sourceRow', '产能来源行'],
  ['sourceColumn', '产能来源列'],
  ['sourceSha256', '来源文件SHA-256'],
] as const;

/** Last, so that sorting and cutting rows leaves it; empty where nothing is fictional. */
const drillColumn = ['drill', '演练标记'] as const;
const DRILL_MARK = '演练数据 Drill data';

const columns: readonly (readonly [key: string, header: string])[] = [
  ...ledgerColumns.map(([key, header]) => [key, header] as const),
  ...addedColumns,
  drillColumn,
];

const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
};

/** Everything that holds at the two times, records outside the province included (their `place` says so). */
export async function exportLedger(
  source: ExportSource,
  format: ExportFormat,
  asked: AskedTimes,
): Promise<ExportedFile> {
  const { slice, times, revision } = await source.reader.read(asked);
  const rows = (await ledgerRows(source, slice)).map((row) => ({ ...row, drill: source.isDrill ? DRILL_MARK : null }));
  const day = new Date(times.asOf).toISOString().slice(0, 10);
  const file = {
    fileName: `${source.isDrill ? '演练数据-' : ''}两高台账-${day}.${format}`,
    contentType: contentTypes[format],
  };
  if (format === 'csv') return { ...file, stream: csv(rows) };
  if (format === 'geojson') return { ...file, stream: geojson(rows) };
  const about: (readonly [string, string | number])[] = [
    ['事实时点 As of', new Date(times.asOf).toISOString()],
    ['认知时点 Known at', new Date(times.knownAt).toISOString()],
    ['台账版本 Revision', revision],
    ['边界版本 Boundaries', source.boundaries.sha256],
    ['记录数 Records', rows.length],
    ...(source.isDrill ? [['演练标记 Drill', DRILL_MARK] as const] : []),
  ];
  return { ...file, stream: xlsx(rows, about) };
}

async function ledgerRows({ db, boundaries }: ExportSource, slice: LedgerSlice): Promise<Row[]> {
  const maps = await OriginMaps.load(db.sql);
  const refOf = (unit: SliceUnit) => maps.originsOf(unit.version).get('capacity');
  const originOf = await readOrigins(
    db.sql,
    slice.units.flatMap((unit) => refOf(unit) ?? []),
  );
  const names = new Map([...boundaries.cities, ...boundaries.counties].map((region) => [region.code, region.name]));
  const regionName = (code: number | null): string | null => (code === null ? null : (names.get(code) ?? null));
  const ofEnterprise = (enterprise: SliceEnterprise): Row => ({
    enterpriseName: enterprise.name,
    enterpriseNameEn: enterprise.version.values.nameEn ?? null,
    creditCode: enterprise.version.values.creditCode ?? null,
    ownerGroup: enterprise.version.values.ownerGroup ?? null,
  });
  const rows = slice.units.map((unit): Row => {
    const { values } = unit.version;
    const ref = refOf(unit);
    const origin = ref ? originOf(ref) : null;
    const cell = origin?.kind === 'cell' ? origin : null;
    return {
      ...ofEnterprise(unit.enterprise),
      ownerGroup: unit.ownerGroup,
      siteName: unit.site?.version.values.name ?? null,
      address: unit.site?.version.values.address ?? null,
      city: regionName(unit.cityCode),
      county: regionName(unit.countyCode),
      longitude: unit.position?.[0] ?? null,
      latitude: unit.position?.[1] ?? null,
      datum: unit.position ? 'WGS84' : null,
      unitKey: statedUnitNumber(unit),
      unitName: values.name ?? null,
      industry: industries.find((each) => each.id === unit.industry)?.name.zh ?? unit.industry,
      product: unit.product === null ? null : (findProduct(unit.product)?.name.zh ?? unit.product),
      capacity: unit.capacity,
      capacityUnit: unit.capacityUnit,
      commissioned: values.commissioned ?? null,
      retired: values.retired ?? null,
      status: statuses.find((each) => each.id === unit.status)?.name.zh ?? null,
      recordId: unit.id,
      dataset: unit.dataset,
      captive: unit.captive,
      place: unit.place,
      declaredCity: values.city ?? unit.site?.version.values.city ?? null,
      declaredCounty: values.county ?? unit.site?.version.values.county ?? null,
      flags: unit.flags.join(' '),
      sourceFile: cell?.file ?? (origin?.kind === 'person' ? `人工更正：${origin.actor}` : null),
      sourceSheet: cell?.sheet ?? null,
      sourceRow: cell?.row ?? null,
      sourceColumn: cell ? `${cell.letter} ${cell.column}` : null,
      sourceSha256: cell?.sha256 ?? null,
    };
  });
  for (const enterprise of slice.enterprises.values()) {
    if (enterprise.units.length > 0) continue;
    const { place, cityCode, countyCode, position } = placeOfEnterprise(enterprise);
    rows.push({
      ...ofEnterprise(enterprise),
      city: regionName(cityCode),
      county: regionName(countyCode),
      longitude: position?.[0] ?? null,
      latitude: position?.[1] ?? null,
      datum: position ? 'WGS84' : null,
      recordId: enterprise.id,
      dataset: enterprise.dataset,
      place,
    });
  }
  return rows;
}

/** The office's own number where the unit came by its template, so that the file can be imported again; else the record's id. */
function statedUnitNumber(unit: SliceUnit): string {
  const prefix = `ledger/${unit.enterprise.version.values.creditCode}/`;
  return unit.id.startsWith(prefix) ? unit.id.slice(prefix.length) : unit.id;
}

/**
 * A spreadsheet program takes a text that begins like this for a formula and runs it; an apostrophe keeps it a text.
 * Only in CSV: XLSX says which cells are texts.
 */
const asText = (text: string): string => (/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text);

const csvCell = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'number' ? String(value) : asText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const encoder = new TextEncoder();

/** UTF-8 with a byte order mark, by which Excel knows it. */
async function* csv(rows: readonly Row[]): AsyncGenerator<Uint8Array> {
  yield encoder.encode(`\uFEFF${columns.map(([, header]) => csvCell(header)).join(',')}\r\n`);
  for (let start = 0; start < rows.length; start += 1000) {
    const part = rows
      .slice(start, start + 1000)
      .map((row) => `${columns.map(([key]) => csvCell(row[key])).join(',')}\r\n`);
    yield encoder.encode(part.join(''));
  }
}

async function* geojson(rows: readonly Row[]): AsyncGenerator<Uint8Array> {
  yield encoder.encode('{"type":"FeatureCollection","features":[\n');
  for (const [index, row] of rows.entries()) {
    const { longitude, latitude, datum: _datum, ...properties } = row;
    const geometry =
      typeof longitude === 'number' && typeof latitude === 'number'
        ? { type: 'Point', coordinates: [longitude, latitude] }
        : null;
    yield encoder.encode(
      `${JSON.stringify({ type: 'Feature', id: row.recordId, geometry, properties })}${index < rows.length - 1 ? ',' : ''}\n`,
    );
  }
  yield encoder.encode(']}\n');
}

async function* xlsx(
  rows: readonly Row[],
  about: readonly (readonly [string, string | number])[],
): AsyncGenerator<Uint8Array> {
  const cell = (value: string | number | null | undefined): Cell =>
    value === null || value === undefined || value === ''
      ? null
      : typeof value === 'number'
        ? { type: Number, value }
        : { type: String, value };
  const header = columns.map(([, text]): Cell => ({ type: String, value: text, fontWeight: 'bold' }));
  const data: SheetData = [header, ...rows.map((row) => columns.map(([key]) => cell(row[key])))];
  const notes: SheetData = about.map(([name, value]) => [cell(name), cell(value)]);
  yield await writeXlsxFile([
    { data, sheet: '台账', stickyRowsCount: 1 },
    { data: notes, sheet: '说明', columns: [{ width: 28 }, { width: 70 }] },
  ]).toBuffer();
}
