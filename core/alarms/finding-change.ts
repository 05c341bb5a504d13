// What the rules tell the alarm book: that a condition began, goes on or has gone. Types only.
import type { AlarmPriority, EvidenceInput, Finding, Subject } from '../../contract/alarms.ts';
import type { Bilingual } from '../../contract/figures.ts';

/** A finding before the store has given it an id. (rule, subject, from) is its identity: a replay makes the same again. */
export interface FindingDraft {
  readonly rule: string;
  readonly ruleVersion: string;
  readonly subject: Subject;
  readonly from: number;
  readonly to: number;
  readonly clearedAt: number | null;
  readonly priority: AlarmPriority;
  readonly inputs: readonly EvidenceInput[];
  readonly formula: string;
  readonly threshold: string;
  readonly sentence: Bilingual;
}

export interface FindingChange {
  readonly kind: 'raise' | 'keep' | 'clear' | 'withdraw';
  readonly finding: Finding;
}

/** Called in the writer's transaction, so that readings and their alarms are committed together. */
export interface AlarmBook {
  /** `at` = the feed's time. */
  apply(changes: readonly FindingChange[], at: number): void;
  /** Clocks, shelves and ladder, by the wall clock. */
  tick(now: number): void;
}
