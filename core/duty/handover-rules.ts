// What a shift hands to the next: composed, held against what is open, and compared with what has become of it. Pure. DU3, DU4.
import type { Alarm } from '../../contract/alarms.ts';
import type { CallBack, HandoverContent } from '../../contract/duty.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { gapRules } from '../../policy/alarm-clocks.ts';

export interface ShiftFacts {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly revision: number;
  /** Every alarm that was not closed, the most urgent first. */
  readonly open: readonly { readonly alarm: Alarm; readonly suppressed: boolean }[];
  /** Promised and not done. */
  readonly callBacks: readonly CallBack[];
  readonly floods: readonly { readonly beganAt: number; readonly endedAt: number | null }[];
  /** From the log of alarms. */
  readonly log: { readonly raised: number; readonly closed: number; readonly escalated: number };
}

export function composeHandover({
  from,
  to,
  asOf,
  revision,
  open,
  callBacks,
  floods,
  log,
}: ShiftFacts): HandoverContent {
  const alarms = open.map(({ alarm }) => alarm);
  const roots = rootsOf(alarms);
  const childrenOf = Map.groupBy(
    alarms.filter(({ id }) => roots.get(id) !== id),
    ({ id }) => roots.get(id),
  );
  const top = alarms.filter(({ id }) => roots.get(id) === id);
  const idsBelow = (id: number): number[] => (childrenOf.get(id) ?? []).map((child) => child.id).sort((a, b) => a - b);
  return {
    ...{ from, to, asOf, revision },
    open: top.map((alarm) => {
      const { id, priority, state, rule, subjectName, city, sentence, raisedAt, clearedAt, owner } = alarm;
      const { verifyBy, escalation } = alarm;
      return {
        ...{
          alarm: id,
          priority,
          state,
          rule,
          subjectName,
          city,
          sentence: { ...sentence },
          raisedAt,
          clearedAt,
          owner,
        },
        ...{ verifyBy, escalation, children: idsBelow(id) },
      };
    }),
    shelved: alarms.flatMap(({ id, shelved }) => (shelved ? [{ alarm: id, ...shelved }] : [])),
    outOfService: alarms.flatMap(({ id, outOfService }) => (outOfService ? [{ alarm: id, ...outOfService }] : [])),
    overdue: alarms.flatMap(({ id, verifyBy, escalation }) =>
      verifyBy !== null && verifyBy < asOf ? [{ alarm: id, verifyBy, escalation }] : [],
    ),
    callBacks: callBacks.map((callBack) => ({ ...callBack, overdue: callBack.dueAt < asOf })),
    silent: top.flatMap(({ id, rule, subject, subjectName, raisedAt, clearedAt }) => {
      const { kind } = subject;
      if (!gapRules.has(rule) || clearedAt !== null || kind === 'unit' || kind === 'enterprise') return [];
      return [{ alarm: id, kind, id: subject.id, name: subjectName, since: raisedAt, members: idsBelow(id).length }];
    }),
    floods: floods.map(({ beganAt, endedAt }) => ({
      ...{ beganAt, endedAt },
      alarms: top
        .filter(({ recordedAt }) => recordedAt >= beganAt && (endedAt === null || recordedAt <= endedAt))
        .map(({ id }) => id),
    })),
    counts: {
      ...log,
      open: alarms.length,
      unacknowledged: alarms.filter(({ state }) => state === 'new').length,
      suppressed: open.filter(({ suppressed }) => suppressed).length,
    },
  };
}

/** By alarm: the highest open one that stands for it, or itself. */
function rootsOf(alarms: readonly Alarm[]): Map<number, number> {
  const parents = new Map(alarms.map(({ id, parent }) => [id, parent]));
  return new Map(
    alarms.map(({ id }) => {
      let root = id;
      const seen = new Set([id]);
      for (let next = parents.get(root); typeof next === 'number' && parents.has(next) && !seen.has(next); ) {
        seen.add(next);
        root = next;
        next = parents.get(root);
      }
      return [id, root];
    }),
  );
}

/** Every alarm that a handover hands over. */
export function handedOver({ open }: HandoverContent): Set<number> {
  return new Set(open.flatMap(({ alarm, children }) => [alarm, ...children]));
}

/** Open alarms that a handover lacks; there must be none. */
export function missingFrom(content: HandoverContent, open: Iterable<number>): number[] {
  const listed = handedOver(content);
  return [...open].filter((id) => !listed.has(id));
}

/**
 * What has changed of that which two people sign for, one phrase each; empty = nothing. What an alarm says, its clocks and
 * whether its condition has gone are the desk's own doing and need no new handover.
 */
export function changesSince(before: HandoverContent, after: HandoverContent): Bilingual[] {
  const was = handedOver(before);
  const is = handedOver(after);
  const hands = (content: HandoverContent): Map<number, string> =>
    new Map(content.open.map(({ alarm, state, owner }) => [alarm, `${state} ${owner ?? ''}`]));
  const [handsBefore, handsAfter] = [hands(before), hands(after)];
  const both = [...handsBefore.keys()].filter((id) => handsAfter.has(id));
  const shelves = (content: HandoverContent): Map<number, string> =>
    new Map(
      [...content.shelved, ...content.outOfService].map(({ alarm, until, owner }) => [alarm, `${until} ${owner}`]),
    );
  const [shelvesBefore, shelvesAfter] = [shelves(before), shelves(after)];
  const promised = (content: HandoverContent): Set<number> => new Set(content.callBacks.map(({ id }) => id));
  const [promisedBefore, promisedAfter] = [promised(before), promised(after)];
  return [
    phrase(
      '新增告警',
      'new alarms',
      [...is].filter((id) => !was.has(id)),
    ),
    phrase(
      '已关闭',
      'closed',
      [...was].filter((id) => !is.has(id)),
    ),
    phrase(
      '状态或责任人有变',
      'state or owner changed',
      both.filter((id) => handsBefore.get(id) !== handsAfter.get(id)),
    ),
    phrase(
      '搁置或停用有变',
      'shelved or out of service otherwise',
      [...new Set([...shelvesBefore.keys(), ...shelvesAfter.keys()])].filter(
        (id) => is.has(id) && was.has(id) && shelvesBefore.get(id) !== shelvesAfter.get(id),
      ),
    ),
    phrase('回电约定有变', 'call-backs changed', [
      ...[...promisedAfter].filter((id) => !promisedBefore.has(id)),
      ...[...promisedBefore].filter((id) => !promisedAfter.has(id)),
    ]),
  ].flat();
}

const SHOWN = 8;

function phrase(zh: string, en: string, ids: readonly number[]): Bilingual[] {
  if (ids.length === 0) return [];
  const shown = [...ids].sort((a, b) => a - b).slice(0, SHOWN);
  const more = ids.length > SHOWN;
  return [
    {
      zh: `${zh} ${shown.join('、')}${more ? ` 等 ${ids.length} 条` : ''}`,
      en: `${en}: ${shown.join(', ')}${more ? ` and others (${ids.length} in all)` : ''}`,
    },
  ];
}
