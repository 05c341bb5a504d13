// Kinds of cases at units with a monitored stack, each followed by its look-alikes.
import {
  channelOf,
  coversOf,
  declared,
  declaredStop,
  type KindOfCase,
  lookAlike,
  type Making,
  ofChannel,
  ofLogger,
  ofUnit,
  pollutantOf,
  real,
  runsAlways,
  unitOf,
} from './case-making-rules.ts';
import type { DrillDeclaration } from './plan-facts-rules.ts';

const steady = { target: 'stack', fits: runsAlways } as const;
/** A case of a logger says nothing of how its unit runs. */
const any = { target: 'stack' } as const;

/** All the drill but its first and last day; a rule over 30 days has to have them. */
const whole = (days: number): number => (days >= 33 ? (days - 2) * 24 : Number.POSITIVE_INFINITY);

const stopOf = (making: Making): DrillDeclaration => {
  const unit = unitOf(making);
  return declaredStop(unit, making.enterpriseId(unit.enterprise), making.span);
};

/** A unit that stands still and says so: three kinds have it for their look-alike. */
const honestStop = (kind: string, rules: readonly string[], hours: number): KindOfCase =>
  lookAlike(kind, { ...steady, rules, hours, make: (making) => ofUnit(making, { load: 0 }, [stopOf(making)]) });

const pollutants = new Set(['dust', 'so2', 'nox']);
const testGas = { kind: 'of-limit', low: 2, high: 3 } as const;

