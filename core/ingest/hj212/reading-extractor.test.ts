// What becomes a reading: address, time, number, flag; what is noted beside it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDigits, localTime } from './local-time-rules.ts';
import { numberOf, ReadingExtractor } from './reading-extractor.ts';
import { parseSegment } from './segment.ts';

const received = Date.parse('2024-05-01T00:00:00Z');
const header = 'QN=20240501093000123;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;';
const read = (cp: string, from = header) => new ReadingExtractor().read(parseSegment(`${from}CP=&&${cp}&&`), received);
const rows = (cp: string, from?: string) =>
  read(cp, from).readings.map(({ address, time, value, text, flag }) => [
    address,
    localDigits(time).slice(0, 14),
    value,
    text,
    flag,
  ]);
const codes = (cp: string, from?: string) => read(cp, from).issues.map(({ code }) => code);

describe('times', () => {
  it('DataTime counts, wherever it stands; a sample has its own time', () => {
    expect(
      rows('a34013-Rtd=1;DataTime=20240501093000;w01018-SampleTime=20240501070000,w01018-Rtd=2,w01018-Avg=3'),
    ).toEqual([
      ['2011/a34013-Rtd', '20240501093000', 1, '1', null],
      ['2011/w01018-Rtd', '20240501070000', 2, '2', null],
      ['2011/w01018-Avg', '20240501093000', 3, '3', null],
    ]);
  });

  it('without DataTime it is that of the QN, without a QN the time of receipt, and that is told', () => {
    expect(read('a34013-Rtd=1').readings[0]?.time).toBe(Date.parse('2024-05-01T09:30:00.123+08:00'));
    expect(read('a34013-Rtd=1', header.replace(/^QN=\d+;/, '')).readings[0]?.time).toBe(received);
    expect(codes('a34013-Rtd=1')).toEqual(['datatime-missing']);
    expect(codes('DataTime=20240230000000;a34013-Rtd=1')).toEqual(['datatime-format']);
  });

  it('a sample of next month or of years ago is none', () => {
    const cp = 'DataTime=20240501093000;w01018-SampleTime=20190501070000,w01018-Rtd=2';
    expect(rows(cp)).toEqual([['2011/w01018-Rtd', '20240501093000', 2, '2', null]]);
    expect(codes(cp)).toEqual(['sample-time']);
  });

  it('are those of UTC+8, and nothing but moments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
        expect(localTime(localDigits(time))).toBe(time);
        const seconds = localDigits(time).slice(0, 14);
        expect(localTime(seconds)).toBe(Math.floor(time / 1000) * 1000);
      }),
    );
    for (const none of ['', '20240230000000', '20241301000000', '20240101240000', '2024010100000', 'x0240101000000'])
      expect(localTime(none)).toBeNaN();
    expect(localTime('20240229235959')).toBe(Date.parse('2024-02-29T23:59:59+08:00'));
  });
});

describe('values', () => {
  it('numbers are what Number makes of them, and nothing else is a number', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
          fc.stringMatching(/^-?\d{1,18}(\.\d{0,18})?$/),
        ),
        (text) => {
          expect(numberOf(text)).toBe(Number(text));
        },
      ),
    );
    for (const none of ['', ' ', '-', '.', '--1', '1.2.3', '0x10', 'Infinity', 'NaN', '1e', '１'])
      expect(numberOf(none)).toBeNull();
    expect([numberOf(' 7.1 '), numberOf('+.5'), numberOf('1.5E3')]).toEqual([7.1, 0.5, 1500]);
  });

  it('a text that is no number is kept, and so are the digits as sent', () => {
    expect(rows('DataTime=20240501093000;a34013-Rtd=----;a21026-Rtd=007.10;a21002-Rtd=')).toEqual([
      ['2011/a34013-Rtd', '20240501093000', null, '----', null],
      ['2011/a21026-Rtd', '20240501093000', 7.1, '007.10', null],
      ['2011/a21002-Rtd', '20240501093000', null, '', null],
    ]);
    expect(codes('DataTime=20240501093000;a34013-Rtd=----')).toEqual(['not-a-number']);
  });

  it('a vendor’s -99 stays a value and is told; a pressure below zero is not', () => {
    expect(codes('DataTime=20240501093000;a34013-Rtd=-99.00')).toEqual(['sentinel-value']);
    expect(codes('DataTime=20240501093000;a34013-Rtd=-9999')).toEqual(['sentinel-value']);
    expect(codes('DataTime=20240501093000;a01013-Rtd=-120.5')).toEqual([]);
    expect(rows('DataTime=20240501093000;a34013-Rtd=-99')).toEqual([
      ['2011/a34013-Rtd', '20240501093000', -99, '-99', null],
    ]);
  });

  it('of commands that carry parameters none come', () => {
    for (const cn of ['1011', '9012']) expect(rows('i13004-Info=1', header.replace('2011', cn))).toEqual([]);
    expect(rows('DataTime=20240501093000;i33200-Info=12.5', header.replace('2011', '3020'))).toHaveLength(1);
  });
});

