// Tables of a day a row, as meter platforms export them: which columns are the parts of the day. Pure.
import { DAY_MS, readClockText } from './meter-time-rules.ts';

/** One quantity's columns: `00:15` … `24:00`, or `P1` … `P96`. */
export interface DayParts {
  /** What the headers have in common, `P`; the first and last header where that is nothing. */
  readonly name: string;
  /** In the order of the day. */
  readonly columns: readonly { readonly index: number; readonly clockMs: number }[];
  readonly intervalMs: number;
  /** What the headers name: starts or ends of the parts, or which part it is: the first, the second … */
  readonly labels: 'starts' | 'ends' | 'ordinals';
}

/** An hour to a minute. */
const PARTS: ReadonlySet<number> = new Set([24, 48, 96, 144, 288, 1440]);

interface Label {
  readonly index: number;
  readonly header: string;
  /** ms of the day; null = a number alone. */
  readonly clockMs: number | null;
  readonly number: number;
}

interface Found {
  readonly stem: string;
  readonly label: Label;
}

/** `00:15`, `P 00:15`, `1时`, `00:00-00:15` */
const CLOCK =
  /^(|.*?[^\d\s_])[\s_]*(\d{1,2}(?::\d{2}){1,2}|\d{1,2}[时点](?:\d{1,2}分?)?)(?:\s*[-~至—–]\s*\d{1,2}:\d{2}(?::\d{2})?)?$/;
/** `P1`, `有功_01`, `第3点`, `24` */
const ORDINAL = /^第?(\D*?)[\s_]*0*(\d{1,4})\s*点?$/;

/** How a spreadsheet's time cell of 24:00 is read. */
const FULL_DAY = '1900-01-01';

/** What a header may be; a unit of measure in brackets at its end does not matter. */
function labelsOf(header: string, index: number): Found[] {
  const text = (header === FULL_DAY ? '24:00' : header)
    .normalize('NFKC')
    .replace(/\s*[([【][^()[\]]*[)\]】]$/, '')
    .trim();
  const [clock, ordinal] = [CLOCK.exec(text), ORDINAL.exec(text)];
  const clockMs = clock ? readClockText(clock[2] as string) : null;
  return [
    ...(clock && clockMs !== null && clock[1] !== '第'
      ? [{ stem: clock[1] as string, label: { index, header, clockMs, number: 0 } }]
      : []),
    ...(ordinal
      ? [{ stem: ordinal[1] as string, label: { index, header, clockMs: null, number: Number(ordinal[2]) } }]
      : []),
  ];
}

/** The quantities of a table of a day a row, all with the same parts; empty = it is none. */
export function findDayParts(headers: readonly string[]): DayParts[] {
  const groups = new Map<string, { readonly stem: string; readonly labels: Label[] }>();
  for (const { stem, label } of headers.flatMap(labelsOf)) {
    const key = `${label.clockMs === null}\n${stem}`;
    const group = groups.get(key);
    if (group) group.labels.push(label);
    else groups.set(key, { stem, labels: [label] });
  }
  const found = [...groups.values()].flatMap(({ stem, labels }) => partsOf(stem, labels) ?? []);
  // 1点 to 96点: the first 24 of them might be hours. The most parts count.
  const most = found.toSorted((a, b) => b.columns.length - a.columns.length)[0];
  return found.filter(({ intervalMs, labels }) => intervalMs === most?.intervalMs && labels === most.labels);
}

function partsOf(stem: string, labels: readonly Label[]): DayParts | null {
  const [first, last] = [labels[0] as Label, labels.at(-1) as Label];
  const name = stem === '' ? `${first.header}…${last.header}` : stem;
  if (first.clockMs === null) {
    const isWhole = PARTS.has(labels.length) && labels.every(({ number }, at) => number === first.number + at);
    if (!isWhole || first.number > 1) return null;
    const intervalMs = DAY_MS / labels.length;
    const columns = labels.map(({ index }, at) => ({ index, clockMs: at * intervalMs }));
    return { name, columns, intervalMs, labels: 'ordinals' };
  }
  const clocks = labels.map(({ clockMs }) => clockMs as number);
  // 24:00 is often written as 00:00, at the end of the row.
  if (clocks.length > 1 && clocks.at(-1) === 0) clocks[clocks.length - 1] = DAY_MS;
  const start = clocks[0] as number;
  // With 00:00 and 24:00 there is one more: the state at both ends of the day.
  const count = start === 0 && clocks.at(-1) === DAY_MS ? clocks.length - 1 : clocks.length;
  const intervalMs = DAY_MS / count;
  if (!PARTS.has(count) || (start !== 0 && start !== intervalMs)) return null;
  if (clocks.some((clockMs, at) => clockMs !== start + at * intervalMs)) return null;
  const columns = labels.map(({ index }, at) => ({ index, clockMs: clocks[at] as number }));
  return { name, columns, intervalMs, labels: start === 0 ? 'starts' : 'ends' };
}

/** `00:15`, `24:00` */
export function clockText(clockMs: number): string {
  const minutes = clockMs / 60_000;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
