// Test support: a monitoring database of its own, files that are imported into it, and what can then be read back.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { ReadingStep } from '../../../contract/monitoring.ts';
import { AppError } from '../../app-error.ts';
import { MONITORING_FILE, openMonitoring } from '../../db/open-monitoring.ts';
import { loadRegistry } from '../../devices/registry.ts';
import type { Channel } from '../../devices/registry-facts.ts';
import { type RawReading, readRaw, readRows } from '../../readings/read-readings.ts';
import { readingSpan } from '../../readings/reading-span.ts';
import { ReadingWriter } from '../../readings/reading-writer.ts';
import { chinaTime } from './china-time.ts';
import type { ColumnAsk } from './file-channels.ts';
import { importReadings } from './import-readings.ts';
import type { ReadingsJob } from './readings-job.ts';
import type { ReadingsReport } from './readings-report.ts';

/** 1 July 2026: later than any time of the tests' files, unless they mean to be in the future. */
export const NOW = Date.parse('2026-07-01T00:00:00+08:00');

export interface Day {
  readonly from: string;
  readonly sum: number | null;
  readonly count: number;
  readonly expected: number | null;
}

export class ReadingsDesk implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'lianggao-readings-'));
  readonly db: Database.Database = openMonitoring(join(this.dir, MONITORING_FILE), { now: NOW });
  #files = 0;

  [Symbol.dispose](): void {
    this.db.close();
    rmSync(this.dir, { recursive: true });
  }

  /** Imports a file of this text or these bytes; without columns, the column `v` into the channel `meter`. `writes`: breaks off after so many blocks. */
  async import(
    content: string | Uint8Array,
    job: Partial<ReadingsJob> & { readonly file?: string; readonly writes?: number } = {},
  ): Promise<ReadingsReport> {
    this.#files += 1;
    const { file = `file-${this.#files}.csv`, writes = Number.POSITIVE_INFINITY, ...asked } = job;
    let written = 0;
    const path = join(this.dir, file);
    await writeFile(path, content);
    return importReadings(
      {
        db: this.db,
        openSink: (beside) => {
          const writer = new ReadingWriter(this.db, { now: () => NOW, observer: () => beside(null) });
          return {
            settle: () => writer.settle(),
            write: (messages) => {
              written += 1;
              if (written > writes) throw new Error('broken off');
              return writer.write(messages);
            },
          };
        },
        sourcesDir: join(this.dir, 'sources'),
        now: () => NOW,
      },
      {
        ...{ path, columns: [{ column: 'v', channel: 'meter', unit: 'kWh' }], timeColumns: [], sheet: null, where: [] },
        ...{ intervalMs: null, stamp: 'start', midnight: null, dateFormat: null, decimal: null, startAt: null },
        ...asked,
      },
    );
  }

  channel(id = 'meter'): Channel {
    const channel = loadRegistry(this.db).channel(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  }

  raw(id = 'meter'): RawReading[] {
    return readRaw(this.db, this.channel(id).no, { from: 0, to: Date.UTC(2100, 0, 1) });
  }

  /** `<time> <text>` of each reading, in order. */
  lines(id = 'meter'): string[] {
    return this.raw(id).map(({ time, text }) => `${chinaTime(time).slice(0, 16)} ${text}`);
  }

  rollUps(step: ReadingStep, id = 'meter'): Day[] {
    const { no, intervalMs } = this.channel(id);
    const span = readingSpan(this.db, no);
    if (span === null) return [];
    return readRows(this.db, no, { from: span.first, to: span.last + (intervalMs ?? 1), step }).map(
      ({ from, sum, count, expected }) => ({ from: chinaTime(from), sum, count, expected }),
    );
  }
}

/** Code of the refusal. */
export async function refused(importing: Promise<unknown>): Promise<string> {
  const error = await importing.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  for (const sentence of [error.text('zh'), error.text('en')])
    if (/undefined|NaN|\[object/.test(sentence)) throw new Error(`not a sentence: ${sentence}`);
  return error.code;
}

/** `code rows` of each finding, such as `repeated-row 5-7`. */
export const found = ({ findings }: ReadingsReport): string[] =>
  findings.map(
    ({ code, row, lastRow }) =>
      `${code}${row === null ? '' : ` ${row}`}${lastRow !== row && lastRow !== null ? `-${lastRow}` : ''}`,
  );

export const noted = ({ notes }: ReadingsReport): string[] => notes.map(({ code }) => code);

export const one = (ask: Omit<ColumnAsk, 'channel'> & { readonly channel?: string }): readonly ColumnAsk[] => [
  { channel: 'meter', ...ask },
];
