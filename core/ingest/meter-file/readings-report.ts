// What an import of readings found: counts, how the file was read, and every doubtful row, put together as rows come.
import type { Bilingual } from '../../../contract/figures.ts';
import { findingSentence, type MeterFindingCode, type MeterNote } from './meter-sentences.ts';

export interface ReadingsFinding {
  readonly code: MeterFindingCode;
  /** As a spreadsheet program shows it; null for a gap, which is no row. */
  readonly row: number | null;
  /** Further rows of the same, one after the other, up to this one. */
  readonly lastRow: number | null;
  readonly count: number;
  readonly column: string;
  readonly channel: string | null;
  readonly value: string;
  /** ISO 8601, +08:00, of the (first) reading; null = the row has no time. */
  readonly from: string | null;
  readonly to: string | null;
  /** The other row of a repeated or conflicting value. */
  readonly other: { readonly row: number | null; readonly file: string | null; readonly value: string } | null;
  readonly sentence: Bilingual;
}

export interface ReadingsCounts {
  rows: number;
  accepted: number;
  repeated: number;
  revised: number;
  rejected: number;
}

export interface ChannelReport extends ReadingsCounts {
  readonly channel: string;
  readonly column: string;
  readonly unit: string;
  readonly kind: string;
  /** Whether this import has made the channel. */
  readonly made: boolean;
  /** Start of the first reading, and end of the last (start of the last where nothing is expected). */
  from: string | null;
  to: string | null;
  gaps: number;
  missing: number;
}

/** `rows` are the file's; the other counts are of readings, added over its channels. Of each channel: rows = the sum of the four. */
export interface ReadingsReport extends ReadingsCounts {
  readonly file: {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly format: 'csv' | 'xlsx';
    readonly encoding: string | null;
    readonly sheet: string;
  };
  /** How the file was read; `found` names what was not stated. */
  readonly read: {
    readonly timeColumns: readonly string[];
    readonly times: 'file' | 'assigned';
    readonly dates: 'ymd' | 'dmy' | 'mdy' | null;
    readonly interval: string | null;
    readonly stamp: 'start' | 'end';
    readonly midnight: 0 | 24;
    readonly order: 'ascending' | 'descending' | 'none';
    readonly found: readonly string[];
  };
  readonly channels: readonly ChannelReport[];
  readonly notes: readonly MeterNote[];
  /** How many rows each code applies to, listed or not. */
  readonly counts: Partial<Record<MeterFindingCode, number>>;
  readonly findings: readonly ReadingsFinding[];
  /** Findings that were counted but not listed. */
  readonly notListed: number;
  readonly seconds: number;
}

/** Listed of one code; the others are counted. */
const LISTED = 1000;

interface Drafted {
  readonly code: MeterFindingCode;
  row: number | null;
  lastRow: number | null;
  count: number;
  readonly column: string;
  readonly channel: string | null;
  readonly value: string;
  readonly from: string | null;
  to: string | null;
  readonly other: ReadingsFinding['other'];
  readonly params: Readonly<Record<string, string | number>>;
}

/** Each of its rows has something of its own to say. */
const single: ReadonlySet<MeterFindingCode> = new Set([
  ...(['bad-time', 'not-a-number', 'error-cell', 'extra-cell', 'number-style'] as const),
  ...(['conflicting-value', 'late-rows', 'doubled-hour', 'gap'] as const),
]);

export class FindingList {
  readonly #listed: Drafted[] = [];
  readonly #last = new Map<string, Drafted>();
  readonly #counts = new Map<MeterFindingCode, number>();
  readonly #listedOf = new Map<MeterFindingCode, number>();
  notListed = 0;

  /** Whether one more of this code would be listed: what costs a look-up is spared otherwise. */
  lists(code: MeterFindingCode): boolean {
    return (this.#listedOf.get(code) ?? 0) < LISTED;
  }

  /** `continues`: the row before, of the same code and column, where this row says the same as that. */
  add(finding: Omit<Drafted, 'count' | 'lastRow'> & { readonly lastRow?: number; readonly count?: number }): void {
    const { code, column, row, count = 1 } = finding;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
    const key = `${code}\t${column}\t${finding.channel ?? ''}`;
    const last = this.#last.get(key);
    if (
      last &&
      row !== null &&
      (last.lastRow === row - 1 || last.lastRow === row) &&
      last.other?.file === finding.other?.file &&
      !single.has(code)
    ) {
      last.lastRow = row;
      last.count += 1;
      last.to = finding.to ?? last.to;
      return;
    }
    if (!this.lists(code)) {
      this.notListed += 1;
      this.#last.delete(key);
      return;
    }
    const drafted: Drafted = { ...finding, lastRow: finding.lastRow ?? row, count };
    this.#listedOf.set(code, (this.#listedOf.get(code) ?? 0) + 1);
    this.#listed.push(drafted);
    this.#last.set(key, drafted);
  }

  counts(): Partial<Record<MeterFindingCode, number>> {
    return Object.fromEntries(this.#counts) as Partial<Record<MeterFindingCode, number>>;
  }

  /** In the order of their rows, what spans more of them first; gaps, which are none, at the end. */
  list(): ReadingsFinding[] {
    const rowOf = ({ row }: Drafted): number => row ?? Number.MAX_SAFE_INTEGER;
    return this.#listed
      .toSorted((a, b) => rowOf(a) - rowOf(b) || (b.lastRow ?? 0) - (a.lastRow ?? 0))
      .map(({ params, ...finding }) => {
        const { row, lastRow, value, from, to, other } = finding;
        const known: Record<string, string | number> = { value, ...params };
        if (row !== null) Object.assign(known, { row, lastRow });
        if (from !== null) Object.assign(known, { from, time: from });
        if (to !== null) known.to = to;
        if (other) known.otherValue = other.value;
        if (other && other.row !== null) known.otherRow = other.row;
        if (other && other.file !== null) known.otherFile = other.file;
        return { ...finding, sentence: findingSentence(finding.code, known) };
      });
  }
}
