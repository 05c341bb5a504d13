// How a meter file is to be read: what was stated, and what a first pass over its rows has found out.
import { AppError } from '../../app-error.ts';
import type { SourceFile, SourceRow, SourceSheet } from '../../imports/read/source-file.ts';
import { headerKey, isTimeHeader } from './column-meaning.ts';
import { compileDateFormat, type DateFormat } from './date-format-rules.ts';
import { type DayTable, dayTableOf } from './day-table.ts';
import { type Decimal, DecimalSurvey, isNoValue, readNumber } from './meter-number-rules.ts';
import {
  isClockText,
  readCompactTime,
  readEpochTime,
  readMonthText,
  readSerialTime,
  readTimeText,
  type WrittenTime,
} from './meter-time-rules.ts';
import { type TimeShape, TimeSurvey } from './time-survey-rules.ts';

/** What a person states of the file; null and empty = to be found out. */
export interface MeterAsk {
  /** Headers of value columns, or the name of what a table of a day a row has (P of P1 to P96), '' = its only one; `all` = every column of numbers. */
  readonly columns: readonly string[] | 'all';
  /** One header, or those of date and clock. */
  readonly timeColumns: readonly string[];
  readonly sheet: string | null;
  /** Only rows of which these columns hold these texts: one meter of a table of several. */
  readonly where: readonly (readonly [header: string, text: string])[];
  readonly intervalMs: number | null;
  /** null: `start`, or as the headers of a table of a day a row say. */
  readonly stamp: 'start' | 'end' | null;
  readonly midnight: 0 | 24 | null;
  readonly dateFormat: string | null;
  readonly decimal: Decimal | null;
  /** The file has no times: its first row is given this one, each further row the next interval. */
  readonly startAt: number | null;
}

export interface ValueColumn {
  readonly index: number;
  readonly header: string;
  readonly decimal: Decimal;
}

export interface MeterPlan {
  readonly sheet: SourceSheet;
  /** The sheet has a day a row, and is seen as one of a reading a row. */
  readonly dayTable: DayTable | null;
  /** The sheet's rows that are meant. */
  readonly batches: () => AsyncIterable<readonly SourceRow[]>;
  /** Indexes of the columns that make up the time; empty where times are assigned. */
  readonly timeColumns: readonly number[];
  readonly values: readonly ValueColumn[];
  /** null where times are assigned. */
  readonly shape: TimeShape | null;
  readonly stamp: 'start' | 'end';
  readonly midnight: 0 | 24;
  readonly intervalMs: number | null;
  /** Added to each time: ends of intervals that are stamped a second or so before (00:14:59). */
  readonly shiftMs: number;
  readonly rows: number;
  readonly timeText: (row: SourceRow) => string;
  readonly readTime: (text: string) => WrittenTime | null;
  /** Columns that `all` passed over, as they hold no numbers. */
  readonly passedOver: readonly string[];
  readonly otherSheets: readonly string[];
}

/** Rows from which columns are told apart. */
const SAMPLE_ROWS = 2000;
/** Share of a sheet's time cells that must be times: a header of units, totals and notes stand in such columns too. */
const TIME_SHARE = 0.8;

interface Sampled {
  readonly filled: number;
  readonly times: number;
  readonly clocks: number;
  readonly daysOnly: number;
  readonly months: number;
  readonly numbers: number;
}

/**
 * Reads the sheet twice: its beginning for its columns, all of it for the shape of its times and numbers.
 * Throws AppError where something has to be stated first, SourceFileError.
 */
