// Who may be sent to an alarm, and for those who may not, every reason. Pure. DU1.

import type { DispatchProposal, Person } from '../../contract/duty.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { type DispatchRuleId, dispatchRules, openLimit, skillsFor } from '../../policy/dispatch-rules.ts';

type Reason = DispatchProposal['out'][number]['reasons'][number];

export interface DispatchAsk {
  readonly rule: string;
  readonly city: number | null;
  /** Name of a city by its code; undefined = not one of the province. */
  readonly cityName: (code: number) => Bilingual | undefined;
}

/** Empty = eligible. `open` = alarms that the person has been sent to and that stand so. */
export function reasonsAgainst(person: Person, open: number, ask: DispatchAsk): Reason[] {
  return dispatchRules.rules.flatMap(({ id, inForce }) => {
    const sentence = inForce ? judges[id](person, open, ask) : null;
    return sentence === null ? [] : [{ code: id, sentence }];
  });
}

/** Rules that are named so that nobody takes them for kept. */
export const rulesNotInForce: readonly Reason[] = dispatchRules.rules
  .filter(({ inForce }) => !inForce)
  .map(({ id, title, note }) => ({ code: id, sentence: note ?? title }));

const say = (zh: string, en: string): Bilingual => ({ zh, en });

const judges: Readonly<Record<DispatchRuleId, (person: Person, open: number, ask: DispatchAsk) => Bilingual | null>> = {
  'on-duty': ({ onDuty }) => (onDuty ? null : say('不当班', 'Not on duty')),
  skill: ({ skills }, _open, { rule }) => {
    const wanted = skillsFor(rule);
    if (wanted.length === 0 || wanted.some(({ id }) => skills.includes(id))) return null;
    return say(
      `没有所需技能：${wanted.map(({ name }) => name.zh).join('或')}`,
      `Lacks the skill: ${wanted.map(({ name }) => name.en).join(' or ')}`,
    );
  },
  // Of an alarm whose city is unknown nobody can be said not to cover it.
  'city-covered': ({ city }, _open, ask) => {
    if (city === null || ask.city === null || city === ask.city) return null;
    const covered = ask.cityName(city);
    return say(
      `负责${covered?.zh ?? city}，不负责告警所在市`,
      `Covers ${covered?.en ?? city}, not the city of the alarm`,
    );
  },
  'open-limit': (_person, open) => {
    const most = openLimit();
    return open < most
      ? null
      : say(`手上已有 ${open} 单未完成（上限 ${most}）`, `Has ${open} dispatches open (at most ${most})`);
  },
  recusal: () => null,
};
