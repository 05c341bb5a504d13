// Date formats as people state them (`dd/MM/yyyy HH:mm`), compiled into a reader of texts. Pure.
import { type DateOrder, readTimeText, type WrittenTime } from './meter-time-rules.ts';

export interface DateFormat {
  /** Also that of texts which this format does not fit but which are times all the same. */
  readonly order: DateOrder;
  /** null if the text is no time. */
  read(text: string): WrittenTime | null;
}

type Part = 'year' | 'shortYear' | 'month' | 'monthName' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half';

/** Longest first. As in Unicode's and Java's patterns; upper-case Y and D are what spreadsheet programs show. */
const tokens: readonly (readonly [token: RegExp, part: Part, pattern: string])[] = [
  [/^(yyyy|YYYY)/, 'year', String.raw`(\d{4})`],
  [/^(yy|YY)/, 'shortYear', String.raw`(\d{2})`],
  [/^MMM+/, 'monthName', '([A-Za-z]{3,9})'],
  [/^MM?/, 'month', String.raw`(\d{1,2})`],
  [/^(dd?|DD?)/, 'day', String.raw`(\d{1,2})`],
  [/^(HH?|hh?|kk?)/, 'hour', String.raw`(\d{1,2})`],
  [/^mm?/, 'minute', String.raw`(\d{1,2})`],
  [/^ss?/, 'second', String.raw`(\d{1,2})`],
  [/^S+/, 'fraction', String.raw`(\d{1,9})`],
  [/^a/, 'half', '([AaPp][Mm]|上午|下午)'],
];

/** null = no format: it needs a year, a month and a day, each once. */
export function compileDateFormat(pattern: string): DateFormat | null {
  const parts: Part[] = [];
  let source = '';
  let rest = pattern.trim();
  while (rest !== '') {
    const quoted = /^'([^']*)'/.exec(rest);
    const found = quoted ? undefined : tokens.find(([token]) => token.test(rest));
    if (found) {
      const [token, part, expression] = found;
      parts.push(part);
      // Digits that stand side by side have no separator to end them: as many as there are letters.
      const letters = (token.exec(rest) as RegExpExecArray)[0];
      const runsOn = /^[A-Za-z]/.test(rest.slice(letters.length)) || /(\)|\d\})$/.test(source);
      source += runsOn && letters.length > 1 && part !== 'monthName' ? `(\\d{${letters.length}})` : expression;
      rest = rest.slice(letters.length);
    } else {
      const literal = quoted ? (quoted[1] as string) : (rest[0] as string);
      if (!quoted && /[a-z]/i.test(literal) && literal !== 'T') return null;
      source += literal === ' ' ? '\\s+' : literal.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
      rest = rest.slice(quoted ? quoted[0].length : 1);
    }
  }
  const at = (part: Part): number => parts.indexOf(part);
  const yearAt = Math.max(at('year'), at('shortYear'));
  const monthAt = Math.max(at('month'), at('monthName'));
  if (yearAt < 0 || monthAt < 0 || at('day') < 0 || new Set(parts).size < parts.length) return null;
  const order: DateOrder = yearAt < monthAt ? 'ymd' : at('day') < monthAt ? 'dmy' : 'mdy';
  const expression = new RegExp(`^${source}$`);
  const isShort = at('shortYear') >= 0;
  const isNamed = at('monthName') >= 0;
  return {
    order,
    read(text) {
      const found = expression.exec(text.trim());
      if (!found) return readTimeText(text);
      const piece = (part: Part): string | undefined => (at(part) < 0 ? undefined : found[at(part) + 1]);
      const year = isShort ? `20${piece('shortYear')}` : piece('year');
      const month = isNamed ? piece('monthName') : piece('month')?.padStart(2, '0');
      const day = (piece('day') as string).padStart(2, '0');
      const date = isNamed ? `${day}-${month}-${year}` : `${year}-${month}-${day}`;
      if (piece('hour') === undefined) return readTimeText(date);
      const clock = [piece('hour'), (piece('minute') ?? '0').padStart(2, '0'), piece('second') ?? '00'].join(':');
      const half = piece('half');
      const fraction = piece('fraction');
      const full = `${clock}${fraction === undefined ? '' : `.${fraction}`}`;
      if (half !== undefined && /[上下]/.test(half)) return readTimeText(`${date} ${half}${full}`);
      return readTimeText(`${date} ${full}${half === undefined ? '' : ` ${half}`}`);
    },
  };
}
