// Spans of time on a channel's page: from the reader's choice to instants, cut at days and steps of the province's time zone. Pure.
import type { ReadingStep } from '../../contract/monitoring.ts';
import { instantOf, wallClock } from '../format/zoned-time.ts';
import { lastSpans, type OwnSpan, type Span } from './monitoring-view.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const stepMs: Readonly<Record<ReadingStep, number>> = {
  '15m': 15 * minuteMs,
  '1h': hourMs,
  '1d': dayMs,
  '1mo': 31 * dayMs,
};

export function startOfDay(instant: number, timeZone: string): number {
  return instantOf(`${wallClock(instant, timeZone).slice(0, 10)}T00:00`, timeZone) ?? instant;
}

function startOfMonth(instant: number, timeZone: string): number {
  return instantOf(`${wallClock(instant, timeZone).slice(0, 7)}-01T00:00`, timeZone) ?? instant;
}

/** The instants of a span; one that ends now ends after the newest reading, and moves on by a small part of its length at a time. */
export function instantsOf(span: Span, feedTime: number): OwnSpan {
  if (typeof span !== 'string') return span;
  const length = lastSpans[span] * dayMs;
  const move = length / 1440;
  const to = Math.floor(feedTime / move + 1) * move;
  return { from: to - length, to };
}

/** The span widened to whole steps: half a day must not be taken for a day. */
export function wholeSteps({ from, to }: OwnSpan, step: ReadingStep, timeZone: string): OwnSpan {
  const floor = (instant: number): number => {
    if (step === '1mo') return startOfMonth(instant, timeZone);
    const day = startOfDay(instant, timeZone);
    if (step === '1d') return day;
    const length = step === '1h' ? hourMs : 15 * minuteMs;
    return day + Math.floor((instant - day) / length) * length;
  };
  const last = floor(to - 1);
  const end = step === '1mo' || step === '1d' ? floor(last + stepMs[step] + hourMs) : last + stepMs[step];
  return { from: floor(from), to: end };
}

/** What a window is shown by when the reader looks into it: single readings, or steps small enough to look into next. */
export function partsOf({ from, to }: OwnSpan): ReadingStep | 'readings' {
  const length = to - from;
  if (length > 2 * dayMs) return '1d';
  if (length > 6 * hourMs) return '1h';
  return 'readings';
}

/** The step in which what a register has counted is drawn: as fine as a chart can show, no finer than it is read. */
export function drawnStep({ from, to }: OwnSpan, intervalMs: number | null): ReadingStep {
  const finest = to - from <= 8 * dayMs ? '15m' : to - from <= 62 * dayMs ? '1h' : '1d';
  const steps = ['15m', '1h', '1d', '1mo'] as const;
  return steps.find((step) => stepMs[step] >= Math.max(stepMs[finest], intervalMs ?? 0)) ?? '1mo';
}

/** Steps of which a span has few enough to be listed. */
export function stepsFor({ from, to }: OwnSpan): readonly ReadingStep[] {
  const days = (to - from) / dayMs;
  const steps: ReadingStep[] = [];
  if (days <= 62) steps.push('15m');
  if (days <= 732) steps.push('1h');
  steps.push('1d', '1mo');
  return steps;
}
