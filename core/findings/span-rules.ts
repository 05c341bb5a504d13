// Hours or days in a row that fail the same test, and the tests of single hours and days of a channel. Pure.
import { ruleNumber } from '../../policy/alarm-rules.ts';

/** What a test needs of an hour or a day. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly flagged: number;
  readonly expected: number | null;
  /** Mean of levels, sum of amounts; null = nothing good was read. */
  readonly value: number | null;
}

/** Spans in a row that failed; `worst` = the furthest out. */
export interface Failing {
  readonly from: number;
  readonly to: number;
  readonly spans: number;
  readonly worst: number;
  readonly worstAt: number;
  readonly received: number;
  readonly due: number;
}

/** Collects failing spans that touch; `test` gives how far out a span is, null where it passes. */
export function failingRuns(spans: readonly Span[], test: (span: Span) => number | null): Failing[] {
  const found: Failing[] = [];
  for (const span of spans) {
    const far = test(span);
    if (far === null) continue;
    const last = found.at(-1);
    const due = span.expected ?? 0;
    if (last && last.to === span.from) {
      const isWorse = Math.abs(far) > Math.abs(last.worst);
      found[found.length - 1] = {
        ...{
          from: last.from,
          to: span.to,
          spans: last.spans + 1,
          received: last.received + span.count,
          due: last.due + due,
        },
        ...{ worst: isWorse ? far : last.worst, worstAt: isWorse ? span.from : last.worstAt },
      };
    } else {
      found.push({ from: span.from, to: span.to, spans: 1, worst: far, worstAt: span.from, received: span.count, due });
    }
  }
  return found;
}

/** Share that is missing; null = complete enough, or nothing is due. Marked readings were received: they are not missing. */
export function missingShare({ count, flagged, expected }: Span, leastShare: number): number | null {
  if (expected === null || expected === 0) return null;
  const share = (count + flagged) / expected;
  return share < leastShare ? 1 - share : null;
}

/** Mean beyond its limit; null = within, or too few readings for a valid mean. */
export function beyondLimit(
  { value, count, expected }: Span,
  low: number | null,
  high: number | null,
  leastShare: number,
): number | null {
  if (value === null || (expected !== null && count < leastShare * expected)) return null;
  if (high !== null && value > high) return value;
  return low !== null && value < low ? value : null;
}

export interface Hugging {
  readonly near: number;
  readonly over: number;
  readonly hours: number;
}

/** Share of hours close below a limit and above it. */
export function hugging(spans: readonly Span[], limit: number): Hugging | null {
  const near = ruleNumber('limit-hugging', 'near') * limit;
  const values = spans.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return null;
  const share = (test: (value: number) => boolean): number => values.filter(test).length / values.length;
  return {
    near: share((value) => value >= near && value <= limit),
    over: share((value) => value > limit),
    hours: values.length,
  };
}
