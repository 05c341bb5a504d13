// How a kind of case is described, and the parts that cases of many kinds are made of.
import type {
  DrillChannel,
  DrillDeclaration,
  DrillEnterprise,
  DrillUnit,
  Effect,
  PlantedCase,
  Span,
} from './plan-facts-rules.ts';

/** What a case befalls, with the channels that tell of it. */
export interface Target {
  readonly unit?: DrillUnit;
  readonly enterprise?: DrillEnterprise;
  readonly gateway?: string;
  /** Of what befalls many at once. */
  readonly units?: readonly DrillUnit[];
  readonly channels: readonly DrillChannel[];
}

export interface Making {
  readonly target: Target;
  readonly span: Span;
  /** When it is done: the case's span, or, of what is always so, all times. */
  readonly doing: Span;
  /** Counts the cases of the kind, from 0. */
  readonly ordinal: number;
  readonly enterpriseId: (index: number) => string;
}

export type Made = Pick<PlantedCase, 'subject' | 'covers' | 'effects' | 'declarations'>;

export interface KindOfCase {
  readonly kind: string;
  readonly lookAlike: boolean;
  /** Ids of policy/alarm-rules.json: any of them finds it; of a look-alike, those it tempts. */
  readonly rules: readonly string[];
  /** Those that are right to speak up besides. */
  readonly besides: readonly string[];
  /** A unit with a monitored stack, one without, an enterprise, a gateway, a site on no list, all stacks. */
  readonly target: 'stack' | 'unit' | 'enterprise' | 'gateway' | 'site' | 'all';
  /** Units that it may befall; left out = any. */
  readonly fits?: (unit: DrillUnit) => boolean;
  readonly least?: number;
  /** It is always so; told of from the second day on. */
  readonly isWhole?: boolean;
  /** How long it lasts, in a drill of so many days; more than there is = it is left out. */
  readonly hours: (days: number) => number;
  readonly make: (making: Making) => Made;
}

type Draft = Omit<KindOfCase, 'kind' | 'lookAlike' | 'besides' | 'hours'> & {
  readonly besides?: readonly string[];
  readonly hours: number | ((days: number) => number);
};

const described = (kind: string, isLookAlike: boolean, { hours, besides = [], ...draft }: Draft): KindOfCase => ({
  ...draft,
  ...{ kind, lookAlike: isLookAlike, besides, hours: typeof hours === 'number' ? () => hours : hours },
});

export const real = (kind: string, draft: Draft): KindOfCase => described(kind, false, draft);
export const lookAlike = (kind: string, draft: Draft): KindOfCase => described(kind, true, draft);

/** Units whose course is even enough that a case stands out from it, to a person too. */
export const runsAlways = ({ product, stops }: DrillUnit): boolean =>
  product.profile === 'continuous' && stops.length === 0;

export function unitOf({ target }: Making): DrillUnit {
  if (!target.unit) throw new Error('this kind of case befalls a unit');
  return target.unit;
}

export function channelOf({ target }: Making, quantity: string, role: DrillChannel['role'] = null): DrillChannel {
  const isMeant = (channel: DrillChannel): boolean =>
    channel.quantity === quantity && (role === null || channel.role === role);
  const found = target.channels.find(isMeant);
  if (!found) throw new Error(`there is no channel of ${quantity}`);
  return found;
}

/** Pollutants in turn, so that a province has cases of each. */
export const pollutantOf = (making: Making): DrillChannel =>
  channelOf(making, ['so2', 'nox', 'dust'][making.ordinal % 3] as string);

export const coversOf = (channels: readonly DrillChannel[], more: readonly string[] = []): string[] => [
  ...new Set([...more, ...channels.flatMap(({ id, device }) => [`channel:${id}`, `device:${device}`])]),
];

/** A case of a whole unit: all its channels and devices, the unit and its enterprise. */
export function ofUnit(making: Making, effect: object, declarations: readonly DrillDeclaration[] = []): Made {
  const unit = unitOf(making);
  const { span, target } = making;
  return {
    subject: { kind: 'unit', id: unit.id },
    covers: coversOf(target.channels, [`unit:${unit.id}`, `enterprise:${making.enterpriseId(unit.enterprise)}`]),
    effects: [{ on: 'unit', unit: unit.index, ...span, ...effect } as Effect],
    declarations,
  };
}

/** A case of one channel; a finding may also name its unit or device. */
export function ofChannel(
  making: Making,
  channel: DrillChannel,
  effect: object,
  declarations: readonly DrillDeclaration[] = [],
): Made {
  return {
    subject: { kind: 'channel', id: channel.id },
    covers: coversOf([channel], [`unit:${unitOf(making).id}`]),
    effects: [{ on: 'channel', channel: channel.id, ...making.doing, ...effect } as Effect],
    declarations,
  };
}

/** A case of the unit's logger. */
export function ofLogger(making: Making, effect: object): Made {
  const { device } = channelOf(making, 'oxygen');
  const channels = making.target.channels.filter((channel) => channel.device === device);
  return {
    subject: { kind: 'device', id: device },
    covers: coversOf(channels, [`unit:${unitOf(making).id}`]),
    effects: [{ id: device, ...making.span, ...effect } as Effect],
    declarations: [],
  };
}

export const declared = (
  kind: DrillDeclaration['kind'],
  { from, to }: Span,
  of: Partial<DrillDeclaration>,
  source: string,
): DrillDeclaration => ({
  ...{ kind, enterprise: null, unit: null, channel: null, value: null, unitOfMeasure: null },
  ...of,
  ...{ from, to, source: `${source}（演练数据）` },
});

export const declaredStop = (unit: DrillUnit, enterprise: string, span: Span): DrillDeclaration =>
  declared('stop', span, { enterprise, unit: unit.id }, '停产检修报告');
