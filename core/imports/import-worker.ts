// Worker thread of one import: its own connection and boundaries, so that the host goes on answering while a big file is read.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ImportReport } from '../../contract/imports.ts';
import { openDb } from '../db/open.ts';
import { loadBoundaries } from '../places/boundaries.ts';
import { loadProfile } from '../places/profiles.ts';
import { asAppError, type RefusalText, refusalText } from '../refusal.ts';
import { type ImportJob, runImport } from './run-import.ts';

export interface WorkerInput {
  readonly dbPath: string;
  readonly sourcesDir: string;
  readonly geodataDir: string;
  readonly profile: string;
  readonly job: ImportJob;
  readonly now: number;
}

export type WorkerMessage =
  | {
      readonly kind: 'progress';
      readonly file: string;
      readonly bytes: number;
      readonly bytesTotal: number;
      readonly rows: number;
    }
  | { readonly kind: 'report'; readonly report: ImportReport }
  | { readonly kind: 'refused'; readonly refusal: RefusalText }
  | { readonly kind: 'failed'; readonly message: string };

const port = parentPort;
if (port) {
  const input = workerData as WorkerInput;
  const abort = new AbortController();
  port.once('message', () => abort.abort());
  const say = (message: WorkerMessage): void => port.postMessage(message);
  const startedAt = Date.now();
  const work = async (): Promise<void> => {
    const db = openDb(input.dbPath, { readOnly: input.job.dryRun });
    try {
      const profile = await loadProfile(input.profile, { geodataDir: input.geodataDir });
      const boundaries = await loadBoundaries(profile, join(input.geodataDir, 'boundaries'));
      const report = await runImport(
        {
          db,
          boundaries,
          sourcesDir: input.sourcesDir,
          // The host's clock, which a test may have set, carried on.
          now: () => input.now + (Date.now() - startedAt),
          signal: abort.signal,
          onProgress: (progress) => say({ kind: 'progress', ...progress }),
        },
        input.job,
      );
      say({ kind: 'report', report });
    } finally {
      await db.close();
    }
  };
  work()
    .catch((error: unknown) => {
      const refusal = asAppError(error, input.dbPath);
      say(
        refusal
          ? { kind: 'refused', refusal: refusalText(refusal) }
          : { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      );
    })
    .finally(() => port.close());
}
