// Large ledgers for measuring: the bundled coal ledger repeated under new ids a little apart, and an invented office ledger.
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { Region } from '../contract/about.ts';
import type { Mapping } from '../contract/imports.ts';
import { repositoryRoot } from './child.ts';
import { seededRandom } from './seeded-random.ts';

/** Degrees by which a repeated plant is moved at most; about one kilometre. */
const jitterDegrees = 0.01;

/**
 * Header and rows in the layout of the bundled coal ledger. Units of one plant stay together at one place; every cycle
 * through the file gives units and plants new ids and moves each plant.
 */
export async function coalLedger(rowCount: number): Promise<string[][]> {
  const path = join(repositoryRoot, 'geodata/ledgers/gem-coal/shandong_dev.csv');
  const [header = [], ...bundled] = (await createReadStream(path)
    .pipe(parse({ bom: true }))
    .toArray()) as string[][];
  const column = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) throw new Error(`${path} has no column ${name}`);
    return index;
  };
  const [unitId, plantId] = [column('GEM unit/phase ID'), column('GEM location ID')];
  const [latitude, longitude] = [column('Latitude'), column('Longitude')];
  const random = seededRandom(1);
  const rows = [header];
  for (let cycle = 0; rows.length <= rowCount; cycle += 1) {
    const moves = new Map<string, readonly [number, number]>();
    for (const original of bundled.slice(0, rowCount + 1 - rows.length)) {
      const row = [...original];
      const plant = `${row[plantId]}-${cycle}`;
      const [north, east] = moves.get(plant) ?? [jitter(random), jitter(random)];
      moves.set(plant, [north, east]);
      row[unitId] = `${row[unitId]}-${cycle}`;
      row[plantId] = plant;
      row[latitude] = (Number(row[latitude]) + north).toFixed(6);
      row[longitude] = (Number(row[longitude]) + east).toFixed(6);
      rows.push(row);
    }
  }
  return rows;
}

const jitter = (random: () => number): number => (2 * random() - 1) * jitterDegrees;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** UTF-8 with line feeds. */
export async function writeCsv(path: string, rows: Iterable<readonly string[]>): Promise<void> {
  const lines = function* () {
    for (const row of rows) yield `${row.map(quoted).join(',')}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

/** One sheet; cells that are plain numbers are numbers, as a spreadsheet program would keep them. */
export async function writeXlsx(path: string, rows: readonly (readonly string[])[]): Promise<void> {
  const cell = (text: string): SheetData[number][number] =>
    text === ''
      ? null
      : String(Number(text)) === text
        ? { type: Number, value: Number(text) }
        : { type: String, value: text };
  await writeXlsxFile(
    rows.map((row) => row.map(cell)),
    { sheet: 'Units' },
  ).toFile(path);
}

const officeColumns = {
  enterpriseKey: '企业编号',
  enterpriseName: '企业名称',
  ownerGroup: '所属集团',
  city: '市',
  county: '县',
  longitude: '经度',
  latitude: '纬度',
  unitKey: '装置编号',
  unitName: '装置名称',
  product: '产品',
  capacity: '设计产能',
  capacityUnit: '产能单位',
  status: '状态',
} as const;

/** How `officeLedger` is read: an office's own layout, not one of the bundled. */
export const officeMapping: Mapping = {
  name: 'bench-office',
  crs: 'wgs84',
  sheets: [{ fields: { ...officeColumns } }],
};

const products = [
  ['燃煤发电', 'MW'],
  ['粗钢', '千吨/年'],
  ['生铁', '千吨/年'],
  ['焦炭', '千吨/年'],
  ['水泥', '百万吨/年'],
  ['水泥熟料', '吨/日'],
] as const;
const statuses = ['在运', '在运', '在运', '在运', '在建', '拟建', '封存', '已退役', '取消'];
const unitsEach = 3;

/**
 * Invented enterprises, three units each, spread over the counties around their label points; every 30th capacity is
 * blank. Units of measure are the products' own, so that a plain SQL sum says the same as the figure.
 */
export function officeLedger(
  enterpriseCount: number,
  cities: readonly Region[],
  counties: readonly Region[],
): string[][] {
  const random = seededRandom(2);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const cityOf = new Map(cities.map((city) => [city.code, city.name]));
  const rows: string[][] = [Object.values(officeColumns)];
  for (let index = 0; index < enterpriseCount; index += 1) {
    const county = pick(counties);
    const [longitude = 0, latitude = 0] = county.labelPoint;
    const enterprise = [
      `E${index}`,
      `演练企业${String(index).padStart(6, '0')}`,
      `演练集团${Math.floor(random() ** 2 * 200)}`,
      cityOf.get(county.parent) ?? county.name,
      county.name,
      (longitude + jitter(random)).toFixed(6),
      (latitude + jitter(random)).toFixed(6),
    ];
    for (let unit = 0; unit < unitsEach; unit += 1) {
      const [product, unitOfMeasure] = pick(products);
      const capacity = random() < 1 / 30 ? '' : (1 + random() * 999).toFixed(2);
      rows.push([
        ...enterprise,
        `E${index}-${unit}`,
        `${unit + 1}号${product}装置`,
        product,
        capacity,
        unitOfMeasure,
        pick(statuses),
      ]);
    }
  }
  return rows;
}
