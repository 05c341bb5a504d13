// Turns the numbers of XLSX cells into texts: plain decimals, or dates and times where the cell's style shows them so.

/** How a style shows a number. 'time' has no day in it; 'elapsed' counts hours past 24. */
export type NumberStyle = 'number' | 'date' | 'time' | 'elapsed';

/** The shortest decimal text that reads back as the same number, without an exponent. */
export function decimalText(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponentText = ''] = parts;
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(exponent + 1, '0');
}

const secondsPerDay = 86_400;
/** 9999-12-31. */
const lastSerial1900 = 2_958_465;
const daysFrom1900To1904 = 1462;

/**
 * A serial day number as '2003-12-26', '2003-12-26T08:30:00' or '08:30:00', rounded to the second; the number itself where a spreadsheet
 * program would show no date. The days 0 and 60 of the 1900 system, which no calendar has, come out as it shows them: 1900-01-00, 1900-02-29.
 */
export function styledText(serial: number, style: NumberStyle, is1904: boolean): string {
  const seconds = Math.round(serial * secondsPerDay);
  const lastDay = lastSerial1900 - (is1904 ? daysFrom1900To1904 : 0);
  if (style === 'number' || serial < 0 || seconds >= (lastDay + 1) * secondsPerDay) return decimalText(serial);
  if (style === 'elapsed' || (style === 'time' && seconds < secondsPerDay)) return clockText(seconds);
  const day = dayText(Math.floor(seconds / secondsPerDay), is1904);
  const rest = seconds % secondsPerDay;
  return rest === 0 ? day : `${day}T${clockText(rest)}`;
}

function clockText(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function dayText(day: number, is1904: boolean): string {
  if (!is1904 && day === 0) return '1900-01-00';
  if (!is1904 && day === 60) return '1900-02-29';
  // Days before the 29 February that 1900 did not have are one closer to the epoch.
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(epoch + day * secondsPerDay * 1000).toISOString().slice(0, 10);
}

const builtinTimes = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]);

/**
 * Style of a number format: its id, and its code where the workbook defines it. The ids 27–36 and 50–58 are dates and times in Chinese,
 * Japanese and Korean Excel.
 */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code !== undefined) return codeStyle(code);
  if (builtinTimes.has(id)) return 'time';
  if (id === 46) return 'elapsed';
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'number';
}

function codeStyle(code: string): NumberStyle {
  // Quoted and escaped literals, padding, and brackets (colours, conditions, locales) except those of elapsed time.
  const bare = code.replace(/"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  const section = (bare.split(';')[0] as string).toLowerCase();
  if (section.includes('general')) return 'number';
  if (/\[[hms]+\]/.test(section)) return 'elapsed';
  if (/[yd]|a{3}|e(?![+-])|g/.test(section)) return 'date';
  if (/[hs]/.test(section)) return 'time';
  return section.includes('m') ? 'date' : 'number';
}
