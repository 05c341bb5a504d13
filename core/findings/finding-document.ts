// Findings as a document for other programs: `lianggao findings`.
import type { Finding } from '../../contract/alarms.ts';
import { alarmRule } from '../../policy/alarm-rules.ts';

export interface FindingDocument {
  readonly findings: readonly {
    readonly rule: string;
    /** ISO 8601 with the offset of Asia/Shanghai. */
    readonly from: string;
    readonly to: string;
    readonly evidence: FindingEvidence;
  }[];
}

/** What a finding rests on, whole: a reader needs nothing else to check it. */
export interface FindingEvidence {
  readonly title: { readonly zh: string; readonly en: string };
  readonly sentence: { readonly zh: string; readonly en: string };
  readonly subject: Finding['subject'];
  /** null = it goes on. */
  readonly clearedAt: string | null;
  readonly priority: string;
  readonly inputs: Finding['inputs'];
  readonly formula: string;
  readonly threshold: string;
  readonly ruleVersion: string;
  /** 文号, standard or publication; null = common practice or a setting. */
  readonly document: string | null;
  readonly clause: string | null;
  readonly basis: string;
  readonly verified: boolean;
}

const SHANGHAI_MS = 8 * 3_600_000;

const isoTime = (time: number): string => `${new Date(time + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`;

export function findingDocument(findings: readonly Finding[]): FindingDocument {
  return { findings: findings.map((each) => ({ rule: each.rule, ...window(each), evidence: findingEvidence(each) })) };
}

const window = ({ from, to }: Finding): { from: string; to: string } => ({ from: isoTime(from), to: isoTime(to) });

export function findingEvidence(finding: Finding): FindingEvidence {
  const { title, document, clause, basis, verified } = alarmRule(finding.rule);
  const { sentence, subject, clearedAt, priority, inputs, formula, threshold, ruleVersion } = finding;
  return {
    ...{ title, sentence, subject, clearedAt: clearedAt === null ? null : isoTime(clearedAt), priority },
    ...{ inputs, formula, threshold, ruleVersion, document, clause, basis, verified },
  };
}
