// The rules that readings are held against, as data: where each comes from, its thresholds, and what a person on duty needs to know.
import { z } from 'zod';
import entries from './alarm-rules.json' with { type: 'json' };

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

/** Where a threshold comes from: a published source, common practice without one, or our own setting. */
const basisSchema = z.enum(['source', 'common-practice', 'setting']);

const controlLineSchema = z.object({
  /** From January to the end of this month. */
  throughMonth: z.number().int().min(1).max(12),
  /** Of the annual control; more than this is over the line, this itself is not. */
  share: z.number().positive(),
  /** Ids of the catalogue of industries; null = whoever has an annual control. */
  industries: z.array(z.string()).nullable(),
  basis: basisSchema,
});
export type ControlLine = z.infer<typeof controlLineSchema>;

const parameterSchema = z.object({
  name: z.string(),
  value: z.union([z.number(), z.array(controlLineSchema)]),
  /** Unit of measure; `1` = a share, a ratio or a count. */
  unit: z.string(),
  basis: basisSchema,
  note: bilingual.optional(),
});

const alarmRuleSchema = z.object({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  version: z.string().regex(/^\d+$/),
  title: bilingual,
  /** 文号, standard or publication; null = common practice. */
  document: z.string().nullable(),
  clause: z.string().nullable(),
  basis: basisSchema,
  /** Whether the threshold was compared with the document's own text. */
  verified: z.boolean(),
  priority: z.enum(['P1', 'P2', 'P3']),
  note: bilingual.optional(),
  parameters: z.array(parameterSchema),
  cause: bilingual,
  consequence: bilingual,
  /** What to do first. */
  response: bilingual,
});
export type AlarmRule = z.infer<typeof alarmRuleSchema>;

export const alarmRules: readonly AlarmRule[] = z.array(alarmRuleSchema).parse(entries);

const byId = new Map(alarmRules.map((rule) => [rule.id, rule]));

/** Throws for a rule that the file does not have: rules are named in code, so that is a defect. */
export function alarmRule(id: string): AlarmRule {
  const rule = byId.get(id);
  if (!rule) throw new Error(`No such alarm rule: ${id}`);
  return rule;
}

/** A rule's number by name, in the unit that the file states. Throws for a name that the rule does not have. */
export function ruleNumber(id: string, name: string): number {
  const value = alarmRule(id).parameters.find((each) => each.name === name)?.value;
  if (typeof value !== 'number') throw new Error(`Alarm rule ${id} has no number ${name}`);
  return value;
}

export function controlLines(): readonly ControlLine[] {
  const value = alarmRule('output-over-control').parameters.find(({ name }) => name === 'lines')?.value;
  if (!Array.isArray(value)) throw new Error('Alarm rule output-over-control has no lines');
  return value;
}
