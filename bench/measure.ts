// Times, percentiles and peak memory, and how they are written in a table.
import { readFileSync } from 'node:fs';

/** One table of results, ready to print. */
export interface Section {
  readonly title: string;
  /** Sentences above the table: what was asked, of what, how often. */
  readonly notes: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Milliseconds of each call, by the name of what was measured. */
export type Series = Map<string, number[]>;

export interface BenchOptions {
  /** Small sizes and few repetitions: all benchmarks in under two minutes. */
  readonly quick: boolean;
  /** Also the sizes and screens that take minutes. */
  readonly large: boolean;
  /** Draw with the graphics card; otherwise in software, as on a machine without one. */
  readonly gpu: boolean;
  /** Further switches of the browser that shows the map. */
  readonly switches: readonly string[];
  /** Screens of the map in pixels; its own default unless given. */
  readonly screens?: readonly (readonly [width: number, height: number])[];
  /** Subjects of the map, ways to send readings; all unless given. */
  readonly only?: readonly string[];
  /** How many points the map shows, how many readings are stored, one run each; every benchmark has its own default. */
  readonly sizes?: readonly number[];
  /** How long the application is used by script, or given hostile input. */
  readonly minutes: number;
  /** How often the host is killed. */
  readonly rounds: number;
  /** A folder of its own, removed by the caller. */
  readonly scratchDir: string;
}

/** Runs `work` and says how many milliseconds it took. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly milliseconds: number; readonly value: T }> {
  const startedAt = performance.now();
  const value = await work();
  return { milliseconds: performance.now() - startedAt, value };
}

/** One call after another; the milliseconds of each. */
export async function timeEach<T>(list: readonly T[], call: (item: T) => unknown): Promise<number[]> {
  const milliseconds: number[] = [];
  for (const item of list) milliseconds.push((await timed(() => call(item))).milliseconds);
  return milliseconds;
}

/** Nearest-rank percentile, `share` in 0…1; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Below this many calls a 99th percentile is the largest value by another name. */
const fewestForP99 = 100;

/** p50 and p99 as cells; of few calls the largest, and said so. */
export function percentileCells(milliseconds: readonly number[]): readonly [p50: string, p99: string] {
  const p99 =
    milliseconds.length < fewestForP99
      ? `max ${number(Math.max(...milliseconds))}`
      : number(percentile(milliseconds, 0.99));
  return [number(median(milliseconds)), p99];
}

/** Three significant digits, thousands separated. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < 0.001) return '< 0.001';
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? rounded.toLocaleString('en-US') : String(rounded);
}

export const ratio = (value: number): string => `${number(value)}×`;

/**
 * Peak resident memory of a process in MB, null where the system does not tell or the process is gone. Read from /proc,
 * because what `getrusage` tells of a child begins with the memory of the parent that it was forked from.
 */
export function peakMegabytes(pid: number | 'self'): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

export function markdown({ title, notes, header, rows }: Section): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, index) => (index === 0 ? '---' : '---:'));
  return [
    `### ${title}`,
    '',
    ...notes.flatMap((note) => [note, '']),
    line(header),
    line(rule),
    ...rows.map(line),
    '',
  ].join('\n');
}
