// Tables of a day a row: what counts as one, and that its cells become the same readings as a row each would.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineRows, workbookBytes } from '../../imports/read/zip-fixture.ts';
import { csvText } from '../../ledger-fixture.ts';
import { clockText, findDayParts } from './day-table-rules.ts';
import { found, noted, ReadingsDesk, refused } from './import-fixture.ts';

const DAY_MINUTES = 1440;
const clocks = (count: number, first: 0 | 1): string[] =>
  Array.from({ length: count }, (_, part) => clockText(((part + first) * DAY_MINUTES * 60_000) / count));
const numbered = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, part) => `${stem}${part + 1}`);
const only = [{ column: '', channel: 'meter', unit: 'kWh' }];

describe('headers of the parts of a day', () => {
  it.each([
    ['starts', clocks(96, 0), '00:00…23:45'],
    ['ends', clocks(96, 1), '00:15…24:00'],
    ['ends', [...clocks(95, 1).map((_, part) => clocks(96, 1)[part] as string), '00:00'], '00:15…00:00'],
    ['ends', clocks(24, 1), '01:00…24:00'],
    ['ends', clocks(24, 1).map((clock) => (clock === '24:00' ? '1900-01-01' : `${clock}:00`)), '01:00:00…1900-01-01'],
    ['starts', [...clocks(24, 0), '24:00'], '00:00…24:00'],
    ['starts', Array.from({ length: 24 }, (_, hour) => `${hour}时`), '0时…23时'],
    ['starts', clocks(48, 0).map((clock, part) => `${clock}-${clocks(48, 1)[part]}`), '00:00-00:30…23:30-24:00'],
    ['ordinals', numbered('P', 96), 'P'],
    ['ordinals', numbered('', 24), '1…24'],
    ['ordinals', numbered('第', 24).map((header) => `${header}点`), '第1点…第24点'],
    ['ordinals', numbered('有功功率_', 96).map((header) => `${header}(kW)`), '有功功率'],
    ['ordinals', Array.from({ length: 24 }, (_, part) => `P${String(part).padStart(2, '0')}`), 'P'],
    ['ordinals', Array.from({ length: 96 }, (_, part) => `${part + 1}点`), '1点…96点'],
    ['ends', Array.from({ length: 24 }, (_, hour) => `${hour + 1}点`), '1点…24点'],
  ])('are %s', (labels, headers, name) => {
    const [parts, ...others] = findDayParts(['户号', '日期', ...headers, '合计']);
    expect(others).toEqual([]);
    expect(parts).toMatchObject({ labels, name });
    expect(parts?.columns.map(({ index }) => index)).toEqual(headers.map((_, at) => at + 2));
  });

  it.each([
    ['one is missing', numbered('P', 95)],
    ['one is out of place', [...numbered('P', 94), 'P96', 'P95']],
    ['they begin later', Array.from({ length: 24 }, (_, part) => `P${part + 2}`)],
    ['days of a month', numbered('', 31)],
    ['hours that do not make a day', clocks(96, 0).slice(0, 48)],
  ])('are none where %s', (_, headers) => {
    expect(findDayParts(['日期', ...headers])).toEqual([]);
  });

  it('of two quantities are two', () => {
    const found = findDayParts(['日期', ...numbered('P', 96), ...numbered('Q', 96)]);
    expect(found.map(({ name }) => name)).toEqual(['P', 'Q']);
  });
});

