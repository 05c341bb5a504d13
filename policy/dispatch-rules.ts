// Who may be sent to an alarm, as data: the rules in force, the skills that alarm rules ask for, and what is not in force yet.
import { z } from 'zod';
import file from './dispatch-rules.json' with { type: 'json' };

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

export const dispatchRuleIds = ['on-duty', 'skill', 'city-covered', 'open-limit', 'recusal'] as const;
export type DispatchRuleId = (typeof dispatchRuleIds)[number];

const dispatchRulesSchema = z.object({
  version: z.string().regex(/^\d+$/),
  basis: z.literal('setting'),
  note: bilingual,
  rules: z.array(
    z.object({
      id: z.enum(dispatchRuleIds),
      inForce: z.boolean(),
      title: bilingual,
      note: bilingual.optional(),
      /** Of `open-limit`: with so many open dispatches a person is sent to no more. */
      most: z.number().int().min(1).optional(),
    }),
  ),
  /** An alarm rule that none of them names asks for no skill. */
  skills: z.array(
    z.object({ id: z.string().regex(/^[a-z]+(-[a-z]+)*$/), name: bilingual, rules: z.array(z.string()) }),
  ),
});

export const dispatchRules = dispatchRulesSchema.parse(file);
export type DispatchSkill = (typeof dispatchRules.skills)[number];

/** Any one of these is enough for an alarm of the rule; none = no skill is asked for. */
export function skillsFor(rule: string): DispatchSkill[] {
  return dispatchRules.skills.filter(({ rules }) => rules.includes(rule));
}

/** The skill that a word names: its id, or its name in either language; undefined = none. */
export function findSkill(word: string): DispatchSkill | undefined {
  const wanted = word.trim().toLowerCase();
  return dispatchRules.skills.find(({ id, name }) => [id, name.zh, name.en.toLowerCase()].includes(wanted));
}

/** With so many open dispatches a person is sent to no more. */
export function openLimit(): number {
  const most = dispatchRules.rules.find(({ id }) => id === 'open-limit')?.most;
  if (most === undefined) throw new Error('The dispatch rules have no limit of open dispatches');
  return most;
}
