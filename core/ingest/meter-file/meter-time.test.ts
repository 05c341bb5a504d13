// Times of meters: what texts mean, what formats people state, and what a whole column tells.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDateFormat } from './date-format-rules.ts';
import {
  type DateOrder,
  instantOf,
  isClockText,
  momentOf,
  readCompactTime,
  readEpochTime,
  readMonthText,
  readSerialTime,
  readTimeText,
  type WrittenTime,
} from './meter-time-rules.ts';
import { TimeSurvey } from './time-survey-rules.ts';

const at = (written: WrittenTime | null, order: DateOrder = 'dmy', midnight: 0 | 24 = 0): string | null => {
  const moment = written && momentOf(written, order);
  return moment && new Date(instantOf(moment, midnight)).toISOString();
};

describe('a time as text', () => {
  // Expected values: `TZ=Asia/Shanghai date -u -d '2018-01-02 00:15' +%FT%T` and the like.
  it.each([
    ['2018-01-02 00:15', '2018-01-01T16:15:00.000Z'],
    ['2018-01-02 00:15:30', '2018-01-01T16:15:30.000Z'],
    ['2018/1/2 0:15', '2018-01-01T16:15:00.000Z'],
    ['2018.1.2 0:15', '2018-01-01T16:15:00.000Z'],
    ['2018年1月2日 0:15', '2018-01-01T16:15:00.000Z'],
    ['2018年1月2日0时15分', '2018-01-01T16:15:00.000Z'],
    ['2018年1月2日下午3点', '2018-01-02T07:00:00.000Z'],
    ['２０１８－０１－０２　００：１５', '2018-01-01T16:15:00.000Z'],
    ['2018-01-02', '2018-01-01T16:00:00.000Z'],
    ['2018-01-02T00:15:00+08:00', '2018-01-01T16:15:00.000Z'],
    ['2018-01-02T00:15:00Z', '2018-01-02T00:15:00.000Z'],
    ['2018-01-02T00:15:00.250-0500', '2018-01-02T05:15:00.250Z'],
    ['2018-01-02 24:00', '2018-01-02T16:00:00.000Z'],
    ['02/01/2018 00:15', '2018-01-01T16:15:00.000Z'],
    ['2-1-2018 0:15:00', '2018-01-01T16:15:00.000Z'],
    ['02.01.2018 00:15', '2018-01-01T16:15:00.000Z'],
    ['02/01/2018 12:15 AM', '2018-01-01T16:15:00.000Z'],
    ['02/01/2018 12:15 PM', '2018-01-02T04:15:00.000Z'],
    ['2-Jan-2018 00:15', '2018-01-01T16:15:00.000Z'],
    ['January 2, 2018 00:15', '2018-01-01T16:15:00.000Z'],
  ])('%s', (text, utc) => {
    expect(at(readTimeText(text))).toBe(utc);
  });

  it('whose day and month are open is either, and no third thing', () => {
    const written = readTimeText('03/04/2018 00:15');
    expect(at(written, 'dmy')).toBe('2018-04-02T16:15:00.000Z');
    expect(at(written, 'mdy')).toBe('2018-03-03T16:15:00.000Z');
    expect(at(readTimeText('13/04/2018 00:15'), 'mdy')).toBeNull();
  });

  it.each([
    '',
    '3.17',
    '合计',
    '2018-13-01',
    '2018-02-30 00:00',
    '2018-01-01 25:00',
    '2018-01-01 24:15',
    '2018-01-01 00:60',
    '01/01/18 00:15',
    '20180101',
    '1/2/3',
    'x2018-01-01',
  ])('"%s" is none', (text) => {
    expect(at(readTimeText(text))).toBeNull();
  });

  it('as digits, or as the day number of a spreadsheet program, where the column is one of times', () => {
    expect(at(readCompactTime('201801020015'))).toBe('2018-01-01T16:15:00.000Z');
    expect(at(readCompactTime('20180102001530'))).toBe('2018-01-01T16:15:30.000Z');
    expect(at(readCompactTime('2018010208'))).toBe('2018-01-02T00:00:00.000Z');
    expect(at(readCompactTime('20181302'))).toBeNull();
    // `date -u -d @1735689600`: 2025-01-01T00:00:00.
    expect(at(readEpochTime('1735689600'))).toBe('2025-01-01T00:00:00.000Z');
    expect(at(readEpochTime('1735689600250'))).toBe('2025-01-01T00:00:00.250Z');
    expect(at(readEpochTime('1735689600.25'))).toBe('2025-01-01T00:00:00.250Z');
    // An hour, not a second of 2033.
    for (const text of ['2018010208', '201801020015', '173568960', '17356896002501'])
      expect(readEpochTime(text)).toBeNull();
    // 43102 = 2018-01-02 in the 1900 system.
    expect(at(readSerialTime('43102.0104166667'))).toBe('2018-01-01T16:15:00.000Z');
    expect(readSerialTime('3.17')).toBeNull();
  });

  it.each(['2018-02', '2018/2', '2018年2月', '2018年02月', '02/2018', 'Feb 2018', 'February-2018', '201802'])(
    '%s is a month, from its beginning',
    (text) => {
      expect(at(readMonthText(text))).toBe('2018-01-31T16:00:00.000Z');
    },
  );

  it.each(['2018-13', '2018-00', '201513', '2018', '3.17', '001500', '2018-02-01', 'x 2018'])(
    '%s is no month',
    (text) => {
      expect(readMonthText(text)).toBeNull();
    },
  );

  it('that is a clock alone is told from numbers', () => {
    expect(['0:15', '00:15:00', '24:00', '0时15分'].map(isClockText)).toEqual([true, true, true, true]);
    expect(['15', '3.17', '25:00', '2018-01-01'].map(isClockText)).toEqual([false, false, false, false]);
  });

  it('of 00:00 stands for the end of its date under midnight 24; a literal 24:00 does under both', () => {
    const end = '2018-01-02T16:00:00.000Z';
    expect(at(readTimeText('2018-01-02 00:00'), 'dmy', 24)).toBe(end);
    expect(at(readTimeText('2018-01-02 24:00'), 'dmy', 24)).toBe(end);
    expect(at(readTimeText('2018-01-02 24:00'), 'dmy', 0)).toBe(end);
    expect(at(readTimeText('2018-01-02 00:15'), 'dmy', 24)).toBe('2018-01-01T16:15:00.000Z');
  });
});