describe('a table of a day a row', () => {
  const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
  const value = (day: number, part: number): string => ((day * 96 + part) / 4).toString();
  const rows = days.map((day, at) => [day, ...Array.from({ length: 96 }, (_, part) => value(at, part))]);

  it('brings the readings that a row each would, whatever the headers are', async () => {
    using long = new ReadingsDesk();
    const times = days.flatMap((day, at) => clocks(96, 0).map((clock, part) => [`${day} ${clock}`, value(at, part)]));
    await long.import(csvText([['t', 'v'], ...times]));
    const expected = long.lines();
    expect(expected).toHaveLength(288);
    for (const headers of [clocks(96, 0), clocks(96, 1), [...clocks(96, 1).slice(0, -1), '00:00'], numbered('P', 96)]) {
      using wide = new ReadingsDesk();
      const report = await wide.import(csvText([['日期', ...headers], ...rows]), { columns: only, stamp: null });
      expect(wide.lines()).toEqual(expected);
      expect(report).toMatchObject({ rows: 288, accepted: 288, read: { interval: '15m' } });
      expect(noted(report)).toEqual(['day-table']);
      expect(wide.rollUps('1d').map(({ sum, count, expected: due }) => [sum, count, due])).toEqual(
        long.rollUps('1d').map(({ sum, count, expected: due }) => [sum, count, due]),
      );
    }
  });

  it('keeps its times where the stamp is stated, and its gaps as gaps', async () => {
    using desk = new ReadingsDesk();
    const [first, second, third] = rows as [string[], string[], string[]];
    const faulty = [
      first,
      second.map((cell, at) => (at === 5 || at === 6 ? '' : cell)),
      third.map((cell, at) => (at === 96 ? 'ERR' : cell)),
    ];
    const report = await desk.import(csvText([['日期', ...clocks(96, 1)], ...faulty]), {
      columns: only,
      stamp: 'start',
    });
    expect(report).toMatchObject({ rows: 288, accepted: 285, rejected: 3 });
    expect(found(report)).toEqual(['blank 3', 'not-a-number 4', 'gap']);
    expect(desk.lines().slice(0, 1)).toEqual(['2026-03-01T00:15 0']);
    expect(report.channels[0]).toMatchObject({ missing: 2, from: '2026-03-01T00:15:00+08:00' });
  });

  it('again is repeated; with another value, revised, row by row', async () => {
    using desk = new ReadingsDesk();
    const head = ['日期', ...numbered('P', 96)];
    await desk.import(csvText([head, ...rows]), { columns: only, stamp: null });
    const other = rows.map((row, at) => (at === 1 ? row.with(3, '9999') : row));
    const report = await desk.import(csvText([head, ...other]), { columns: only, stamp: null });
    expect(report).toMatchObject({ accepted: 0, repeated: 287, revised: 1 });
    expect(report.findings.find(({ code }) => code === 'conflicting-value')).toMatchObject({
      ...{ row: 3, from: '2026-03-02T00:30:00+08:00', value: '9999' },
      other: { row: 3, value: value(1, 2) },
    });
  });

  it('takes one meter of several, and the quantity that is named', async () => {
    using desk = new ReadingsDesk();
    const text = csvText([
      ['表号', '日期', ...numbered('P', 24), ...numbered('Q', 24)],
      ...['A', 'B'].map((meter, at) => [
        meter,
        '2026-03-01',
        ...Array.from({ length: 48 }, (_, part) => String(100 * at + part)),
      ]),
    ]);
    const asked = { where: [['表号', 'B']] as const, stamp: null };
    expect(await refused(desk.import(text, { ...asked, columns: only }))).toBe('column-unstated');
    await desk.import(text, { ...asked, columns: [{ column: 'Q', channel: 'meter', unit: 'kvarh' }] });
    expect(desk.lines()).toHaveLength(24);
    expect(desk.lines().slice(0, 2)).toEqual(['2026-03-01T00:00 124', '2026-03-01T01:00 125']);
  });

  it('is not made of numbered meters beside a time, nor where all columns are asked for', async () => {
    using desk = new ReadingsDesk();
    const text = csvText([
      ['t', ...numbered('P', 24)],
      ...[0, 1, 2].map((hour) => [`2026-03-01 0${hour}:00`, ...numbered('', 24)]),
    ]);
    await desk.import(text, { columns: { prefix: 'plant' }, stamp: null });
    expect(desk.lines('plant/P24')).toHaveLength(3);
    expect(await refused(desk.import(text, { columns: only, stamp: null }))).toBe('no-time-column');
  });

  it('leaves the choice of a sheet to the columns that are stated', async () => {
    using desk = new ReadingsDesk();
    const notes = inlineRows([
      ['a', 'b'],
      ['1', '2'],
    ]);
    const data = inlineRows([
      ['when', 'v'],
      ['2026-03-01 00:00', '7'],
      ['2026-03-01 01:00', '8'],
    ]);
    const book = workbookBytes({ sheets: { notes, data } });
    const asked = { file: 'book.xlsx', columns: { prefix: 'plant' }, stamp: null };
    await desk.import(book, { ...asked, timeColumns: ['when'] });
    expect(desk.lines('plant/v')).toEqual(['2026-03-01T00:00 7', '2026-03-01T01:00 8']);
    expect(await refused(desk.import(book, { ...asked, timeColumns: ['since'] }))).toBe('column-missing');
  });

  it('means the same however many parts its day has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(24, 48, 96, 144, 288), fc.constantFrom<0 | 1>(0, 1), async (count, first) => {
        using desk = new ReadingsDesk();
        const row = ['2026/3/1', ...Array.from({ length: count }, (_, part) => String(part))];
        const second = ['2026/3/2', ...Array.from({ length: count }, (_, part) => String(part))];
        await desk.import(csvText([['日期', ...clocks(count, first)], row, second]), { columns: only, stamp: null });
        expect(desk.rollUps('1d').map(({ count: has, expected: due }) => [has, due])).toEqual([
          [count, count],
          [count, count],
        ]);
      }),
      { numRuns: 10 },
    );
  });
});
