// Feeds the rows of a meter file to the store, block by block, and keeps count of what became of each reading.
import type Database from 'better-sqlite3';
import type { SourceFile, SourceRow } from '../../imports/read/source-file.ts';
import { readRaw } from '../../readings/read-readings.ts';
import type { MessageIssue, SourceReading } from '../source-message.ts';
import { chinaTime } from './china-time.ts';
import { intervalText } from './column-meaning.ts';
import type { FedChannel } from './file-channels.ts';
import { isDoubledHour, type LateRun, RowSequence } from './late-runs.ts';
import { type MeterBlockRow, writeMeterBlock } from './meter-block.ts';
import { isNoValue, readNumber } from './meter-number-rules.ts';
import type { MeterPlan, ValueColumn } from './meter-plan.ts';
import type { MeterFindingCode } from './meter-sentences.ts';
import { instantOf, momentOf } from './meter-time-rules.ts';
import { OtherRows, type Repeated, type Reread } from './other-rows.ts';
import { type OutcomeTap, REPEATED, REVISED } from './outcome-tap.ts';
import type { ReadingsJob, ReadingsSink } from './readings-job.ts';
import type { ChannelReport, FindingList, ReadingsCounts } from './readings-report.ts';
import { phaseOf } from './time-survey-rules.ts';

export interface MeterFeedDeps {
  readonly db: Database.Database;
  readonly file: SourceFile;
  readonly plan: MeterPlan;
  readonly job: ReadingsJob;
  readonly channels: readonly FedChannel[];
  readonly tap: OutcomeTap;
  readonly sink: ReadingsSink;
  readonly findings: FindingList;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** A column on its way into its channel. */
interface Fed extends FedChannel {
  readonly value: ValueColumn;
  readonly report: ChannelReport;
  first: number;
  last: number;
}

interface Pending {
  readonly fed: Fed;
  readonly row: number;
  readonly text: string;
  readonly run: LateRun | null;
}

const BLOCK_ROWS = 5000;
/** Readings of a block of a wide file. */
const BLOCK_READINGS = 20_000;
/** Readings after which roll-ups and rules are brought up to date. */
const SETTLE_READINGS = 100_000;
/** Repeated readings whose other row is looked for in the store; of the rest it is only counted that they are repeated. */
const LOOK_UPS = 2000;
const GAP_PAGE = 50_000;

export class MeterFeed {
  readonly #deps: MeterFeedDeps;
  readonly #fed: readonly Fed[];
  readonly #others: OtherRows;
  readonly #sequence: RowSequence | null;
  readonly #blockRows: number;
  /** Late runs of which not all is said yet. */
  readonly #runs = new Set<LateRun>();
  #rows: MeterBlockRow[] = [];
  #readings: SourceReading[] = [];
  #pending: Pending[] = [];
  #issues: MessageIssue[] = [];
  #unsettled = 0;
  #lookUps = LOOK_UPS;
  #count = 0;

