// How busy a unit is, hour by hour: profile, stops, trips; a function of unit and hour that needs no history.
import { chanceAt, deviateAt, driftAt, mixKey } from './chance-rules.ts';
import { type DrillUnit, HOUR, isDuring } from './plan-facts-rules.ts';

/** Below this a unit counts as standing still. */
export const STANDSTILL = 0.05;
/** Of full power, drawn while nothing is made: lights, pumps, heating of the furnace. */
const IDLE_POWER = 0.06;

/** Chance a week that a unit trips for two to five hours, of itself and undeclared. */
const TRIP_A_WEEK = 0.02;
const WEEK_HOURS = 168;

/** Hours since `start` of a time. */
export const hourOf = (start: number, time: number): number => Math.floor((time - start) / HOUR);

/** Share of full load in the `hour`th hour since the drill's start, before anything planted. */
export function ownActivity(unit: DrillUnit, start: number, hour: number): number {
  const time = start + hour * HOUR;
  for (const stop of unit.stops) {
    if (isDuring(stop, time)) return 0;
    // An hour to run down, an hour to come up.
    if (time === stop.from - HOUR || time === stop.to) return 0.45;
  }
  const week = Math.floor(hour / WEEK_HOURS);
  if (chanceAt(mixKey(unit.key, 71), week) < TRIP_A_WEEK) {
    const at = Math.floor(chanceAt(mixKey(unit.key, 72), week) * (WEEK_HOURS - 6));
    const length = 2 + Math.floor(chanceAt(mixKey(unit.key, 73), week) * 4);
    const since = hour - week * WEEK_HOURS - at;
    if (since >= 0 && since < length) return 0;
    if (since === length) return 0.45;
  }
  return profileAt(unit, hour);
}

function profileAt({ product, key }: DrillUnit, hour: number): number {
  const ofDay = ((hour % 24) + 24) % 24;
  const wander = driftAt(mixKey(key, 61), hour / 37);
  const hourly = 0.006 * deviateAt(mixKey(key, 62), hour);
  const daily = Math.cos(((ofDay - 15) / 24) * 2 * Math.PI);
  if (product.profile === 'continuous') return 0.9 + 0.025 * wander + 0.008 * daily + hourly;
  if (product.profile === 'load-following') {
    const peaks = Math.exp(-(((ofDay - 10) / 3) ** 2)) + Math.exp(-(((ofDay - 19) / 2.5) ** 2));
    return 0.66 + 0.2 * peaks + 0.035 * wander + hourly;
  }
  if (product.profile === 'three-shifts') return (ofDay % 8 === 0 ? 0.8 : 0.87) + 0.025 * wander + hourly;
  const isWorking = ofDay >= 6 && ofDay < 22;
  return isWorking ? 0.86 + 0.03 * wander + hourly : 0;
}

/** Power of an hour at a share of full load, as a share of full power: what is idle comes and goes by itself. */
export function powerShare(key: number, hour: number, activity: number): number {
  const working = 1 + 0.008 * driftAt(mixKey(key, 65), hour / 30);
  return (1 - IDLE_POWER) * activity * working + IDLE_POWER * idleShare(key, hour);
}

/** Pumps, heaters and lights that switch on and off, about 1. */
export const idleShare = (key: number, hour: number): number =>
  Math.max(0.3, 1 + 0.1 * driftAt(mixKey(key, 66), hour / 7) + 0.09 * deviateAt(mixKey(key, 67), hour));

/** Power of a site on no list, as a share of its rating: at work day and night, or with the lights on after dark. */
export function siteShare(key: number, hour: number, isIdle: boolean): number {
  if (!isIdle) return 0.7 + 0.06 * driftAt(mixKey(key, 68), hour / 11) + 0.03 * deviateAt(mixKey(key, 69), hour);
  const ofDay = ((hour % 24) + 24) % 24;
  return (ofDay < 7 || ofDay >= 18 ? 0.012 : 0.003) * idleShare(key, hour);
}

/** Five-minute blocks of an hour. */
const BLOCKS = 12;
const BLOCK_MS = HOUR / BLOCKS;

/**
 * How a block's load differs from its hour's, about 1. Blocks that mirror each other in the hour differ by as much the other
 * way: an hour's sum is that of the hour, whatever its blocks do.
 */
export function blockShare(key: number, hour: number, block: number): number {
  const mirrored = block < BLOCKS / 2 ? block : BLOCKS - 1 - block;
  const difference = 0.015 * deviateAt(mixKey(key, 63), hour * BLOCKS + mirrored);
  return block < BLOCKS / 2 ? 1 + difference : 1 - difference;
}

/** Share of an hour's total that has passed `sinceHour` ms into it. */
export function hourShare(key: number, hour: number, sinceHour: number): number {
  const block = Math.floor(sinceHour / BLOCK_MS);
  let share = 0;
  for (let i = 0; i < block; i += 1) share += blockShare(key, hour, i);
  const rest = sinceHour - block * BLOCK_MS;
  if (rest > 0) share += (blockShare(key, hour, block) * rest) / BLOCK_MS;
  return share / BLOCKS;
}

/** The block that a moment of an hour lies in. */
export const blockOf = (sinceHour: number): number => Math.floor(sinceHour / BLOCK_MS);