describe('a stated format', () => {
  const read = (format: string, text: string): string | null => {
    const compiled = compileDateFormat(format);
    if (compiled === null) throw new Error(`refused: ${format}`);
    const written = compiled.read(text);
    return at(written, compiled.order === 'mdy' ? 'mdy' : 'dmy');
  };

  it.each([
    ['dd/MM/yyyy HH:mm', '03/04/2018 00:15', '2018-04-02T16:15:00.000Z'],
    ['MM/dd/yyyy HH:mm', '03/04/2018 00:15', '2018-03-03T16:15:00.000Z'],
    ['dd/MM/yyyy HH:mm', '3/4/2018 0:15', '2018-04-02T16:15:00.000Z'],
    // Seconds, and times that leave nothing open, are read all the same.
    ['dd/MM/yyyy HH:mm', '03/04/2018 00:15:30', '2018-04-02T16:15:30.000Z'],
    ['dd/MM/yyyy HH:mm', '2018-04-03T00:15:00', '2018-04-02T16:15:00.000Z'],
    ['dd.MM.yy HH:mm', '03.04.18 00:15', '2018-04-02T16:15:00.000Z'],
    ['yyyyMMddHHmm', '201804030015', '2018-04-02T16:15:00.000Z'],
    ["dd-MMM-yyyy 'at' HH:mm", '03-Apr-2018 at 00:15', '2018-04-02T16:15:00.000Z'],
    ['M/d/yyyy h:mm a', '4/3/2018 12:15 AM', '2018-04-02T16:15:00.000Z'],
    ['yyyy年M月d日 H时m分', '2018年4月3日 0时15分', '2018-04-02T16:15:00.000Z'],
    ['dd/MM/yyyy', '03/04/2018', '2018-04-02T16:00:00.000Z'],
  ])('%s reads %s', (format, text, utc) => {
    expect(read(format, text)).toBe(utc);
  });

  it.each(['', 'HH:mm', 'dd/MM HH:mm', 'dd/dd/yyyy', 'day/month/year', 'yyyy'])('"%s" is refused', (format) => {
    expect(compileDateFormat(format)).toBeNull();
  });
});

const DAY = 86_400_000;
const two = (n: number): string => String(n).padStart(2, '0');
/** Times every `step` ms from the first on, by the clock on the wall. */
const texts = (from: string, count: number, step: number, form: (date: Date) => string): string[] =>
  Array.from({ length: count }, (_, index) => form(new Date(Date.parse(`${from}Z`) + index * step)));
