// Means and sums that a device has worked out itself, held against those of its own readings.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS } from '../readings/time-rules.ts';
import type { FindingStore } from './finding-store.ts';
import { meanOf, type RollUp, type RollUps } from './roll-ups.ts';
import { input, tidy } from './series-rules.ts';
import type { Says } from './span-statements.ts';
import { draftOf } from './stated.ts';

/** HJ 212: hours (2061) and days (2031) as the device sums them up. */
const SERIES = /^(2061|2031)-(Avg|Min|Max|Cou)$/u;
const LEAST_OF_PARENT = 0.75;
const ENERGY = new Set(['electricity', 'coal', 'gas', 'steam', 'water', 'output', 'power']);

/**
 * Compares what was sent for these hours (and their days) with the readings of the channel that it is a series of. Spans in a
 * row that do not agree are one finding, also with those that were compared before. `family` = the series of a channel's id.
 */
export function compareAggregates(
  rollUps: RollUps,
  store: FindingStore,
  channel: Channel,
  parent: Channel | undefined,
  family: readonly Channel[],
  hours: readonly number[],
): void {
  const match = SERIES.exec(channel.series);
  if (!match) return;
  const [, command, attribute] = match as unknown as [string, '2061' | '2031', Attribute];
  const step = command === '2061' ? HOUR_MS : DAY_MS;
  // Amounts are the sum of the shorter spans' amounts; means, minima and maxima are those of the readings.
  const shorter = command === '2031' ? '2061-Cou' : '2051-Cou';
  const parts = attribute === 'Cou' ? family.find(({ series }) => series === shorter) : parent;
  if (!parts) return;
  const rule = 'aggregation-mismatch';
  const subject = { kind: 'channel', id: channel.id } as const;
  for (let at of new Set(hours.map((hour) => (step === HOUR_MS ? hour : dayStart(dayOf(hour)))))) {
    const before = store.touching(rule, subject, at - 1, at + step + 1);
    const end = Math.max(at + step, before.at(-1)?.to_time ?? 0);
    const start = Math.min(at, before[0]?.from_time ?? at);
    const runs: { from: number; to: number; says: Mismatch }[] = [];
    for (at = start; at < end; at += step) {
      const stated = spanOf(rollUps, channel, at, step);
      const own = stated && spanOf(rollUps, parts, at, step);
      const says = stated && own ? mismatch(channel, attribute, stated, own) : null;
      const last = runs.at(-1);
      if (!says) continue;
      if (last?.to !== at) runs.push({ from: at, to: at + step, says });
      else {
        last.to = at + step;
        if (says.share > last.says.share) last.says = says;
      }
    }
    const drafts = runs.map(({ from, to, says: { share: _, ...says } }) =>
      draftOf({ rule, subject, from, to, clearedAt: to, ...says }),
    );
    store.settle([rule], subject, start, end, drafts, end);
  }
}

type Attribute = 'Avg' | 'Min' | 'Max' | 'Cou';
type Mismatch = Says & { readonly share: number };

function spanOf(rollUps: RollUps, channel: Channel, from: number, step: number): RollUp | null {
  const rows =
    step === HOUR_MS ? rollUps.hours(channel, from, from + step) : rollUps.days(channel, dayOf(from), dayOf(from) + 1);
  return rows[0] ?? null;
}

function mismatch(channel: Channel, attribute: Attribute, stated: RollUp, own: RollUp): Mismatch | null {
  if (own.expected === null || own.amounts < LEAST_OF_PARENT * own.expected) return null;
  const [said, seen] = [meanOf(stated), { Avg: meanOf(own), Min: own.min, Max: own.max, Cou: own.sum }[attribute]];
  if (said === null || seen === null) return null;
  const allowed = ruleNumber('aggregation-mismatch', ENERGY.has(channel.quantity) ? 'energyShare' : 'emissionShare');
  const size = Math.max(Math.abs(said), Math.abs(seen));
  const difference = Math.abs(said - seen);
  // A minimum may be lower than ours where readings are missing; it cannot be higher. Likewise the maximum.
  const isPossible = (attribute === 'Min' && said < seen) || (attribute === 'Max' && said > seen);
  if (isPossible || difference <= allowed * size + (channel.resolution ?? 0)) return null;
  const unit = channel.unitOfMeasure;
  return {
    share: difference / size,
    inputs: [
      input('stated', said, unit),
      input('own', seen, unit),
      input('difference', difference / size, '1'),
      input('readings', own.count, '1'),
    ],
    formula: `difference = |stated − own ${attribute}| / the greater`,
    threshold: `> ${allowed}`,
    sentence: {
      zh: `上报值${tidy(said)} ${unit}与明细所得${tidy(seen)} ${unit}相差${tidy((100 * difference) / size)}%`,
      en: `${tidy(said)} ${unit} was stated where the readings give ${tidy(seen)} ${unit}: ${tidy((100 * difference) / size)} % apart`,
    },
  };
}
