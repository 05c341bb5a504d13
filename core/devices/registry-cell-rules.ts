// Cells of a registry file: words, intervals, days and spans of time. Pure.
import { parseDate } from '../imports/cell-rules.ts';
import { DAY_MS, instantOf, momentOf, readTimeText } from '../ingest/meter-file/meter-time-rules.ts';

type Words<T extends string> = Readonly<Record<T, readonly string[]>>;

export const protocolWords = {
  hj212: ['hj212', 'hj 212', 'hj/t 212', 'hj 212-2017', 'hj 212-2025', '212协议'],
  mqtt: ['mqtt'],
  http: ['http', 'https'],
  modbus: ['modbus', 'modbus tcp', 'modbus-tcp'],
  file: ['file', '文件'],
} as const satisfies Words<string>;

export const kindWords = {
  level: ['level', '瞬时值', '瞬时量', '平均值'],
  amount: ['amount', '时段量', '区间量'],
  register: ['register', '表底', '累计读数', '表码'],
} as const satisfies Words<string>;

export const roleWords = {
  main: ['main', '总表'],
  sub: ['sub', '分表'],
  production: ['production', '生产设施'],
  treatment: ['treatment', '治污设施', '治理设施'],
} as const satisfies Words<string>;

export const periodWords = {
  reading: ['reading', '瞬时', '单个值'],
  hour: ['hour', '1h', '小时', '小时均值'],
  day: ['day', '1d', '日', '日均值'],
} as const satisfies Words<string>;

export const declarationWords = {
  stop: ['stop', '停产'],
  maintenance: ['maintenance', '检修'],
  'annual-control': ['annual-control', 'annual control', '年控制量', '年控制线'],
  'meter-event': ['meter-event', 'meter event', '仪表事件', '换表'],
  output: ['output', '产量'],
} as const satisfies Words<string>;

export const cameraWords = { http: ['http', 'https'], onvif: ['onvif'] } as const satisfies Words<string>;

export const authWords = {
  none: ['none', '无'],
  basic: ['basic'],
  digest: ['digest'],
} as const satisfies Words<string>;

/** The id that a word stands for, upper and lower case alike; null = none of them. */
export function idOfWord<T extends string>(words: Words<T>, text: string): T | null {
  const word = text.normalize('NFKC').trim().toLowerCase();
  const ids = Object.keys(words) as T[];
  return ids.find((id) => words[id].includes(word)) ?? null;
}

/** Words that may be written, for a sentence. */
export const wordsOf = (words: Words<string>): string =>
  Object.entries(words)
    .map(([id, [, ...others]]) => (others[0] === undefined ? id : `${id} (${others.at(-1)})`))
    .join(', ');

/** Start of the time that a text names, ms since the epoch; null if it is none. Day and month in an open order are none. */
export function startOf(text: string): number | null {
  return spanOf(text)?.from ?? null;
}

/** End of the time that a text names: of the year 2025, of June 2025, of a day, or the moment itself. */
export function endOf(text: string): number | null {
  return spanOf(text)?.to ?? null;
}

function spanOf(text: string): { readonly from: number; readonly to: number } | null {
  const written = readTimeText(text);
  if (written && written.clockMs !== null) {
    const moment = written.isOpen ? null : momentOf(written, 'ymd');
    return moment && { from: instantOf(moment, 0), to: instantOf(moment, 0) };
  }
  const date = parseDate(text);
  if (date === null) return null;
  const [year = 0, month, day] = date.split('-').map(Number);
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const end =
    day !== undefined ? start + DAY_MS : month !== undefined ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  const offsetMs = 8 * 3_600_000;
  return { from: start - offsetMs, to: end - offsetMs };
}
