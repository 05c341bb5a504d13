// Channels held against each other, day by day: meters, production, declared stops, control lines, air let in. Pure.
import { type ControlLine, ruleNumber } from '../../policy/alarm-rules.ts';

export type MeterBalance = 'impossible' | 'alarm' | 'look' | null;

/** (main − subs) / main; null = the main meter counted nothing. */
export function balanceOf(main: number, subs: number): number | null {
  return main > 0 ? (main - subs) / main : null;
}

export function judgeBalance(share: number): MeterBalance {
  if (share < ruleNumber('main-against-sub', 'impossible')) return 'impossible';
  if (share > ruleNumber('main-against-sub', 'alarm')) return 'alarm';
  return share > ruleNumber('main-against-sub', 'look') ? 'look' : null;
}

export interface DayOfUse {
  readonly day: number;
  readonly electricity: number;
  readonly output: number;
}

export interface UsualUse {
  /** Median of electricity per output over the days before. */
  readonly perOutput: number;
  /** Median electricity of days with output. */
  readonly electricity: number;
  /** Relative deviations that are ordinary for it: six robust standard deviations. */
  readonly ordinary: number;
  readonly days: number;
}

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
};

/** null = too few days with output to know what is usual. */
export function usualUse(days: readonly DayOfUse[]): UsualUse | null {
  const producing = days.filter(({ output, electricity }) => output > 0 && electricity > 0);
  if (producing.length < ruleNumber('electricity-against-production', 'leastDays')) return null;
  const ratios = producing.map(({ electricity, output }) => electricity / output);
  const perOutput = middle(ratios);
  const spread = 1.4826 * middle(ratios.map((ratio) => Math.abs(ratio - perOutput)));
  return {
    ...{ perOutput, electricity: middle(producing.map(({ electricity }) => electricity)), days: producing.length },
    ordinary: (6 * spread) / perOutput,
  };
}

export type UseFault = 'per-output' | 'too-little-electricity' | 'no-output';

/** How a day departs from what is usual; null = it does not. */
export function judgeUse(
  { electricity, output }: DayOfUse,
  baseline: UsualUse,
): { fault: UseFault; share: number } | null {
  const ofNormal = electricity / baseline.electricity;
  const idle = ruleNumber('electricity-against-production', 'idleShare');
  const deviation = ruleNumber('electricity-against-production', 'deviation');
  if (output === 0)
    return ofNormal > 1 - deviation - baseline.ordinary / 2 && ofNormal > 0.7
      ? { fault: 'no-output', share: ofNormal }
      : null;
  const share = electricity / output / baseline.perOutput - 1;
  if (ofNormal < idle && share < 0) return { fault: 'too-little-electricity', share: ofNormal };
  // A day that hardly produced has its standby in every tonne.
  const isPart = output < 0.5 * (baseline.electricity / baseline.perOutput);
  return !isPart && Math.abs(share) > Math.max(deviation, baseline.ordinary) ? { fault: 'per-output', share } : null;
}

/** A stopped day's electricity as a share of a normal day's; null = it is as low as a stop. */
export function judgeStop(electricity: number, normal: number): number | null {
  const share = electricity / normal;
  return normal > 0 && share > ruleNumber('declared-stop', 'share') ? share : null;
}

/** What is normal before a stop: the median of days that ran; null = too few are known. */
export function normalDay(electricities: readonly number[]): number | null {
  const running = electricities.filter((value) => value > 0);
  return running.length < ruleNumber('declared-stop', 'leastDays') ? null : middle(running);
}

/** Sums of doubles carry noise in their last digits: what is over a line is over it by more than that. */
const NOISE = 1e-9;

/** Whether output is over its line: exactly at the line is not over it. */
export const isOverLine = (output: number, control: number, share: number): boolean =>
  output > share * control * (1 + NOISE);

/** Lines that hold for an industry (null = not known: those of all industries, and those of a notice on one). */
export const linesFor = (lines: readonly ControlLine[], industry: string | null): ControlLine[] =>
  lines.filter(({ industries }) => industries === null || industry === null || industries.includes(industry));

/** Tonnes of common words for mass; null = no mass that is known. */
export function tonnesPer(unitOfMeasure: string | null): number | null {
  const word = (unitOfMeasure ?? '')
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/(\/(a|年)|每年)$/u, '');
  const tonnes: Record<string, number> = {
    ...{ t: 1, 吨: 1, tonne: 1, tonnes: 1, kg: 0.001, 千克: 0.001, 公斤: 0.001, kt: 1000, 千吨: 1000 },
    ...{ 万吨: 10_000, 万t: 10_000, '10 kt': 10_000, mt: 1_000_000, 百万吨: 1_000_000 },
  };
  return tonnes[word] ?? null;
}

/** Factor from one unit of measure to another; null = they are not known to be of one kind. */
export function conversion(from: string | null, to: string | null): number | null {
  if (from === to) return 1;
  const [a, b] = [tonnesPer(from), tonnesPer(to)];
  return a === null || b === null ? null : a / b;
}

/** Quantile of what was before. */
export function historyQuantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null);
}
