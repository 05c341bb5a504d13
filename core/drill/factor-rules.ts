// What loggers of stacks and discharges report, with its codes of three editions of HJ 212, and limits that hold in the drill alone.
import type { Dialect } from './plan-facts-rules.ts';

export interface Factor {
  readonly quantity: string;
  readonly name: string;
  /** HJ 212-2017 and 2025; HJ/T 212-2005. */
  readonly code: string;
  readonly code2005: string;
  readonly unitOfMeasure: string;
  readonly decimals: number;
  readonly range: readonly [number, number];
  /** Invented for the drill: no permit says so. */
  readonly limit: number | null;
  readonly limitPeriod: 'hour' | 'day' | null;
}

const factor = (
  quantity: string,
  name: string,
  codes: readonly [string, string],
  unitOfMeasure: string,
  decimals: number,
  range: readonly [number, number],
  limit: number | null = null,
  limitPeriod: 'hour' | 'day' | null = null,
): Factor => ({
  ...{ quantity, name, code: codes[0], code2005: codes[1], unitOfMeasure, decimals, range, limit, limitPeriod },
});

/** The first three are pollutants, in the order of a stack's `usual`. */
export const stackFactors = [
  factor('dust', '颗粒物', ['a34013', '01'], 'mg/m³', 2, [0, 100], 10, 'hour'),
  factor('so2', '二氧化硫', ['a21026', '02'], 'mg/m³', 2, [0, 500], 35, 'hour'),
  factor('nox', '氮氧化物', ['a21002', '03'], 'mg/m³', 2, [0, 500], 50, 'hour'),
  factor('oxygen', '氧含量', ['a19001', 'S01'], '%', 2, [0, 21]),
  factor('velocity', '烟气流速', ['a01011', 'S02'], 'm/s', 2, [0, 40]),
  factor('temperature', '烟气温度', ['a01012', 'S03'], '°C', 1, [0, 300]),
  factor('pressure', '烟气压力', ['a01013', 'S08'], 'kPa', 3, [-5, 5]),
  factor('humidity', '烟气湿度', ['a01014', 'S05'], '%', 2, [0, 40]),
  factor('flow', '标干流量', ['a00000', 'B02'], 'm³/s', 2, [0, 2000]),
] as const;
export const POLLUTANTS = 3;
export const OXYGEN = 3;
export const VELOCITY = 4;
export const TEMPERATURE = 5;
export const PRESSURE = 6;
export const HUMIDITY = 7;
export const FLOW = 8;

export const dischargeFactors = [
  factor('cod', '化学需氧量', ['w01018', '011'], 'mg/L', 1, [0, 500], 50, 'day'),
  factor('ammonia', '氨氮', ['w21003', '060'], 'mg/L', 2, [0, 50], 5, 'day'),
  factor('ph', 'pH 值', ['w01001', '001'], '1', 2, [0, 14]),
  factor('flow', '流量', ['w00000', 'B01'], 'L/s', 2, [0, 500]),
] as const;

/** Of ten stacks, one speaks as in 2005, two as in 2025 with a key, the others as in 2017. */
export function stackDialect(index: number): Dialect {
  const place = index % 10;
  return place === 9 ? '2005' : place === 3 || place === 6 ? '2025' : '2017';
}