describe('flags', () => {
  const flagsOf = (cp: string) =>
    Object.fromEntries(read(cp).readings.map(({ address, flag }) => [address.slice(5), flag]));

  it('belong to their factor alone, before or after its values, in its group or in another', () => {
    expect(flagsOf('a1-Flag=D,a1-Rtd=1;a2-Rtd=2,a2-Flag=N;a3-Rtd=3;a4-Rtd=4;a3-Flag=M')).toEqual({
      'a1-Rtd': 'D',
      'a2-Rtd': 'N',
      'a3-Rtd': 'M',
      'a4-Rtd': null,
    });
  });

  it('do not leak into the next frame', () => {
    const extractor = new ReadingExtractor();
    const segment = (cp: string) => parseSegment(`${header}CP=&&DataTime=20240501093000;${cp}&&`);
    extractor.read(segment('w01018-SampleTime=20240501070000,w01018-Rtd=1,w01018-Flag=D'), received);
    const [reading] = extractor.read(segment('w01018-Rtd=1'), received).readings;
    expect(reading).toMatchObject({ flag: null, time: Date.parse('2024-05-01T09:30:00+08:00') });
  });

  it('without a code speak of the factor before them, and that is told', () => {
    expect(flagsOf('a34001-Avg=92;a34002-Avg=5;Flag=D')).toEqual({ 'a34001-Avg': null, 'a34002-Avg': 'D' });
    expect(flagsOf('a34001-Avg=92,Flag=D;a34002-Avg=5')).toEqual({ 'a34001-Avg': 'D', 'a34002-Avg': null });
    expect(codes('DataTime=20240501093000;a34001-Avg=92;Flag=D')).toEqual(['bare-flag']);
  });

  it('unknown ones are kept and told', () => {
    expect(rows('DataTime=20240501093000;a34013-Rtd=1,a34013-Flag=Z')).toEqual([
      ['2011/a34013-Rtd', '20240501093000', 1, '1', 'Z'],
    ]);
    expect(codes('DataTime=20240501093000;a34013-Rtd=1,a34013-Flag=Z')).toEqual(['flag-not-in-table']);
  });
});

it('a name that comes twice: both stay; with other digits neither can be trusted', () => {
  const cp = 'DataTime=20240501093000;a21-Rtd=1,a21-Flag=N;a21-Rtd=2;a22-Rtd=3,a22-Flag=N;a22-Rtd=3';
  expect(read(cp).readings.map(({ text, flag }) => [text, flag])).toEqual([
    ['1', 'ambiguous'],
    ['2', 'ambiguous'],
    ['3', 'N'],
    ['3', 'N'],
  ]);
  expect(codes(cp)).toEqual(['factor-code-shape', 'duplicate-name']);
});

it('blanks around names, a trailing semicolon, text in slashes', () => {
  expect(
    rows(' DataTime=20240501093000; a34013-Rtd =1;;i11001-Info=//换泵;校准,完成//;').map(([address, , , text]) => [
      address,
      text,
    ]),
  ).toEqual([
    ['2011/a34013-Rtd', '1'],
    ['2011/i11001-Info', '//换泵;校准,完成//'],
  ]);
});

it('names from anybody do not fill the memory, and forgetting them changes nothing', () => {
  const extractor = new ReadingExtractor();
  for (let i = 0; i < 25_000; i += 50) {
    const items = Array.from({ length: 50 }, (_, j) => `x${i + j}-Rtd=${j},x${i + j}-Flag=D`);
    const segment = parseSegment(`${header}CP=&&DataTime=20240501093000;${items.join(';')}&&`);
    const { readings } = extractor.read(segment, received);
    expect(readings.map(({ value, flag }) => [value, flag])).toEqual(items.map((_, j) => [j, 'D']));
  }
});
