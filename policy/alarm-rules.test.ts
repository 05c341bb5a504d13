// The alarm rules: each told apart, in both languages, with every threshold's origin said; the coke notice as its text has it.
import { describe, expect, it } from 'vitest';
import { alarmRule, alarmRules, controlLines, ruleNumber } from './alarm-rules.ts';
import { findIndustry } from './industries.ts';

/** The first set that a duty desk needs. */
const firstSet = [
  ...[
    'limit-exceedance',
    'completeness',
    'silence',
    'constant-value',
    'sudden-change',
    'out-of-range',
    'limit-hugging',
  ],
  ...['aggregation-mismatch', 'counter-fault', 'clock-fault', 'flag-abuse', 'mark-against-data', 'treatment-off'],
  ...[
    'electricity-against-production',
    'declared-stop',
    'main-against-sub',
    'output-over-control',
    'unlisted-activity',
  ],
];

describe('alarm rules', () => {
  it('have the first set, each once', () => {
    const ids = alarmRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(firstSet));
  });

  it.each(alarmRules.map((rule) => [rule.id, rule] as const))('%s can be read by the duty desk', (_, rule) => {
    for (const text of [rule.title, rule.cause, rule.consequence, rule.response]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(new Set(rule.parameters.map(({ name }) => name)).size).toBe(rule.parameters.length);
    // What was compared with a text names the text.
    if (rule.verified) expect(rule.document).not.toBeNull();
    if (rule.parameters.every(({ basis }) => basis !== 'source')) expect(rule.basis).not.toBe('source');
  });

  it('say of the control line what the notice on coke says: more than 45 % by the end of May', () => {
    const [may] = controlLines();
    expect(may).toEqual({ throughMonth: 5, share: 0.45, industries: ['coking'], basis: 'source' });
    expect(findIndustry('coking')).toBe('coking');
    expect(alarmRule('output-over-control').document).toBe('鲁工信原〔2020〕79号');
  });

  it('refuse a name that the file does not have', () => {
    expect(() => alarmRule('no-such-rule')).toThrow(/no-such-rule/);
    expect(() => ruleNumber('silence', 'no-such-number')).toThrow(/no-such-number/);
  });
});
