// The rules that look at one channel's hours, days and course, whenever a settling has brought its roll-ups up to date.
import { ruleNumber } from '../../policy/alarm-rules.ts';
import type { FindingDraft } from '../alarms/finding-change.ts';
import type { Channel } from '../devices/registry-facts.ts';
import { DAY_MS, dayOf, dayStart, expectedReadings, HOUR_MS } from '../readings/time-rules.ts';
import { examine } from './examine-rules.ts';
import type { FindingStore } from './finding-store.ts';
import { DAYS_UNTIL, FIRST, HOURS_UNTIL, type ReadingStream, SCANNED_UNTIL } from './reading-stream.ts';
import { meanOf, type RollUp, type RollUps } from './roll-ups.ts';
import { blockOf, blockStart, isSlow, seriesOfChannel } from './series-of-channel.ts';
import { beyondLimit, type Failing, failingRuns, hugging, missingShare, type Span } from './span-rules.ts';
import { type MarkedNear, type Says, spanStatements } from './span-statements.ts';
import { draftOf, type Stated } from './stated.ts';

/** Longest stretch without readings that is looked at hour by hour. */
const FURTHEST_MS = 400 * DAY_MS;
/** How much of what follows a fortnight is looked at with it. */
const LATER_MS = 7 * DAY_MS;
/** Days over which marks are held against the values under them. */
const MARKED_DAYS = 7;
/** Rules of the scan, by what the channel's grid shows. */
const seriesRules: readonly string[] = [
  ...['repeated-pattern', 'scale-change', 'zero-block', 'level-shift', 'drift', 'ceiling', 'clock-shift'],
  ...['straight-line', 'beyond-own-range', 'catch-up-value', 'unusual-noise'],
];
/** Of slow channels alone: the stream watches fast ones for these. */
const readingRules: readonly string[] = ['constant-value', 'sudden-change', 'other-decimals'];

const EMISSIONS = new Set(['dust', 'so2', 'nox', 'co', 'cod', 'ammonia', 'oxygen']);

export interface ChannelWatchOptions {
  readonly rollUps: RollUps;
  readonly store: FindingStore;
  readonly stream: ReadingStream;
  /** Whether a statement is out of judgement: declared stops and maintenance. */
  readonly isExcused: (stated: Stated) => boolean;
  /** Whether a stop or maintenance of a channel was declared of some of [from, to). */
  readonly hasDeclared: (channel: string, from: number, to: number) => boolean;
}

export class ChannelWatch {
  readonly #o: ChannelWatchOptions;

  constructor(options: ChannelWatchOptions) {
    this.#o = options;
  }