export async function planMeterFile(file: SourceFile, ask: MeterAsk, signal?: AbortSignal): Promise<MeterPlan> {
  const format = ask.dateFormat === null ? null : compileDateFormat(ask.dateFormat);
  if (ask.dateFormat !== null && format === null) throw new AppError('bad-date-format', { format: ask.dateFormat });
  const { sheet, dayTable, otherSheets } = await chooseSheet(file, ask);
  const batches = rowsMeant(file, sheet, ask.where);
  const sample = await sampleColumns(sheet.columns, batches(), format);
  const timeColumns = ask.startAt === null ? chooseTimeColumns(sheet, sample, withClock(ask, dayTable), dayTable) : [];
  const stated = valuesStated(file, ask, dayTable)?.map((header) => columnIndex(file, sheet, header)) ?? null;
  const numeric = [...sheet.columns.keys()].filter((index) => {
    const { numbers, filled } = sample[index] as Sampled;
    return !timeColumns.includes(index) && numbers > 0 && numbers * 2 >= filled;
  });
  const values = stated ?? numeric;
  if (values.length === 0) throw new AppError('no-number-column', { columns: quoted(sheet.columns) });

  const timeText = (row: SourceRow): string =>
    timeColumns
      .map((index) => row.cells[index]?.trim() ?? '')
      .join(' ')
      .trim();
  const readTime = timeReader(format);
  const survey = new TimeSurvey(format?.order ?? null);
  const decimals = values.map(() => new DecimalSurvey());
  let rows = 0;
  for await (const batch of batches()) {
    signal?.throwIfAborted();
    for (const row of batch) {
      rows += 1;
      if (timeColumns.length > 0) {
        const text = timeText(row);
        const time = readTime(text);
        if (time) survey.push(time, text);
      }
      if (ask.decimal === null) for (const [at, index] of values.entries()) decimals[at]?.push(row.cells[index] ?? '');
    }
  }
  const shape = timeColumns.length > 0 ? timeShape(file, survey, format, ask) : null;
  const intervalMs = ask.intervalMs ?? dayTable?.intervalMs ?? shape?.commonStepMs ?? null;
  const stamp = stampOf(ask, dayTable);
  if (intervalMs === null && (stamp === 'end' || ask.startAt !== null)) throw new AppError('interval-unclear', {});
  return {
    ...{ sheet, dayTable, batches, timeColumns, shape, stamp, intervalMs, rows, timeText, readTime, otherSheets },
    shiftMs: stamp === 'end' && shape ? shiftOf(shape.phaseMs, intervalMs) : 0,
    midnight: shape?.hasClock === false ? 0 : (ask.midnight ?? shape?.midnight ?? 0),
    values: values.map((index, at) => {
      const header = sheet.columns[index] as string;
      const survey = decimals[at] as DecimalSurvey;
      const decimal = ask.decimal ?? survey.decide();
      if (decimal === null) throw new AppError('decimal-unclear', { column: header, example: survey.example });
      return { index, header, decimal };
    }),
    passedOver: sheet.columns.filter(
      (_, index) => stated === null && !values.includes(index) && !timeColumns.includes(index),
    ),
  };
}

/** Ends that are stamped less than this before the true end are the last moment that still belongs to the interval. */
const LAST_MOMENT_MS = 60_000;

const shiftOf = (phaseMs: number, intervalMs: number | null): number =>
  intervalMs !== null && intervalMs > LAST_MOMENT_MS && intervalMs - phaseMs <= LAST_MOMENT_MS
    ? intervalMs - phaseMs
    : 0;

function timeShape(file: SourceFile, survey: TimeSurvey, format: DateFormat | null, ask: MeterAsk): TimeShape {
  // Of dates in another order than its own, a spreadsheet program makes true dates of some, exchanged, and leaves the others as texts.
  const isMixed = file.format === 'xlsx' && survey.openShare > 0.02 && survey.openShare < 0.98;
  if (format === null && isMixed) throw new AppError('date-cells-mixed', { example: survey.openExample });
  const shape = survey.decide(ask.intervalMs);
  if (shape === null) throw new AppError('date-order-unclear', { example: survey.example });
  return shape;
}

function timeReader(format: DateFormat | null): (text: string) => WrittenTime | null {
  return (text) => format?.read(text) ?? readTimeText(text) ?? readDigits(text) ?? readMonthText(text);
}

/** Digits alone may be any number, unless it is known that they are times. */
const readDigits = (text: string): WrittenTime | null =>
  readEpochTime(text) ?? readCompactTime(text) ?? readSerialTime(text);

