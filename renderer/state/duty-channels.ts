// Which channels are drawn as evidence of an alarm: those that the rule looked at, then the enterprise's others that tell output and use of energy. Pure.
import type { Alarm, Finding } from '../../contract/alarms.ts';
import type { ChannelRecord } from '../../contract/monitoring.ts';

/** Four curves can be read beside one another on a card. */
export const mostCurves = 4;

/** What is held against each other: output against what it takes to make it, then what leaves the stack. */
const byInterest = ['output', 'power', 'electricity', 'coal', 'gas', 'water', 'steam', 'dust', 'so2', 'nox', 'flow'];

const interest = ({ quantity }: ChannelRecord): number => {
  const at = byInterest.indexOf(quantity);
  return at < 0 ? byInterest.length : at;
};

interface Looked {
  readonly alarm: Pick<Alarm, 'subject' | 'enterprise'>;
  readonly finding: Pick<Finding, 'inputs'> | null;
  /** Alarms that it stands for. */
  readonly children?: readonly Pick<Alarm, 'subject'>[];
}

/** Channels that an alarm is about: its own, those that the rule looked at, those of the alarms that it stands for. */
export function namedChannels({ alarm: { subject }, finding, children = [] }: Looked): readonly string[] {
  return [
    ...new Set([
      ...(subject.kind === 'channel' ? [subject.id] : []),
      ...(finding?.inputs ?? []).flatMap(({ channel }) => channel ?? []),
      ...children.flatMap(({ subject: { kind, id } }) => (kind === 'channel' ? [id] : [])),
    ]),
  ];
}

export function evidenceChannels(looking: Looked, channels: readonly ChannelRecord[]): readonly ChannelRecord[] {
  const { alarm } = looking;
  const looked = namedChannels(looking).flatMap((id) => channels.find((channel) => channel.id === id) ?? []);
  const told = new Set(looked.map(({ quantity }) => quantity));
  const others = channels
    // A part of another channel tells nothing that its whole does not.
    .filter(({ parent, enterprise }) => parent === null && enterprise === alarm.enterprise && enterprise !== null)
    .sort((one, other) => interest(one) - interest(other))
    .filter(({ quantity }) => !told.has(quantity) && told.add(quantity));
  return [...looked, ...others].slice(0, mostCurves);
}