  constructor(deps: MeterFeedDeps) {
    const { plan, channels } = deps;
    this.#deps = deps;
    this.#others = new OtherRows(deps.db);
    const order = plan.shape?.rowOrder ?? 'none';
    this.#sequence = order === 'none' ? null : new RowSequence(order === 'descending');
    this.#blockRows = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_READINGS / channels.length)));
    this.#fed = channels.map((each, at) => ({
      ...each,
      value: plan.values[at] as ValueColumn,
      report: {
        ...{ channel: each.channel.id, column: plan.values[at]?.header ?? '', made: each.made },
        ...{ unit: each.channel.unitOfMeasure, kind: each.channel.kind },
        ...{ rows: 0, accepted: 0, repeated: 0, revised: 0, rejected: 0, from: null, to: null, gaps: 0, missing: 0 },
      },
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
    }));
  }

  async run(): Promise<ReadingsCounts & { channels: ChannelReport[] }> {
    const { plan, sink, signal } = this.#deps;
    for await (const batch of plan.batches()) {
      signal?.throwIfAborted();
      for (const row of batch) {
        this.#read(row);
        if (this.#rows.length >= this.#blockRows) this.#flush();
      }
    }
    this.#flush();
    this.#closeRuns(null);
    sink.settle();
    for (const fed of this.#fed) this.#finish(fed);
    const channels = this.#fed.map(({ report }) => report);
    const sum = (part: 'accepted' | 'repeated' | 'revised' | 'rejected'): number =>
      channels.reduce((total, channel) => total + channel[part], 0);
    return {
      ...{ rows: this.#count, accepted: sum('accepted'), repeated: sum('repeated') },
      ...{ revised: sum('revised'), rejected: sum('rejected'), channels },
    };
  }

  #read(row: SourceRow): void {
    const { plan, findings } = this.#deps;
    this.#count += 1;
    for (const { report } of this.#fed) report.rows += 1;
    const timeText = plan.timeColumns.length === 0 ? '' : plan.timeText(row);
    const time = this.#timeOf(timeText);
    const cells = this.#fed.map(({ value }) => (row.cells[value.index] ?? '').trim());
    this.#rows.push({ row: row.rowNumber, time, timeText, cells });
    const extra = Object.entries(row.errors ?? {}).find(([, error]) => error === 'extra');
    if (time === null || extra) {
      const columns = plan.timeColumns.map((index) => plan.sheet.columns[index]).join(' ');
      if (extra) this.#reject('extra-cell', row, time, '', row.cells[Number(extra[0])] ?? '');
      else this.#reject('bad-time', row, time, columns, timeText);
      for (const { report } of this.#fed) report.rejected += 1;
      return;
    }
    const note = (code: MeterFindingCode, params: Record<string, string | number> = {}): void =>
      findings.add({
        ...{ code, row: row.rowNumber, column: '', channel: null, value: timeText, other: null, params },
        ...{ from: chinaTime(time), to: chinaTime(time) },
      });
    const { intervalMs, shape } = plan;
    if (shape && intervalMs !== null && phaseOf(time - plan.shiftMs, intervalMs) !== shape.phaseMs)
      note('off-grid', { interval: intervalText(intervalMs) });
    if (time > this.#deps.now()) note('in-future');
    const run = this.#sequence?.follow(row.rowNumber, time) ?? null;
    if (run) this.#runs.add(run);
    for (const [at, fed] of this.#fed.entries()) this.#readCell(row, fed, cells[at] as string, time, run);
  }

  #timeOf(text: string): number | null {
    const { plan, job } = this.#deps;
    const intervalMs = plan.intervalMs ?? 0;
    if (job.startAt !== null) return job.startAt + (this.#count - 1) * intervalMs;
    const written = plan.readTime(text);
    const moment = written && momentOf(written, plan.shape?.order === 'mdy' ? 'mdy' : 'dmy');
    if (!moment) return null;
    return instantOf(moment, plan.midnight) + plan.shiftMs - (plan.stamp === 'end' ? intervalMs : 0);
  }

  #readCell(row: SourceRow, fed: Fed, text: string, time: number, run: LateRun | null): void {
    const { value: column, channel, report } = fed;
    const error = row.errors?.[column.index];
    const number = error === undefined ? readNumber(text, column.decimal) : null;
    if (number === null) {
      const code = error !== undefined ? 'error-cell' : isNoValue(text) ? 'blank' : 'not-a-number';
      this.#reject(code, row, time, column.header, text, channel.id);
      report.rejected += 1;
      return;
    }
    const note = (code: MeterFindingCode, params: Record<string, string | number> = {}): void =>
      this.#deps.findings.add({
        ...{ code, row: row.rowNumber, column: column.header, channel: channel.id, value: text, other: null, params },
        ...{ from: chinaTime(time), to: chinaTime(time) },
      });
    if (row.formulas?.[column.index] !== undefined) note('formula');
    if (number.isOdd) note('number-style', { number: number.value });
    if (number.value < 0 && channel.kind === 'amount') note('negative-amount');
    fed.first = Math.min(fed.first, time);
    fed.last = Math.max(fed.last, time);
    this.#readings.push({
      device: channel.device,
      address: channel.address,
      time,
      value: number.value,
      text,
      flag: null,
    });
    this.#pending.push({ fed, row: row.rowNumber, text, run });
  }

  #reject(
    code: MeterFindingCode,
    row: SourceRow,
    time: number | null,
    column: string,
    value: string,
    channel: string | null = null,
  ): void {
    const from = time === null ? null : chinaTime(time);
    this.#deps.findings.add({
      ...{ code, row: row.rowNumber, column, channel, value, other: null, params: {} },
      from,
      to: from,
    });
    if (code !== 'blank') this.#issues.push({ code, detail: `${row.rowNumber}` });
  }

  /** Writes what has been read as one message, and hears what became of it. */
  #flush(): void {
    const { file, plan, sink, tap, now } = this.#deps;
    if (this.#rows.length === 0) return;
    const head = {
      ...{ file: file.name, sha256: file.sha256, sheet: plan.sheet.name },
      columns: this.#fed.map(({ value }) => value.header),
      channels: this.#fed.map(({ channel }) => channel.id),
    };
    const readings = this.#readings;
    sink.write([
      {
        ...{ protocol: 'file', device: this.#fed[0]?.channel.device ?? null, receivedAt: now() },
        ...{ bytes: writeMeterBlock(head, this.#rows), readings, issues: this.#issues },
      },
    ]);
    const numbers = new Map(this.#fed.map(({ channel }) => [`${channel.device}\n${channel.address}`, channel.no]));
    const outcomes = tap.take(readings, ({ device, address }) => numbers.get(`${device}\n${address}`) ?? -1);
    for (const [index, pending] of this.#pending.entries())
      this.#record(pending, readings[index] as SourceReading, outcomes.of[index] ?? REPEATED, outcomes.message);
    this.#unsettled += readings.length;
    [this.#rows, this.#readings, this.#pending, this.#issues] = [[], [], [], []];
    this.#closeRuns(this.#sequence?.open ?? null);
    if (this.#unsettled < SETTLE_READINGS) return;
    this.#unsettled = 0;
    sink.settle();
  }

  /** Counts one reading by its outcome. */
  #record({ fed, row, text, run }: Pending, { time }: SourceReading, outcome: number, message: number | null): void {
    const { findings, file } = this.#deps;
    const { report, channel } = fed;
    const asked = {
      ...{ channelNo: channel.no, channel: channel.id, time, text, row },
      ...{ sha256: file.sha256, message },
    };
    const add = (code: MeterFindingCode, other: ReturnType<OtherRows['replaced']>): void =>
      findings.add({
        ...{ code, row, column: report.column, channel: report.channel, value: text, other, params: {} },
        ...{ from: chinaTime(time), to: chinaTime(time) },
      });
    if (outcome === REVISED) {
      report.revised += 1;
      if (run) run.revised += 1;
      add('conflicting-value', findings.lists('conflicting-value') ? this.#others.replaced(asked) : null);
    } else if (outcome === REPEATED) {
      report.repeated += 1;
      const found = this.#others.beside(asked) ?? this.#lookUp(asked);
      add(found === null || found.isSameFile ? 'repeated-row' : 'already-there', found?.other ?? null);
    } else {
      report.accepted += 1;
      if (run) run.fresh += 1;
    }
  }

  #lookUp(asked: Reread): Repeated | null {
    this.#lookUps -= 1;
    return this.#lookUps < 0 ? null : this.#others.repeated(asked);
  }

  /** Says what late rows were, once all of them are written; `open` still goes on. */
  #closeRuns(open: LateRun | null): void {
    for (const run of this.#runs) {
      if (run === open) continue;
      this.#runs.delete(run);
      const isDoubled = isDoubledHour(run, this.#deps.plan.intervalMs);
      if (!isDoubled && run.fresh === 0) continue;
      const { row, lastRow, rows: count, from, to } = run;
      this.#deps.findings.add({
        ...{
          code: isDoubled ? 'doubled-hour' : 'late-rows',
          row,
          lastRow,
          count,
          column: '',
          channel: null,
          value: '',
        },
        ...{ from: chinaTime(from), to: chinaTime(to), other: null, params: {} },
      });
    }
  }

  /** Range and gaps of a channel, by what the store now holds: what was there before has closed some. */
  #finish({ channel, report, value, first, last }: Fed): void {
    if (first > last) return;
    const { db, plan, findings } = this.#deps;
    const intervalMs = plan.intervalMs;
    report.from = chinaTime(first);
    report.to = chinaTime(last + (intervalMs ?? 0));
    if (intervalMs === null) return;
    let before: number | null = null;
    for (let from = first; from <= last; ) {
      const page = readRaw(db, channel.no, { from, to: last + 1, limit: GAP_PAGE });
      for (const { time } of page) {
        const missing = before === null ? 0 : Math.round((time - before) / intervalMs) - 1;
        if (before !== null && missing > 0) {
          report.gaps += 1;
          report.missing += missing;
          findings.add({
            ...{ code: 'gap', row: null, column: value.header, channel: channel.id, value: '', other: null },
            ...{ from: chinaTime(before + intervalMs), to: chinaTime(time), params: { missing } },
          });
        }
        before = time;
      }
      if (page.length < GAP_PAGE) break;
      from = (before ?? last) + 1;
    }
  }
}