  /** Hours of a channel that were made (again): ms since the epoch, ascending. Gives blocks that are due for a scan. */
  settled(channel: Channel, hours: readonly number[], isFile: boolean): number[] {
    if (channel.intervalMs === null || this.#o.stream.isShadow(channel.no)) return [];
    const end = this.#o.stream.newest(channel.no) + channel.intervalMs;
    if (!Number.isFinite(end)) return [];
    const first = hours[0] ?? end;
    this.#hours(channel, first, end - (isFile ? 0 : ruleNumber('completeness', 'graceMinutes') * 60_000));
    this.#days(channel, first, end);
    return this.#dueBlocks(channel, hours, end, isFile);
  }

  /** What has been looked at before; nothing yet = from the channel's first reading on. */
  #since(channel: Channel, until: number): number {
    return Number.isFinite(until) ? until : Math.floor(this.#o.stream.mark(channel.no, FIRST) / HOUR_MS) * HOUR_MS;
  }

  #hours(channel: Channel, first: number, end: number): void {
    const { stream } = this.#o;
    const until = stream.mark(channel.no, HOURS_UNTIL);
    const to = Math.max(until, Math.floor(end / HOUR_MS) * HOUR_MS);
    const from = Math.max(Math.min(first, this.#since(channel, until)), to - FURTHEST_MS);
    // Of a channel that has just begun no hour is over yet; the next settling has to know where it began.
    stream.setMark(channel.no, HOURS_UNTIL, Math.max(from, to));
    if (from >= to) return;
    const leastShare = ruleNumber('completeness', 'hourShare');
    this.#spans(channel, 'completeness', from, to, HOUR_MS, (span) => missingShare(span, leastShare));
    if (channel.limitPeriod !== 'hour') return;
    const valid = ruleNumber('limit-exceedance', 'minimumCompleteness');
    this.#spans(channel, 'limit-exceedance', from, to, HOUR_MS, (span) =>
      beyondLimit(span, channel.limitLow, channel.limitHigh, valid),
    );
  }

  #days(channel: Channel, first: number, end: number): void {
    const { stream, store } = this.#o;
    const until = stream.mark(channel.no, DAYS_UNTIL);
    const to = Math.max(until, dayStart(dayOf(end)));
    const from = Math.max(dayStart(dayOf(Math.min(first, this.#since(channel, until)))), to - FURTHEST_MS);
    stream.setMark(channel.no, DAYS_UNTIL, Math.max(from, to));
    if (from >= to) return;
    const isEmission = EMISSIONS.has(channel.quantity);
    const leastShare = isEmission
      ? ruleNumber('completeness', 'emissionDayHours') / 24
      : ruleNumber('completeness', 'energyDayShare');
    const subject = { kind: 'channel', id: channel.id } as const;
    this.#spans(channel, 'daily-completeness', from, to, DAY_MS, (span) => {
      const missing = missingShare(span, leastShare);
      // Hours that are missing have been told of.
      return missing !== null && store.touching('completeness', subject, span.from, span.to).length === 0
        ? missing
        : null;
    });
    if (channel.limitPeriod === 'day') {
      const valid = ruleNumber('limit-exceedance', 'emissionDayHours') / 24;
      this.#spans(channel, 'limit-exceedance', from, to, DAY_MS, (span) =>
        beyondLimit(span, channel.limitLow, channel.limitHigh, valid),
      );
    }
    // Day by day, so that it does not matter how many have passed since the last settling.
    for (let end = from + DAY_MS; end <= to; end += DAY_MS) {
      this.#hugging(channel, end);
      this.#flags(channel, end);
    }
  }

  /** Spans that fail in a row are one finding, also with those that were looked at before. */
  #spans(
    channel: Channel,
    rule: string,
    from: number,
    to: number,
    step: number,
    test: (span: Span) => number | null,
  ): void {
    const { store } = this.#o;
    const subject = { kind: 'channel', id: channel.id } as const;
    const before = store.touching(rule, subject, from - 1, to + 1);
    const start = Math.min(from, before[0]?.from_time ?? from);
    const until = this.#o.stream.mark(channel.no, step === HOUR_MS ? HOURS_UNTIL : DAYS_UNTIL);
    const end = Math.max(to, Math.min(until, before.at(-1)?.to_time ?? to));
    const runs = failingRuns(this.#grid(channel, start, end, step), test);
    if (runs.length === 0 && before.length === 0) return;
    const drafts = runs.flatMap((run) => this.#draft(channel, rule, run, step, run.to >= until));
    store.settle([rule], subject, start, end, drafts, end);
  }

  #grid(channel: Channel, from: number, to: number, step: number): Span[] {
    const rows =
      step === HOUR_MS
        ? this.#o.rollUps.hours(channel, from, to)
        : this.#o.rollUps.days(channel, dayOf(from), dayOf(to));
    const byStart = new Map(rows.map((row) => [row.from, row]));
    const begun = this.#o.stream.mark(channel.no, FIRST);
    const spans: Span[] = [];
    for (let at = from; at < to; at += step) {
      // What began in the middle of a span is not short of the half before.
      if (at < begun && begun > at + (channel.intervalMs ?? 0)) continue;
      spans.push(spanOf(channel, byStart.get(at), at, at + step));
    }
    return spans;
  }

  #draft(channel: Channel, rule: string, run: Failing, step: number, goesOn: boolean): FindingDraft[] {
    return this.#say(
      channel,
      rule,
      run.from,
      run.to,
      goesOn ? null : run.to,
      spanStatements.run(rule, run, channel, step),
    );
  }

  #say(channel: Channel, rule: string, from: number, to: number, clearedAt: number | null, says: Says): FindingDraft[] {
    const stated = { rule, subject: { kind: 'channel', id: channel.id }, from, to, clearedAt, ...says } as const;
    return this.#o.isExcused(stated) ? [] : [draftOf(stated)];
  }

  #hugging(channel: Channel, to: number): void {
    const { rollUps } = this.#o;
    const limit = channel.limitHigh;
    const days = ruleNumber('limit-hugging', 'days');
    const from = to - days * DAY_MS;
    if (limit === null || limit <= 0 || this.#o.stream.mark(channel.no, FIRST) > from + DAY_MS) return;
    const spans = rollUps.hours(channel, from, to).map((hour) => spanOf(channel, hour, hour.from, hour.to));
    const seen = hugging(spans, limit);
    const isHugging = seen && seen.over === 0 && seen.near > ruleNumber('limit-hugging', 'shareNear');
    this.#window(channel, 'limit-hugging', from, to, isHugging ? spanStatements.hugging(seen, channel) : null);
  }

  #flags(channel: Channel, to: number): void {
    const { rollUps } = this.#o;
    const day = dayOf(to - 1);
    const month = new Date(day * DAY_MS).getUTCMonth();
    const quarter = Date.UTC(new Date(day * DAY_MS).getUTCFullYear(), month - (month % 3), 1) / DAY_MS;
    const rows = rollUps
      .days(channel, quarter, day + 1)
      .filter((row) => !this.#o.hasDeclared(channel.id, row.from, row.to));
    const flagged = rows.reduce((sum, row) => sum + row.flagged, 0);
    const all = rows.reduce((sum, row) => sum + row.flagged + row.count, 0);
    const share = flagged / Math.max(1, all);
    const seenHours = (all * (channel.intervalMs ?? 0)) / HOUR_MS;
    const isAbuse = share > ruleNumber('flag-abuse', 'share') && seenHours >= ruleNumber('flag-abuse', 'leastHours');
    const from = Math.max(dayStart(quarter), rows[0]?.from ?? to);
    const near = isAbuse ? null : this.#markedNearLimit(channel, rows, day);
    const says = isAbuse
      ? spanStatements.flags(share, flagged, all)
      : near
        ? spanStatements.marked(near, channel)
        : null;
    this.#window(channel, 'flag-abuse', near?.from ?? from, to, says);
  }

  /** Marks of a week that lie on values near the limit or above it; null = few marks, or no more there than elsewhere. */
  #markedNearLimit(channel: Channel, rows: readonly RollUp[], day: number): MarkedNear | null {
    const limit = channel.limitHigh;
    const week = rows.filter((row) => row.from >= dayStart(day - MARKED_DAYS + 1));
    const flagged = week.reduce((sum, row) => sum + row.flagged, 0);
    const least = (ruleNumber('flag-abuse', 'leastMarkedHours') * HOUR_MS) / (channel.intervalMs ?? HOUR_MS);
    if (limit === null || flagged < least) return null;
    const above = ruleNumber('limit-hugging', 'near') * limit;
    let [marked, near] = [0, 0];
    for (const row of week) {
      const of = this.#o.rollUps.marked(channel, dayOf(row.from), above);
      marked += of.marked;
      near += of.near;
    }
    const from = week[0]?.from ?? dayStart(day);
    return marked >= least && near / marked > ruleNumber('flag-abuse', 'overlap') ? { from, marked, near } : null;
  }

  /** A rule over a moving window: one finding while it holds. */
  #window(channel: Channel, rule: string, from: number, to: number, says: Says | null): void {
    const { store } = this.#o;
    const open = store
      .touching(rule, { kind: 'channel', id: channel.id }, from, to)
      .find((row) => row.cleared_at === null);
    if (says) {
      for (const draft of this.#say(channel, rule, open?.from_time ?? from, to, null, says)) store.state(draft);
    } else if (open) store.close(open, to);
  }

  /** Fortnights whose scan is due: those that end, or have changed. */
  #dueBlocks(channel: Channel, hours: readonly number[], end: number, isFile: boolean): number[] {
    const { stream } = this.#o;
    const due = new Set<number>();
    const scanned = stream.mark(channel.no, SCANNED_UNTIL);
    // A file is scanned to its end; a live channel whenever a day (of a slow one, six hours) has passed.
    const unit = isFile ? (channel.intervalMs ?? HOUR_MS) : isSlow(channel) ? 6 * HOUR_MS : DAY_MS;
    const until = Math.max(scanned, dayStart(0) + Math.floor((end - dayStart(0)) / unit) * unit);
    const since = Math.max(this.#since(channel, scanned), until - FURTHEST_MS);
    for (let block = blockOf(since - LATER_MS); until > scanned && block <= blockOf(until - 1); block++) {
      const end = dayStart(blockStart(block + 1));
      // A fortnight is looked at once more with the week that follows it.
      if (end > since || (end + LATER_MS > scanned && end + LATER_MS <= until)) due.add(block);
    }
    for (const hour of hours) {
      if (!isFile && hour >= scanned) continue;
      for (const block of [blockOf(hour - LATER_MS), blockOf(hour), blockOf(hour) + 1]) {
        if (dayStart(blockStart(block)) < until) due.add(block);
      }
    }
    stream.setMark(channel.no, SCANNED_UNTIL, until);
    return [...due];
  }

  /** Looks at a fortnight of a channel, with the one before it and the week after. */
  scan(channel: Channel, block: number, isFile: boolean): void {
    const { rollUps, store, stream } = this.#o;
    const [first, begin, end] = [blockStart(block - 1), blockStart(block), blockStart(block + 1)];
    if (begin < rollUps.firstWholeDay() && isSlow(channel)) return;
    const scanned = stream.mark(channel.no, SCANNED_UNTIL);
    const later = dayStart(end) + LATER_MS;
    // Of a live channel the week after counts once it is over, so that it does not matter how often it was looked at.
    const until = isFile || scanned >= later ? Math.min(scanned, later) : Math.min(scanned, dayStart(end));
    const series = seriesOfChannel(rollUps, channel, Math.max(first, rollUps.firstWholeDay()), end + 7, until, isFile);
    if (!series) return;
    const rules = isSlow(channel) ? [...seriesRules, ...readingRules] : seriesRules;
    const seriesEnd = series.start + series.values.length * series.stepMs;
    const drafts: FindingDraft[] = [];
    for (const { from: slot, to: slotEnd, ...says } of examine(series)) {
      const from = series.start + slot * series.stepMs;
      const to = series.start + slotEnd * series.stepMs;
      if (from < dayStart(begin) || from >= dayStart(end)) continue;
      if (!rules.includes(says.rule)) continue;
      drafts.push(...this.#say(channel, says.rule, from, to, to >= seriesEnd ? null : to, says));
    }
    store.settle(rules, { kind: 'channel', id: channel.id }, dayStart(begin), dayStart(end), drafts, seriesEnd);
  }
}

function spanOf(channel: Channel, row: RollUp | undefined, from: number, to: number): Span {
  const expected = expectedReadings(from, to, channel.intervalMs);
  if (!row) return { from, to, count: 0, flagged: 0, expected, value: null };
  return {
    from,
    to,
    count: row.count,
    flagged: row.flagged,
    expected,
    value: channel.kind === 'level' ? meanOf(row) : row.sum,
  };
}
