// Numbers, dates and shares as ledgers write them. Pure.

/** Words by which ledgers say that a number is not known. ">0" says there is some, but not how much. */
const UNKNOWN_WORDS = new Set([
  'n/a',
  'na',
  '#n/a',
  'unknown',
  'tbd',
  'null',
  'nil',
  '-',
  '--',
  '–',
  '—',
  '/',
  '无',
  '不详',
  '未知',
  '暂无',
  '待定',
  '无数据',
]);

/** Whether a text says "not known" rather than something. */
export function isUnknownWord(text: string): boolean {
  // Most texts are longer than any of them; asked for every cell, this counts.
  if (text.length > 20) return false;
  const word = text.normalize('NFKC').trim().toLowerCase();
  return UNKNOWN_WORDS.has(word) || /^>\s*0$/.test(word);
}

const TOTAL = /^.{0,8}(合计|总计|小计|共计|累计):?$|^(grand |sub-?)?totals?:?$/i;
const NOTE = /^(备注|注|说明|填表说明|(填报|制表|审核|联系)(单位|人|电话|日期|时间))\d*:/;

/** Whether a text among names is the label of a sum or a note below the table; taken for a name, it would count as one. */
export function isTotalOrNote(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  const closed = plain.replaceAll(/(?<=\p{Script=Han})\s+/gu, '');
  return TOTAL.test(closed) || NOTE.test(closed);
}

/** No product's capacity is negative, and none reaches a thousand million of its unit; 1e308 is a slip of the keys. */
export const capacityRange = { min: 0, max: 1e9 };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** The number that a text states (full-width digits and thousands separators accepted); null if it is not one number. */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  const digits = GROUPED.test(plain) ? plain.replaceAll(',', '') : plain;
  return NUMBER.test(digits) ? Number(digits) : null;
}

const DATE = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;

/** A year, month or day as ISO text of the precision given ("2003", "2003-12", "2003-12-26"); null if it is none. */
export function parseDate(text: string): string | null {
  const plain = text.normalize('NFKC').trim().replace(/\.0+$/, '');
  const found = DATE.exec(plain);
  if (!found) return null;
  const [, year = '', month, day] = found;
  if (Number(year) < 1800 || Number(year) > 2200) return null;
  if (month === undefined) return year;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? '1')));
  if (date.getUTCMonth() !== Number(month) - 1 || (day !== undefined && date.getUTCDate() !== Number(day))) return null;
  const iso = `${year}-${month.padStart(2, '0')}`;
  return day === undefined ? iso : `${iso}-${day.padStart(2, '0')}`;
}

/** The calendar year of a date as ledgers write it: '2003', '2003-12', '2003年12月26日'; null if the text is no date. */
export function yearOf(text: string): number | null {
  const date = parseDate(text);
  return date === null ? null : Number(date.slice(0, 4));
}

const SHARE = /^(.*?)\s*\[\s*([0-9.]+)\s*%\s*\]$/;

/**
 * The holder with the largest stated share out of "A Co [60.0%]; B Co [40.0%]"; the first of equals. A single holder, or
 * a list without shares, yields its first name. Holders that the source calls unknown are passed over if there are others.
 */
export function largestShare(text: string): string {
  let best = '';
  let bestShare = -1;
  for (const part of text.split(/\s*;\s*/)) {
    if (part === '') continue;
    const found = SHARE.exec(part);
    const name = (found?.[1] ?? part).trim();
    const share = isUnknownWord(name) ? -0.5 : found ? Number(found[2]) : 0;
    if (share > bestShare) {
      best = name;
      bestShare = share;
    }
  }
  return best;
}
