// What of a channel's files no rule can see, as it left no reading or stands beside it: unreadable cells, a doubled hour.
import type Database from 'better-sqlite3';
import { chinaTime } from './china-time.ts';
import { parseInterval } from './column-meaning.ts';
import type { MeterFindingCode } from './meter-sentences.ts';
import { importsOf } from './meter-store.ts';

export interface FileFinding {
  /** `file-` and the code of the import's finding. */
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

const unseen: ReadonlySet<MeterFindingCode> = new Set([
  ...(['not-a-number', 'error-cell', 'extra-cell', 'number-style', 'off-grid', 'doubled-hour'] as const),
  // Rules judge a day's share of them; a file shows each.
  ...(['late-rows', 'gap'] as const),
]);

/** Of all files that were imported into the channel; each row (of a gap, each time) once, however often its file was imported. */
export function fileFindings(
  db: Database.Database,
  channel: string,
  { from, to }: { readonly from?: number; readonly to?: number } = {},
): FileFinding[] {
  const found = new Map<string, FileFinding>();
  for (const { file, read, findings } of importsOf(db, channel)) {
    const intervalMs = read.interval === null ? 0 : (parseInterval(read.interval) ?? 0);
    for (const finding of findings) {
      const { code, row, lastRow, count, column, value, sentence, from: begins } = finding;
      if (!unseen.has(code) || begins === null || (finding.channel ?? channel) !== channel) continue;
      // A gap says its end, the others their last row.
      const end = Date.parse(finding.to ?? begins) + (code === 'gap' ? 0 : intervalMs);
      if ((from !== undefined && end <= from) || (to !== undefined && Date.parse(begins) >= to)) continue;
      const { name, sha256, sheet } = file;
      const evidence = { ...{ file: name, sha256, sheet, row, lastRow, count, column, value }, sentence };
      found.set(`${sha256} ${code} ${row} ${begins}`, {
        rule: `file-${code}`,
        from: begins,
        to: chinaTime(end),
        evidence,
      });
    }
  }
  return [...found.values()];
}