const quoted = (names: readonly string[]): string => names.slice(0, 20).join('、') + (names.length > 20 ? ' …' : '');

const indexOfHeader = (columns: readonly string[], header: string): number => {
  const exact = columns.indexOf(header);
  return exact >= 0 ? exact : columns.findIndex((each) => headerKey(each) === headerKey(header));
};

function columnIndex(file: SourceFile, sheet: SourceSheet, header: string): number {
  const index = indexOfHeader(sheet.columns, header);
  if (index < 0)
    throw new AppError('column-missing', { file: file.name, column: header, columns: quoted(sheet.columns) });
  return index;
}

interface ChosenSheet {
  readonly sheet: SourceSheet;
  readonly dayTable: DayTable | null;
}

/** The sheet that is named, or the first that has the columns, as it is or, where it has a day a row, seen as a reading a row. */
async function chooseSheet(file: SourceFile, ask: MeterAsk): Promise<ChosenSheet & { otherSheets: string[] }> {
  const needed = [...(ask.columns === 'all' ? [] : ask.columns), ...ask.timeColumns];
  const sheets: SourceSheet[] = [];
  for await (const sheet of file.sheets()) sheets.push(sheet);
  const named =
    ask.sheet === null ? sheets : sheets.filter(({ name }) => headerKey(name) === headerKey(ask.sheet ?? ''));
  if (named.length === 0)
    throw new AppError('sheet-missing', { sheet: ask.sheet ?? '', sheets: quoted(sheets.map(({ name }) => name)) });
  const has = ({ columns }: SourceSheet): boolean => needed.every((header) => indexOfHeader(columns, header) >= 0);
  const seen = (sheet: SourceSheet): ChosenSheet | null => {
    const dayTable = ask.startAt === null ? dayTableOf(sheet) : null;
    // Numbered columns may be meters as well as parts of a day: whoever asks for all of them means each.
    const isEach = dayTable === null || dayTable.labels === 'ordinals';
    if (has(sheet) && (ask.columns !== 'all' || isEach)) return { sheet, dayTable: null };
    const isAsked =
      dayTable !== null &&
      needed.every((header) => header === '' || indexOfHeader(dayTable.sheet.columns, header) >= 0);
    return isAsked ? { sheet: dayTable.sheet, dayTable } : null;
  };
  for (const sheet of named) {
    const chosen = seen(sheet);
    if (chosen === null) continue;
    const others = sheets.filter((each) => each !== sheet && seen(each) !== null);
    return { ...chosen, otherSheets: others.map(({ name }) => name) };
  }
  const [sheet] = named as [SourceSheet];
  for (const header of needed) if (header !== '') columnIndex(file, sheet, header);
  throw new AppError('column-unstated', { file: file.name, columns: quoted(sheet.columns) });
}

function valuesStated(file: SourceFile, ask: MeterAsk, dayTable: DayTable | null): readonly string[] | null {
  if (ask.columns === 'all') return dayTable?.quantities ?? null;
  return ask.columns.map((header) => {
    if (header !== '' || dayTable === null) return header;
    const [only, ...others] = dayTable.quantities as [string, ...string[]];
    if (others.length > 0)
      throw new AppError('column-unstated', { file: file.name, columns: quoted(dayTable.quantities) });
    return only;
  });
}

/** Whoever states the column of days means the clocks of the headers with it. */
const withClock = (ask: MeterAsk, dayTable: DayTable | null): MeterAsk =>
  dayTable === null || ask.timeColumns.length !== 1
    ? ask
    : { ...ask, timeColumns: [...ask.timeColumns, dayTable.clockColumn] };

/** The first part of a day is the first, whatever is stated of times. */
const stampOf = ({ stamp }: MeterAsk, dayTable: DayTable | null): 'start' | 'end' =>
  dayTable?.labels === 'ordinals' ? 'start' : (stamp ?? (dayTable?.labels === 'ends' ? 'end' : 'start'));

