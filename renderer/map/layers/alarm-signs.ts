// The alarms of a list as signs on the map: alone, or a disc for those too close to be told apart. Every alarm that has a place is in one of them, once. Pure.
import { alarmPriorities } from '../../../contract/alarms.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { alarmHues, type Mark } from '../marks.ts';
import type { AlarmSign } from './layer-definition.ts';
import { nearGroups } from './near-groups.ts';

/** Discs with a sign and two numbers are larger than marks; in CSS pixels at scale 1. */
const nearPixels = 46;

/** What an alarm is drawn as; set aside = shelved or out of service. */
export type AlarmLook = 'P1' | 'P2' | 'P3' | 'gap' | 'aside';

type Placed = ListedAlarm & { readonly position: readonly [number, number] };

export interface SignsOnMap {
  readonly signs: readonly AlarmSign[];
  /** Alarms of the list that have no place on the map. */
  readonly placeless: number;
}

export const isAside = ({ shelved, outOfService }: Pick<ListedAlarm, 'shelved' | 'outOfService'>): boolean =>
  shelved !== null || outOfService !== null;

/** Whether what was met on the map is a sign of this layer. */
export const isAlarmSign = (object: unknown): object is AlarmSign =>
  typeof object === 'object' && object !== null && 'kind' in object && object.kind === 'alarms';

/** Set aside and closed ones last, then by priority; what nobody has acknowledged before the rest, the overdue before what has time. */
const urgency = (alarm: ListedAlarm): number =>
  (isAside(alarm) || alarm.state === 'closed' ? 100 : 0) +
  10 * alarmPriorities.indexOf(alarm.priority) +
  (alarm.state === 'new' ? 0 : 2) +
  (alarm.overdue ? 0 : 1);

/** In the order of the list within each sign where they are equally urgent. */
export function alarmSigns(
  alarms: readonly ListedAlarm[],
  look: { readonly zoom: number; readonly scale: number },
): SignsOnMap {
  const placed = alarms.filter((alarm): alarm is Placed => alarm.position !== null);
  const groups = nearGroups(placed, look, nearPixels);
  const grouped = new Set(groups.flatMap(({ members }) => members));
  const sign = (
    members: readonly ListedAlarm[],
    position: readonly [number, number],
    bounds: AlarmSign['bounds'],
  ): AlarmSign => {
    const ordered = members.toSorted((one, other) => urgency(one) - urgency(other));
    return {
      kind: 'alarms',
      id: ordered[0]?.id ?? 0,
      position,
      alarms: ordered,
      unacknowledged: members.filter(({ state }) => state === 'new').length,
      overdue: members.some(({ overdue }) => overdue),
      bounds,
    };
  };
  const signs = [
    ...placed.flatMap((alarm, at) => {
      const [x, y] = alarm.position;
      return grouped.has(at) ? [] : [sign([alarm], alarm.position, [x, y, x, y])];
    }),
    ...groups.map(({ members, position, bounds }) =>
      sign(
        members.flatMap((at) => placed[at] ?? []),
        position,
        bounds,
      ),
    ),
  ];
  // The most urgent last, so that it lies on top.
  const worst = ({ alarms: [first] }: AlarmSign): number => (first === undefined ? 0 : urgency(first));
  return { signs: signs.sort((one, other) => worst(other) - worst(one)), placeless: alarms.length - placed.length };
}

/** What of an alarm decides how it is drawn. */
export type Signed = Pick<ListedAlarm, 'priority' | 'rule' | 'shelved' | 'outOfService' | 'returnedUnacknowledged'>;

export function lookOf(alarm: Omit<Signed, 'returnedUnacknowledged'>, gapRules: ReadonlySet<string>): AlarmLook {
  if (isAside(alarm)) return 'aside';
  // What is most urgent keeps its sign whatever it is about.
  return alarm.priority !== 'P1' && gapRules.has(alarm.rule) ? 'gap' : alarm.priority;
}

const shapes = {
  P1: ['triangle', 'triangleOutline'],
  P2: ['diamond', 'diamondOutline'],
  P3: ['circle', 'ring'],
  gap: ['hatched', 'squareOutline'],
  aside: ['moon', 'moon'],
} as const;

export const markOfLook = (look: AlarmLook): Mark => ({ hue: alarmHues[look], shape: shapes[look][0] });

/** Gone before anybody acknowledged it: in outline. */
export function markOfAlarm(alarm: Signed, gapRules: ReadonlySet<string>): Mark {
  const look = lookOf(alarm, gapRules);
  return { hue: alarmHues[look], shape: shapes[look][alarm.returnedUnacknowledged ? 1 : 0] };
}

/** Signs in text, for discs and wherever there is no room for a picture. */
export const lookGlyphs: Readonly<Record<AlarmLook, string>> = { P1: '▲', P2: '◆', P3: '●', gap: '▢', aside: '☾' };
