// Cross-checks and rules of dispatch: every alarm rule that they name is one, and each says in both languages what it is.
import { describe, expect, it } from 'vitest';
import { alarmRules } from './alarm-rules.ts';
import { crossChecks } from './cross-checks.ts';
import { dispatchRuleIds, dispatchRules, findSkill, skillsFor } from './dispatch-rules.ts';

const ruleIds = alarmRules.map(({ id }) => id);

describe('cross-checks', () => {
  it('name alarm rules that there are, each once; those without one name what is not connected', () => {
    const named = crossChecks.flatMap(({ rule }) => rule ?? []);
    expect(ruleIds).toEqual(expect.arrayContaining(named));
    expect(new Set(named).size).toBe(named.length);
    expect(new Set(crossChecks.map(({ id }) => id)).size).toBe(crossChecks.length);
    for (const { rule, by, needs } of crossChecks) {
      expect(rule === null).toBe(by === null);
      expect(needs.zh.includes('尚未接入')).toBe(rule === null);
    }
  });
});

describe('the rules of dispatch', () => {
  it('are each there once, and recusal is not in force', () => {
    expect(dispatchRules.rules.map(({ id }) => id)).toEqual([...dispatchRuleIds]);
    expect(dispatchRules.rules.filter(({ inForce }) => !inForce)).toMatchObject([{ id: 'recusal' }]);
  });

  it('ask for skills by alarm rules that there are, each rule once; a rule that none names asks for none', () => {
    const named = dispatchRules.skills.flatMap(({ rules }) => rules);
    expect(ruleIds).toEqual(expect.arrayContaining(named));
    expect(new Set(named).size).toBe(named.length);
    expect(skillsFor('silence').map(({ id }) => id)).toEqual(['instrument']);
    expect(skillsFor('no-such-rule')).toEqual([]);
  });

  it('know a skill by its id and by its name in either language', () => {
    for (const { id, name } of dispatchRules.skills)
      for (const word of [id, name.zh, ` ${name.en.toUpperCase()} `]) expect(findSkill(word)?.id).toBe(id);
    expect(findSkill('magic')).toBeUndefined();
  });
});
