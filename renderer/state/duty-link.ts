// The duty desk's part of a link, and back. Pure.
//   d=duty/watch & u.q=text & u.alarms=all:P1,P2:new,verifying & u.kind=overdue & u.silent=on & u.pane=map
import { alarmPriorities, alarmStates } from '../../contract/alarms.ts';
import { type DutyView, dutyKinds, dutyPanes } from './duty-view.ts';
import type { LinkText } from './monitoring-link.ts';

export function dutyParts({ tab, text, choice, kind, silent, pane }: DutyView, link: LinkText): [string, string][] {
  const parts: [string, string][] = [['d', `duty/${tab}`]];
  if (text !== '') parts.push(['u.q', link.escaped(text)]);
  const chosen = [choice.which, choice.priorities.join(), choice.states.join()].join(':');
  if (chosen !== 'open::') parts.push(['u.alarms', chosen]);
  if (kind !== null) parts.push(['u.kind', kind]);
  if (silent) parts.push(['u.silent', 'on']);
  if (pane !== null) parts.push(['u.pane', pane]);
  return parts;
}

/** `duty` with the part `u.NAME` read into it. */
export function readDutyPart(duty: DutyView, name: string, value: string, link: LinkText): DutyView {
  const list = <T extends string>(text: string | undefined, all: readonly T[]): readonly T[] => {
    const chosen = (text ?? '').split(',').filter((each) => each !== '');
    return all.filter((each) => chosen.map((one) => link.one(one, all)).includes(each));
  };
  switch (name) {
    case 'q':
      return { ...duty, text: link.unescaped(value) };
    case 'alarms': {
      const [which = '', priorities, states, ...more] = value.split(':');
      if (more.length > 0) link.refuse();
      return {
        ...duty,
        choice: {
          which: link.one(which, ['open', 'all'] as const),
          priorities: list(priorities, alarmPriorities),
          states: list(states, alarmStates),
        },
      };
    }
    case 'kind':
      return { ...duty, kind: link.one(value, dutyKinds) };
    case 'silent':
      return { ...duty, silent: link.one(value, ['on', 'off'] as const) === 'on' };
    case 'pane':
      return { ...duty, pane: link.one(value, dutyPanes) };
    default:
      return link.refuse();
  }
}
