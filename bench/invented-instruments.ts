// What is registered to be measured: 20,000 channels of 1,000 devices, each with limits, range and interval, and what they would read.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { lianggao } from './child.ts';
import { createOfficeWorkspace } from './office-workspace.ts';
import { writeCsv } from './synthetic-ledger.ts';

export type InstrumentProtocol = 'hj212' | 'mqtt' | 'http';

export const DEVICES = 1_000;
const ENTERPRISES = 2_000;
/** Devices of MQTT and HTTP reach the host through one of these, which speaks for them. */
export const GATEWAYS = 16;
export const MINUTE = 60_000;

interface Factor {
  readonly code: string;
  readonly quantity: string;
  readonly unit: string;
  readonly kind: 'level' | 'amount';
  /** Values lie around `middle`, by up to `swing`. */
  readonly middle: number;
  readonly swing: number;
  readonly range: readonly [low: number, high: number];
  readonly limit?: readonly [high: number, period: 'reading' | 'hour' | 'day'];
}

// What every device measures. Codes are those of HJ 212's dictionary of factors where it has one.
const levels: readonly Omit<Factor, 'kind'>[] = [
  { code: 'a21002', quantity: 'nox', unit: 'mg/m³', middle: 90, swing: 60, range: [0, 500], limit: [200, 'hour'] },
  { code: 'a21026', quantity: 'so2', unit: 'mg/m³', middle: 40, swing: 30, range: [0, 500], limit: [100, 'hour'] },
  { code: 'a34013', quantity: 'dust', unit: 'mg/m³', middle: 12, swing: 8, range: [0, 100], limit: [30, 'hour'] },
  { code: 'a21005', quantity: 'co', unit: 'mg/m³', middle: 50, swing: 40, range: [0, 1000], limit: [150, 'day'] },
  { code: 'a19001', quantity: 'oxygen', unit: '%', middle: 9, swing: 3, range: [0, 25] },
  { code: 'a01011', quantity: 'velocity', unit: 'm/s', middle: 11, swing: 4, range: [0, 40] },
  { code: 'a01012', quantity: 'temperature', unit: '°C', middle: 120, swing: 30, range: [-20, 400] },
  { code: 'a01013', quantity: 'pressure', unit: 'Pa', middle: -60, swing: 30, range: [-2000, 2000] },
  { code: 'a01014', quantity: 'humidity', unit: '%', middle: 9, swing: 3, range: [0, 40] },
  { code: 'a00000', quantity: 'flow', unit: 'm³/h', middle: 200_000, swing: 60_000, range: [0, 500_000] },
  { code: 'w01018', quantity: 'cod', unit: 'mg/L', middle: 30, swing: 15, range: [0, 500], limit: [60, 'reading'] },
  { code: 'w21003', quantity: 'ammonia', unit: 'mg/L', middle: 3, swing: 2, range: [0, 50], limit: [8, 'reading'] },
  { code: 'w00000', quantity: 'flow', unit: 'L/s', middle: 80, swing: 30, range: [0, 300] },
];
const amounts: readonly Omit<Factor, 'kind'>[] = [
  { code: 'e00001', quantity: 'electricity', unit: 'kWh', middle: 300, swing: 120, range: [0, 2000] },
  { code: 'e00002', quantity: 'electricity', unit: 'kWh', middle: 90, swing: 40, range: [0, 2000] },
  { code: 'e00003', quantity: 'coal', unit: 't', middle: 2, swing: 0.8, range: [0, 20] },
  { code: 'e00004', quantity: 'gas', unit: 'm³', middle: 60, swing: 30, range: [0, 500] },
  { code: 'e00005', quantity: 'steam', unit: 't', middle: 4, swing: 2, range: [0, 40] },
  { code: 'e00006', quantity: 'water', unit: 'm³', middle: 7, swing: 3, range: [0, 60] },
  { code: 'e00007', quantity: 'output', unit: 't', middle: 5, swing: 2, range: [0, 40] },
];
export const factors: readonly Factor[] = [
  ...levels.map((factor) => ({ ...factor, kind: 'level' as const })),
  ...amounts.map((factor) => ({ ...factor, kind: 'amount' as const })),
];

export const CHANNELS = DEVICES * factors.length;

export const password = '123456';
export const deviceId = (device: number): string => `8800${String(device).padStart(10, '0')}`;
export const gatewayId = (gateway: number): string => `gateway-${gateway}`;
export const gatewayToken = (gateway: number): string =>
  createHash('sha256').update(`gateway ${gateway}`).digest('hex').slice(0, 32);
export const channelId = (device: number, factor: number): string => `${deviceId(device)}/${factors[factor]?.code}`;

/** A number in 0…1 that is the same for the same two. */
function hash(one: number, other: number): number {
  let mixed = Math.imul(one ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(other + 0x7f4a7c15, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/** What a device reads of a factor at a time: a slow wave of its own with noise on it, with digits as an instrument sends them. */
export function readingText(device: number, factor: number, time: number): string {
  const { middle, swing } = factors[factor] as Factor;
  const own = device * factors.length + factor;
  const wave = Math.sin((time / MINUTE / (200 + (own % 300))) * 2 * Math.PI + own);
  const value = middle + swing * (0.6 * wave + 0.4 * (2 * hash(own, time / 1000) - 1));
  return value.toFixed(Math.abs(middle) >= 1000 ? 0 : Math.abs(middle) >= 100 ? 1 : 2);
}

const header = [
  ...['record', 'id', 'name', 'protocol', 'device', 'address', 'gateway', 'enterprise', 'kind', 'quantity'],
  ...['unitOfMeasure', 'interval', 'limitHigh', 'limitPeriod', 'rangeLow', 'rangeHigh', 'password', 'token'],
] as const;
type Row = Partial<Record<(typeof header)[number], string>>;

/** A workspace with an invented ledger and the devices of one protocol, registered from a file as an office would. */
export async function createInstrumentsWorkspace(
  workspaceDir: string,
  protocol: InstrumentProtocol,
  scratchDir: string,
  interval = '1m',
): Promise<void> {
  await createOfficeWorkspace(workspaceDir, ENTERPRISES, join(scratchDir, 'office.csv'));
  const rows: Row[] = [];
  if (protocol !== 'hj212')
    for (let gateway = 0; gateway < GATEWAYS; gateway += 1)
      rows.push({ record: 'device', id: gatewayId(gateway), protocol, token: gatewayToken(gateway) });
  for (let device = 0; device < DEVICES; device += 1) {
    const id = deviceId(device);
    const enterprise = `演练企业${String(device * 2).padStart(6, '0')}`;
    const way = protocol === 'hj212' ? { password } : { gateway: gatewayId(device % GATEWAYS) };
    rows.push({ record: 'device', id, protocol, enterprise, ...way });
    for (const [index, { code, quantity, unit, kind, range, limit }] of factors.entries())
      rows.push({
        ...{ record: 'channel', id: channelId(device, index), device: id, address: code, kind, quantity, interval },
        ...{ unitOfMeasure: unit, rangeLow: String(range[0]), rangeHigh: String(range[1]) },
        ...(limit ? { limitHigh: String(limit[0]), limitPeriod: limit[1] } : {}),
      });
  }
  const path = join(scratchDir, 'registry.csv');
  await writeCsv(path, [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))]);
  const { stdout } = await lianggao('devices', 'import', path, '--workspace', workspaceDir, '--json');
  const { inserted } = JSON.parse(stdout) as { inserted: number };
  if (inserted !== rows.length) throw new Error(`${inserted} of ${rows.length} rows of the registry were taken.`);
}
