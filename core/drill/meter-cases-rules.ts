// Kinds of cases at meters, enterprises, gateways and sites, each followed by its look-alikes.
import {
  channelOf,
  coversOf,
  declared,
  type KindOfCase,
  lookAlike,
  type Made,
  type Making,
  ofChannel,
  ofUnit,
  real,
  runsAlways,
  unitOf,
} from './case-making-rules.ts';
import { mainOf } from './channel-plan-rules.ts';
import { type DrillChannel, type Effect, HOUR } from './plan-facts-rules.ts';

const meterOf = (making: Making): DrillChannel => channelOf(making, 'electricity', 'sub');

const counterRules = ['counter-fault', 'negative-value'];

/** A gateway with all meters behind it. */
function ofGateway({ target, span }: Making, delivery: 'silent' | 'late', isDeclared: boolean): Made {
  const id = target.gateway ?? '';
  const effect: Effect = { on: 'gateway', id, delivery, ...span };
  return {
    subject: { kind: 'gateway', id },
    covers: coversOf(target.channels, [`gateway:${id}`, `device:${id}`]),
    effects: [effect],
    declarations: isDeclared
      ? target.channels.map((channel) => declared('maintenance', span, { channel: channel.id }, '网关检修通知'))
      : [],
  };
}

/** What a site does is its own nature; nothing has to be done to it. */
const ofSite = ({ target }: Making): Made => ({
  subject: { kind: 'device', id: target.channels[0]?.device ?? '' },
  ...{ covers: coversOf(target.channels), effects: [], declarations: [] },
});

const nearlyAll = (days: number): number => (days - 2) * 24;

export const meterCases: readonly KindOfCase[] = [
  real('hidden-consumption', {
    ...{ target: 'unit', fits: runsAlways, rules: ['electricity-against-production'], hours: 96 },
    make: (making) => ofUnit(making, { electricity: 1.35 }),
  }),
  // At low load each tonne takes somewhat more.
  lookAlike('hidden-consumption', {
    ...{ target: 'unit', fits: runsAlways, rules: ['electricity-against-production'], hours: 96 },
    make: (making) => ofUnit(making, { load: 0.6 }),
  }),

  real('unmetered-load', {
    ...{ target: 'enterprise', rules: ['main-against-sub'], hours: 96 },
    make: ({ target, span }) => {
      if (!target.enterprise) throw new Error('an unmetered load is an enterprise’s');
      const { id, index } = target.enterprise;
      return {
        subject: { kind: 'enterprise', id },
        covers: coversOf(target.channels, [`enterprise:${id}`]),
        effects: [{ on: 'main', enterprise: index, extra: 0.18, ...span }],
        declarations: [],
      };
    },
  }),
  // A sub-meter that is out of touch for five hours, and then sends what it kept.
  lookAlike('unmetered-load', {
    ...{ target: 'unit', rules: ['main-against-sub'], hours: 5 },
    besides: ['silence', 'completeness', 'daily-completeness', 'late-data'],
    make: (making) => {
      const meter = meterOf(making);
      const unit = unitOf(making);
      const of = [`unit:${unit.id}`, `enterprise:${making.enterpriseId(unit.enterprise)}`];
      return {
        subject: { kind: 'channel', id: meter.id },
        covers: coversOf([meter], [...of, `channel:${mainOf(unit.enterprise)}`]),
        effects: [{ on: 'device', id: meter.device, delivery: 'late', ...making.span }],
        declarations: [],
      };
    },
  }),

  real('counter-reset', {
    ...{ target: 'unit', rules: counterRules, hours: 6 },
    make: (making) => ofChannel(making, meterOf(making), { shape: { kind: 'reset' } }),
  }),
  // A meter exchanged, and said so.
  lookAlike('counter-reset', {
    ...{ target: 'unit', rules: counterRules, hours: 6 },
    make: (making) => {
      const meter = meterOf(making);
      const around = { from: making.span.from - HOUR, to: making.span.from + HOUR };
      const exchanged = declared('meter-event', around, { channel: meter.id }, '换表记录');
      return ofChannel(making, meter, { shape: { kind: 'reset' } }, [exchanged]);
    },
  }),
  // A register that was full.
  lookAlike('counter-reset', {
    ...{ target: 'unit', rules: counterRules, hours: 6 },
    make: (making) => ofChannel(making, meterOf(making), { shape: { kind: 'rollover' } }),
  }),

  real('dead-gateway', {
    ...{ target: 'gateway', rules: ['silence', 'completeness'], hours: 8 },
    make: (making) => ofGateway(making, 'silent', false),
  }),
  // Announced for each meter behind it; what was measured meanwhile comes afterwards.
  lookAlike('dead-gateway', {
    ...{ target: 'gateway', rules: ['silence', 'completeness'], besides: ['late-data'], hours: 3 },
    make: (making) => ofGateway(making, 'late', true),
  }),

  real('unlisted-site', {
    ...{ target: 'site', rules: ['unlisted-activity'], hours: nearlyAll, isWhole: true, make: ofSite },
  }),
  // The lights are on, and nothing else.
  lookAlike('unlisted-site', {
    ...{ target: 'site', rules: ['unlisted-activity'], hours: nearlyAll, isWhole: true, make: ofSite },
  }),
];
