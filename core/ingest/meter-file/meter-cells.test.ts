// Cells and headers of meter files: numbers in the world's ways of writing them, units, kinds, quantities.
import { describe, expect, it } from 'vitest';
import { intervalText, kindOfUnit, parseInterval, quantityOf, unitOfHeader } from './column-meaning.ts';
import { DecimalSurvey, isNoValue, readNumber } from './meter-number-rules.ts';

describe('a number', () => {
  it.each([
    ['3.17', 3.17],
    [' 4 ', 4],
    ['-0.5', -0.5],
    ['−0.5', -0.5],
    ['1,234.5', 1234.5],
    ['1,234', 1234],
    ["1'234.5", 1234.5],
    ['12 345.6', 12345.6],
    ['1.5e3', 1500],
    ['３．１７', 3.17],
    ['.5', 0.5],
  ])('%s with a decimal point', (text, value) => {
    expect(readNumber(text, 'point')).toEqual({ value, isOdd: false });
  });

  it.each([
    ['3,17', 3.17],
    ['1.234,5', 1234.5],
    ['1.234', 1234],
    ['1 234,5', 1234.5],
    ['-0,5', -0.5],
  ])('%s with a decimal comma', (text, value) => {
    expect(readNumber(text, 'comma')).toEqual({ value, isOdd: false });
  });

  it('that is written unlike the others but can mean one thing only is read, and marked', () => {
    expect(readNumber('3,17', 'point')).toEqual({ value: 3.17, isOdd: true });
    expect(readNumber('0,125', 'point')).toEqual({ value: 0.125, isOdd: true });
    expect(readNumber('3.17', 'comma')).toEqual({ value: 3.17, isOdd: true });
  });

  it.each(['', 'ERR', '3.17 kWh', '3.17*', '1,23,4', '1.2.3', '0x10', '1e999', 'Infinity', '12-5', '1,2345.6'])(
    '"%s" is none',
    (text) => {
      expect(readNumber(text, 'point')).toBeNull();
    },
  );

  it('that is missing is told by its words', () => {
    expect(['', ' ', 'N/A', 'NaN', '--', '无', 'null', '缺测'].every(isNoValue)).toBe(true);
    expect(['0', '0.0', 'ERR', '故障'].some(isNoValue)).toBe(false);
  });
});

describe('the decimals of a column', () => {
  const decide = (...texts: string[]) => {
    const survey = new DecimalSurvey();
    for (const text of texts) survey.push(text);
    return survey.decide();
  };

  it.each([
    [['3.17', '4', '1,234.5'], 'point'],
    [['3.17', '1,234'], 'point'],
    [['3,17', '4'], 'comma'],
    [['1.234,5', '1.234'], 'comma'],
    [['1.234.567'], 'comma'],
    [['1,234,567', '1,234'], 'point'],
    [['950', '1,020', '998'], 'point'],
    [['1.234', '2.345'], 'point'],
    [['4', '5'], 'point'],
    // One odd cell among many does not turn the column.
    [[...Array<string>(20).fill('3.17'), '3,17'], 'point'],
  ])('%j: %s', (texts, decimal) => {
    expect(decide(...texts)).toBe(decimal);
  });

  it('are not decided where thousands and thousandths look the same', () => {
    expect(decide('1,234', '2,345')).toBeNull();
    expect(decide('1,234', '1500')).toBeNull();
    expect(decide('1,234', '2.345')).toBeNull();
  });
});

describe('a header', () => {
  it.each([
    ['Usage_kWh', 'kWh', 'amount', 'electricity'],
    ['Lagging_Current_Reactive_Power_kVarh', 'kVarh', 'amount', 'unknown'],
    ['CO2(tCO2)', 'tCO2', 'amount', 'co2-flow'],
    ['有功功率（kW）', 'kW', 'level', 'power'],
    ['烟尘浓度(mg/m³)', 'mg/m3', 'level', 'dust'],
    ['NOX', '', 'level', 'nox'],
    ['AT', '', 'level', 'unknown'],
    ['原煤消耗 (t)', 't', 'amount', 'coal'],
    ['NSM', '', 'level', 'unknown'],
    ['kWh', 'kWh', 'amount', 'electricity'],
    ['v', '', 'level', 'unknown'],
    ['Phase A', '', 'level', 'unknown'],
    ['Current (A)', 'A', 'level', 'unknown'],
  ])('%s: %s, %s, %s', (header, unit, kind, quantity) => {
    expect(unitOfHeader(header)).toBe(unit);
    expect(kindOfUnit(unit)).toBe(kind);
    expect(quantityOf(header, unit)).toBe(quantity);
  });
});

describe('an interval', () => {
  it.each([
    ['15m', 900_000],
    ['15min', 900_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['10s', 10_000],
  ])('%s', (text, ms) => {
    expect(parseInterval(text)).toBe(ms);
    expect(parseInterval(intervalText(ms))).toBe(ms);
  });

  it.each(['', '15', 'h', '0m', '-1h', '1 month', '500d'])('"%s" is none', (text) => {
    expect(parseInterval(text)).toBeNull();
  });
});
