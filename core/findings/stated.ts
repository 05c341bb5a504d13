// What a rule has to say of a subject, before it is a finding.
import type { EvidenceInput, Subject } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';
import { alarmRule } from '../../policy/alarm-rules.ts';
import type { FindingDraft } from '../alarms/finding-change.ts';

export interface Stated {
  readonly rule: string;
  readonly subject: Subject;
  readonly from: number;
  readonly to: number;
  readonly clearedAt: number | null;
  readonly inputs: readonly EvidenceInput[];
  readonly formula: string;
  readonly threshold: string;
  readonly sentence: Bilingual;
}

/** With the version and priority of its rule. */
export function draftOf(stated: Stated): FindingDraft {
  const { version, priority } = alarmRule(stated.rule);
  return { ...stated, ruleVersion: version, priority };
}
