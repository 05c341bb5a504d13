// When many alarms of one rule become one: counts of a place, whether it is down, whether an alarm stands for it. Pure. AL7.
import { GAP_CAUSE, type GroupLevel, gapRules, grouping, silentDeviceShare } from '../../policy/alarm-clocks.ts';

/** What alarms have to have in common: the rule, or that readings do not come. */
export function causeOf(rule: string): string {
  return gapRules.has(rule) ? GAP_CAUSE : rule;
}

export interface NodeCounts {
  /** Standing alarms of the place itself. */
  readonly own: number;
  /** Members below it that are down. */
  readonly open: number;
  /** Registered members; infinite where the registry does not say. */
  readonly size: number;
}

/** Whether the place counts as down at the place above it. */
export function isDown(level: GroupLevel, { own, open, size }: NodeCounts): boolean {
  if (own > 0) return true;
  return level === 'device' ? open > 0 && open >= silentDeviceShare.value * size : open > 0;
}

/** Whether one alarm is to stand for the members. */
export function beginsGroup(level: GroupLevel, counts: NodeCounts): boolean {
  if (level === 'channel') return false;
  const { least, share } = grouping.value[level];
  return counts.open >= 2 && counts.open >= Math.min(least, counts.size) && isShare(counts, share);
}

/** Whether the alarm that stands for the members is over: later than it began, so that it does not come and go. */
export function endsGroup(level: GroupLevel, counts: NodeCounts): boolean {
  if (level === 'channel' || counts.own > 0) return false;
  const { share } = grouping.value[level];
  return share === 0 ? counts.open === 0 : counts.open < 2 || !isShare(counts, share / 2);
}

/** A share of 0 asks for none. */
const isShare = ({ open, size }: NodeCounts, share: number): boolean => share === 0 || open >= share * size;
