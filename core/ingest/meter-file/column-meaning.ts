// What the header of a meter file's column tells: unit of measure, kind and quantity, and whether it holds times. Pure.
import type { ChannelKind, Quantity } from '../../devices/registry-facts.ts';

/** Units of amounts: energy, mass, volume. Prefixes and 万 are told apart by their spelling. */
const AMOUNT =
  /^(万|千|百万)?([kMGT]?Wh|[kM]?VAh|[kMG]?varh|度|千瓦时|兆瓦时|[kMGT]?J|kcal|kgce|t(ce|CO2e?)?|千克|公斤|kg|k?t|吨标准?煤|标煤|吨|N?m[3³]|立方米?|标方|L|升)$/i;
const LEVEL =
  /^([kMG]?W|[kM]?VA|[kM]?var|[kM]?V|[kM]?A|Hz|°C|℃|degC|K|[kMG]?Pa|m?bar|mmH2O|%|%RH|mg\/N?m[3³]|μg\/m[3³]|ug\/m[3³]|g\/N?m[3³]|mg\/L|ppm|ppb|m\/s|(kg|t|N?m[3³]|L|GJ|MJ|kJ)\/(h|s|min|d)|r\/min|rpm|1|PF)$/i;

const plain = (text: string): string => text.normalize('NFKC').trim();

/** The unit of measure in a header: `有功电量(kWh)`, `Usage_kWh`, `CO2(tCO2)`; '' = it names none that is known. */
export function unitOfHeader(header: string): string {
  const text = plain(header);
  const inBrackets = /[([【]\s*([^()[\]【】]+?)\s*[)\]】]\s*$/.exec(text)?.[1];
  const atEnd = /[\s_/,-]([^\s_,()]+)$/.exec(text)?.[1];
  const isUnit = (unit: string): boolean => AMOUNT.test(unit) || LEVEL.test(unit);
  if (inBrackets && isUnit(inBrackets)) return inBrackets;
  // A letter alone is as likely a name: phase A, column v.
  for (const unit of [atEnd, text]) if (unit && unit.length > 1 && isUnit(unit)) return unit;
  return '';
}

/** Amounts are added over time, levels averaged. A register can't be told from its unit: it has to be stated. */
export const kindOfUnit = (unit: string): ChannelKind => (AMOUNT.test(plain(unit)) ? 'amount' : 'level');

/** First match counts: what is measured by its unit, then by words of the header. */
const quantityOfUnit: readonly (readonly [RegExp, Quantity])[] = [
  [/^(万|千)?([kMGT]?Wh|度|千瓦时|兆瓦时)$/i, 'electricity'],
  [/^[kMG]?W$/i, 'power'],
  [/^t?CO2e?$/i, 'co2-flow'],
  [/^(°C|℃|degC)$/i, 'temperature'],
  [/^([kM]?Pa|m?bar|mmH2O)$/, 'pressure'],
  [/^%RH$/i, 'humidity'],
  [/^m\/s$/, 'velocity'],
];
const quantityOfWords: readonly (readonly [RegExp, Quantity])[] = [
  [/nox|氮氧化物/i, 'nox'],
  [/so2|二氧化硫/i, 'so2'],
  [/co2|二氧化碳/i, 'co2-flow'],
  [/(^|[^a-z])co($|[^a-z0-9])|一氧化碳/i, 'co'],
  [/dust|颗粒物|烟尘|粉尘|\bpm\b/i, 'dust'],
  [/\bcod\b|化学需氧量/i, 'cod'],
  [/氨氮|ammonia|nh3/i, 'ammonia'],
  [/氧含量|含氧|oxygen|(^|[^a-z])o2($|[^a-z0-9])/i, 'oxygen'],
  [/蒸汽|steam/i, 'steam'],
  [/天然气|煤气|燃气|natural ?gas|(^|[^a-z])gas($|[^a-z])/i, 'gas'],
  [/煤|coal/i, 'coal'],
  [/产量|output|production/i, 'output'],
  [/水量|用水|water/i, 'water'],
  [/电量|用电|electric|energy|usage/i, 'electricity'],
  [/功率|负荷|power$|load/i, 'power'],
  [/温度|temp/i, 'temperature'],
  [/湿度|humid/i, 'humidity'],
  [/压力|压强|pressure/i, 'pressure'],
  [/流速|velocity/i, 'velocity'],
  [/流量|flow/i, 'flow'],
];

export const UNKNOWN_QUANTITY: Quantity = 'unknown';

export function quantityOf(header: string, unit: string): Quantity {
  const [words, measure] = [plain(header), plain(unit)];
  const byUnit = quantityOfUnit.find(([pattern]) => pattern.test(measure));
  return (byUnit ?? quantityOfWords.find(([pattern]) => pattern.test(words)))?.[1] ?? UNKNOWN_QUANTITY;
}

/** Whether a header says that its column holds times. */
export const isTimeHeader = (header: string): boolean =>
  /time|date|month|epoch|unix|时间|日期|时刻|月份|采集于|^(t|ts|dt|时|日|月|年月)$/i.test(plain(header));

/** Headers as people write them: case, width and runs of spaces do not matter. */
export const headerKey = (header: string): string => plain(header).toLowerCase().replaceAll(/\s+/g, ' ');

/** `15m`, `30min`, `1h`, `1d`, `10s` in ms; null if it is none. */
export function parseInterval(text: string): number | null {
  const found = /^(\d{1,6})\s*(s|m|min|h|d)$/i.exec(text.trim());
  if (!found) return null;
  const unit = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }[(found[2] as string).toLowerCase()];
  const ms = Number(found[1]) * (unit ?? 0);
  return ms > 0 && ms <= 366 * 86_400_000 ? ms : null;
}

/** The shortest of the above for a number of ms. */
export function intervalText(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const)
    if (ms % size === 0) return `${ms / size}${unit}`;
  return `${ms / 1000}s`;
}