export const stackCases: readonly KindOfCase[] = [
  real('stuck-sensor', {
    ...{ ...steady, rules: ['constant-value', 'repeated-pattern'], hours: 48 },
    make: (making) => ofChannel(making, pollutantOf(making), { shape: { kind: 'freeze' } }),
  }),
  honestStop('stuck-sensor', ['constant-value', 'zero-block'], 48),

  real('shifted-sensor', {
    ...{ ...steady, rules: ['level-shift', 'scale-change', 'drift'], hours: 96 },
    make: (making) => ofChannel(making, pollutantOf(making), { shape: { kind: 'scale', by: 0.55 } }),
  }),
  // Somewhat less load, and a little less of everything.
  lookAlike('shifted-sensor', {
    ...{ ...steady, rules: ['level-shift', 'scale-change', 'drift'], hours: 96 },
    make: (making) => ofUnit(making, { load: 0.85 }),
  }),

  real('dilution', {
    ...{ ...steady, rules: ['dilution', 'level-shift', 'scale-change'], hours: 72 },
    make: (making) => ofUnit(making, { air: 0.45 }),
  }),
  // At low load a furnace has more oxygen by itself, and the converted values say so.
  lookAlike('dilution', {
    ...{ ...steady, rules: ['dilution'], hours: 72 },
    make: (making) => ofUnit(making, { load: 0.6 }),
  }),

  real('treatment-off', {
    ...{ ...steady, rules: ['treatment-off'], hours: 8 },
    make: (making) => ofUnit(making, { treatment: 'off' }),
  }),
  // Production trips, and the treatment with it.
  lookAlike('treatment-off', {
    ...{ ...steady, rules: ['treatment-off', 'limit-exceedance'], hours: 5 },
    make: (making) => ofUnit(making, { load: 0 }),
  }),

  real('false-stop', {
    ...{ ...steady, rules: ['declared-stop', 'mark-against-data', 'electricity-against-production'], hours: 96 },
    make: (making) => ofUnit(making, { flag: 'F', output: 0 }, [stopOf(making)]),
  }),
  honestStop('false-stop', ['declared-stop', 'mark-against-data', 'electricity-against-production'], 96),

  real('false-mark', {
    ...{ ...steady, rules: ['mark-against-data', 'flag-abuse'], hours: 24 },
    make: (making) => ofUnit(making, { flag: 'F' }),
  }),
  honestStop('false-mark', ['mark-against-data'], 24),

  // Treatment fails wherever there is a stack, in the same hours.
  real('flood-day', {
    ...{ target: 'all', rules: ['limit-exceedance', 'treatment-off'], hours: 2, least: 11 },
    make: ({ target, span }) => ({
      subject: { kind: 'enterprise', id: 'all' },
      covers: coversOf(
        target.channels,
        target.units?.map(({ id }) => `unit:${id}`),
      ),
      effects: (target.units ?? []).map(({ index }) => ({ on: 'unit', unit: index, treatment: 'off', ...span })),
      declarations: [],
    }),
  }),
  // A day of calibration everywhere, announced: test gas far above the limits, and the mark that says so.
  lookAlike('flood-day', {
    ...{ target: 'all', rules: ['limit-exceedance'], besides: ['completeness'], hours: 2 },
    make: ({ target, span }) => {
      const channels = target.channels.filter(({ quantity }) => pollutants.has(quantity));
      return {
        subject: { kind: 'enterprise', id: 'all' },
        covers: coversOf(channels),
        effects: channels.map(({ id }) => ({ on: 'channel', channel: id, flag: 'C', shape: testGas, ...span })),
        declarations: channels.map(({ id }) => declared('maintenance', span, { channel: id }, '校准计划')),
      };
    },
  }),

  real('flag-abuse', {
    ...{ ...steady, rules: ['flag-abuse'], hours: 14 * 24 },
    make: (making) =>
      ofChannel(making, channelOf(making, 'nox'), {
        ...{ shape: { kind: 'of-limit', low: 0.85, high: 0.99 }, flag: 'M', hours: 0.5 },
      }),
  }),
  // A day's maintenance, announced.
  lookAlike('flag-abuse', {
    ...{ ...steady, rules: ['flag-abuse', 'completeness', 'mark-against-data'], hours: 20 },
    make: (making) => {
      const nox = channelOf(making, 'nox');
      const announced = declared('maintenance', making.span, { channel: nox.id }, '运维计划');
      return ofChannel(making, nox, { shape: { kind: 'mark' }, flag: 'M' }, [announced]);
    },
  }),

  real('limit-exceedance', {
    ...{ ...steady, rules: ['limit-exceedance'], hours: 5 },
    make: (making) => ofChannel(making, pollutantOf(making), { shape: { kind: 'of-limit', low: 1.2, high: 1.7 } }),
  }),
  // Eight minutes far above it, and an hour's mean below it.
  lookAlike('limit-exceedance', {
    ...{ ...steady, rules: ['limit-exceedance'], besides: ['sudden-change'], hours: 1 },
    make: (making) =>
      ofChannel(making, pollutantOf(making), { shape: { kind: 'of-limit', low: 1.7, high: 2.3, minutes: 8 } }),
  }),
  // Test gas, and the mark that says so.
  lookAlike('limit-exceedance', {
    ...{ ...steady, rules: ['limit-exceedance'], besides: ['completeness'], hours: 2 },
    make: (making) => {
      const channel = pollutantOf(making);
      const announced = declared('maintenance', making.span, { channel: channel.id }, '校准计划');
      return ofChannel(making, channel, { shape: testGas, flag: 'C' }, [announced]);
    },
  }),

  real('limit-hugging', {
    ...{ ...steady, rules: ['limit-hugging'], hours: whole, isWhole: true },
    make: (making) =>
      ofChannel(making, channelOf(making, 'so2'), { shape: { kind: 'of-limit', low: 0.92, high: 0.985 } }),
  }),
  lookAlike('limit-hugging', {
    ...{ ...steady, rules: ['limit-hugging'], hours: whole, isWhole: true },
    make: (making) =>
      ofChannel(making, channelOf(making, 'so2'), { shape: { kind: 'of-limit', low: 0.72, high: 0.89 } }),
  }),

  real('clock-fault', {
    ...{ ...any, rules: ['clock-fault', 'clock-shift'], hours: 36 },
    make: (making) => ofLogger(making, { on: 'clock', byMs: (making.ordinal % 2 === 0 ? -45 : 25) * 60_000 }),
  }),
  // The network is slow, the clock is right.
  lookAlike('clock-fault', {
    ...{ ...any, rules: ['clock-fault', 'clock-shift'], hours: 36 },
    make: (making) => ofLogger(making, { on: 'device', delivery: { delayMs: 4 * 60_000 } }),
  }),

  real('missing-data', {
    ...{ ...any, rules: ['completeness', 'daily-completeness', 'silence'], hours: 48 },
    make: (making) => ofLogger(making, { on: 'device', delivery: { lost: 0.5 } }),
  }),
  lookAlike('missing-data', {
    ...{ ...any, rules: ['completeness', 'daily-completeness', 'silence'], hours: 48 },
    make: (making) => ofLogger(making, { on: 'device', delivery: { lost: 0.04 } }),
  }),

  real('out-of-range', {
    ...{ ...steady, rules: ['out-of-range'], hours: 5 },
    make: (making) => ofChannel(making, channelOf(making, 'oxygen'), { shape: { kind: 'set', value: 23.5 } }),
  }),
  // The analyser says itself that it has failed.
  lookAlike('out-of-range', {
    ...{ ...steady, rules: ['out-of-range'], besides: ['completeness'], hours: 5 },
    make: (making) =>
      ofChannel(making, channelOf(making, 'oxygen'), { shape: { kind: 'set', value: 23.5 }, flag: 'D' }),
  }),

  real('aggregation-mismatch', {
    ...{ ...steady, rules: ['aggregation-mismatch'], hours: 48 },
    make: (making) => ofChannel(making, pollutantOf(making), { shape: { kind: 'hour-mean', by: 0.88 } }),
  }),
  // Rounding.
  lookAlike('aggregation-mismatch', {
    ...{ ...steady, rules: ['aggregation-mismatch'], hours: 48 },
    make: (making) => ofChannel(making, pollutantOf(making), { shape: { kind: 'hour-mean', by: 1.004 } }),
  }),
];