const clock = (d: Date): string => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
const dmy = (d: Date): string => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()} ${clock(d)}`;
const mdy = (d: Date): string => `${two(d.getUTCMonth() + 1)}/${two(d.getUTCDate())}/${d.getUTCFullYear()} ${clock(d)}`;
const ymd = (d: Date): string => `${d.toISOString().slice(0, 10)} ${clock(d)}`;
/** Midnight at the end of a day carries the date of that day. */
const withEnd =
  (form: (date: Date) => string) =>
  (d: Date): string =>
    clock(d) === '00:00' ? form(new Date(d.getTime() - DAY)).replace(/..:..$/, '00:00') : form(d);

function survey(times: readonly string[], order: DateOrder | null = null, interval: number | null = null) {
  const column = new TimeSurvey(order);
  for (const text of times) {
    const written = readTimeText(text);
    if (written) column.push(written, text);
  }
  return column.decide(interval);
}

describe('a whole column', () => {
  const QUARTER = 900_000;

  it('tells day from month by days past the twelfth, or by days that follow each other', () => {
    expect(survey(texts('2018-01-01T00:15', 96 * 20, QUARTER, dmy))).toMatchObject({
      order: 'dmy',
      commonStepMs: QUARTER,
    });
    expect(survey(texts('2018-01-01T00:15', 96 * 20, QUARTER, mdy))).toMatchObject({
      order: 'mdy',
      commonStepMs: QUARTER,
    });
    expect(survey(texts('2018-03-02T00:15', 96 * 5, QUARTER, dmy))?.order).toBe('dmy');
    expect(survey(texts('2018-03-02T00:15', 96 * 5, QUARTER, mdy))?.order).toBe('mdy');
    expect(survey(texts('2018-01-01T00:15', 96 * 3, QUARTER, ymd))?.order).toBe('ymd');
  });

  it('that does not tell is not decided; one whose day and month are the same number need not be', () => {
    expect(survey(texts('2018-04-03T00:15', 90, QUARTER, dmy))).toBeNull();
    expect(survey(texts('2018-04-04T00:15', 90, QUARTER, dmy))).toMatchObject({ orderMattered: false });
    // Twelve days of January, or the first of twelve months.
    const days = texts('2018-01-01T00:00', 12, DAY, (d) => dmy(d).slice(0, 10));
    expect(survey(days)).toBeNull();
    expect(survey(days, 'dmy')).toMatchObject({ order: 'dmy', commonStepMs: DAY });
  });

  it('with a few dates of the other order, as after a fault, is decided by the many', () => {
    const times = texts('2018-01-01T00:15', 96 * 20, QUARTER, dmy);
    times[700] = '01/28/2018 06:45';
    expect(survey(times)).toMatchObject({ order: 'dmy', invalid: 1 });
  });

  it('shows by its order of rows which midnight is meant, in either direction', () => {
    const asEnd = texts('2018-01-01T00:15', 96 * 14, QUARTER, withEnd(dmy));
    const asStart = texts('2018-01-01T00:00', 96 * 14, QUARTER, dmy);
    expect(survey(asEnd)).toMatchObject({ midnight: 24, rowOrder: 'ascending' });
    expect(survey(asStart)).toMatchObject({ midnight: 0, rowOrder: 'ascending' });
    expect(survey(asEnd.toReversed())).toMatchObject({ midnight: 24, rowOrder: 'descending' });
    expect(survey(asStart.toReversed())).toMatchObject({ midnight: 0, rowOrder: 'descending' });
    // One day is enough, and so is a true stamp of the interval's end.
    expect(survey(asEnd.slice(0, 96), 'dmy')?.midnight).toBe(24);
    expect(survey(texts('2018-01-01T00:15', 96 * 14, QUARTER, dmy))?.midnight).toBe(0);
    // Days have no midnight to be told.
    expect(survey(texts('2018-01-01T00:00', 60, DAY, ymd))?.midnight).toBe(0);
  });

  it('keeps its midnight with duplicates, gaps and a late block among its rows', () => {
    const times = texts('2018-01-01T00:15', 96 * 14, QUARTER, withEnd(dmy));
    const faulted = [
      ...times.slice(0, 300),
      times[299] as string,
      ...times.slice(340, 900),
      ...times.slice(300, 340),
      ...times.slice(930),
    ];
    expect(survey(faulted)).toMatchObject({ midnight: 24, commonStepMs: QUARTER, order: 'dmy', rowOrder: 'ascending' });
  });

  it('in any order has the same interval and the same order of day and month, and no midnight of its own', () => {
    const times = texts('2018-01-01T00:15', 96 * 20, QUARTER, withEnd(dmy));
    fc.assert(
      fc.property(fc.shuffledSubarray(times, { minLength: 1000, maxLength: times.length }), (some) => {
        const found = survey(some);
        expect(found).toMatchObject({ order: 'dmy', commonStepMs: QUARTER, midnight: 0, rowOrder: 'none' });
      }),
      { numRuns: 10 },
    );
  });
});
