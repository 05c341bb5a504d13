// What leaves a stack at a load: oxygen, gas, temperature, velocity and pollutants that agree with one another (HJ 212 §6 of the notes).

import { STANDSTILL } from './activity-rules.ts';
import { deviateAt, driftAt, mixKey } from './chance-rules.ts';
import { COAL_GAS } from './enterprise-plan-rules.ts';
import { FLOW, HUMIDITY, OXYGEN, POLLUTANTS, PRESSURE, stackFactors, TEMPERATURE, VELOCITY } from './factor-rules.ts';
import type { DrillStack, DrillUnit } from './plan-facts-rules.ts';
import type { DrillFlue } from './product-rules.ts';

/** GB/T 2589 and the usual carbon of raw coal: t CO2/t. */
export const COAL_CARBON = 1.9003;
export const AIR_OXYGEN = 21;
/** kPa. */
const STANDARD_PRESSURE = 101.325;

/** What the treatment takes out, seen as how much more there is without it: dust, SO2, NOx. */
const UNTREATED = [6, 9, 3.5] as const;

export interface StackConditions {
  /** Share of full load. */
  readonly activity: number;
  readonly isTreated: boolean;
  /** Share of the gas that is air let in behind the furnace. */
  readonly air: number;
}

/** Values in the order of `stackFactors`, then the pollutants at reference oxygen. */
export const STACK_VALUES = stackFactors.length + POLLUTANTS;
/** Where the converted values begin. */
export const CONVERTED = stackFactors.length;

/** Dry standard gas, m³/h, at this oxygen. */
export function dryGas(unit: DrillUnit, activity: number, oxygen: number): number {
  const flue = flueOf(unit);
  const output = unit.ratedOutput * activity;
  const atZeroOxygen = output * (unit.coal * COAL_GAS + (flue.gas * (AIR_OXYGEN - flue.referenceOxygen)) / AIR_OXYGEN);
  return (atZeroOxygen * AIR_OXYGEN) / (AIR_OXYGEN - oxygen);
}

/** t CO2 of so much output. */
export const carbonOf = (unit: DrillUnit, output: number): number =>
  output * ((unit.coal / 1000) * COAL_CARBON + flueOf(unit).carbon);

export function flueOf({ product, name }: DrillUnit): DrillFlue {
  if (product.flue === null) throw new Error(`${name} has no stack`);
  return product.flue;
}

/** Fills `out` (STACK_VALUES long) for the `minute`th minute since the epoch. */
export function stackValues(
  unit: DrillUnit,
  stack: DrillStack,
  { activity, isTreated, air }: StackConditions,
  minute: number,
  out: Float64Array,
): void {
  const flue = flueOf(unit);
  const { key } = unit;
  const isRunning = activity > STANDSTILL;
  const burnt =
    flue.referenceOxygen -
    1 +
    5 * (1 - activity) * (1 - flue.referenceOxygen / AIR_OXYGEN) +
    0.15 * driftAt(mixKey(key, 81), minute / 47) +
    0.04 * deviateAt(mixKey(key, 82), minute);
  const oxygen = isRunning
    ? burnt + (AIR_OXYGEN - burnt) * air
    : 20.85 - 0.03 * Math.abs(deviateAt(mixKey(key, 82), minute));
  const temperature =
    (isRunning ? flue.temperature - 6 * (1 - activity) : 18) +
    0.8 * driftAt(mixKey(key, 83), minute / 90) +
    0.2 * deviateAt(mixKey(key, 84), minute);
  const humidity =
    (isRunning ? 10 : 2.2) + 0.35 * driftAt(mixKey(key, 85), minute / 120) + 0.05 * deviateAt(mixKey(key, 86), minute);
  const pressure =
    (isRunning ? -0.06 - 0.13 * activity : -0.01) +
    0.02 * driftAt(mixKey(key, 89), minute / 55) +
    0.006 * deviateAt(mixKey(key, 87), minute);
  // A fan's draught is left when nothing burns.
  const dry = isRunning
    ? dryGas(unit, activity, oxygen) * (1 + 0.004 * deviateAt(mixKey(key, 88), minute))
    : stack.area * 3600 * (0.35 + 0.03 * deviateAt(mixKey(key, 88), minute));
  const actual =
    (((dry * (273 + temperature)) / 273) * STANDARD_PRESSURE) / (STANDARD_PRESSURE + pressure) / (1 - humidity / 100);
  out[OXYGEN] = oxygen;
  out[VELOCITY] = actual / 3600 / stack.area;
  out[TEMPERATURE] = temperature;
  out[PRESSURE] = pressure;
  out[HUMIDITY] = humidity;
  out[FLOW] = dry / 3600;
  const reference = AIR_OXYGEN - flue.referenceOxygen;
  for (let i = 0; i < POLLUTANTS; i += 1) {
    const limit = stackFactors[i]?.limit ?? 1;
    const usual = isRunning
      ? (stack.usual[i] as number) * (0.9 + 0.1 * activity) * (isTreated ? 1 : (UNTREATED[i] as number))
      : 0.02;
    const noise = 1 + 0.05 * driftAt(mixKey(key, 91 + i), minute / 35) + 0.02 * deviateAt(mixKey(key, 95 + i), minute);
    const converted = limit * usual * noise;
    // Air that is let in thins the gas; converted as if it had not come, it looks cleaner than it is.
    const measured = isRunning ? (converted * (AIR_OXYGEN - oxygen)) / reference : converted;
    out[i] = measured;
    out[CONVERTED + i] = isRunning ? (measured * reference) / (AIR_OXYGEN - burnt) : converted;
  }
}