function rowsMeant(file: SourceFile, sheet: SourceSheet, where: MeterAsk['where']): MeterPlan['batches'] {
  if (where.length === 0) return () => sheet.rows();
  const wanted = where.map(([header, text]) => [columnIndex(file, sheet, header), text.trim()] as const);
  const isMeant = ({ cells }: SourceRow): boolean => wanted.every(([index, text]) => cells[index]?.trim() === text);
  return async function* () {
    for await (const batch of sheet.rows()) yield batch.filter(isMeant);
  };
}

async function sampleColumns(
  columns: readonly string[],
  batches: AsyncIterable<readonly SourceRow[]>,
  format: DateFormat | null,
): Promise<Sampled[]> {
  const sampled = columns.map(() => ({ filled: 0, times: 0, clocks: 0, daysOnly: 0, months: 0, numbers: 0 }));
  let rows = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      for (const [index, column] of sampled.entries()) {
        const text = row.cells[index] ?? '';
        if (isNoValue(text)) continue;
        column.filled += 1;
        const time = format?.read(text) ?? readTimeText(text) ?? timeByHeader(columns[index] as string, text);
        if (time) {
          column.times += 1;
          if (time.clockMs === null) column.daysOnly += 1;
        } else if (isClockText(text)) column.clocks += 1;
        else if (isMonth(columns[index] as string, text)) column.months += 1;
        else if (readNumber(text, 'point') ?? readNumber(text, 'comma')) column.numbers += 1;
      }
    }
    rows += batch.length;
    if (rows >= SAMPLE_ROWS) break;
  }
  return sampled;
}

const timeByHeader = (header: string, text: string): WrittenTime | null =>
  isTimeHeader(header) ? readDigits(text) : null;

/** Six digits alone may be any number as well. */
const isMonth = (header: string, text: string): boolean =>
  (isTimeHeader(header) || !/^\d+$/.test(text.trim())) && readMonthText(text) !== null;

function chooseTimeColumns(
  sheet: SourceSheet,
  sample: readonly Sampled[],
  ask: MeterAsk,
  dayTable: DayTable | null,
): number[] {
  if (ask.timeColumns.length > 0) return ask.timeColumns.map((header) => indexOfHeader(sheet.columns, header));
  const valueColumns = ask.columns === 'all' ? [] : ask.columns.map((header) => indexOfHeader(sheet.columns, header));
  const having = (part: (column: Sampled) => number): number[] =>
    [...sample.keys()].filter((index) => {
      const column = sample[index] as Sampled;
      return !valueColumns.includes(index) && column.filled > 0 && part(column) >= column.filled * TIME_SHARE;
    });
  const times = having(({ times }) => times);
  const full = times.filter((index) => {
    const { times, daysOnly } = sample[index] as Sampled;
    return daysOnly < times;
  });
  const clocks = having((column) => column.clocks);
  const pick = (candidates: readonly number[]): number => {
    const named = candidates.filter((index) => isTimeHeader(sheet.columns[index] as string));
    const [first, second] = named.length > 0 ? named : candidates;
    if (second !== undefined || first === undefined) {
      const columns = quoted(candidates.map((index) => sheet.columns[index] as string));
      throw new AppError('time-column-unclear', { columns });
    }
    return first;
  };
  // Beside the days of such a table there may be when it was exported.
  if (dayTable !== null && times.length > full.length)
    return [pick(times.filter((index) => !full.includes(index))), indexOfHeader(sheet.columns, dayTable.clockColumn)];
  if (dayTable !== null) throw new AppError('no-time-column', { columns: quoted(sheet.columns) });
  if (full.length > 0) return [pick(full)];
  // Beside a column of days, one of months says nothing more.
  const months = having((column) => column.months);
  if (times.length === 0 && months.length > 0) return [pick(months)];
  if (times.length === 0) throw new AppError('no-time-column', { columns: quoted(sheet.columns) });
  return clocks.length > 0 ? [pick(times), pick(clocks)] : [pick(times)];
}
