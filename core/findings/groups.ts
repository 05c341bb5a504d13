// Which channels are held against each other: by meter tree, unit, enterprise and what was declared of them.
import type { Subject } from '../../contract/alarms.ts';
import type { Channel, Declaration } from '../devices/registry-facts.ts';

export type Group = Readonly<{ key: string; subject: Subject }> &
  Readonly<
    | { rule: 'main-against-sub'; main: Channel; subs: readonly Channel[] }
    | { rule: 'electricity-against-production'; electricity: readonly Channel[]; output: readonly Channel[] }
    | { rule: 'declared-stop'; declaration: Declaration; electricity: readonly Channel[] }
    | { rule: 'output-over-control'; declaration: Declaration; output: readonly Channel[] }
    | { rule: 'unlisted-activity'; channels: readonly Channel[] }
    | { rule: 'dilution'; oxygen: Channel; pollutants: readonly Channel[]; production: readonly Channel[] }
  >;

export const channelsOf = (group: Group): readonly Channel[] => {
  switch (group.rule) {
    case 'main-against-sub':
      return [group.main, ...group.subs];
    case 'electricity-against-production':
      return [...group.electricity, ...group.output];
    case 'declared-stop':
      return group.electricity;
    case 'output-over-control':
      return group.output;
    case 'unlisted-activity':
      return group.channels;
    case 'dilution':
      return [group.oxygen, ...group.pollutants, ...group.production];
  }
};

const adds = ({ kind }: Channel): boolean => kind !== 'level';
const activity = new Set(['electricity', 'power', 'coal', 'gas', 'steam', 'output', 'co2-flow']);
const pollutants = new Set(['dust', 'so2', 'nox', 'co']);

/** `placed` = whether a channel's device stands at a known place. */
export function makeGroups(
  channels: readonly Channel[],
  declarations: readonly Declaration[],
  placed: (channel: Channel) => boolean,
): Group[] {
  const groups: Group[] = [];
  const own = channels.filter(({ series }) => series === '');
  const children = groupBy(
    own.filter(({ parent, role }) => parent !== null && role === 'sub'),
    ({ parent }) => parent,
  );
  for (const main of own) {
    const subs = (children.get(main.id) ?? []).filter(
      (sub) => adds(sub) === adds(main) && sub.quantity === main.quantity && sub.unitOfMeasure === main.unitOfMeasure,
    );
    if (subs.length === 0) continue;
    groups.push({
      rule: 'main-against-sub',
      key: `balance ${main.id}`,
      subject: { kind: 'channel', id: main.id },
      main,
      subs,
    });
  }
  const byUnit = groupBy(own, (channel) => channel.unit);
  const byEnterprise = groupBy(own, (channel) => channel.enterprise);
  const byId = groupBy(own, (channel) => channel.id);
  for (const [unit, of] of byUnit) groups.push(...unitGroups(unit, of));
  for (const [enterprise, of] of byEnterprise) groups.push(...enterpriseGroups(enterprise, of));
  // A province has thousands of declarations and of channels: each is given its own alone.
  for (const declaration of declarations) {
    const { channel, unit, enterprise } = declaration;
    const inScope =
      channel !== null ? byId.get(channel) : unit !== null ? byUnit.get(unit) : byEnterprise.get(enterprise ?? '');
    groups.push(...declaredGroups(declaration, inScope ?? []));
  }
  const unlisted = own.filter(
    (channel) => channel.enterprise === null && activity.has(channel.quantity) && placed(channel),
  );
  for (const [device, of] of groupBy(unlisted, (channel) => channel.device)) {
    groups.push({
      rule: 'unlisted-activity',
      key: `unlisted ${device}`,
      subject: { kind: 'device', id: device },
      channels: of,
    });
  }
  return groups;
}

function unitGroups(unit: string, channels: readonly Channel[]): Group[] {
  const subject = { kind: 'unit', id: unit } as const;
  const found: Group[] = outputGroup(`use ${unit}`, subject, channels);
  const oxygen = channels.find(({ quantity, kind }) => quantity === 'oxygen' && kind === 'level');
  const measured = channels.filter(({ quantity, kind }) => pollutants.has(quantity) && kind === 'level');
  const production = channels.filter(({ role, rated }) => role === 'production' && rated !== null);
  if (oxygen && measured.length > 0) {
    found.push({ rule: 'dilution', key: `dilution ${unit}`, subject, oxygen, pollutants: measured, production });
  }
  return found;
}

/** Of an enterprise as a whole, where its output is not counted by unit. */
function enterpriseGroups(enterprise: string, channels: readonly Channel[]): Group[] {
  const whole = channels.filter(({ quantity, unit }) => quantity !== 'output' || unit === null);
  return outputGroup(`use of ${enterprise}`, { kind: 'enterprise', id: enterprise }, whole);
}

function outputGroup(key: string, subject: Subject, channels: readonly Channel[]): Group[] {
  const electricity = topMeters(channels);
  const output = channels.filter((channel) => channel.quantity === 'output' && adds(channel));
  const alike = new Set(output.map(({ unitOfMeasure }) => unitOfMeasure)).size === 1;
  return electricity.length > 0 && alike
    ? [{ rule: 'electricity-against-production', key, subject, electricity, output }]
    : [];
}

/** Electricity meters that are not counted again by another one of these; only power where none counts energy. */
function topMeters(channels: readonly Channel[]): Channel[] {
  const energy = channels.filter((channel) => channel.quantity === 'electricity' && adds(channel));
  const power = channels.filter(({ quantity, kind }) => quantity === 'power' && kind === 'level');
  const meters = energy.length > 0 ? energy : power;
  const ids = new Set(meters.map(({ id }) => id));
  const mains = meters.filter(({ role }) => role === 'main');
  return mains.length > 0 ? mains : meters.filter(({ parent }) => parent === null || !ids.has(parent));
}

function declaredGroups(declaration: Declaration, inScope: readonly Channel[]): Group[] {
  const { kind, enterprise, unit, channel } = declaration;
  const subject: Subject | null =
    unit !== null
      ? { kind: 'unit', id: unit }
      : enterprise !== null
        ? { kind: 'enterprise', id: enterprise }
        : channel !== null
          ? { kind: 'channel', id: channel }
          : null;
  if (!subject) return [];
  const key = `${kind} ${declaration.id}`;
  if (kind === 'stop') {
    const electricity = topMeters(inScope);
    return electricity.length > 0 ? [{ rule: 'declared-stop', key, subject, declaration, electricity }] : [];
  }
  if (kind !== 'annual-control' || declaration.value === null) return [];
  const output = inScope.filter((each) => each.quantity === 'output' && adds(each));
  return output.length > 0 ? [{ rule: 'output-over-control', key, subject, declaration, output }] : [];
}

function groupBy<Key>(channels: readonly Channel[], keyOf: (channel: Channel) => Key | null): Map<Key, Channel[]> {
  const groups = new Map<Key, Channel[]>();
  for (const channel of channels) {
    const key = keyOf(channel);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(channel);
    else groups.set(key, [channel]);
  }
  return groups;
}
