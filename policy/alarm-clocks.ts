// Numbers of the alarm desk: minutes, ladder, shelf limits, grouping, chatter and flood; beside each, where it stands.
import type { AlarmPriority } from '../contract/alarms.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Where a number stands: `document` in an official text, `practice` in ISA-18.2, IEC 62682, EEMUA 191 or what control rooms
 * commonly do, `ours` a starting value of this product, to be confirmed by the office.
 */
export type Standing = 'document' | 'practice' | 'ours';

export interface Setting<T> {
  readonly value: T;
  readonly standing: Standing;
  readonly note: string;
}

/** Time to take up verification, from when the alarm was recorded. */
export const verifyWithinMs: Setting<Readonly<Record<AlarmPriority, number>>> = {
  value: { P1: 5 * MINUTE_MS, P2: 15 * MINUTE_MS, P3: 60 * MINUTE_MS },
  standing: 'ours',
  note: 'No document sets minutes.',
};

export interface LadderStep {
  /** Number that an alarm's `escalation` then has. */
  readonly step: number;
  readonly to: { readonly zh: string; readonly en: string };
  /** Due after this many times the minutes for verification. */
  readonly times: number;
}

/** P2: 15 min 班长, 30 min 市专班, 60 min 省. The first two are those of the duty officers' storyboard; the third is ours. */
export const ladder: Setting<readonly LadderStep[]> = {
  value: [
    { step: 1, to: { zh: '班长', en: 'the shift leader' }, times: 1 },
    { step: 2, to: { zh: '市专班', en: 'the city’s task force' }, times: 2 },
    { step: 3, to: { zh: '省', en: 'the province' }, times: 4 },
  ],
  standing: 'ours',
  note: 'Offices are those of 全省“两高”行业监督检查体系建设方案; it sets no minutes between them.',
};

/** No shelf is longer. */
export const shelfLimitMs: Setting<Readonly<Record<AlarmPriority, number>>> = {
  value: { P1: 4 * HOUR_MS, P2: 7 * DAY_MS, P3: 7 * DAY_MS },
  standing: 'ours',
  note: 'ISA-18.2 asks for a limit and leaves its length to the site.',
};

export const shelfWarningMs: Setting<number> = { value: 15 * MINUTE_MS, standing: 'ours', note: '' };

/** More than `over` alarms within the window begin a flood, fewer than `under` end it. */
export const flood: Setting<{ readonly windowMs: number; readonly over: number; readonly under: number }> = {
  value: { windowMs: 10 * MINUTE_MS, over: 10, under: 5 },
  standing: 'practice',
  note: 'ISA-18.2 and EEMUA 191: more than 10 alarms in 10 minutes for one operator, over when below 5.',
};

/** A condition that began this often within the window chatters. */
export const chatter: Setting<readonly { readonly raises: number; readonly withinMs: number }[]> = {
  value: [
    { raises: 3, withinMs: MINUTE_MS },
    { raises: 3, withinMs: 30 * MINUTE_MS },
  ],
  standing: 'practice',
  note: 'Three in one minute is common in control rooms; readings by the minute cannot show that, so half an hour is ours.',
};

/** A condition that comes back this soon after it went is the same alarm, counted; it chatters until it stayed away as long. */
export const rejoinMs: Setting<number> = { value: 10 * MINUTE_MS, standing: 'ours', note: '' };

/** Standing longer than this is stale. */
export const staleMs: Setting<number> = {
  value: DAY_MS,
  standing: 'practice',
  note: 'Commonly more than 24 hours (ISA-18.2, EEMUA 191).',
};

export type GroupLevel = 'channel' | 'device' | 'gateway' | 'unit' | 'enterprise';

export interface GroupSize {
  /** Members with an open alarm, or all members where there are fewer (never one alone). */
  readonly least: number;
  /** And at least this share of the registered members; the group ends below half of it. 0 = any; it ends with its last member. */
  readonly share: number;
}

/** When many alarms of one rule become one: at device and gateway for rules of transmission, else at unit and enterprise. */
export const grouping: Setting<Readonly<Record<Exclude<GroupLevel, 'channel'>, GroupSize>>> = {
  value: {
    device: { least: 3, share: 0.5 },
    gateway: { least: 5, share: 0.05 },
    unit: { least: 3, share: 0 },
    enterprise: { least: 3, share: 0 },
  },
  standing: 'ours',
  note: 'A gateway’s share is low because its meters fall silent one by one, each after its own interval.',
};

/** A device of which this share of channels is silent counts as silent at its gateway. */
export const silentDeviceShare: Setting<number> = { value: 0.5, standing: 'ours', note: '' };

/** A group's last members are on their own this long after the group's alarm has cleared. */
export const releaseAfterMs: Setting<number> = { value: 15 * MINUTE_MS, standing: 'ours', note: '' };

/** Rules about readings that do not come: whatever names it, it is one cause, and a gap in the data. */
export const gapRules: ReadonlySet<string> = new Set(['silence', 'completeness', 'daily-completeness']);
/** The rule that a group alarm about gaps goes by. */
export const GAP_CAUSE = 'silence';
/** Rules about how readings reach us: grouped along device and gateway; all others along unit and enterprise. */
export const transmissionRules: ReadonlySet<string> = new Set([
  ...gapRules,
  ...['late-data', 'clock-fault', 'clock-shift', 'duplicate-rows', 'conflicting-duplicates'],
]);

/** What is frozen with an alarm: this much before and after the finding's window, at most so many readings. */
export const frozenEvidence: Setting<{ readonly marginMs: number; readonly readings: number }> = {
  value: { marginMs: DAY_MS, readings: 2000 },
  standing: 'ours',
  note: 'A day before the window is what the evidence card draws.',
};
